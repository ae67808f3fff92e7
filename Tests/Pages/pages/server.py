"""Serves a folder below a base path on the loopback, and nothing else."""

import contextlib
import fcntl
import functools
import http.server
import pathlib
import socket
import struct
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    base_path = "/"

    def do_GET(self):
        # Browsers ask for it unbidden; a site need not have one, and below a base path it cannot.
        if self.path == "/favicon.ico" and not pathlib.Path(self.translate_path(self.path)).exists():
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def translate_path(self, path):
        path = path.split("?")[0].split("#")[0]
        if not path.startswith(self.base_path):
            return f"{self.directory}/there-is-nothing-outside-of-the-base-path"
        return super().translate_path("/" + path.removeprefix(self.base_path))

    def list_directory(self, path):
        self.send_error(404)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def serving(root, base_path):
    """The address of the site's root, `http://127.0.0.1:PORT/base/`, as long as the context lasts."""
    loopback_up()
    handler = type("BasePathHandler", (Handler,), {"base_path": base_path})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(root)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base_path}"
    finally:
        server.shutdown()
        server.server_close()


def loopback_up():
    """A new network namespace has its loopback down; elsewhere this changes nothing (netdevice(7))."""
    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        flags = struct.unpack("16sH14x", fcntl.ioctl(handle, get_flags, struct.pack("16sH14x", b"lo", 0)))[1]
        if not flags & up:
            fcntl.ioctl(handle, set_flags, struct.pack("16sH14x", b"lo", flags | up))
