"""Whether a server answers: a question in its own protocol, not merely an open port."""

import socket
import ssl

import dns.flags
import dns.message
import dns.query

import plan

PATIENCE = 2.0


def name_server(address):
    def asked():
        answer = dns.query.udp(dns.message.make_query(".", "SOA", want_dnssec=True), address, timeout=PATIENCE)
        return bool(answer.answer)

    return asked


def resolver():
    """Ready when it validates, for the start of a resolver is the priming of its anchor."""
    query = dns.message.make_query("_xmpp-client._tcp.ahornpost.test", "SRV", want_dnssec=True)
    answer = dns.query.udp(query, plan.RESOLVER, timeout=PATIENCE)
    return bool(answer.answer) and bool(answer.flags & dns.flags.AD)


def _read_until(connection, wanted):
    seen = b""
    while wanted not in seen:
        more = connection.recv(4096)
        if not more:
            return False
        seen += more
    return True


def xmpp(address, port, domain, expected):
    """Opens a stream and reads until `expected`, which for most servers is the end of the features."""
    namespace = "jabber:client" if port in (plan.CLIENT, plan.CLIENT_DIRECT) else "jabber:server"
    header = (
        f"<?xml version='1.0'?><stream:stream to='{domain}' from='scanner.test' version='1.0' xml:lang='en' "
        f"xmlns='{namespace}' xmlns:stream='http://etherx.jabber.org/streams'>"
    )

    def asked():
        with socket.create_connection((address, port), timeout=PATIENCE) as connection:
            if port in plan.STARTTLS_PORTS:
                connection.sendall(header.encode())
                return _read_until(connection, expected)
            # Whether the certificate is right is the scanner's question, not ours.
            context = ssl._create_unverified_context()
            with context.wrap_socket(connection, server_hostname=domain) as protected:
                protected.sendall(header.encode())
                return _read_until(protected, expected)

    return asked


def tcp(address, port):
    def asked():
        with socket.create_connection((address, port), timeout=PATIENCE):
            return True

    return asked


FEATURES = b"</stream:features>"
# What comes instead of whole features from those who are meant to misbehave; None: only the connection.
INSTEAD_OF_FEATURES = {
    "ilexpost": b"host-unknown",
    "oleanderpost": None,
    "rosenpost": b"<stream:features",
    "salbeipost": b"<",
}


def questions(server):
    """The probes, each with a name, of everything that one server process answers for."""
    for one, host in plan.run_by(server):
        expected = INSTEAD_OF_FEATURES.get(one.identifier, FEATURES)
        for address in host.addresses:
            for port in one.ports:
                name = f"{one.domain} [{address}]:{port}"
                if expected is None:
                    yield name, tcp(address, port)
                else:
                    yield name, xmpp(address, port, one.domain, expected)
