"""Read TOML that people wrote: any fault in it is one sentence, and an editor's mark at its start is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli  # compiled: a fifth of the time of `tomllib`, which a start would spend on the vocabulary
from pydantic import ValidationError

_MARK = "\ufeff"  # which some editors put before UTF-8


class BadToml(ValueError):
    """What makes a text no TOML, to stand behind the name of its file: "is not TOML: …"."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a text in TOML says. Raises BadToml."""
    try:
        return tomli.loads(text.removeprefix(_MARK))
    except RecursionError as error:  # before ValueError, which the others are
        raise BadToml("is not TOML that can be read: its lists lie too deep in each other") from error
    except ValueError as error:  # also a number of thousands of digits
        raise BadToml(f"is not TOML: {error}") from error


def first_fault(error: ValidationError) -> str:
    """Return the first fault of a table that does not fit its form: the field, with dots, and what is wrong with it."""
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def read_toml(path: Path) -> dict[str, Any]:
    """Return what the TOML file at `path` says. Raises BadToml, OSError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadToml("is not UTF-8 text; save it as UTF-8") from error
    return parse_toml(text)
