"""Questions for the terms of reference: what earlier sources on themes asked, left open, or saw no action on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kb.app.topic import FindingSource
from kb.core.model import Finding, FindingInContext, Kind
from search.port import Query

MOST_QUESTIONS = 6
MOST_THEMES = 3
LOOKED_AT = 60  # findings of each sort on each theme, of which those on most of the themes come first
LEFT_OPEN = (
    '"could not be established" OR "unable to establish" OR "not been possible to establish" OR "could not determine" '
    'OR "remains unclear" OR "not known why"'
)
_GAPS = (Kind.GOOD_PRACTICE, Kind.ACTION, Kind.OWN_WORDS, Kind.EVIDENCE)  # what one looks for and may not find


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """What a new review could ask on themes, and in what this library is silent."""

    asked: tuple[FindingInContext, ...] = ()  # questions that earlier sources asked
    left_open: tuple[FindingInContext, ...] = ()  # what they say that they could not establish
    unanswered: tuple[FindingInContext, ...] = ()  # recommendations without an action recorded in this library
    without_action: int = 0  # recommendations that have none, of those that were looked at
    recommendations: int = 0  # that were looked at
    silent: tuple[Kind, ...] = ()  # kinds of which this library has no finding on all of the themes together


def open_questions(library: FindingSource, themes: Sequence[str]) -> OpenQuestions:
    """Return what a review on these themes could ask; of each sort, what is on most of the themes comes first."""
    held = _kinds_on_all(library, themes)
    asked = _leading_findings(library, themes, kind=Kind.QUESTION)
    advice = _printed_once(library, _leading_findings(library, themes, kind=Kind.RECOMMENDATION))
    answers = library.answers_of_each([one.finding.id for one in advice])
    unanswered = tuple(one for one in advice if not answers.get(one.finding.id))
    return OpenQuestions(
        asked[:MOST_QUESTIONS],
        _leading_findings(library, themes, LEFT_OPEN)[:MOST_QUESTIONS],
        unanswered[:MOST_QUESTIONS],
        len(unanswered),
        len(advice),
        tuple(kind for kind in _GAPS if kind not in held),
    )


def questions_for_draft(library: FindingSource, drafted: Iterable[Finding]) -> tuple[FindingInContext, ...]:
    """Return findings of earlier reviews on the draft's foremost themes: their questions, then what they left open."""
    counts = Counter(slug for finding in drafted for slug in finding.themes)
    known = [(theme.weak, -count, slug) for slug, count in counts.items() if (theme := library.vocabulary.theme(slug))]
    themes = [slug for _, _, slug in sorted(known)[:MOST_THEMES]]  # weak ones last: their words stand everywhere
    if not themes:
        return ()
    found = (*_leading_findings(library, themes, kind=Kind.QUESTION), *_leading_findings(library, themes, LEFT_OPEN))
    return tuple({one.finding.id: one for one in found}.values())[:MOST_QUESTIONS]


def _leading_findings(
    library: FindingSource, themes: Sequence[str], words: str = "", kind: Kind | None = None
) -> tuple[FindingInContext, ...]:
    """Return findings on these themes, those on most of them first: the newest of a kind, or those nearest to words."""
    kinds = {"kind": (kind.value,)} if kind else {}
    order = "relevance" if words else "newest"
    queries = (
        Query(words, filters={"theme": (slug,), **kinds}, sort=order, size=LOOKED_AT, facets=()) for slug in themes
    )
    each = [[hit.id for hit in library.search(query).hits] for query in queries]
    found = dict.fromkeys(one for turn in zip_longest(*each) for one in turn if one)  # a theme with many hides no other
    held = library.holdings(list(found))
    return tuple(sorted(held, key=lambda one: -len(set(themes) & set(one.finding.themes))))


def _printed_once(library: FindingSource, advice: Sequence[FindingInContext]) -> tuple[FindingInContext, ...]:
    """Return recommendations without those that are another printing of an earlier one of them."""
    printings = library.all_printings([one.finding.id for one in advice])
    seen: set[str] = set()
    once: list[FindingInContext] = []
    for one in advice:
        if one.finding.id not in seen:
            once.append(one)
        seen |= {other.finding.id for other in printings.get(one.finding.id, ())}
    return tuple(once)


def _kinds_on_all(library: FindingSource, themes: Sequence[str]) -> frozenset[Kind]:
    """Return the kinds of the findings that are on all of these themes."""
    if len(themes) > 1:
        return library.kinds_with_themes(themes)
    every = Query(filters={"theme": tuple(themes)}, size=1, facets=("kind",))
    return frozenset(Kind(one.value) for one in library.search(every).facets["kind"] if one.findings)
