"""A proxy that keeps what passes for half a round-trip time each way, and counts connections.

    python -m network.delaying PORT TARGET-PORT ROUND-TRIP-MILLISECONDS CONTROL-PORT

A loopback establishes TCP at once, so the first bytes of a client wait for a round trip more, as they would where
SYN and its answer have to travel. Whoever connects to the control port is told the counts, which then begin anew.
The kernel here has no netem. One event loop forwards some thousand messages a second, ten times what any of the tools
sends through it; the round trip that it really makes is measured by the benchmark and printed.
"""

import asyncio
import json
import socket
import sys

ADDRESS = "127.0.0.1"
BACKLOG = 1024


class Counts:
    def __init__(self):
        self.open = self.most = self.total = 0

    def opened(self):
        self.open += 1
        self.total += 1
        self.most = max(self.most, self.open)

    def take(self):
        taken = {"connections": self.total, "most": self.most}
        self.total, self.most = 0, self.open
        return taken


class Side(asyncio.Protocol):
    """One of the two connections of a pair."""

    def __init__(self, half):
        self.half = half
        self.other = self.transport = None
        self.waiting = []
        self.gone = self.ended = False

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for act in self.waiting:
            act(transport)

    def later(self, act, extra=0.0):
        """Does something to this side after the delay."""
        asyncio.get_running_loop().call_later(self.half + extra, self._now, act)

    def _now(self, act):
        if self.transport is None:
            self.waiting.append(act)
        elif not self.gone:
            act(self.transport)

    def data_received(self, data):
        self.other.later(lambda transport: transport.write(data), self.extra())

    def eof_received(self):
        """Keeps the way back open, until that side ends as well."""
        self.ended = True
        self.other.later(lambda transport: transport.close() if self.other.ended else transport.write_eof(), self.extra())
        return not self.other.ended

    def connection_lost(self, error):
        self.gone = True
        end = (lambda transport: transport.abort()) if error else (lambda transport: transport.close())
        self.other.later(end, self.extra())

    def extra(self):
        return 0.0


class Client(Side):
    def __init__(self, half, target, counts):
        super().__init__(half)
        self.target, self.counts, self.counted = target, counts, True

    def connection_made(self, transport):
        self.counts.opened()
        self.ready = asyncio.get_running_loop().time() + 2 * self.half
        self.other = Side(self.half)
        self.other.other = self
        super().connection_made(transport)
        asyncio.ensure_future(self._reach())

    async def _reach(self):
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.other, ADDRESS, self.target)
        except OSError:
            self.later(lambda transport: transport.abort())

    def extra(self):
        """What TCP's own handshake would still take."""
        return max(0.0, self.ready - asyncio.get_running_loop().time())

    def eof_received(self):
        """For the client it is over, or nearly so."""
        self._closed()
        return super().eof_received()

    def connection_lost(self, error):
        self._closed()
        super().connection_lost(error)

    def _closed(self):
        if self.counted:
            self.counted = False
            self.counts.open -= 1


async def main(port, target, milliseconds, control):
    counts = Counts()
    loop = asyncio.get_running_loop()
    # Timers come half a millisecond late on average, as epoll counts whole ones.
    half = max(0.0, milliseconds / 2_000 - 0.0005)

    async def tell(_, writer):
        writer.write(json.dumps(counts.take()).encode())
        writer.close()

    servers = [
        await loop.create_server(lambda: Client(half, target, counts), ADDRESS, port, backlog=BACKLOG),
        await asyncio.start_server(tell, ADDRESS, control),
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
