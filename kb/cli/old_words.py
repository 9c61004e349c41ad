"""The words that commands had in version 0.1: hidden, they do the same for one version and name the new word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import typer

from kb.cli import asking, deciding, keeping
from kb.cli.speaking import complain

OLD_WORDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("find", asking.search, "search"),
    ("recur", asking.recurrence, "recurrence"),
    ("retheme", keeping.retag, "retag"),
    ("reread", keeping.reprocess, "reprocess"),
    ("judge", deciding.judge_echo, "echo accept` or `kb echo refuse"),
    ("decide", deciding.decide_theme, "theme give` or `kb theme refuse"),
)


def enter(app: typer.Typer) -> None:
    """Add every old word beside the command that it stands for."""
    for word, command, new in OLD_WORDS:
        app.command(word, hidden=True)(_with_notice(word, command, new))


def _with_notice(word: str, command: Callable[..., None], new: str) -> Callable[..., None]:
    """Return the command with a line on standard error that says which word to use from here on."""

    @wraps(command)
    def run(*values: object, **options: object) -> None:
        complain(f"`kb {word}` is now `kb {new}`; the old command stops working in the next version.")
        command(*values, **options)

    return run
