"""nginx with HSTS, redirects and WebDAV, and Radicale behind it."""

import mail_plan as plan

RADICALE = ("127.0.31.9", 5232)
HSTS = "max-age=31536000; includeSubDomains"

AUTOCONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="fichtenpost.test">
    <domain>fichtenpost.test</domain>
    <incomingServer type="imap">
      <hostname>mail.weidenpost.test</hostname><port>993</port><socketType>SSL</socketType>
      <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>
    </incomingServer>
    <incomingServer type="imap">
      <hostname>mail.weidenpost.test</hostname><port>143</port><socketType>plain</socketType>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>mail.weidenpost.test</hostname><port>587</port><socketType>STARTTLS</socketType>
    </outgoingServer>
  </emailProvider>
</clientConfig>
"""


# RFC 8461 §3.2. Weidenpost's is kept, Zirbenpost's is tried out, Fichtenpost's names no exchanger that the MX record has.
POLICIES = {
    plan.WEIDENPOST: ("enforce", "mx.weidenpost.test"),
    plan.ZIRBENPOST: ("testing", "*.zirbenpost.test"),
    plan.FICHTENPOST: ("enforce", "mx.fichtenpost.test"),
}


def _policy_file(mode, pattern):
    return f"version: STSv1\r\nmode: {mode}\r\nmx: {pattern}\r\nmax_age: 604800\r\n"


def _server(one, host, certificate_directory, body):
    listen = "".join(
        f"    listen {f'[{address}]' if ':' in address else address}:443 ssl;\n" for address in host.addresses
    )
    return f"""  server {{
{listen}    server_name {one.name(host)};
    ssl_certificate {certificate_directory}/{one.domain}.pem;
    ssl_certificate_key {certificate_directory}/{one.domain}.key;
{body}  }}
"""


# Behind the load balancers: what each server speaks, in the order of plan.BALANCED. An old OpenSSL's suites are beside
# today's; below TLS 1.2 there are no others.
BALANCED = {
    "@": (("TLSv1.3", plan.CIPHERS), ("TLSv1.2", plan.CIPHERS)),
    "dav": (
        ("TLSv1.2 TLSv1.3", plan.CIPHERS),
        ("TLSv1 TLSv1.1 TLSv1.2", f"{plan.CIPHERS}:ECDHE-RSA-AES128-SHA:@SECLEVEL=0"),
    ),
}


def _balanced(certificate_directory, page):
    one = plan.WACHOLDERPOST
    return "".join(
        _server(
            one,
            plan.MailHost(label, address, (plan.HTTPS,)),
            certificate_directory,
            f"    ssl_protocols {versions};\n    ssl_ciphers {ciphers};\n{page}",
        )
        for label, servers in BALANCED.items()
        for address, (versions, ciphers) in zip(plan.BALANCED[label], servers, strict=True)
    )


def nginx(directory, certificate_directory):
    weiden, zirben, fichten = plan.WEIDENPOST, plan.ZIRBENPOST, plan.FICHTENPOST
    buchen, laerchen = plan.BUCHENPOST, plan.LAERCHENPOST
    hsts = f'    add_header Strict-Transport-Security "{HSTS}" always;\n'
    page = f"    root {directory}/www;\n"
    radicale = f"    location / {{ proxy_pass http://{RADICALE[0]}:{RADICALE[1]}; proxy_set_header Host $host; }}\n"
    below = f"""    location / {{ return 404; }}
    location /dav/ {{
      proxy_pass http://{RADICALE[0]}:{RADICALE[1]}/;
      proxy_set_header Host $host;
      proxy_set_header X-Script-Name /dav;
    }}
"""
    webdav = f"""    root {directory}/cloud;
    location / {{
      dav_methods PUT DELETE MKCOL COPY MOVE;
      dav_ext_methods PROPFIND OPTIONS;
      auth_basic cloud;
      auth_basic_user_file {directory}/nobody;
    }}
