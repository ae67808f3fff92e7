"""Mail and web servers that no package ships because nobody wants them; and some that are merely in a bad mood, which a
real one cannot be kept in.

    hostile_mail_peer.py CERTIFICATE-DIRECTORY
"""

import pathlib
import ssl
import sys

import costly
import mail_plan as plan
from listening import forever, listen

PATIENCE = 60.0
TEN_MEGABYTES = 10 * 1024 * 1024
GIGABYTE = 1024 * 1024 * 1024
DOMAIN = plan.HOLUNDERPOST.domain


def _line(connection):
    seen = b""
    while not seen.endswith(b"\n"):
        more = connection.recv(1)
        if not more:
            raise EOFError
        seen += more
    return seen.strip().upper()


def _converse(connection, answers, greeting=b"220 " + DOMAIN.encode() + b" ESMTP\r\n"):
    """Answers by the first word; QUIT ends it. Returns at the go-ahead for TLS."""
    connection.settimeout(PATIENCE)
    connection.sendall(greeting)
    while True:
        word = _line(connection).split(b" ")[0]
        if word == b"QUIT":
            connection.sendall(b"221 bye\r\n")
            return False
        answer = answers.get(word, b"250 fine\r\n")
        connection.sendall(answer)
        if word == b"STARTTLS" and answer.startswith(b"220"):
            return True


EHLO = b"250-holunderpost.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n"


def longline(connection):
    """A reply line of 10 MB."""
    _converse(connection, {b"EHLO": b"250-" + b"x" * TEN_MEGABYTES + b"\r\n250 STARTTLS\r\n"})


def endless(connection):
    """A multi-line reply that never ends."""
    connection.settimeout(PATIENCE)
    connection.sendall(b"220 holunderpost.test ESMTP\r\n")
    _line(connection)
    while True:
        connection.sendall(b"250-STARTTLS\r\n" * 64)


def changing(connection):
    """A reply that changes its code."""
    _converse(connection, {b"EHLO": b"250-holunderpost.test\r\n220 STARTTLS\r\n"})


def toomany(connection):
    _converse(connection, {}, b"421 4.7.0 holunderpost.test Error: too many connections from 127.0.0.1\r\n")


def refusing(connection):
    _converse(connection, {}, b"554 5.7.1 Service unavailable; client host blocked\r\n")


def greylisting(connection):
    _converse(connection, {b"EHLO": b"450 4.7.1 Greylisted, come back later\r\n"})


def injecting(context):
    """A go-ahead with an answer behind it, in the clear; then honest TLS."""

    def serve(connection):
        if _converse(connection, {b"EHLO": EHLO, b"STARTTLS": b"220 go ahead\r\n250 injected\r\n"}):
            with context.wrap_socket(connection, server_side=True) as protected:
                _converse(protected, {b"EHLO": b"250 holunderpost.test\r\n"}, b"")

    return serve


def early(context):
    """The answer to EHLO together with the greeting, before anybody said EHLO."""

    def serve(connection):
        connection.settimeout(PATIENCE)
        connection.sendall(b"220 holunderpost.test ESMTP\r\n" + EHLO)
        if _line(connection).startswith(b"EHLO") and _converse(connection, {b"STARTTLS": b"220 go\r\n"}, b""):
            with context.wrap_socket(connection, server_side=True) as protected:
                _converse(protected, {b"EHLO": b"250 holunderpost.test\r\n"}, b"")

    return serve


def oldhelo(connection):
    """From before RFC 1869 (historical): HELO and nothing else."""
    _converse(connection, {b"EHLO": b"500 5.5.1 Command unrecognized\r\n", b"HELO": b"250 holunderpost.test\r\n"})


def declining(connection):
    """Offers STARTTLS and then has no TLS to give."""
    _converse(connection, {b"EHLO": EHLO, b"STARTTLS": b"454 4.7.0 TLS not available due to local problem\r\n"})


# What an SMTP reply may hold (RFC 5321 section 4.5.3.1.5: lines of 512 bytes), and more of them than anybody sends.
FAT_EHLO = b"250-holzapfelpost.test\r\n" + (b"250-X-" + b"A" * 490 + b"\r\n") * 117 + b"250 STARTTLS\r\n"


