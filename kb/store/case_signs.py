"""What a document shows of the case that it belongs to: its names, what it recommends, what it states about itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.core.expressions import expression
from kb.core.model import Metadata
from kb.store.case_names import case_names, told_of
from kb.text.number_words import one_of_numbers
from kb.text.stemming import english_stem

FEWEST = 3  # recommendations of a report; as many must be the same where nothing else joins two documents
UNSTATED = frozenset({"", "unknown"})
_COMMON = frozenset(
    "the a an of in on for from to and or that this with by as at is are be it its their should must".split()
)
PAPER = expression(
    rf"\b(?:action\s+plan|updates?|progress|(?:{one_of_numbers()}|\d)\s+years?\s+on|response|reply|dear|minutes|easy[\s-]+read|"
    r"what\s+(?:has|have|we\s+have|was|became)\s+(?:been\s+)?(?:done|changed|happened|of)|implementation|"
    r"slides|presentation|briefing|summary|newsletter|poster|letter|statement|addendum)\b",
    re.IGNORECASE,
)
_LETTERS = expression(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class CaseSigns:
    """What a document shows of the case that it belongs to."""

    about: Metadata
    names: frozenset[str]
    recommendations: tuple[frozenset[str], ...]
    text: str = ""
    statements: tuple[frozenset[str], ...] = ()  # all that it finds, where another issue of it is looked for

    @property
    def is_report(self) -> bool:
        """Return whether it is a review's report and no paper about it: by its type, else by what it recommends."""
        kind = metadata_value(self.about, "document_type")
        if kind not in UNSTATED or PAPER.search(metadata_value(self.about, "title")):
            return kind == "overview-report"
        return len(self.recommendations) >= FEWEST


def signs_of(about: Metadata, text: str, recommendations: Iterable[str], statements: Iterable[str] = ()) -> CaseSigns:
    """Return what a document shows of its case."""
    places = " ".join(value for name in ("area", "partnership", "publisher") if (value := metadata_value(about, name)))
    title = metadata_value(about, "title")
    asked, found = (tuple(content_stems(one) for one in texts) for texts in (recommendations, statements))
    return CaseSigns(about, case_names(title, text, places) or told_of(text, places), asked, text, found)


def metadata_value(about: Metadata, name: str) -> str:
    """Return what a document states under this name of its metadata; "" where it does not say."""
    stated = getattr(about, name)
    return stated.value if stated else ""


def content_words(value: str) -> frozenset[str]:
    """Return the words of a name or title in small letters, without the commonest and the shortest."""
    return frozenset(word.lower() for word in _LETTERS.findall(value) if len(word) > 2 and word.lower() not in _COMMON)


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text, without the commonest and the shortest."""
    words = (word.lower() for word in _LETTERS.findall(text))
    return frozenset(english_stem(word) for word in words if word not in _COMMON and len(word) > 2)


def years_between(one: Metadata, other: Metadata) -> float | None:
    """Return the years (0 or more) between the publication of two documents; None where one states none."""
    first, second = _day(one), _day(other)
    return abs((first - second).days) / 365.25 if first and second else None


def _day(about: Metadata) -> date | None:
    parts = [int(part) for part in metadata_value(about, "published").split("-") if part.isdigit()]
    try:
        return date(*(parts + [6, 15][len(parts) - 1 :])[:3]) if parts else None
    except ValueError:
        return None
