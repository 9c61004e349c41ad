"""`kb watch` and `kb harvest`: documents that come by themselves, from a folder and from publishers' pages.

What fetches from the web is an extra: `pip install 'learning-library[harvest]'`.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from kb.app.watch import Watching
from kb.cli.logs import start_log
from kb.cli.speaking import complain, library, operator, say, say_json, settings
from kb.cli.stopping import stop_on_signal
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.text.formatting import count_phrase

REST_SECONDS = 3.0  # between two looks: what is the same in both has come to rest

MISSING = "What fetches from the web is not installed. Install it with: pip install 'learning-library[harvest]'"

_log = logging.getLogger("kb")


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(watch)
    app.command()(harvest)


def watch(
    folders: Annotated[list[Path], typer.Argument(help="Folders to watch; not the folders in them.")],
    once: Annotated[bool, typer.Option("--once", help="Add what is there now, then stop.")] = False,
) -> None:
    """Add new files in a folder once they are complete, also saved mail (.eml), until stopped.

    Each file is then moved to the folder `done` or `refused` in it, with a note that says what became of it.
    """
    start_log(settings().log)
    stopping = stop_on_signal()
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


def harvest(as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """Visit the publishers' pages and feeds of sources.toml in KB_DATA once, and add what is new there.

    Only public addresses are visited. Each site's robots.txt is read first, and visits to a site are five seconds
    apart.
    """
    try:
        from kb.app.fetch import Fetcher
        from kb.app.harvest import Harvest
    except ImportError as error:
        raise LibraryUnavailable(MISSING) from error
    with library() as opened:
        fetcher = Fetcher()
        try:
            visiting = Harvest(opened.settings, opened.uploads, fetcher)
            visits = [visiting.visit(one, operator()) for one in opened.publishers.sources()]
        finally:
            fetcher.close()
        opened.uploads.read_all()
    if as_json:
        say_json(visits)
    for one in visits if not as_json else ():
        unchanged = "nothing has changed" if one.unchanged else f"{len(one.new)} new, {one.known} known"
        say(f"{one.name}: {unchanged}.")
        if one.note:
            say(one.note)
    for sentence in [sentence for one in visits for sentence in one.trouble]:
        complain(sentence)
    if not as_json:
        say(f"{count_phrase(len(visits), 'page')} visited. The page /desk/add shows what became of each file.")
    if any(one.trouble for one in visits):
        raise typer.Exit(1)
