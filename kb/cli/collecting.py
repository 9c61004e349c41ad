"""`kb watch`: files that come by themselves."""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from kb.app.watch import Watching
from kb.cli.logs import start_log
from kb.cli.speaking import library, say, settings
from kb.core.errors import LibraryBusy, LibraryUnavailable

REST_SECONDS = 3.0  # between two looks: what is the same in both has come to rest

_log = logging.getLogger("kb")


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(watch)


def watch(
    folders: Annotated[list[Path], typer.Argument(help="Folders to watch; not the folders in them.")],
    once: Annotated[bool, typer.Option("--once", help="End when everything that is there was taken.")] = False,
) -> None:
    """Add what comes to rest in a folder, also saved mail (.eml), until stopped.

    Each file is then moved to the folder `done` or `refused` in it, with a note that says what became of it.
    """
    start_log(settings().log)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with library() as opened:
        watching = Watching(opened.settings, opened.uploads, folders)
        if not once:
            say("Files that come to rest are added (stop with Ctrl-C).")
        while not stopping.is_set():
            try:
                for one in watching.look():
                    say(one.sentence)
            except (LibraryBusy, LibraryUnavailable) as error:
                if once:
                    raise
                _log.warning("the folders could not be watched now", exc_info=True)
                say(str(error))
            if once and watching.is_idle:
                return
            stopping.wait(REST_SECONDS)
