"""The finder's own word lists, as data: what headings, columns and sentences of published reviews say."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def wordlist(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of one file by their names, in the file's order."""
    table = tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: tuple(phrases) for key, phrases in table.items()}
