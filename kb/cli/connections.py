"""The server's listening socket, which limits the connections of one client."""

from __future__ import annotations

import contextlib
import socket
from collections import Counter
from collections.abc import Callable, Set
from threading import Lock

UNREAD = 30_000  # milliseconds that an answer may wait for a client that takes nothing of it
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 30\r\n"
    b"Connection: close\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'\r\n"
    b"Cache-Control: private, no-cache\r\nContent-Length: 72\r\n\r\n"
    b"Too many connections are open from this address. Try again in a moment.\n"
)


class ClientSocket(socket.socket):
    """A client's connection, which says once that it is closed."""

    on_close: Callable[[], None] | None = None

    def close(self) -> None:
        """Close the connection."""
        told, self.on_close = self.on_close, None
        super().close()
        if told is not None:
            told()


class CountingSocket(socket.socket):
    """Listens, and turns away the connections of an address that has `most` open. 0 turns none away."""

    def limit(self, most: int, spared: Set[str]) -> None:
        """Set how many connections an address may have; the spared addresses stand for many clients."""
        self._most = most
        self._spared = spared
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def accept(self) -> tuple[socket.socket, object]:
        """Return the next connection; raise ConnectionAbortedError where it is turned away."""
        plain, address = super().accept()
        client = ClientSocket(plain.family, plain.type, plain.proto, fileno=plain.detach())
        if client.family in (socket.AF_INET, socket.AF_INET6):
            # asyncio does so only where a socket names its protocol, and an accepted one does not: the second piece of
            # an answer would wait 40 ms for the client to confirm the first
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD)
        name = str(address[0])
        with self._lock:
            fits = not self._most or name in self._spared or self._open[name] < self._most
            self._open[name] += fits
        if not fits:
            self._refuse(client)
            raise ConnectionAbortedError(f"{name} has {self._most} connections open")  # servers go on to the next
        client.on_close = lambda: self._forget(name)
        return client, address

    def _forget(self, name: str) -> None:
        with self._lock:
            self._open[name] -= 1
            if self._open[name] <= 0:
                del self._open[name]

    @staticmethod
    def _refuse(client: ClientSocket) -> None:
        with contextlib.suppress(OSError):
            client.setblocking(False)
            client.send(_BUSY)
            client.shutdown(socket.SHUT_WR)
        client.close()


def counting(listening: socket.socket, most: int, spared: Set[str]) -> CountingSocket:
    """Return the same socket with a limit of `most` connections an address; `listening` itself is used no more."""
    made = CountingSocket(listening.family, listening.type, listening.proto, fileno=listening.detach())
    made.limit(most, spared)
    return made
