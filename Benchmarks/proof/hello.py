"""The third oracle: one hello, made by tlslite-ng and not by us, and the bytes that the server answers.

A ServerHello that takes the one suite that was offered proves that the suite is accepted; an alert that it is not.
"""

import dataclasses
import socket
import struct

from tlslite.constants import CipherSuite, ExtensionType
from tlslite.extensions import (
    ClientKeyShareExtension,
    ECPointFormatsExtension,
    PskKeyExchangeModesExtension,
    SignatureAlgorithmsExtension,
    SupportedGroupsExtension,
    SupportedVersionsExtension,
)
from tlslite.messages import ClientHello, ServerHello
from tlslite.utils.codec import Parser

WIRE = {"SSLv3": (3, 0), "TLSv1.0": (3, 1), "TLSv1.1": (3, 2), "TLSv1.2": (3, 3), "TLSv1.3": (3, 4)}
CURVES = [29, 23, 24, 25, 30, 22, 26, 27, 28]
# RFC 7919 appendix A.
FFDHE = [256, 257, 258, 259, 260]
GROUPS_13 = [29, 23, 24, 25, 30, 31, 32, 33, 256, 257, 258, 259, 260, 0x11EB, 0x11EC, 0x11ED]
SCHEMES = [
    (4, 3), (5, 3), (6, 3), (8, 7), (8, 8), (8, 4), (8, 5), (8, 6), (8, 9), (8, 10), (8, 11),
    (4, 1), (5, 1), (6, 1), (3, 3), (3, 1), (2, 3), (2, 1), (4, 2), (2, 2), (1, 1),
]
LIMIT = 3.0
ALERT, HANDSHAKE = 21, 22
SERVER_HELLO, SERVER_KEY_EXCHANGE, SERVER_HELLO_DONE = 2, 12, 14
NAMED_CURVE = 3
PSK = {*range(0xC033, 0xC03C), 0xC070, 0xC071, 0xC09A, 0xC09B, *range(0xD001, 0xD006), 0xCCAC}


@dataclasses.dataclass
class Answer:
    """What came back. `suite` is None where there was no ServerHello."""

    version: str | None = None
    suite: int | None = None
    group: int | None = None
    bytes: bytes = b""

    def __str__(self):
        if self.suite is not None:
            return f"ServerHello {self.version} 0x{self.suite:04X}, bytes {self.bytes[:11].hex(' ')} …"
        return f"bytes {self.bytes[:7].hex(' ')}" if self.bytes else "closed without a byte"


def ask(address, port, version, suites, groups=None, whole=False, listed=False):
    """`whole`: read on to the ServerKeyExchange, which names the group before TLS 1.3.

    `listed`: as a client of TLS 1.3, which lists its versions (RFC 9846 §4.2.1), this one behind TLS 1.3.
    """
    if version == "SSLv2":
        return _ask_ssl2(address, port, suites)
    hello = _hello(version, suites, groups, listed).write()
    # RFC 9846 §5.1: TLS 1.0 at most on the record of a first hello.
    record = struct.pack("!BBBH", HANDSHAKE, 3, min(WIRE[version][1], 1), len(hello)) + bytes(hello)
    answer = Answer()
    with socket.create_connection((address, port), timeout=LIMIT) as connection:
        connection.settimeout(LIMIT)
        try:
            connection.sendall(record)
            _read(connection, answer, whole)
        except OSError:
            pass
    return answer


def _hello(version, suites, groups, listed=False):
    extensions = []
    if version != "SSLv3":
        groups = groups or (GROUPS_13 if version == "TLSv1.3" else CURVES)
        extensions += [SupportedGroupsExtension().create(groups), ECPointFormatsExtension().create([0])]
    if version in ("TLSv1.2", "TLSv1.3"):
        extensions.append(SignatureAlgorithmsExtension().create(SCHEMES))
    if version == "TLSv1.3" or listed:
        extensions += [
            SupportedVersionsExtension().create([(3, 4)] + ([WIRE[version]] if listed else [])),
            ClientKeyShareExtension().create([]),
            PskKeyExchangeModesExtension().create([1]),
        ]
    signals = [] if version == "TLSv1.3" else [CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV]
    return ClientHello().create(
        min(WIRE[version], (3, 3)), bytearray(b"\x5a" * 32), bytearray(), list(suites) + signals, extensions=extensions
    )


def _exactly(connection, size):
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _read(connection, answer, whole):
    messages = b""
    try:
        while True:
            header = _exactly(connection, 5)
            body = _exactly(connection, struct.unpack("!H", header[3:])[0])
            answer.bytes += header + body
            if header[0] != HANDSHAKE:
                return
            messages += body
            while len(messages) >= 4 and len(messages) >= 4 + int.from_bytes(messages[1:4]):
                size = 4 + int.from_bytes(messages[1:4])
                _message(messages[0], messages[1:size], answer)
                done = answer.suite is not None and (not whole or answer.group is not None)
                if done or messages[0] == SERVER_HELLO_DONE:
                    return
                messages = messages[size:]
    except EOFError:
        pass


def _message(kind, rest, answer):
    if kind == SERVER_HELLO:
        parsed = ServerHello().parse(Parser(bytearray(rest)))
        wire = parsed.server_version
        selected = parsed.getExtension(ExtensionType.supported_versions)
        if selected:
            wire = selected.version
        answer.version = next((name for name, value in WIRE.items() if value == tuple(wire)), str(wire))
        answer.suite = parsed.cipher_suite
        share = parsed.getExtension(ExtensionType.key_share)
        if share:
            # Of a HelloRetryRequest: no share was sent.
            answer.group = getattr(share, "selected_group", None)
    elif kind == SERVER_KEY_EXCHANGE:
        parameters = rest[3:]
        # With a pre-shared key a hint comes first (RFC 5489 §2).
        if answer.suite in PSK and len(parameters) >= 2:
            parameters = parameters[2 + struct.unpack("!H", parameters[:2])[0] :]
        if len(parameters) >= 3 and parameters[0] == NAMED_CURVE:
            answer.group = struct.unpack("!H", parameters[1:3])[0]


def _ask_ssl2(address, port, kinds):
    """Its ServerHello lists kinds instead of choosing; the first of ours that is listed counts as chosen."""
    specs = b"".join(kind.to_bytes(3) for kind in kinds)
    body = b"\x01\x00\x02" + struct.pack("!HHH", len(specs), 0, 16) + specs + b"\x5a" * 16
    answer = Answer()
    with socket.create_connection((address, port), timeout=LIMIT) as connection:
        connection.settimeout(LIMIT)
        try:
            connection.sendall(struct.pack("!H", 0x8000 | len(body)) + body)
            header = _exactly(connection, 2)
            answer.bytes = header + _exactly(connection, struct.unpack("!H", header)[0] & 0x7FFF)
        except (OSError, EOFError):
            return answer
    message = answer.bytes[2:]
    if len(message) > 11 and message[0] == 4 and message[3:5] == b"\x00\x02":
        certificate, length = struct.unpack("!HH", message[5:9])
        listed = message[11 + certificate : 11 + certificate + length]
        listed = {int.from_bytes(listed[at : at + 3]) for at in range(0, len(listed), 3)}
        answer.version, answer.suite = "SSLv2", next((kind for kind in kinds if kind in listed), None)
    return answer
