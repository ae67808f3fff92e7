"""One nginx with a `server` block for each configuration."""

from matrix.server import ADDRESS, Server

MODERN = ":".join(
    f"ECDHE-{key}-{cipher}"
    for cipher in ("AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-GCM-SHA256")
    for key in ("ECDSA", "RSA")
)
# name: (about, kinds of certificate, protocols, ciphers, own order, more directives)
BLOCKS = {
    "nginx-2026": ("TLS 1.2 with six suites and 1.3", "rsa ecdsa", "TLSv1.2 TLSv1.3", MODERN, True, ""),
    "nginx-client-order": ("the client's order, RSA", "rsa", "TLSv1.2 TLSv1.3", "HIGH:!aNULL", False, ""),
    "nginx-all": (
        "TLS 1.0 to 1.3, ALL:@SECLEVEL=0, RSA and ECDSA", "rsa ecdsa", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3",
        "ALL:@SECLEVEL=0", True, "ssl_dhparam {directory}/dh2048.pem;",
    ),
    "nginx-tls13": ("TLS 1.3 alone", "ecdsa", "TLSv1.3", MODERN, True, ""),
    "nginx-chacha": (
        "own order, ChaCha20 first for those who put it first", "rsa", "TLSv1.2 TLSv1.3",
        "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:AES128-SHA", True,
        "ssl_conf_command Options PrioritizeChaCha;",
    ),
    "nginx-x25519": ("one group alone: x25519", "rsa", "TLSv1.2 TLSv1.3", MODERN, True, "ssl_ecdh_curve X25519;"),
    "nginx-p384": ("one group alone: P-384", "rsa", "TLSv1.2 TLSv1.3", MODERN, True, "ssl_ecdh_curve P-384;"),
    "nginx-x448": ("one group alone: X448, TLS 1.3", "rsa", "TLSv1.3", MODERN, True, "ssl_ecdh_curve X448;"),
    "nginx-one-suite": (
        "TLS 1.2 with one suite", "rsa", "TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", True, "",
    ),
    "nginx-tls10": ("TLS 1.0 alone", "rsa", "TLSv1", "HIGH:!aNULL:@SECLEVEL=0", True, ""),
    "nginx-ed25519": ("Ed25519", "ed25519", "TLSv1.2 TLSv1.3", MODERN, True, ""),
    "nginx-ecdsa": ("ECDSA P-384", "p384", "TLSv1.2 TLSv1.3", "HIGH:!aNULL", True, ""),
    "nginx-rsa-key-exchange": ("static RSA alone", "rsa", "TLSv1.1 TLSv1.2", "kRSA:@SECLEVEL=0", False, ""),
}


def _block(server, directory):
    _, kinds, protocols, ciphers, own_order, more = BLOCKS[server.name]
    certificates = "".join(
        f"ssl_certificate {directory}/{kind}.pem; ssl_certificate_key {directory}/{kind}.key;\n"
        for kind in kinds.split()
    )
    return f"""server {{
        listen {ADDRESS}:{server.port} ssl backlog=1024;
        {certificates}
        ssl_protocols {protocols};
        ssl_ciphers {ciphers};
        ssl_prefer_server_ciphers {"on" if own_order else "off"};
        {more.format(directory=directory)}
        return 204;
    }}
    """


def servers():
    return [Server(name, about) for name, (about, *_) in BLOCKS.items()]


def start(processes, servers, directory, log="off"):
    blocks = "".join(_block(one, directory) for one in servers)
    file = directory / "nginx.conf"
    file.write_text(
        f"""daemon off; worker_processes 2; pid {directory}/nginx.pid; user root;
        error_log {directory}/nginx-error.log crit;
        events {{ worker_connections 2048; }}
        http {{
            access_log {log};
            client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;
            fastcgi_temp_path {directory}/fastcgi; uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
            {blocks}
        }}
        """
    )
    processes.start("nginx", ["/usr/sbin/nginx", "-c", file, "-e", directory / "nginx-error.log"])
    return [("nginx", one.port) for one in servers]
