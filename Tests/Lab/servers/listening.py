"""A listener that gives each connection a thread of its own, so that nobody waits for a slow neighbour."""

import socket
import sys
import threading
import traceback

BACKLOG = 1024
# What peers do to a server that is probed; no reason for a line in the log.
USUAL = (OSError, EOFError)


def _handle(connection, handler):
    try:
        with connection:
            handler(connection)
    except USUAL:
        pass
    except Exception:
        traceback.print_exc()


def listen(address, port, handler):
    """Binds at once, so that a mistake ends the process; accepts in the background."""
    listener = socket.create_server(
        (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=BACKLOG
    )

    def accept():
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_handle, args=(connection, handler), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def forever():
    sys.stdout.flush()
    threading.Event().wait()
