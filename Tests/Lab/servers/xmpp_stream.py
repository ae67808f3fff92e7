"""The server's side of an XMPP stream up to authentication (RFC 6120), for the peers that are written by hand.

It knows nothing of TLS: it reads and writes through whatever has recv and sendall, and tells when STARTTLS is due.
"""

import secrets
import xml.parsers.expat
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

STREAMS = "http://etherx.jabber.org/streams"
TLS = "urn:ietf:params:xml:ns:xmpp-tls"
SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
ERRORS = "urn:ietf:params:xml:ns:xmpp-streams"
DIALBACK = "urn:xmpp:features:dialback"
STREAM_LIMIT = 64 * 1024  # no client has more to say before it has authenticated


@dataclass(frozen=True)
class Policy:
    """What one service of one domain offers.

    starttls: "required", "optional", "unannounced" (required, but nothing says so) or "none".
    """

    domain: str
    to_servers: bool
    starttls: str
    mechanisms_before: tuple = ()
    mechanisms_after: tuple = ("SCRAM-SHA-1", "PLAIN")

    @property
    def namespace(self):
        return "jabber:server" if self.to_servers else "jabber:client"


class Closed(Exception):
    """The stream is over; what there was to say has been said."""


class Stream:
    """One stream: feeds expat, and queues the events that matter (the header, then each element at depth 1)."""

    def __init__(self, connection, policy, protected):
        self.connection = connection
        self.policy = policy
        self.protected = protected
        self.depth = 0
        self.events = []
        self.received = 0
        self.header_sent = False
        self.parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = lambda *_: self.events.append(("doctype", None))

    def _start(self, name, attributes):
        if self.depth == 0:
            self.events.append(("header", (name, attributes)))
        elif self.depth == 1:
            self.events.append(("element", name))
        self.depth += 1

    def _end(self, _):
        self.depth -= 1
        if self.depth == 0:
            self.events.append(("end", None))

    def _next_event(self):
        while not self.events:
            data = self.connection.recv(4096)
            if not data:
                raise Closed
            self.received += len(data)
            if self.received > STREAM_LIMIT:
                self.error("policy-violation")
            try:
                self.parser.Parse(data, False)
            except xml.parsers.expat.ExpatError:
                # What came before the mistake is still served.
                self.events.append(("broken", None))
        return self.events.pop(0)

    def send(self, text):
        self.connection.sendall(text.encode())

    def send_header(self, attributes=None):
        to = (attributes or {}).get("from")
        to = f" to={quoteattr(to)}" if to else ""
        dialback = " xmlns:db='jabber:server:dialback'" if self.policy.to_servers else ""
        self.send(
            f"<?xml version='1.0'?><stream:stream xmlns='{self.policy.namespace}'{dialback}"
            f" xmlns:stream='{STREAMS}' id='{secrets.token_hex(8)}' from='{self.policy.domain}'{to}"
            " version='1.0' xml:lang='en'>"
        )
        self.header_sent = True

    def error(self, condition):
        if not self.header_sent:
            self.send_header()
        self.send(f"<stream:error><{condition} xmlns='{ERRORS}'/></stream:error></stream:stream>")
        raise Closed

    def features(self):
        text = ""
        mechanisms = self.policy.mechanisms_after if self.protected else self.policy.mechanisms_before
        if not self.protected and self.policy.starttls != "none":
            required = "<required/>" if self.policy.starttls == "required" else ""
            text += f"<starttls xmlns='{TLS}'>{required}</starttls>"
        if mechanisms:
            inner = "".join(f"<mechanism>{one}</mechanism>" for one in mechanisms)
            text += f"<mechanisms xmlns='{SASL}'>{inner}</mechanisms>"
        if self.policy.starttls == "unannounced" and not self.protected:
            # So that STARTTLS is not the only feature, which by RFC 6120, 5.3.1 would announce it after all.
            text += (
                "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>65536</max-bytes></limits>"
                if self.policy.to_servers
                else "<ver xmlns='urn:xmpp:features:rosterver'/>"
            )
        elif self.policy.to_servers and (self.protected or self.policy.starttls != "required"):
            text += f"<dialback xmlns='{DIALBACK}'><errors/></dialback>"
        return f"<stream:features>{text}</stream:features>"

    def _open(self):
        kind, value = self._next_event()
        if kind == "doctype":
            self.error("restricted-xml")
        if kind != "header":
            self.error("not-well-formed")
        name, attributes = value
        if name != f"{STREAMS} stream":
            self.error("invalid-namespace" if name.endswith(" stream") else "bad-format")
        if attributes.get("to") != self.policy.domain:
            self.error("host-unknown")
        self.send_header(attributes)
        # A peer from before XMPP 1.0 knows no features.
        if attributes.get("version"):
            self.send(self.features())

    def serve(self):
        """Answers until the peer asks for TLS, after <proceed/>; raises Closed when the stream is over."""
        self._open()
        while True:
            kind, name = self._next_event()
            if kind == "end":
                self.send("</stream:stream>")
                raise Closed
            if kind == "broken":
                self.error("not-well-formed")
            if kind != "element":
                self.error("restricted-xml")
            if name == f"{TLS} starttls":
                if self.protected or self.policy.starttls == "none":
                    self.send(f"<failure xmlns='{TLS}'/></stream:stream>")
                    raise Closed
                self.send(f"<proceed xmlns='{TLS}'/>")
                return
            if not self.protected and self.policy.starttls in ("required", "unannounced"):
                self.error("policy-violation")
            if name == f"{SASL} auth":
                self.send(f"<failure xmlns='{SASL}'><not-authorized/></failure>")
            elif name == f"{SASL} abort":
                self.send(f"<failure xmlns='{SASL}'><aborted/></failure>")
            else:
                self.error("not-authorized")
