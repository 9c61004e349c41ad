"""The finder's own word lists, as data: what headings, columns and sentences of published reviews say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kb.core.toml_text import parse_toml

_HERE = Path(__file__).parent


@cache
def wordlist(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of one file by their names, in the file's order."""
    table = parse_toml((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: tuple(phrases) for key, phrases in table.items()}
