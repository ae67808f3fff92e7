"""An IMAP server of a few lines that misbehaves as a file says, on a port beside the lab's own servers.

    watch_peer.py ADDRESS PORT MODE-FILE [CERTIFICATE KEY]

With a certificate it begins with TLS. Modes: `fine`, `stall` (accepts and says nothing), `bye` (turns everybody away),
`reset` (greets, then resets instead of answering). It is written by hand because Dovecot does none of these when it is
told to, and takes no new certificate between two connections.
"""

import pathlib
import socket
import socketserver
import ssl
import struct
import sys
import time


class Peer(socketserver.StreamRequestHandler):
    def handle(self):
        mode = self.server.mode.read_text().strip()
        if mode == "stall":
            time.sleep(60)
            return
        if mode == "bye":
            return self.say(b"* BYE too many\r\n")
        self.say(b"* OK peer\r\n")
        if mode == "reset":
            # Not before the greeting was read: what is reset at once was never connected to.
            self.rfile.readline()
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        for line in self.rfile:
            word = line.strip().upper()
            if b"CAPABILITY" not in word:
                return
            self.say(b"* CAPABILITY IMAP4rev1\r\n" + word.split()[0].lower() + b" OK done\r\n")

    def say(self, text):
        self.wfile.write(text)
        self.wfile.flush()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        if self.files:
            # The certificate as it is now.
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(*self.files)
            connection = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request, client_address):
        """Clients that leave are none of our business."""


address, port, mode, *files = sys.argv[1:]
server = Server((address, int(port)), Peer)
server.mode = pathlib.Path(mode)
server.files = files
server.serve_forever()
