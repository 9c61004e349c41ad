"""Fetching from the web: what is public alone, by the address that was looked at, within limits."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import httpcore
import pytest

from kb.app import fetch
from kb.app.fetch import Address, Fetcher, is_public
from kb.core.errors import FetchRefused
from tests.waiting import PATIENCE

Answers = dict[str, tuple[int, dict[str, str], bytes]]


def on_this_machine(address: Address) -> bool:
    return address.is_loopback


@contextmanager
def serve(answers: Answers, asked: list[tuple[str, dict[str, str]]] | None = None) -> Iterator[str]:
    """Answer each path as told, on the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append((self.path, dict(self.headers)))
            status, headers, body = answers.get(self.path, (404, {}, b"not here"))
            mark = headers.get("ETag")
            if mark and self.headers.get("If-None-Match") == mark:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)


@pytest.fixture
def here() -> Iterator[Fetcher]:
    """A fetcher that, unlike the one in use, may connect to this machine."""
    made = Fetcher(on_this_machine, any_port=True)
    yield made
    made.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher()
    yield made
    made.close()


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "fec0::1", "3fff::1", "2607:f8b0::5efe:7f00:1", "2607:f8b0::200:5efe:a00:1", "64:ff9b:1::7f00:1",
    ],
)  # fmt: skip
def test_what_is_not_of_the_public_internet_is_seen(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize("number", ["8.8.8.8", "151.101.0.81", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_public(number: str) -> None:
    assert is_public(ip_address(number))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "0"],
)
def test_this_machine_is_not_asked_however_it_is_named(fetcher: Fetcher, host: str) -> None:
    asked: list[tuple[str, dict[str, str]]] = []
    with serve({}, asked) as root:
        loose = Fetcher(any_port=True)
        with pytest.raises(FetchRefused):
            loose.fetch(f"http://{host}:{root.rpartition(':')[2]}/", 1000)
        loose.close()
    with pytest.raises(FetchRefused):
        fetcher.fetch(f"http://{host}/", 1000)
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://northby.example/a", "gopher://northby.example", "//northby.example", "northby",
        "http://", "http://a:b@northby.example/", "http://northby.example:22/", "https://northby.example:8443/",
        "http://northby.example:99999/", "http://[::1", "http://northby.example/\u00e9",
        "http://n.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_unasked(
    fetcher: Fetcher, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(FetchRefused):
        fetcher.fetch(address, 1000)


def test_a_name_that_means_something_else_a_moment_later_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is connected to is the address that was looked at, so that a second look-up never happens."""
    given = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (next(given), port))]

    def connect(_self: object, host: str, *_: object, **__: object) -> None:
        connected.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(fetch, "getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    fetcher = Fetcher()
    for _ in range(2):
        with pytest.raises(FetchRefused):
            fetcher.fetch("http://rebind.example/", 1000)
    fetcher.close()
    assert connected == ["8.8.8.8"]  # the second time the name meant this machine, and nothing was connected


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, 80)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(fetch, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchRefused, match="not a public address"):
        fetcher.fetch("http://both.example/", 1000)


def test_a_redirect_is_looked_at_like_a_first_address() -> None:
    """The first address may be asked, the one it leads to is this machine by another number, and may not."""
    with serve({"/secret": (200, {}, b"secret")}) as other:
        there = other.replace("127.0.0.1", "127.0.0.2")
        with serve(
            {"/a": (302, {"Location": f"{there}/secret"}, b""), "/f": (301, {"Location": "file:///x"}, b"")}
        ) as root:
            fetcher = Fetcher(lambda one: str(one) == "127.0.0.1", any_port=True)
            for path, says in (("/a", "127.0.0.2 is not a public address"), ("/f", "not an address that begins")):
                with pytest.raises(FetchRefused, match=says):
                    fetcher.fetch(f"{root}{path}", 1000)
            fetcher.close()


def test_redirects_are_followed_some_times_and_each_is_asked_for_leave(here: Fetcher) -> None:
    answers: Answers = {f"/{at}": (302, {"Location": f"/{at + 1}"}, b"") for at in range(20)}
    answers["/3"] = (200, {"Content-Type": "text/plain; charset=x"}, b"here")
    leave: list[str] = []
    with serve(answers) as root:
        found = here.fetch(f"{root}/0", 1000, allowed=leave.append)
        assert (found.data, found.address, found.media_type) == (b"here", f"{root}/3", "text/plain")
        assert leave == [f"{root}/{at}" for at in range(4)]
        with pytest.raises(FetchRefused, match="leads on more than"):
            here.fetch(f"{root}/4", 1000)


def test_what_is_too_large_or_packed_is_refused(here: Fetcher) -> None:
    answers: Answers = {"/big": (200, {}, bytes(5001)), "/packed": (200, {"Content-Encoding": "gzip"}, b"x")}
    with serve(answers) as root:
        for path in answers:
            with pytest.raises(FetchRefused):
                here.fetch(f"{root}{path}", 5000)


def test_a_server_that_says_nothing_or_nonsense_is_a_sentence(here: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        thread = threading.Thread(target=lambda: silent.accept()[0].close(), daemon=True)
        thread.start()
        with pytest.raises(FetchRefused, match="could not be fetched"):
            here.fetch(f"http://127.0.0.1:{port}/", 1000)
        thread.join(PATIENCE)


Said = Callable[[socket.socket], None]


@contextmanager
def say(speak: Said) -> Iterator[str]:
    """Let whoever connects read a request's beginning and hear what `speak` sends, on the loopback."""

    def answer() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(4096)
                    speak(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        listening.shutdown(socket.SHUT_RDWR)


def again_and_again(first: bytes, drip: bytes, pause: float) -> Said:
    def speak(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(drip)
            time.sleep(pause)

    return speak


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        (b"", b"H"),
        (OK, b"x-a: b\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Content-Length: 900000\r\n\r\n", b"a"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (OK + b"\r\n", b"a"),
    ],
    ids=["first line", "headers", "interim answers", "body", "chunks", "until it ends"],
)
def test_what_drips_is_given_up_wherever_it_drips(
    first: bytes, drip: bytes, here: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_SECONDS", 0.3)
    with say(again_and_again(first, drip, 0.02)) as root, pytest.raises(FetchRefused):
        here.fetch(root, 1_000_000)


def test_a_body_without_end_is_given_up_at_the_most_that_may_come(here: Fetcher) -> None:
    endless = again_and_again(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + bytes(4096) + b"\r\n", 0)
    with say(endless) as root, pytest.raises(FetchRefused, match="larger than"):
        here.fetch(root, 100_000)


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 100\r\n\r\nshort",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 9\r\nTransfer-Encoding: gzip\r\n\r\nxxxxxxxxx",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"SSH-2.0-x\r\n",
        OK + b"a" * 300_000,
    ],
    ids=["shorter", "two lengths", "negative", "packed on the way", "chunk", "half a chunk", "packed", "ssh", "header"],
)
def test_an_answer_of_a_wrong_length_or_form_is_a_sentence(answer: bytes, here: Fetcher) -> None:
    with say(lambda connection: connection.sendall(answer)) as root, pytest.raises(FetchRefused):
        here.fetch(root, 1_000_000)
