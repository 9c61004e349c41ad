"""Clients that send nothing, too little or too much at once, against a real server: the others are still answered."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.waiting import PATIENCE, within

pytestmark = pytest.mark.system
IDLE = 20  # seconds by which a connection that says nothing must be closed; the server's own time is shorter
HEADERS = {"content-security-policy", "x-content-type-options", "x-frame-options", "cache-control"}


@contextmanager
def serving(folder: Path, *more: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run `kb serve` over an empty library; give the process and its port."""
    started = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "serve", "--port", "0", *more],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(folder), "PYTHONUNBUFFERED": "1", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stdout is not None
        port = int(started.stdout.readline().split("http://127.0.0.1:")[1].split()[0])
        assert within(lambda: page(port).startswith(b"HTTP/1.1 200"))
        yield started, port
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            started.kill()
            started.communicate()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(tmp_path_factory.mktemp("served"), KB_CLIENT_CONNECTIONS="5") as (_, number):
        yield number


def connect(port: int, first: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE, source_address=(source, 0))
    one.sendall(first)
    return one


def page(port: int, source: str = "127.0.0.1") -> bytes:
    """The answer for a small page, or nothing where there is none."""
    answer = b""
    with suppress(OSError), connect(port, source=source) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while part := one.recv(65536):
            answer += part
    return answer


def is_closed(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        while one.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"GET /healthz HTTP/1.1\r\nHost: local",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    ],
    ids=["idle", "half a header", "kept alive", "another protocol"],
)
def test_many_connections_that_ask_nothing_keep_nobody_out_and_are_ended(port: int, first: bytes) -> None:
    with ExitStack() as held:
        many = [held.enter_context(connect(port, first)) for _ in range(210)]
        assert page(port).startswith(b"HTTP/1.1 200")
        assert within(lambda: all(is_closed(one) for one in many))
        assert page(port).startswith(b"HTTP/1.1 200")


def test_a_header_that_comes_a_letter_at_a_time_is_ended(port: int) -> None:
    with connect(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") as one:

        def is_given_up_at_the_next_letter() -> bool:
            with suppress(OSError):
                one.send(b"a")
            return is_closed(one)

        assert within(is_given_up_at_the_next_letter)


def test_a_body_that_comes_too_slowly_is_given_up_with_a_page(port: int) -> None:
    head = b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with connect(port, head + b"Content-Length: 9000\r\n\r\ntext=a") as one:
        answer = b""
        one.settimeout(1)

        def is_answered_after_the_next_letter() -> bool:
            nonlocal answer
            with suppress(TimeoutError):
                answer += one.recv(65536)
            with suppress(OSError):
                one.send(b"a")
            return b"\r\n\r\n" in answer

        assert within(is_answered_after_the_next_letter)
        assert within(lambda: is_closed(one))
    assert answer.startswith(b"HTTP/1.1 408")
    assert set(answer.decode().lower().replace(":", "").split()) >= HEADERS


def test_one_address_has_no_more_than_its_share_of_connections(port: int) -> None:
    with ExitStack() as held:
        for _ in range(5):
            held.enter_context(connect(port, source="127.0.0.2"))
        assert within(lambda: page(port, "127.0.0.2").startswith(b"HTTP/1.1 503"))
        assert b"retry-after: 30" in page(port, "127.0.0.2").lower()
        assert page(port, "127.0.0.3").startswith(b"HTTP/1.1 200")
        assert page(port).startswith(b"HTTP/1.1 200")
    assert within(lambda: page(port, "127.0.0.2").startswith(b"HTTP/1.1 200"))


# processes


def children(parent: int) -> list[int]:
    """The processes under a process that run now."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = status.read_text().rpartition(")")
            fields = rest.split()
            if fields[1] == str(parent) and fields[0] != "Z":
                found.append(int(name.split()[0]))
    return found


def workers(parent: int) -> list[int]:
    return [one for one in children(parent) if "spawn_main" in command_of(one)]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:  # gone in between
        return ""


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_a_killed_worker_is_replaced_and_none_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as (parent, port):
        assert within(lambda: len(workers(parent.pid)) == 2)
        before = workers(parent.pid)
        os.kill(before[0], signal.SIGKILL)
        assert within(lambda: len(set(workers(parent.pid)) - {before[0]}) == 2)
        assert within(lambda: page(port).startswith(b"HTTP/1.1 200"))
        left = workers(parent.pid)
        parent.kill()
        parent.wait()
        try:
            assert within(lambda: not any(runs(one) for one in left))
        finally:
            for one in left:
                with suppress(OSError):
                    os.kill(one, signal.SIGKILL)
        with pytest.raises(ConnectionRefusedError):  # nobody listens any more
            connect(port)


def test_a_client_that_leaves_during_an_upload_writes_nothing_to_the_log(tmp_path: Path) -> None:
    head = b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    with serving(tmp_path) as (started, port):
        for _ in range(3):
            connect(port, head + b"Content-Length: 90000\r\n\r\n--b\r\n").close()
        time.sleep(1)
        assert httpx.get(f"http://localhost:{port}/healthz", trust_env=False, timeout=PATIENCE).status_code == 200
        started.send_signal(signal.SIGTERM)
        assert started.stderr is not None
        assert started.stderr.read() == ""
