"""Two Dovecot: one that lets nobody log in without TLS, one that does. They also know the passwords for Postfix."""

import mail_plan as plan
import prosody

# Whom each serves; the first one's certificate is the one for whoever asks at an address that has none of its own.
INSTANCES = {
    "dovecot-weidenpost": tuple(one for one in plan.WELL_KEPT if one.served(plan.IMAP)),
    "dovecot-zirbenpost": (plan.ZIRBENPOST,),
}
SECURITY = {
    # No log-in of any kind before TLS.
    "dovecot-weidenpost": "ssl = required\ndisable_plaintext_auth = yes\nauth_mechanisms = plain login\n"
    f"ssl_prefer_server_ciphers = yes\nssl_cipher_list = {plan.CIPHERS}\nssl_dh = <{{directory}}/dh.pem\n",
    # Passwords in the clear for whoever wants. As Dovecot comes, the client's order decides and there are no parameters
    # for DHE, whose suites it chooses all the same: it then breaks off.
    "dovecot-zirbenpost": "ssl = yes\ndisable_plaintext_auth = no\nauth_mechanisms = plain login cram-md5\n"
    f"ssl_cipher_list = {plan.WITHOUT_PARAMETERS}\n",
}


def _listener(name, served, port, ssl):
    # Without an address of its own an inet_listener would take all of them, in both instances.
    addresses = " ".join(address for one in served for address, _ in one.served(port))
    text = f"  inet_listener {name} {{\n    address = {addresses}\n    port = {port}\n"
    return text + ("    ssl = yes\n  }\n" if ssl else "  }\n")


def _certificate(one, certificate_directory):
    return f"ssl_cert = <{certificate_directory}/{one.domain}.pem\nssl_key = <{certificate_directory}/{one.domain}.key\n"


def configuration(instance, directory, certificate_directory):
    served = INSTANCES[instance]
    own = "".join(
        f"local {address} {{\n{_certificate(one, certificate_directory)}}}\n"
        for one in served[1:]
        for address, _ in one.served(plan.IMAP)
    )
    # A log-in process that serves many connections, not a new one for each: hundreds come at once.
    return f"""base_dir = {directory}/run
state_dir = {directory}/state
log_path = /dev/stderr
protocols = imap pop3 sieve
listen = {served[0].host("mail").ipv4}
mail_location = maildir:{directory}/mail/%u
{_certificate(served[0], certificate_directory)}ssl_min_protocol = TLSv1.2
{SECURITY[instance].format(directory=directory)}{own}passdb {{
  driver = static
  args = nopassword=n
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={directory}/mail/%u
}}
service imap-login {{
  service_count = 0
{_listener("imap", served, plan.IMAP, False)}{_listener("imaps", served, plan.IMAPS, True)}}}
service pop3-login {{
  service_count = 0
{_listener("pop3", served, plan.POP3, False)}{_listener("pop3s", served, plan.POP3S, True)}}}
service managesieve-login {{
  service_count = 0
{_listener("sieve", served, plan.SIEVE, False)}}}
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
