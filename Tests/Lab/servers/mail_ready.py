"""Whether the mail and web servers answer: the greeting of each port, which only the server itself can give."""

import socket
import ssl

import mail_plan as plan
import web
from ready import PATIENCE, tcp

# What begins the answer, and what is said first where the other side waits for us.
GREETINGS = {
    plan.SMTP: b"220",
    plan.SUBMISSION: b"220",
    plan.SUBMISSIONS: b"220",
    plan.IMAP: b"* OK",
    plan.IMAPS: b"* OK",
    plan.POP3: b"+OK",
    plan.POP3S: b"+OK",
    plan.SIEVE: b'"',
    plan.HTTPS: b"HTTP/1.1",
}
DIRECT = (plan.SUBMISSIONS, plan.IMAPS, plan.POP3S, plan.HTTPS)

def _server(one, port):
    if one is plan.HOLUNDERPOST:
        return "hostile_mail"
    if one is plan.WACHOLDERPOST:
        return "haproxy"
    if one is plan.SANDDORNPOST:
        return "nginx-variants"
    if port == plan.HTTPS:
        return "nginx"
    if one is plan.TANNENPOST:
        return "exim"
    if one is plan.FICHTENPOST:
        return "haproxy"
    kind = "postfix" if port in (plan.SMTP, plan.SUBMISSION, plan.SUBMISSIONS) else "dovecot"
    return f"{kind}-{'weidenpost' if one in plan.WELL_KEPT else one.identifier}"


def _greeting(address, port, name):
    def asked():
        with socket.create_connection((address, port), timeout=PATIENCE) as connection:
            if port not in DIRECT:
                return connection.recv(64).startswith(GREETINGS[port])
            context = ssl._create_unverified_context()
            with context.wrap_socket(connection, server_hostname=name) as protected:
                if port == plan.HTTPS:
                    protected.sendall(f"OPTIONS / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
                return protected.recv(64).startswith(GREETINGS[port])

    return asked


def questions():
    """(server, name, question) of everything that mail_plan has."""
    yield "radicale", f"radicale [{web.RADICALE[0]}]:{web.RADICALE[1]}", tcp(*web.RADICALE)
    for one in plan.MAIL_PROVIDERS:
        for host in one.hosts:
            for address in host.addresses:
                for port in host.ports:
                    name = f"{one.name(host)} [{address}]:{port}"
                    # The delayed and the hostile ones: that somebody listens is all that is asked.
                    patient = one is plan.HOLUNDERPOST or (one is plan.ZIRBENPOST and port == plan.SMTP)
                    asked = tcp(address, port) if patient else _greeting(address, port, one.name(host))
                    yield _server(one, port), name, asked
