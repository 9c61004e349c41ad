"""`kb work`, and what a server does in its place: one process that keeps the index and what recurs up to date.

Pages only read. The process begins when something has changed and ends when nothing has for a while, so that a server
at rest keeps no second copy of the library in memory.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Self

import typer

from kb.app.library import Library
from kb.cli.logs import start_log
from kb.cli.speaking import say, settings
from kb.cli.stopping import stop_on_signal
from kb.core.errors import KbError, LibraryBusy, LibraryUnavailable

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from kb.core.settings import Settings

LOOK_SECONDS = 0.5  # between two looks for changes
LINGER_SECONDS = 60.0  # that the process waits for further changes: it knows the library by then
RETRY_SECONDS = 3.0  # after a failure: a database that starts again is heard soon
STOP_SECONDS = 5.0
FEW = 500  # findings that the thread looking for changes indexes itself: a process of its own takes seconds to start
SMALL_LIBRARY = 5_000  # findings up to which a server brings all up to date before it serves
_log = logging.getLogger("kb")


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(work)


def work() -> None:
    """Keep the search index and what recurs up to date until stopped. `kb serve` does this by itself.

    Asked to stop, it ends within seconds, also amid work: the next start goes on.
    """
    now = settings()
    start_log(now.log)
    stopping = stop_on_signal()
    with Library.open(now, elsewhere=True) as library:
        say("The search index and what recurs are kept up to date (stop with Ctrl-C).")
        keep_up(library, stopping)


def keep_up(library: Library, stopping: threading.Event, linger: float | None = None) -> None:
    """Apply changes as they come until asked to stop, or until there was none for `linger` seconds.

    The index has a thread of its own: what is added is found, and what is withdrawn anywhere is erased here, while
    working out what recurs goes on.
    """
    ended = threading.Event()
    indexing = threading.Thread(target=_keep_index_up, args=(library, ended), name="indexing", daemon=True)
    indexing.start()
    last = time.monotonic()

    def link() -> None:
        nonlocal last
        if library.behind():
            library.catch_up()
            last = time.monotonic()

    try:
        while not stopping.is_set() and (linger is None or time.monotonic() - last < linger):
            stopping.wait(_attempt(link))
    finally:
        ended.set()
        indexing.join()


def _keep_index_up(library: Library, ended: threading.Event) -> None:
    while not ended.is_set():
        ended.wait(_attempt(library.catch_up_index))


def _attempt(act: Callable[[], None]) -> float:
    """Do something that another process may be at; return the seconds to wait before it is done again."""
    try:
        act()
    except LibraryBusy:
        pass
    except (LibraryUnavailable, OSError) as error:
        _log.warning("the index and what recurs could not be brought up to date: %s", error)
        return RETRY_SECONDS
    return LOOK_SECONDS


def prepare(library: Library) -> None:
    """Bring a small library up to date before it is served; a large one is while it is."""
    if library.health().findings <= SMALL_LIBRARY:
        with contextlib.suppress(LibraryBusy, LibraryUnavailable, OSError):
            library.catch_up()


class UpkeepProcess:
    """Watches a library while a server runs, and lets a process of its own catch up where something has changed."""

    def __init__(self, now: Settings, library: Library | None = None) -> None:
        """Look for changes through `library`, which is left open, or else through a library opened for it."""
        self._settings = now
        self._library = library
        self._stopping = threading.Event()
        self._starting = threading.Lock()  # held while a process is started, so that none is after the end
        self._thread = threading.Thread(target=self._watch, name="upkeep", daemon=True)
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(STOP_SECONDS)
        with self._starting:
            process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(STOP_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()

    def _watch(self) -> None:
        if self._library is not None:
            self._look(self._library)
            return
        try:
            with Library.open(self._settings, elsewhere=True) as library:
                self._look(library)
        except KbError as error:
            _log.warning("changes are not looked for: %s", error)

    def _look(self, library: Library) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                if not self._works() and library.behind():
                    self._start()
                    library.index_few(FEW)
            except (KbError, OSError) as error:
                _log.info("changes could not be looked for: %s", error)
                self._stopping.wait(RETRY_SECONDS)
            except Exception:  # a fault of our own code must not end the looking for as long as the server runs
                _log.exception("changes could not be looked for")
                self._stopping.wait(RETRY_SECONDS)

    def _works(self) -> bool:
        if self._process is None or self._process.is_alive():
            return self._process is not None
        failed, self._process = bool(self._process.exitcode), None
        if failed:
            self._stopping.wait(RETRY_SECONDS)
        return False

    def _start(self) -> None:
        with self._starting:
            if self._stopping.is_set():  # asked to stop during a long look: Python would wait for a process at its end
                return
            self._line, theirs = get_context("spawn").Pipe()
            process = get_context("spawn").Process(target=_catch_up, args=(theirs,), name="upkeep")
            process.start()
            self._process = process
            theirs.close()


def _catch_up(line: Connection) -> None:
    """Catch up in a process of its own, for as long as its parent lives and something changes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent ends this one
    stopping = threading.Event()
    threading.Thread(target=_end_with_parent, args=(line,), daemon=True).start()
    now = settings()
    start_log(now.log)
    try:
        with Library.open(now, elsewhere=True) as library:
            keep_up(library, stopping, LINGER_SECONDS)
    except KbError as error:
        _log.warning("the index and what recurs could not be brought up to date: %s", error)
        sys.exit(1)


def _end_with_parent(line: Connection) -> None:
    with contextlib.suppress(OSError, EOFError):
        line.recv_bytes()
    os._exit(0)  # what was being written is written again by the next one
