"""Questions for the terms of reference: what earlier reviews on a theme asked, or could not establish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kb.app.topic import FindingSource
from kb.core.model import Finding, FindingInContext, Kind
from search.port import Query

MOST_QUESTIONS = 6
MOST_THEMES = 3
LEFT_OPEN = (
    '"could not be established" OR "unable to establish" OR "not been possible to establish" OR "could not determine" '
    'OR "remains unclear" OR "not known why" OR "could not explain"'
)


def open_questions(library: FindingSource, drafted: Iterable[Finding]) -> tuple[FindingInContext, ...]:
    """Return findings of earlier reviews on the draft's foremost themes: their questions, then what they left open."""
    counts = Counter(slug for finding in drafted for slug in finding.themes)
    known = [(theme.weak, -count, slug) for slug, count in counts.items() if (theme := library.vocabulary.theme(slug))]
    themes = [slug for _, _, slug in sorted(known)[:MOST_THEMES]]  # weak ones last: their words stand everywhere
    asked = [
        Query(filters={"theme": (slug,), "kind": (Kind.QUESTION.value,)}, sort="newest", size=MOST_QUESTIONS, facets=())
        for slug in themes
    ]
    open_ = [Query(LEFT_OPEN, filters={"theme": (slug,)}, size=MOST_QUESTIONS, facets=()) for slug in themes]
    found = dict.fromkeys(hit.id for query in (*asked, *open_) for hit in library.search(query).hits)
    return library.holdings(list(found)[:MOST_QUESTIONS])
