"""By which words a line says how far something came. Each rule takes the words that it reads out of the line, so that
"not yet complete" is read as a whole and never again as "complete". The rules are in ingest/words/statuses.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.findings.status_lines import spelled_out
from kb.core.expressions import expression
from kb.core.toml_text import parse_toml

_FILE = Path(__file__).parent.parent / "words" / "statuses.toml"
_NAMED_PART = expression(r"\{([a-z]+)\}")
_Rules = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class StatusMention:
    """One thing that a line says of how far something came, and at which letter it stands."""

    name: str
    at: int


def states_in(text: str, *, cell: bool) -> Iterator[StatusMention]:
    """Yield what a line says of how far something came. In a cell a word alone is enough: "Done", "Met"."""
    line = spelled_out(text)
    for name, pattern in _rules(cell=cell):
        found = pattern.search(line)
        while found is not None:
            if name:
                yield StatusMention(name, found.start())
            line = f"{line[: found.start()]}{'~' * (found.end() - found.start())}{line[found.end() :]}"
            found = pattern.search(line, found.end())


@cache
def _rules(*, cell: bool) -> _Rules:
    """Return the rules for a cell or for running text, in the order in which they are read."""
    table = parse_toml(_FILE.read_text(encoding="utf-8"))
    parts = table["parts"]
    last = ("cell_told", "cell_bare") if cell else ("prose", "named")
    return tuple(_rule(rule, parts) for name in ("anywhere", *last) for rule in table[name])


def _rule(rule: Mapping[str, Any], parts: Mapping[str, str]) -> tuple[str, re.Pattern[str]]:
    patterns = (_NAMED_PART.sub(lambda part: parts[part[1]], pattern) for pattern in rule["patterns"])
    return str(rule["state"]), re.compile("|".join(patterns))
