"""Lines that say who, by when or how far: "Lead: Head of Midwifery". They belong to the finding that they follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.words import wordlist
from kb.core.expressions import expression
from kb.text.phrases import Phrases, words_of

_NAMES = Phrases({role: wordlist("columns")[role] for role in ("owner", "due", "status")})
_PROGRESS = frozenset(wordlist("columns")["progress"])
_LINE = expression(r"(?P<name>[A-Z][\w’' /-]{1,40}?)\s*:\s+(?P<value>\S.*)", re.DOTALL)
_LONGEST = 30  # words of what a line states


@dataclass(frozen=True, slots=True)
class Field:
    """What a line states of a recommendation or an action: its "owner", when it is "due", or its "status"."""

    role: str
    value: str


def field_of(text: str) -> Field | None:
    """Return what a line of the shape "Name: value" states, or None where its name is none of a plan's columns."""
    line = _LINE.fullmatch(text)
    if line is None or len(line["value"].split()) > _LONGEST:
        return None
    role = role_of(line["name"])
    return Field(role, " ".join(line["value"].split())) if role else None


def role_of(name: str) -> str:
    """Return which of a plan's columns a name is of, "owner", "due" or "status"; "" for any other words."""
    words = words_of(name)
    return next((hit.label for hit in _NAMES.find(words) if hit.end - hit.start == len(words)), "")


def names_state(name: str) -> bool:
    """Return whether words name what a plan says of how far something came: "Status", "Progress"."""
    return role_of(name) == "status" or " ".join(words_of(name)) in _PROGRESS
