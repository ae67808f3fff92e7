"""Two Dovecot: one that lets nobody log in without TLS, one that does. They also know the passwords for Postfix."""

import mail_plan as plan
import prosody

INSTANCES = {"dovecot-weidenpost": plan.WEIDENPOST, "dovecot-zirbenpost": plan.ZIRBENPOST}
SECURITY = {
    # No log-in of any kind before TLS.
    "dovecot-weidenpost": "ssl = required\ndisable_plaintext_auth = yes\nauth_mechanisms = plain login\n",
    # Passwords in the clear for whoever wants.
    "dovecot-zirbenpost": "ssl = yes\ndisable_plaintext_auth = no\nauth_mechanisms = plain login cram-md5\n",
}


def _listener(name, address, port, ssl):
    # Without an address of its own an inet_listener would take all of them, in both instances.
    text = f"  inet_listener {name} {{\n    address = {address}\n    port = {port}\n"
    return text + ("    ssl = yes\n  }\n" if ssl else "  }\n")


def configuration(instance, directory, certificate_directory):
    one = INSTANCES[instance]
    address = one.host("mail").ipv4
    return f"""base_dir = {directory}/run
state_dir = {directory}/state
log_path = /dev/stderr
protocols = imap pop3 sieve
listen = {address}
mail_location = maildir:{directory}/mail/%u
ssl_cert = <{certificate_directory}/{one.domain}.pem
ssl_key = <{certificate_directory}/{one.domain}.key
ssl_min_protocol = TLSv1.2
ssl_prefer_server_ciphers = yes
ssl_cipher_list = {plan.CIPHERS}
ssl_dh = <{directory}/dh.pem
{SECURITY[instance]}passdb {{
  driver = static
  args = nopassword=n
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={directory}/mail/%u
}}
service imap-login {{
{_listener("imap", address, plan.IMAP, False)}{_listener("imaps", address, plan.IMAPS, True)}}}
service pop3-login {{
{_listener("pop3", address, plan.POP3, False)}{_listener("pop3s", address, plan.POP3S, True)}}}
service managesieve-login {{
{_listener("sieve", address, plan.SIEVE, False)}}}
service auth {{
  unix_listener {directory}/authentication {{
    mode = 0666
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


def prepare(instance, directory, certificate_directory):
    """Returns the command that runs this instance in the foreground."""
    for part in ("run", "state"):
        (directory / part).mkdir(parents=True)
    (directory / "dh.pem").write_text(prosody.DH_PARAMETERS)
    file = directory / "dovecot.conf"
    file.write_text(configuration(instance, directory, certificate_directory))
    return ["dovecot", "-F", "-c", str(file)]
