"""Starts the delaying proxy and asks it for its counts."""

import json
import socket
import statistics
import sys
import threading
import time

from network.delaying import ADDRESS


class Proxy:
    def __init__(self, processes, name, port, target, milliseconds):
        self.name, self.port, self.control, self.milliseconds = name, port, port + 1, milliseconds
        processes.start(
            name, [sys.executable, "-B", "-m", "network.delaying", port, target, milliseconds, self.control]
        )
        processes.wait_for(name, self.control)
        self.counts()

    def counts(self):
        with socket.create_connection((ADDRESS, self.control)) as connection:
            return json.loads(connection.makefile().read())


def round_trip(processes, milliseconds, port):
    """What a proxy really makes of it: the median of fifty echoes over a connection that stands (in milliseconds)."""
    listener = socket.create_server((ADDRESS, port))
    threading.Thread(target=_echo, args=(listener,), daemon=True).start()
    proxy = Proxy(processes, "echo-proxy", port + 1, port, milliseconds)
    times = []
    with socket.create_connection((ADDRESS, proxy.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(51):
            started = time.monotonic()
            connection.sendall(b"x")
            connection.recv(1)
            times.append((time.monotonic() - started) * 1_000)
    return statistics.median(times[1:])


def _echo(listener):
    connection, _ = listener.accept()
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := connection.recv(4096):
            connection.sendall(data)
