"""The server's processes: one that serves by itself, or several under a supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from kb.cli.connections import counting
from kb.cli.speaking import complain, settings
from kb.core.errors import KbError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from kb.core.settings import Settings

IDLE = 10  # seconds that a connection may be open without a whole request
GRACE = 5  # seconds for answers in the making when the server is asked to stop
LONGEST_STOP = 15  # seconds after which a process that was asked to stop ends, whatever it is still at
_BACKLOG = 1024
_HEADERS = 64 * 1024  # bytes of a request's line and headers
_BEAT = 2  # seconds between the signs of life of a process
_EARLY_DEATHS = 5  # processes that may be killed from outside before they serve
_PULSE = 60  # seconds without one, after which another process takes its place
_FILES = 65_536  # open files that are enough, where the system allows them
_CALLS_TOLD = 4  # of a thread that holds a process which was asked to stop
_STOPPING = frozenset({"SIGINT", "SIGTERM", "SIGBREAK"})  # signals that ask to stop; the last is of Windows alone
_READY, _ALIVE = b"ready", b"alive"

_log = logging.getLogger("web")

Stop = Callable[[], Any]


def serve_here(application: Any, listening: socket.socket, settings: Settings, stop: Stop | None = None) -> None:
    """Serve until a signal comes, or until what `stop` returns has been awaited."""
    from hypercorn.asyncio import run  # only here: the other commands need no server
    from hypercorn.asyncio.tcp_server import TCPServer
    from hypercorn.config import Config, Sockets
    from hypercorn.utils import wrap_app

    class PromptServer(TCPServer):
        """Lets go of a connection when its client does, and not only when its idle time is over. HTTP/1.1 alone.

        In HTTP/2, which browsers speak to no server without TLS, a connection may be idle for ever.
        """

        async def _read_data(self) -> None:
            setattr(self.protocol.protocol, "_check_protocol", _keep_protocol)  # noqa: B010
            try:
                await super()._read_data()
            finally:
                await self.idle_task.stop()

    setattr(run, "TCPServer", PromptServer)  # noqa: B010  # the library has no door for it
    config = Config()
    config.accesslog = None  # what people search for is nobody's business
    config.loglevel = "WARNING"
    config.include_server_header = False
    config.backlog = _BACKLOG
    config.keep_alive_timeout = IDLE  # holds from the opening of a connection to its first whole request, and after
    config.graceful_timeout = GRACE
    config.shutdown_timeout = GRACE
    config.h11_max_incomplete_size = _HEADERS
    _raise_file_limit()
    counted = counting(listening, settings.client_connections, settings.known_proxies)
    counted.setblocking(False)
    application = wrap_app(application, config.wsgi_max_body_size, "asgi")
    gc.freeze()  # what was loaded stays, so no later look for garbage need go through it
    with counted, contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops serving
        asyncio.run(_serve(partial(run.worker_serve, application, config, sockets=Sockets([], [counted], [])), stop))


async def _serve(serve: Callable[..., Awaitable[None]], stop: Stop | None) -> None:
    """Serve until a signal comes, or until what `stop` returns has been awaited."""
    await serve(shutdown_trigger=stop or _watch_signals())


def _watch_signals() -> Stop:
    """Return what waits for a signal that asks to stop. From then on the process has LONGEST_STOP seconds to end."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in signal.Signals:
        if one.name not in _STOPPING:
            continue
        try:
            loop.add_signal_handler(one, asked.set)
        except NotImplementedError:  # on Windows
            signal.signal(one, lambda *_: loop.call_soon_threadsafe(asked.set))

    async def wait_for_signal() -> None:
        await asked.wait()
        threading.Thread(target=_end_late, name="ending", daemon=True).start()

    return wait_for_signal