def _fat_server_hello():
    """A ServerHello of TLS 1.2 with an extension of 60 kB, which no TLS library can be made to send."""
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"
    extension = b"\xff\x01\x00\x01\x00" + b"\xfe\xed" + (60_000).to_bytes(2, "big") + bytes(60_000)
    body += len(extension).to_bytes(2, "big") + extension
    message = b"\x02" + len(body).to_bytes(3, "big") + body
    parts = [message[start : start + 16_000] for start in range(0, len(message), 16_000)]
    return b"".join(b"\x16\x03\x03" + len(part).to_bytes(2, "big") + part for part in parts)


FAT_SERVER_HELLO = _fat_server_hello()


def fat(connection):
    """Replies as large as they may be: 58 kB to EHLO, and a ServerHello of 60 kB to every ClientHello."""
    if _converse(connection, {b"EHLO": FAT_EHLO, b"STARTTLS": b"220 go ahead\r\n"}):
        connection.recv(16_384)
        connection.sendall(FAT_SERVER_HELLO)
        connection.recv(1)


def imap(connection):
    """A capability list without end."""
    connection.settimeout(PATIENCE)
    connection.sendall(b"* OK ready\r\n")
    _line(connection)
    connection.sendall(b"* CAPABILITY IMAP4rev1")
    while True:
        connection.sendall(b" X-" + b"Y" * 60)


def pop3(connection):
    connection.settimeout(PATIENCE)
    connection.sendall(b"-ERR [SYS/TEMP] too many connections\r\n")
    connection.recv(1)


def sieve(connection):
    connection.settimeout(PATIENCE)
    connection.sendall(b'BYE "come back another day"\r\n')
    connection.recv(1)


# An entity bomb: a billion laughs.
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9))
    + b']><clientConfig version="1.1"><emailProvider id="&j;"/></clientConfig>'
)


def web(context):
    def respond(path):
        if path == b"/.well-known/caldav":
            return b"301 Moved", b"Location: https://" + DOMAIN.encode() + b"/round\r\n", b""
        if path == b"/round":
            return b"302 Found", b"Location: /.well-known/caldav\r\n", b""
        if path == b"/.well-known/carddav":
            return b"301 Moved", b"Location: file:///etc/passwd\r\n", b""
        if path.startswith(b"/mail/config"):
            return b"200 OK", b"Content-Type: text/xml\r\n", BOMB
        return b"404 Not Found", b"", b"no\n"

    def serve(connection):
        connection.settimeout(PATIENCE)
        with context.wrap_socket(connection, server_side=True) as protected:
            path = _line(protected).split(b" ")[1].lower()
            while _line(protected):
                pass
            status, fields, body = respond(path)
            protected.sendall(
                b"HTTP/1.1 " + status + b"\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body
            )

    return serve


def gigabyte(context):
    """Whatever is asked for: a gigabyte of it, a policy for MTA-STS to look at."""
    block = b"mx: *.holunderpost.test\r\n" * 2_500

    def serve(connection):
        connection.settimeout(PATIENCE)
        with context.wrap_socket(connection, server_side=True) as protected:
            while _line(protected):
                pass
            protected.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % GIGABYTE
                + b"version: STSv1\r\nmode: enforce\r\nmax_age: 604800\r\n"
            )
            for _ in range(GIGABYTE // len(block)):
                protected.sendall(block)

    return serve


def main():
    directory = pathlib.Path(sys.argv[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(plan.CIPHERS)
    context.load_cert_chain(directory / f"{DOMAIN}.pem", directory / f"{DOMAIN}.key")
    handlers = {
        "longline": longline,
        "endless": endless,
        "changing": changing,
        "toomany": toomany,
        "refusing": refusing,
        "greylisting": greylisting,
        "injecting": injecting(context),
        "early": early(context),
        "oldhelo": oldhelo,
        "declining": declining,
    }
    for label, handler in handlers.items():
        listen(plan.HOLUNDERPOST.host(label).ipv4, plan.SMTP, handler)
    mail = plan.HOLUNDERPOST.host("mail").ipv4
    for port, handler in ((plan.IMAP, imap), (plan.POP3, pop3), (plan.SIEVE, sieve)):
        listen(mail, port, handler)
    listen(plan.HOLUNDERPOST.host("@").ipv4, plan.HTTPS, web(context))
    listen(plan.HOLUNDERPOST.host("mta-sts").ipv4, plan.HTTPS, gigabyte(context))
    for address in costly.HOLZAPFELPOST[1]:
        listen(address, plan.SMTP, fat)
    forever()


main()
