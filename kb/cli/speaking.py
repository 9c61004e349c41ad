"""Output of the command line: plain lines for people, JSON for machines, a progress bar only on a terminal."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from pydantic_core import to_json

from kb.app.library import Library, Outcome
from kb.app.library import Progress as Told
from kb.core.access import AT_THE_MACHINE
from kb.core.errors import BadQuestion
from kb.core.settings import Settings

_WIDTH = 60  # of a file's name beside the bar


def settings() -> Settings:
    """Return this environment's settings. Raises BadQuestion where one makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        faults = (f"KB_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise BadQuestion(f"{'; '.join(faults)}. `kb settings` shows them all.") from error


def operator() -> str:
    """Return who is at the command line, for the record of changes."""
    try:
        return getpass.getuser()
    except OSError:  # a user without a name, as in some containers
        return AT_THE_MACHINE.name


@contextmanager
def library() -> Iterator[Library]:
    """Open the library of this environment's settings."""
    with Library.open(settings()) as opened:
        yield opened


def say(*lines: str) -> None:
    """Print lines for people. Characters that would steer a terminal are shown as such and do nothing."""
    for line in lines:
        typer.echo(strip_control_characters(line))


def complain(line: str) -> None:
    """Print a line about something that went wrong, apart from what was asked for."""
    typer.echo(strip_control_characters(line), err=True)


def say_json(value: object) -> None:
    """Print a value as JSON for machines."""
    typer.echo(to_json(value, indent=2, by_alias=True).decode())


def say_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows under heads, as wide as the terminal lets them be."""
    from rich.console import Console  # a server shows no table and no bar, and its start is counted
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(strip_control_characters(cell) for cell in row))
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 200).print(table)


def strip_control_characters(text: str) -> str:
    """Return text without what would steer a terminal or turn its direction; line ends stay."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def progress_words(what: str, done: int, total: int, last: Outcome | str | None) -> str:
    """Return the words beside a bar: the last file, or how far other work has come: "linking lessons: 41 %"."""
    if isinstance(last, str):
        return f"{last}: {100 * done // max(total, 1)} %"
    return what if last is None else strip_control_characters(last.path.name)[:_WIDTH]


@contextmanager
def progress(what: str) -> Iterator[Told | None]:
    """Give a way to tell how far long work has come, as a bar on standard error; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, last: Outcome | str | None) -> None:
            bar.update(task, total=total, completed=done, description=progress_words(what, done, total, last))

        yield tell