"""
    wellknown = "".join(
        f"    location = /.well-known/{word} {{ return 301 https://dav.{fichten.domain}/{word}/; }}\n"
        for word in ("caldav", "carddav")
    )
    elsewhere = """    location / {
      auth_basic dav;
      auth_basic_user_file NOBODY;
    }
""".replace("NOBODY", f"{directory}/nobody")
    servers = (
        _server(weiden, weiden.host("@"), certificate_directory, page + hsts)
        + _server(weiden, weiden.host("dav"), certificate_directory, hsts + radicale)
        + _server(weiden, weiden.host("cloud"), certificate_directory, webdav)
        + _server(zirben, zirben.host("@"), certificate_directory, page)
        + _server(fichten, fichten.host("@"), certificate_directory, page + wellknown)
        + _server(fichten, fichten.host("autoconfig"), certificate_directory, f"    root {directory}/autoconfig;\n")
        + _server(fichten, fichten.host("dav"), certificate_directory, elsewhere)
        + _server(buchen, buchen.host("@"), certificate_directory, page + hsts)
        + _server(buchen, buchen.host("dav"), certificate_directory, hsts + below)
        + _server(buchen, buchen.host("cloud"), certificate_directory, webdav)
        + _server(laerchen, laerchen.host("dav"), certificate_directory, elsewhere)
        + "".join(
            _server(one, one.host("@"), certificate_directory, page)
            for one in (plan.ESCHENPOST, laerchen, plan.ESPENPOST)
        )
        + "".join(
            _server(one, one.host("mta-sts"), certificate_directory, _policy_root(directory, one))
            for one in POLICIES
        )
        + _balanced(certificate_directory, page)
    )
    return f"""load_module modules/ngx_http_dav_ext_module.so;
daemon off;
user root;
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  server_tokens off;
  default_type text/html;
  client_body_temp_path {directory}/tmp-body;
  proxy_temp_path {directory}/tmp-proxy;
  fastcgi_temp_path {directory}/tmp-fastcgi;
  uwsgi_temp_path {directory}/tmp-uwsgi;
  scgi_temp_path {directory}/tmp-scgi;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  ssl_ciphers {plan.CIPHERS};
{servers}}}
"""


def _policy_root(directory, one):
    """One policy is sent as nginx's default type, which senders may refuse (RFC 8461 section 3.2)."""
    kind = "text/html" if one is plan.ZIRBENPOST else "text/plain"
    return f"    root {directory}/mta-sts/{one.domain};\n    default_type {kind};\n    types {{ }}\n"


def prepare_nginx(directory, certificate_directory):
    """Returns the command that runs it in the foreground."""
    for part in ("www", "cloud", "autoconfig/mail"):
        (directory / part).mkdir(parents=True)
    (directory / "www" / "index.html").write_text("<!doctype html><title>Labor</title>\n")
    (directory / "autoconfig" / "mail" / "config-v1.1.xml").write_text(AUTOCONFIG)
    for one, (mode, pattern) in POLICIES.items():
        folder = directory / "mta-sts" / one.domain / ".well-known"
        folder.mkdir(parents=True)
        (folder / "mta-sts.txt").write_text(_policy_file(mode, pattern), newline="")
    (directory / "nobody").write_text("")
    file = directory / "nginx.conf"
    file.write_text(nginx(directory, certificate_directory))
    return ["nginx", "-e", "stderr", "-p", "/usr/share/nginx", "-c", str(file)]


def prepare_radicale(directory):
    directory.mkdir()
    (directory / "nobody").write_text("")
    file = directory / "radicale.conf"
    file.write_text(
        f"""[server]
hosts = {RADICALE[0]}:{RADICALE[1]}
[auth]
type = htpasswd
htpasswd_filename = {directory}/nobody
htpasswd_encryption = plain
[storage]
filesystem_folder = {directory}/collections
"""
    )
    return ["radicale", "--config", str(file)]
