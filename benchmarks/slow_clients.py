"""Measure what a server does with clients that send nothing, too little or too slowly.

    python -m benchmarks.slow_clients http://127.0.0.1:8000/healthz [--post /check] [--many 250] [--wait 40]

Each kind opens many connections; then a page is fetched once a second, and the slow connections still open are counted.
"""

from __future__ import annotations

import argparse
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Crowd:
    """Connections of one kind, and what became of them."""

    host: str
    port: int
    first: bytes  # sent at once
    drip: bytes = b""  # sent again each second
    open: list[socket.socket] = field(default_factory=list)

    def gather(self, many: int) -> None:
        """Open the connections."""
        for _ in range(many):
            try:
                one = socket.create_connection((self.host, self.port), timeout=5)
            except OSError:
                break
            one.setblocking(False)
            self.open.append(one)
            self._push(one, self.first)

    def look(self) -> int:
        """Send the drip and return how many connections are still open."""
        for one in list(self.open):
            if not self._alive(one) or not self._push(one, self.drip):
                one.close()
                self.open.remove(one)
        return len(self.open)

    def leave(self) -> None:
        """Close what is left."""
        for one in self.open:
            one.close()
        self.open.clear()

    @staticmethod
    def _push(one: socket.socket, data: bytes) -> bool:
        try:
            if data:
                one.send(data)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True

    @staticmethod
    def _alive(one: socket.socket) -> bool:
        with selectors.DefaultSelector() as waiting:
            waiting.register(one, selectors.EVENT_READ)
            while waiting.select(0):
                try:
                    if not one.recv(65536):
                        return False
                except BlockingIOError:
                    return True
                except OSError:
                    return False
        return True


def fetch(host: str, port: int, path: str) -> str:
    """Return the status of a page and the milliseconds it took, or the kind of fault."""
    began = time.monotonic()
    try:
        with socket.create_connection((host, port), timeout=3) as one:
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            line = one.recv(4096).split(b"\r\n")[0].split(b" ")
    except OSError as error:
        return type(error).__name__
    status = line[1].decode() if len(line) > 1 else "closed"
    return f"{status} in {(time.monotonic() - began) * 1000:.0f} ms"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each kind of client."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("address")
    asked.add_argument("--post", default="/check")
    asked.add_argument("--many", type=int, default=250)
    asked.add_argument("--wait", type=int, default=40)
    given = asked.parse_args(arguments)
    where = urlsplit(given.address)
    host, port, path = where.hostname or "127.0.0.1", where.port or 80, where.path or "/"
    get = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n".encode()
    post = f"POST {given.post} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    kinds = {
        "idle": Crowd(host, port, b""),
        "half a header": Crowd(host, port, get),
        "a header a letter at a time": Crowd(host, port, get + b"X-Slow: ", b"a"),
        "a body a letter at a time": Crowd(host, port, post.encode() + b"Content-Length: 9000\r\n\r\ntext=", b"a"),
        "kept alive after an answer": Crowd(host, port, get + b"\r\n"),
    }
    for kind, crowd in kinds.items():
        crowd.gather(given.many)
        time.sleep(1)
        first, last, gone = fetch(host, port, path), "", 0
        refused = 0
        began = time.monotonic()
        while (seconds := time.monotonic() - began) < given.wait:
            left = crowd.look()
            last = fetch(host, port, path)
            refused += not last.startswith("200")
            if not left:
                gone = int(seconds)
                break
            time.sleep(1)
        told = f"all gone after {gone} s" if not crowd.open else f"{len(crowd.open)} open after {given.wait} s"
        print(f"{kind}: first page {first}; {refused} pages not answered; {told}; last page {last}", flush=True)
        crowd.leave()
        time.sleep(1)


if __name__ == "__main__":
    main()
