"""What the variants of single facts need that no other server of the lab has: an OpenSSL 3.5, an nginx that speaks mail,
keys for DKIM and an HTTPS record with ECH.

The programs are Debian's, run with libraries that a package of PyPI ships (`setup`): their names and versions are those
of OpenSSL 3.0, and its successors keep the interface.
"""

import base64
import pathlib
import struct

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa, x25519

OPENSSL = pathlib.Path(__file__).resolve().parents[3] / ".build" / "lab" / "openssl"
ENVIRONMENT = {"LD_LIBRARY_PATH": str(OPENSSL)}


def _encoded(data):
    return base64.b64encode(data).decode()


def _public(key, encoding=serialization.Encoding.DER, form=serialization.PublicFormat.SubjectPublicKeyInfo):
    return key.public_key().public_bytes(encoding, form)


def _raw(key):
    return _public(key, serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def strong_keys():
    """A strong key for DKIM, and one that was withdrawn (RFC 6376 §3.6.1)."""
    key = _encoded(_raw(ed25519.Ed25519PrivateKey.generate()))
    return f'ed._domainkey TXT "v=DKIM1; k=ed25519; p={key}"\nalt._domainkey TXT "v=DKIM1; k=rsa; p="\n'


def short_key():
    key = _encoded(_public(rsa.generate_private_key(65537, 1024)))
    return f'kurz._domainkey TXT "v=DKIM1; k=rsa; p={key[:200]}" "{key[200:]}"\n'


def https_record():
    """With a configuration for ECH (RFC 9848, RFC 9849 §4): DHKEM(X25519), HKDF-SHA256, AES-128-GCM."""
    key = _raw(x25519.X25519PrivateKey.generate())
    name = b"sanddornpost.test"
    contents = struct.pack("!BHH", 1, 0x0020, len(key)) + key + struct.pack("!HHH", 4, 1, 1)
    contents += struct.pack("!BB", 0, len(name)) + name + struct.pack("!H", 0)
    configuration = struct.pack("!HH", 0xFE0D, len(contents)) + contents
    return f'@ HTTPS 1 . alpn=h2 ech="{_encoded(struct.pack("!H", len(configuration)) + configuration)}"\n'


def nginx(directory, certificate_directory):
    """One server for mail and the web; nginx itself answers until somebody logs in, and then asks nobody."""
    import mail_plan as plan

    one = plan.SANDDORNPOST
    protocols = {
        plan.SMTP: ("smtp", "smtp_auth none; starttls on;"),
        plan.SUBMISSION: ("smtp", "smtp_auth plain login; starttls only;"),
        plan.SUBMISSIONS: ("smtp", "smtp_auth plain login;"),
        plan.IMAP: ("imap", "imap_auth plain login; starttls only;"),
        plan.IMAPS: ("imap", "imap_auth plain login;"),
        plan.POP3: ("pop3", "pop3_auth plain; starttls only;"),
        plan.POP3S: ("pop3", "pop3_auth plain;"),
    }
    direct = (plan.SUBMISSIONS, plan.IMAPS, plan.POP3S)
    certificate = (
        f"ssl_certificate {certificate_directory}/{one.domain}.pem;\n"
        f"  ssl_certificate_key {certificate_directory}/{one.domain}.key;\n"
        "  ssl_protocols TLSv1.2 TLSv1.3;\n"
        f"  ssl_ciphers {plan.CIPHERS};\n"
        "  ssl_prefer_server_ciphers on;\n"
        "  ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1;\n"
    )
    servers = "".join(
        f"  server {{ listen {host.ipv4}:{port}{' ssl' if port in direct else ''}; server_name {one.name(host)};"
        f" protocol {protocols[port][0]}; {protocols[port][1]} }}\n"
        for host in one.hosts
        for port in host.ports
        if port in protocols
    )
    web = one.host("@")
    return f"""load_module modules/ngx_mail_module.so;
daemon off;
user root;
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr;
events {{ worker_connections 512; }}
mail {{
  auth_http 127.0.0.1:9;
  {certificate}{servers}}}
http {{
  access_log off;
  server_tokens off;
  default_type text/html;
  client_body_temp_path {directory}/tmp-body;
  proxy_temp_path {directory}/tmp-proxy;
  fastcgi_temp_path {directory}/tmp-fastcgi;
  uwsgi_temp_path {directory}/tmp-uwsgi;
  scgi_temp_path {directory}/tmp-scgi;
  {certificate}  server {{
    listen {web.ipv4}:{plan.HTTPS} ssl;
    server_name {one.domain};
    root {directory}/www;
    add_header Strict-Transport-Security "max-age=86400" always;
  }}
}}
"""


def prepare_nginx(directory, certificate_directory):
    """Returns the command that runs it in the foreground."""
    (directory / "www").mkdir(parents=True)
    (directory / "www" / "index.html").write_text("<!doctype html><title>Labor</title>\n")
    file = directory / "nginx.conf"
    file.write_text(nginx(directory, certificate_directory))
    return ["nginx", "-e", "stderr", "-p", "/usr/share/nginx", "-c", str(file)]
