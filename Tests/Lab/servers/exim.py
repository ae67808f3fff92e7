"""An Exim with GnuTLS, as a third opinion beside the OpenSSL of Postfix.

Debian's packages of Exim and Postfix exclude each other, so `setup` only unpacks this one, into .build/lab. It was built
for a user that the package would have made; `inside` shows it an /etc/passwd that has one.
"""

import pathlib

import mail_plan as plan

PROGRAM = pathlib.Path(__file__).resolve().parents[3] / ".build" / "lab" / "exim" / "usr" / "sbin" / "exim4"
USER = "Debian-exim:x:19199:19199::/nonexistent:/usr/sbin/nologin\n"
GROUP = "Debian-exim:x:19199:\n"


def prepare(directory, certificate_directory):
    """Returns the command that runs it in the foreground."""
    one = plan.TANNENPOST
    directory.mkdir()
    for part in ("spool", "log"):
        (directory / part).mkdir()
        (directory / part).chmod(0o777)
    # It reads them after it has given up being root.
    for ending in ("key", "pem"):
        copy = directory / f"tls.{ending}"
        copy.write_bytes((certificate_directory / f"{one.domain}.{ending}").read_bytes())
        copy.chmod(0o644)
    file = directory / "exim.conf"
    file.write_text(
        f"""primary_hostname = exim.{one.domain}
spool_directory = {directory}/spool
log_file_path = {directory}/log/%slog
pid_file_path = {directory}/exim.pid
daemon_smtp_ports = 25
local_interfaces = <; {one.host("exim").ipv4}
tls_advertise_hosts = *
tls_certificate = {directory}/tls.pem
tls_privatekey = {directory}/tls.key
tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3:-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM
acl_smtp_rcpt = deny
host_lookup =
rfc1413_query_timeout = 0s
smtp_enforce_sync = true
keep_environment =
begin acl
deny:
  deny
begin routers
begin transports
begin retry
begin rewrite
begin authenticators
"""
    )
    return [str(PROGRAM), "-bdf", "-C", str(file)]
