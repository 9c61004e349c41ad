"""The facets, each declared once: forms, counts, chips, addresses, help and the engines' columns follow from here.

To add one, add an entry to FACETS. Values of one facet widen, different facets narrow, and a facet's own counts ignore
its own choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kb.text.tokens import words
from kb.vocabulary import Vocabulary
from search.port import Count, IndexEntry

YEARS = "years"  # what a choice of years of publication is called beside the facets


def _no_labels(_: Vocabulary) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search."""

    name: str  # in addresses and in the language of questions
    label: str
    values: Callable[[IndexEntry], tuple[str, ...]]  # of an entry; none where nothing is stated
    labels: Callable[[Vocabulary], Mapping[str, str]] = _no_labels  # slug -> words; a value without one is shown as is
    many: bool = False  # whether an entry may have several
    counted: bool = True  # or only a filter, such as "within this review"
    latest_first: bool = False  # listed by value, highest first; else the most frequent first
    earlier: Callable[[Vocabulary], Mapping[str, str]] = _no_labels  # values of before -> what they are called now

    def label_of(self, value: str, vocabulary: Vocabulary) -> str:
        """Return the words for `value`."""
        return self.labels(vocabulary).get(value, value)


def fold(value: str) -> str:
    """Return a facet's value as compared: case, accents, hyphens and spaces do not count."""
    return " ".join(words(value.replace("_", " ")))


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _yes_no(value: bool) -> tuple[str, ...]:
    return ("yes",) if value else ("no",)


def _yes_no_labels(_: Vocabulary) -> Mapping[str, str]:
    return {"yes": "Yes", "no": "No"}


def _themes(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {slug: theme.label for slug, theme in vocabulary.themes.items()}


def _kinds(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {slug: kind.label for slug, kind in vocabulary.kinds.items()}


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet(
            "theme",
            "Theme",
            lambda e: tuple(dict.fromkeys(e.themes)),
            _themes,
            many=True,
            earlier=lambda v: {old: slug for slug, theme in v.themes.items() for old in theme.replaces},
        ),
        Facet("kind", "Type of finding", lambda e: _one(e.kind), _kinds),
        Facet(
            "review_type",
            "Type of review",
            lambda e: _one(e.review_type),
            lambda v: {slug: entry.label for slug, entry in v.review_types.items()},
        ),
        Facet(
            "document_type",
            "Type of document",
            lambda e: _one(e.document_type),
            lambda v: {slug: entry.label for slug, entry in v.document_types.items()},
        ),
        Facet("area", "Area", lambda e: _one(e.area)),
        Facet(
            "agency",
            "Agency",
            lambda e: tuple(dict.fromkeys(e.agencies)),
            lambda v: {slug: entry.label for slug, entry in v.agencies.items()},
            many=True,
        ),
        Facet("year", "Year of publication", lambda e: _one("" if e.year is None else str(e.year)), latest_first=True),
        Facet(
            "polarity",
            "What went well or badly",
            lambda e: _one(e.polarity),
            lambda v: {slug: entry.label for slug, entry in v.polarities.items()},
        ),
        Facet("answered", "Action or response recorded", lambda e: _yes_no(e.answered), _yes_no_labels),
        Facet("found_again", "Found again in another source", lambda e: _yes_no(e.found_again), _yes_no_labels),
        Facet("review", "Review", lambda e: _one(e.review), counted=False),
        Facet("document", "Document", lambda e: _one(e.document), counted=False),
    )
}
COUNTED = tuple(name for name, facet in FACETS.items() if facet.counted)


def in_order(name: str, counts: Iterable[Count], chosen: tuple[str, ...]) -> tuple[Count, ...]:
    """Return the counts of a facet in display order; a chosen value is listed even when its count is 0."""
    listed = {count.value: count for count in counts}
    for value in chosen:
        listed.setdefault(value, Count(value, 0, 0, chosen=True))
    if FACETS[name].latest_first:
        return tuple(sorted(listed.values(), key=lambda c: c.value, reverse=True))
    return tuple(sorted(listed.values(), key=lambda c: (-c.findings, c.value)))
