"""A network behind a delay: packets between this namespace and a new one wait on their way, in both directions.

The kernel of a benchmark need not have netem, so that two TUN devices and this process take its place. TCP handshakes,
acknowledgements and look-ups are delayed like everything else.

    far.py MILLISECONDS        prints `ready` when the other namespace is there; it is that of this process
"""

import collections
import ctypes
import fcntl
import os
import struct
import subprocess
import sys
import threading
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
NEAR, FAR = "10.66.255.1", "10.66.255.2"
NETWORK = "10.66.0.0/16"
PACKET = 65_536


def tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Direction:
    """Packets of one device, until it is their time on the other."""

    def __init__(self, source, target, seconds):
        self.source, self.target, self.seconds = source, target, seconds
        self.waiting = collections.deque()
        self.filled = threading.Semaphore(0)
        for work in (self.read, self.write):
            threading.Thread(target=work, daemon=True).start()

    def read(self):
        while True:
            packet = os.read(self.source, PACKET)
            self.waiting.append((time.monotonic() + self.seconds, packet))
            self.filled.release()

    def write(self):
        while True:
            self.filled.acquire()
            due, packet = self.waiting.popleft()
            rest = due - time.monotonic()
            if rest > 0:
                time.sleep(rest)
            os.write(self.target, packet)


def main():
    half = float(sys.argv[1]) / 2_000
    near = tun("near")
    ip("addr", "add", NEAR, "peer", FAR, "dev", "near")
    ip("link", "set", "near", "up")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    ip("link", "set", "lo", "up")
    far = tun("far")
    ip("addr", "add", FAR, "peer", NEAR, "dev", "far")
    ip("link", "set", "far", "up")
    ip("route", "add", NETWORK, "dev", "far")
    Direction(near, far, half)
    Direction(far, near, half)
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
