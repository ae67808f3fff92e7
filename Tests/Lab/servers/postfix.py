"""Two Postfix: one as it should be, for several providers, one that lets strangers wait and counts them."""

import os
import shutil

import mail_plan as plan

COMMON = """compatibility_level = 3.6
queue_directory = {directory}/queue
data_directory = {directory}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
sendmail_path = /usr/sbin/sendmail
newaliases_path = /usr/bin/newaliases
mailq_path = /usr/bin/mailq
setgid_group = postdrop
mail_owner = postfix
maillog_file = {directory}/log
maillog_file_prefixes = {directory}
myhostname = {host}
mydestination = {domain}
mynetworks = 192.0.2.0/24
inet_interfaces = all
alias_maps =
local_recipient_maps =
smtputf8_enable = no
smtpd_relay_restrictions = reject
smtpd_tls_chain_files = {key}, {certificate}
smtpd_tls_security_level = may
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_ciphers = high
tls_high_cipherlist = {ciphers}
smtpd_tls_mandatory_ciphers = high
smtpd_tls_auth_only = yes
tls_preempt_cipherlist = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {authentication}
"""

SERVICES = """postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
smtp unix - - n - - smtp
error unix - - n - - error
local unix - n n - - local
"""

# A stranger gets the first line of the banner at once and the rest after four seconds, longer than the lab's scans wait
# for anything else (postscreen tests so who speaks out of turn); at most two connections of one client.
DELAYED = """postscreen_greet_wait = 4s
postscreen_greet_banner = wait a moment
postscreen_greet_action = enforce
postscreen_access_list =
postscreen_client_connection_count_limit = 2
smtpd_client_connection_count_limit = 2
smtpd_client_event_limit_exceptions =
"""


def _master_weidenpost():
    text = ""
    for one in plan.WELL_KEPT:
        for address, port in one.served(plan.SMTP, plan.SUBMISSION, plan.SUBMISSIONS):
            place = f"[{address}]" if ":" in address else address
            text += f"{place}:{port} inet n - n - - smtpd\n" + OPTIONS[port]
            if one is not plan.WEIDENPOST:
                text += _chain(one)
    # Behind the load balancer: the same server twice, once without TLS.
    for address, level in zip(plan.BALANCED["mx"], ("may", "none"), strict=True):
        text += f"{address}:25 inet n - n - - smtpd\n  -o smtpd_tls_security_level={level}\n" + _chain(plan.WACHOLDERPOST)
    return text


def _chain(one):
    return f"  -o smtpd_tls_chain_files=CERTIFICATES/{one.domain}.key,CERTIFICATES/{one.domain}.pem\n"


def _master_zirbenpost():
    mx, mail = plan.ZIRBENPOST.host("mx"), plan.ZIRBENPOST.host("mail")
    return f"""{mx.ipv4}:25 inet n - n - 1 postscreen
smtpd pass - - n - - smtpd
tlsproxy unix - - n - 0 tlsproxy
dnsblog unix - - n - 0 dnsblog
{mail.ipv4}:587 inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=no
  -o smtpd_client_connection_count_limit=0
"""


OPTIONS = {
    plan.SMTP: "",
    plan.SUBMISSION: "  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_tls_security_level=encrypt\n",
    plan.SUBMISSIONS: "  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_tls_wrappermode=yes\n",
}

INSTANCES = {
    "postfix-weidenpost": (plan.WEIDENPOST, _master_weidenpost, ""),
    "postfix-zirbenpost": (plan.ZIRBENPOST, _master_zirbenpost, DELAYED),
}


def prepare(instance, directory, certificate_directory):
    """Returns the command that runs this instance in the foreground."""
    one, master, more = INSTANCES[instance]
    for part in ("etc", "queue", "data"):
        (directory / part).mkdir(parents=True)
    shutil.chown(directory / "data", "postfix", "postfix")
    main = COMMON.format(
        directory=directory,
        host=f"mx.{one.domain}",
        domain=one.domain,
        ciphers=plan.CIPHERS,
        key=certificate_directory / f"{one.domain}.key",
        certificate=certificate_directory / f"{one.domain}.pem",
        authentication=directory.parent / f"dovecot-{one.identifier}" / "authentication",
    )
    (directory / "etc" / "main.cf").write_text(main + more)
    (directory / "etc" / "master.cf").write_text(
        master().replace("CERTIFICATES", str(certificate_directory)) + SERVICES
    )
    os.chmod(directory, 0o755)
    return ["postfix", "-c", str(directory / "etc"), "start-fg"]