def _end_late() -> None:
    """End the process where it still lives after LONGEST_STOP seconds, and log what it was at.

    An answer is made in a thread, which nothing can break off, and Python waits for every thread when it ends.
    """
    time.sleep(LONGEST_STOP)
    _log.warning("stopped while still at work: %s", "; ".join(_work_in_hand()))
    logging.shutdown()
    os._exit(0)


def _work_in_hand() -> Iterator[str]:
    """Yield for each thread that holds the process the last functions that it is in, the innermost first."""
    frames = sys._current_frames()
    for thread in threading.enumerate():
        if not thread.daemon and thread.ident in frames:
            calls = reversed(traceback.extract_stack(frames[thread.ident])[-_CALLS_TOLD:])
            yield f"{thread.name}: {', '.join(f'{one.name} ({Path(one.filename).name}:{one.lineno})' for one in calls)}"


async def _keep_protocol(_: object) -> None:
    """Ask for no other protocol, whatever a request says."""


def _raise_file_limit() -> None:
    """Allow as many open files as the system lets this process have: every connection is one."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Worker:
    """A process that serves, and the line on which it says that it lives."""

    def __init__(self, listening: socket.socket, application: Callable[[], Any]) -> None:
        self.line, theirs = get_context("spawn").Pipe()
        self.process: BaseProcess = get_context("spawn").Process(target=_work, args=(listening, theirs, application))
        # Ctrl-C reaches every process of a terminal; this one is to be stopped by its parent alone
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        theirs.close()
        self.ready = False
        self._heard = time.monotonic()

    def listen(self) -> None:
        """Take in what the process said."""
        with contextlib.suppress(EOFError, OSError):
            while self.line.poll():
                self.ready = self.line.recv_bytes() == _READY or self.ready
                self._heard = time.monotonic()

    @property
    def lives(self) -> bool:
        """Return whether the process runs and has said so lately."""
        return self.process.is_alive() and time.monotonic() - self._heard < _PULSE

    def end(self, grace: float) -> None:
        """Ask the process to stop, and stop it where it does not within `grace` seconds."""
        if self.process.is_alive():
            self.process.terminate()
        self.process.join(grace)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.line.close()


def serve_with_workers(listening: socket.socket, many: int, application: Callable[[], Any]) -> int:
    """Keep `many` processes serving until a signal comes; return the exit status.

    Each makes its own web application by `application`, a function of a module.
    """
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    workers = [Worker(listening, application) for _ in range(many)]
    status, early = 0, 0
    while not stopping.is_set():
        wait([one.process.sentinel for one in workers], timeout=0.5)
        for at, worker in enumerate(workers):
            worker.listen()
            if stopping.is_set() or worker.lives:
                continue
            killed = not worker.process.is_alive() and (worker.process.exitcode or 0) < 0
            worker.end(0)
            early += not worker.ready
            if not worker.ready and (not killed or early > _EARLY_DEATHS):  # it would fail the same way again
                complain("A web process could not start, so the server stops.")
                status = 1
                stopping.set()
                break
            workers[at] = Worker(listening, application)
    for worker in workers:  # all at once, then each is waited for
        with contextlib.suppress(OSError):
            worker.process.terminate()
    end = time.monotonic() + 2 * GRACE
    for worker in workers:
        worker.end(max(end - time.monotonic(), 0))
    return status


def _work(listening: socket.socket, line: Connection, application: Callable[[], Any]) -> None:
    """Serve in a process of its own, for as long as its parent lives."""
    threading.Thread(target=_beat, args=(line,), daemon=True).start()
    try:
        made, now = application(), settings()
    except KbError as error:
        complain(str(error))
        sys.exit(1)
    with contextlib.suppress(OSError):
        line.send_bytes(_READY)
    serve_here(made, listening, now)


def _beat(line: Connection) -> None:
    """Say again and again that this process lives; end it when the parent is gone, which closes the line."""
    with contextlib.suppress(OSError, EOFError):
        while not line.poll(_BEAT):
            line.send_bytes(_ALIVE)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * GRACE)
    os._exit(1)
