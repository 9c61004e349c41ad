"""Names of the areas on the list (ingest/words/areas.toml): whether a text is one, and the longest that ends at a letter."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ingest.metadata.capitals import sentence_case
from ingest.words import wordlist

_ACCENTED_OFF = str.maketrans({"’": "'", "‘": "'", "&": " and ", "-": " ", "‐": " ", "‑": " ", ".": " ", "/": " / "})
LONGEST = 120  # letters of a name with all its places


def is_listed(name: str) -> bool:
    """Return whether this is the name of an area on the list, however it is spelt."""
    return place_key(name) in _gazetteer()


def is_partly_listed(name: str) -> bool:
    """Return whether a name of several areas holds one on the list: a health body may serve parts of others besides."""
    return any(is_listed(part) for part in re.split(r",\s*|\s+(?:and|&)\s+", name))


@cache
def _gazetteer() -> frozenset[str]:
    return frozenset(place_key(name) for names in wordlist("areas").values() for name in names)


@cache
def _most_words() -> int:
    return max(len(name.split()) for name in _gazetteer())


def place_key(name: str) -> str:
    """Return what is the same however a name is spelt: without accents, capitals, strokes of letters and "the"."""
    plain = unicodedata.normalize("NFD", name.translate(_ACCENTED_OFF))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    words = re.sub(r"[^\w' /]", " ", plain).replace("'", "").split()
    return " ".join("st" if word == "saint" else word for word in words if word not in ("the",))


def longest_listed(text: str, ends: int) -> tuple[str, int] | None:
    """Return the longest name on the list that ends at a letter of a text, and where it begins."""
    begins = max(0, ends - LONGEST)
    words = [*re.finditer(r"\S+", text[begins:ends])][-_most_words() - 3 :]
    for first in words:
        name = text[begins + first.start() : ends].strip(" ,.")
        if name[:1].isupper() and is_listed(name.removeprefix("The ")):
            kept = name.removeprefix("The ").removeprefix("the ")
            return kept, begins + first.start() + (len(name) - len(kept))
    return None


def listed_alone(line: str) -> str:
    """Return the line, or the part of it between strokes or commas, that is nothing but the name of a listed area."""
    if is_listed(line) and len(line.split()) <= 7:
        return " ".join(sentence_case(line).split())
    parts = re.split(r"\s+[|•·–—-]\s+|\s*:\s+|,\s+", line)
    named = [part.strip(" .") for part in parts if is_listed(part)]
    return sentence_case(named[-1]) if len(named) == 1 and len(line.split()) <= 16 else ""
