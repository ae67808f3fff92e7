"""Status pages of providers, as they should be and as they should not, on a port beside the lab's own servers.

Written by hand: no package serves pages that lie, stall, lead in circles or have no end.

    status_pages.py ADDRESS PORT CERTIFICATE KEY
"""

import http.server
import ssl
import sys
import time

LIES = b'{"page": {"id": "a"}, "status": {"indicator": "none", "description": "All Systems Operational"}, "incidents": []}'
LARGE = 100 << 20


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        kind = self.path.split("/")[1]
        port = self.server.server_address[1]
        if kind in ("lying", "moved"):
            # The second is where `away` leads to.
            self.answer(LIES)
        elif kind == "honest":
            self.server.asked = self.server.asked or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            self.answer(f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title>
                <entry><title>Wartung</title><updated>2020-01-01T00:00:00Z</updated></entry>
                <entry><title>IMAP gest&#xF6;rt</title><updated>{self.server.asked}</updated>
                <content type="html">&lt;p&gt;Wir &lt;b&gt;suchen&lt;/b&gt; den Fehler.&lt;/p&gt;</content></entry>
                </feed>""".encode())
        elif kind == "systems":
            self.answer(b'{"summaryStatus": "down", "systems": [{"name": "IMAP", "status": "down", "unresolvedIssues": []}]}')
        elif kind == "away":
            self.redirect(f"https://scanner.test:{port}/moved/api/v2/summary.json")
        elif kind == "circling":
            self.redirect(f"https://scanner.test:{port}/circling/{time.monotonic()}")
        elif kind == "stranger":
            # Another host, whose certificate is not the one that is trusted here.
            self.redirect("https://weidenpost.test/")
        elif kind == "mailed":
            self.redirect("https://scanner.test:25/")
        elif kind == "large":
            self.begin(LARGE)
            for _ in range(LARGE >> 20):
                self.wfile.write(b" " * (1 << 20))
        elif kind == "stalling":
            self.begin(len(LIES))
            self.wfile.write(LIES[:20])
            time.sleep(60)
        elif kind == "silent":
            time.sleep(60)
        elif kind == "torn":
            self.answer(LIES[:40])
        elif kind == "html":
            self.answer(b"<!DOCTYPE html><title>Status</title>")
        elif kind == "typed":
            self.answer(b'{"status": "operational"}')
        else:
            self.send_error(503)

    def begin(self, length):
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def answer(self, body):
        self.begin(len(body))
        self.wfile.write(body)

    def redirect(self, address):
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nobody reads it."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    # When it was asked first for an entry of a feed, which is about what is wrong then.
    asked = None

    def get_request(self):
        connection, address = super().get_request()
        return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        """Clients that leave are none of our business."""


if __name__ == "__main__":
    address, port, *files = sys.argv[1:]
    server = Server((address, int(port)), Pages)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(*files)
    server.serve_forever()
