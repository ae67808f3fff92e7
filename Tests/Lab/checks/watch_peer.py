"""A mail server of a few lines that misbehaves as a file says, on a port beside the lab's own servers.

    watch_peer.py ADDRESS PORT imap|smtp MODE-FILE [CERTIFICATE KEY]

With a certificate it begins with TLS. Modes: `fine`, `stall` (accepts and says nothing), `421` (turns everybody away),
`ehlo421` (greets, then turns away), `reset` (greets, then resets instead of answering), `slow` (greets after 11 s).
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
        if mode == "slow":
            time.sleep(11)
        if mode == "421":
            return self.say(b"421 4.7.0 busy, come again later\r\n" if self.server.smtp else b"* BYE too many\r\n")
        self.say(b"220 peer ESMTP\r\n" if self.server.smtp else b"* OK peer\r\n")
        if mode == "reset":
            # Not before the greeting was read: what is reset at once was never connected to.
            self.rfile.readline()
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        for line in self.rfile:
            word = line.strip().upper()
            if b"EHLO" in word:
                self.say(b"421 4.3.2 shutting down\r\n" if mode == "ehlo421" else b"250-peer\r\n250 8BITMIME\r\n")
            elif b"CAPABILITY" in word:
                self.say(b"* CAPABILITY IMAP4rev1\r\n" + word.split()[0].lower() + b" OK done\r\n")
            else:
                return

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


address, port, protocol, mode, *files = sys.argv[1:]
server = Server((address, int(port)), Peer)
server.mode = pathlib.Path(mode)
server.smtp = protocol == "smtp"
server.files = files
server.serve_forever()
