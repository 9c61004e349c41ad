"""A status line as a row of classes of words ("done", "late", "refuse", "plan", "not", "perfect") instead of words.

Somebody new says the same things in other words. What is learned of classes, and of the order in which they stand, is
true of their words too. The classes are in ingest/words/status_classes.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ingest.findings.status_lines import spelled_out
from ingest.findings.status_shares import share_done
from kb.core.expressions import expression
from kb.core.toml_text import parse_toml
from kb.text.dates import DATE

_FILE = Path(__file__).parent.parent / "words" / "status_classes.toml"
_NAMED_PART = expression(r"\{([a-z]+)\}")
_DATE = expression(
    rf"(?<![\w/])(?:\d{{1,2}}[./]\d{{1,2}}[./](?:20)?\d\d|{DATE}|[01]?\d[/.](?:20)?\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*|(?:19|20)\d\d(?:[/-]\d\d)?)(?![\w/])",
    re.IGNORECASE,
)
_PARTING = expression(r"[.;:,()]| [-–—] ")


def classes_in(text: str) -> tuple[str, ...]:
    """Return the classes of a line in the order in which their words stand, "," for what parts its clauses."""
    line = spelled_out(_PARTING.sub(" , ", _DATE.sub(" @dated@ ", text))).replace("@dated@", "DATED")
    found: list[tuple[int, str]] = [(at.start(), ",") for at in _PARTING.finditer(line)]
    for name, pattern in _classes():
        for match in list(pattern.finditer(line)):
            found.append((match.start(), name))
        line = pattern.sub(lambda match: "~" * len(match.group()), line)
    row = [name for _, name in sorted(found)]
    return tuple(name for at, name in enumerate(row) if name != "," or (at and row[at - 1] != ","))


def class_signs(text: str) -> Iterator[str]:
    """Yield the signs of a line's classes: each, in rows of two and three, first and last, and pairs."""
    row = classes_in(text)
    said = [name for name in row if name != ","]
    found = {f"<{name}>" for name in said}
    for length in (2, 3):
        found.update("<" + " ".join(row[at : at + length]) + ">" for at in range(len(row) - length + 1))
        found.update("<" + "_".join(said[at : at + length]) + ">" for at in range(len(said) - length + 1))
    found.update(f"<{one}+{other}>" for at, one in enumerate(said) for other in said[at + 1 :])
    if said:
        found.add(f"<first {said[0]}>")
        found.add(f"<last {said[-1]}>")
    share = share_done(text)
    if share is not None:
        found.add("<share none>" if share <= 0 else "<share all>" if share >= 1 else "<share some>")
    found.add(f"<words {min(len(text.split()) // 4, 5)}>")
    yield from sorted(found)


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = parse_toml(_FILE.read_text(encoding="utf-8"))
    parts = table["parts"]

    def spell(pattern: str) -> str:
        while _NAMED_PART.search(pattern):
            pattern = _NAMED_PART.sub(lambda part: parts[part[1]], pattern)
        return pattern

    return tuple((one["name"], re.compile("|".join(spell(p) for p in one["patterns"]))) for one in table["class"])
