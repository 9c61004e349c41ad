"""What holds a "complete" back: words that deny, limit, doubt or put off, whichever way the rest of a line was read.

To call an action complete that is not is the costliest error there is. So a line that was read as complete is looked at
once more, whole and as it was written: where anything in it may be a reserve, the lower status is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.findings.status_lines import spelled_out
from kb.core.model import Status
from kb.core.toml_text import parse_toml

_FILE = Path(__file__).parent.parent / "words" / "reserves.toml"


@dataclass(frozen=True, slots=True)
class Reserve:
    """Words held against a "complete", and the status that they leave."""

    words: str
    lowers_to: Status


def first_reserve(text: str) -> Reserve | None:
    """Return the first reserve of a line, in the order in which reserves weigh, or None."""
    harmless, reserves = _patterns()
    line = harmless.sub(" ~ ", spelled_out(text))
    for status, pattern in reserves:
        found = pattern.search(line)
        if found is not None:
            return Reserve(found.group().strip(), status)
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[Status, re.Pattern[str]], ...]]:
    table = parse_toml(_FILE.read_text(encoding="utf-8"))
    reserves = tuple((Status(one["lowers_to"]), re.compile("|".join(one["patterns"]))) for one in table["reserve"])
    return re.compile("|".join(table["harmless"])), reserves
