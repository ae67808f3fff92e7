"""SSLv2 and the export suites, which tlslite-ng does not have, by scapy's TLS server.

scapy's automaton binds a port and serves one client at a time; here it is given a connection that stands already,
so each client has an automaton of its own. It completes the handshake and then ends: nobody speaks XMPP over it.
"""

import socket
import struct
import time

from scapy.config import conf

conf.verb = 0

from scapy.automaton import ATMT  # noqa: E402
from scapy.layers.tls.automaton_srv import TLSServerAutomaton  # noqa: E402
from scapy.layers.tls.handshake import TLSServerHello  # noqa: E402
from scapy.layers.tls.handshake_sslv2 import SSLv2ClientFinished, SSLv2ServerHello  # noqa: E402

# RC4, RC4-40, RC2, RC2-40 and 3DES, each with MD5; without DES, on which scapy's automaton dies.
SSL2_KINDS = [0x010080, 0x020080, 0x030080, 0x040080, 0x0700C0]
EXPORT_SUITES = (0x0003, 0x0006, 0x0008)  # RSA_EXPORT with RC4-40, RC2-40, DES40
MODERN_ENOUGH = {0x0004, 0x0005, 0x000A, 0x002F, 0x0035}  # what tlslite-ng takes care of
TLS1_0 = 0x0301
LIMIT = 20.0


class _Automaton(TLSServerAutomaton):
    def __init__(self, connection, **arguments):
        self._given = connection
        super().__init__(**arguments)

    def get_next_msg(self, socket_timeout=LIMIT, retry=1):
        """scapy waits four seconds for a message, which a busy machine may take."""
        super().get_next_msg(socket_timeout, retry)

    @ATMT.state(initial=True)
    def INITIAL(self):
        self.socket = self.serversocket = self._given
        self.buffer_out, self.buffer_in = [], []
        self.remote_ip, self.remote_port = self._given.getpeername()[:2]
        raise self.INIT_TLS_SESSION()

    @ATMT.state()
    def SOCKET_CLOSED(self):
        raise self.FINAL()

    @ATMT.condition(TLSServerAutomaton.SSLv2_HANDLED_CLIENTHELLO)
    def sslv2_should_add_ServerHello(self):
        self.add_record(is_sslv2=True)
        connection_id = struct.pack("!d", time.time()) * 2
        self.add_msg(SSLv2ServerHello(cert=self.mycert, ciphers=SSL2_KINDS, connection_id=connection_id))
        raise self.SSLv2_ADDED_SERVERHELLO()

    @ATMT.condition(TLSServerAutomaton.SSLv2_RECEIVED_CLIENTFINISHED, prio=1)
    def sslv2_should_handle_ClientFinished(self):
        """scapy waits four seconds for it, but OpenSSL's client wants the server's verification first."""
        self.get_next_msg(0.1, 1)
        self.raise_on_packet(SSLv2ClientFinished, self.SSLv2_HANDLED_CLIENTFINISHED, get_next_msg=False)

    @ATMT.condition(TLSServerAutomaton.PREPARE_SERVERFLIGHT1)
    def should_add_ServerHello(self):
        """scapy would take the client's highest version and first suite; the model is a server of TLS 1.0 and RSA."""
        version = min(self.cur_pkt.version, TLS1_0)
        suite = next(one for one in EXPORT_SUITES if one in self.cur_pkt.ciphers)
        self.add_msg(TLSServerHello(version=version, cipher=suite))
        raise self.ADDED_SERVERHELLO()


class Server:
    def __init__(self, chain_file, key_file):
        self.certificate, self.key = str(chain_file), str(key_file)

    def is_for(self, connection):
        """Looks at the hello without taking it: SSLv2, or nothing but export suites on offer."""
        start = _peek(connection, 5)
        if len(start) == 5 and start[0] & 0x80 and start[2] == 1:
            return start[3:5] == b"\x00\x02"
        if len(start) < 5 or start[0] != 0x16:
            return False
        suites = _suites(_peek(connection, 5 + struct.unpack("!H", start[3:5])[0]))
        return bool(suites & set(EXPORT_SUITES)) and not suites & MODERN_ENOUGH

    def serve(self, connection):
        connection.settimeout(LIMIT)
        automaton = _Automaton(
            connection,
            mycert=self.certificate,
            mykey=self.key,
            is_echo_server=False,
            max_client_idle_time=LIMIT,
            verbose=False,
        )
        automaton.run()


def _peek(connection, size):
    deadline = time.monotonic() + LIMIT
    seen = 0
    while time.monotonic() < deadline:
        data = connection.recv(size, socket.MSG_PEEK)
        if len(data) >= size:
            return data
        # Nothing more came since the last look: the peer has closed, or takes its time.
        if not data:
            return data
        if len(data) == seen:
            time.sleep(0.01)
        seen = len(data)
    return b""


def _suites(record):
    """The suites of a ClientHello that lies in one record; none where it is cut or malformed."""
    try:
        body = record[5 + 4 + 2 + 32 :]  # record header, handshake header, version, random
        body = body[1 + body[0] :]  # session identifier
        (length,) = struct.unpack("!H", body[:2])
        return {suite for (suite,) in struct.iter_unpack("!H", body[2 : 2 + length])}
    except (struct.error, IndexError):
        return set()
