"""The list of areas (ingest/words/areas.toml): whether a text is one, and the longest that ends somewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ingest.metadata.capitals import other_names, sentence_case
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.text.dates import DATE

_ACCENTED_OFF = str.maketrans({"’": "'", "‘": "'", "&": " and ", "-": " ", "‐": " ", "‑": " ", ".": " ", "/": " / "})
_BEHIND_A_NAME = expression(  # a short form of it, or what the paper is
    r"\s*\([A-Z&]{2,8}\)\s*$|"
    r"(?:\s+(?:joint|domestic|homicide|serious|significant|safeguarding|adult|child|case|practice|learning|review|report|panel))+\W*$",
    re.IGNORECASE,
)
_ADDRESS = expression(  # a house and its town, or where somebody was treated
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b|\b\d+[a-z]?,?\s+(?:[A-Z][\w’'-]*\s+){1,3}|"
    r"\b(?:Hospital|Infirmary|House|Road|Street|Avenue|Lane|Court|Square|Prison|School|Surgery|Clinic),"
)
_DATE = expression(DATE, re.IGNORECASE)  # its day and month look like a house and its street
_LINE = 16  # words of a line of which a part may be nothing but the name of an area
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
    """Return the line, or the part of it between strokes or commas, that is nothing but the name of a listed area.

    Names in a row are one: "Ashmere, Fernland & Larkmoor". Part of a row and the town of an address are none.
    """
    line = sentence_case(line)
    for bare in map(_without_paper, re.split(r"\s+[|•·–—-]\s+|\s*:\s+", line)):
        if is_row_of_listed(bare) or (bare == _without_paper(line) and is_listed(bare)):
            return " ".join(bare.split()).strip(" .")
    parts = re.split(r"\s+[|•·–—-]\s+|\s*:\s+|,\s+", line)
    named = [part.strip(" .") for part in parts if is_listed(part)]
    others = [part for part in parts if not is_listed(part)]
    if (
        len(named) != 1
        or any(map(is_partly_listed, others))
        or len(line.split()) > _LINE
        or _ADDRESS.search(_DATE.sub(" ", line))
    ):
        return ""
    return named[-1]


def _without_paper(text: str) -> str:
    """Return a text without what stands behind a name: a short form in brackets, or what the paper is."""
    return _BEHIND_A_NAME.sub("", text)


def is_row_of_listed(text: str) -> bool:
    """Return whether a text is nothing but names of listed areas with commas, "and" or strokes between them."""
    parts = [part for part in re.split(r",\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|\s*/\s*", text.strip(" .")) if part]
    return len(parts) > 1 and all(part[:1].isupper() for part in parts) and _rows(parts)


def _rows(parts: list[str]) -> bool:
    """Return whether all parts are names, of which one may hold "and" itself: "Brighton", "Hove"."""
    if not parts:
        return True
    return any(
        is_listed(" and ".join(parts[:count])) and _rows(parts[count:]) for count in (1, 2, 3) if count <= len(parts)
    )


def full_name(name: str) -> str:
    """Return the name by which an area is found, for another one ("BCP", "Sir Benfro"), or the name as it is."""
    return other_names().get(name, name)
