"""What is worked out of one review by itself: printings, answers, what is followed up, and counts by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kb.core.model import Certainty, FindingInContext, Kind, Means, Tag
from kb.recurrence import Reprints, is_praise
from kb.recurrence.again import is_problem
from kb.store import UNSURE, LinkedReview
from kb.vocabulary.labels import when


def link_review(holdings: Sequence[FindingInContext], reprints: Reprints) -> LinkedReview:
    """Return what the findings of a review, in the order of documents and places, give."""
    groups = dict.fromkeys(group for held in holdings if (group := _group(held, reprints)))
    own = {held.finding.id for held in holdings}
    answers = dict.fromkeys(answer for one in own for answer in reprints.answers(one))
    return LinkedReview(
        tuple(groups),
        tuple(sorted(answers, key=reprints.place_of)),
        tuple(
            (one[0].finding.id, bool(reprints.answers(one[0].finding.id)))
            for one in recommendations_of(holdings, reprints)
        ),
        tuple((theme, kind, *counts) for (theme, kind), counts in _counts(holdings).items()),
        tuple((theme, other, number) for (theme, other), number in _neighbours(holdings).items()),
        tuple((theme, means, number) for (theme, means), number in _means(holdings).items()),
    )


def recommendations_of(
    holdings: Iterable[FindingInContext], reprints: Reprints
) -> tuple[tuple[FindingInContext, ...], ...]:
    """Return the recommendations of a review, each with all its printings, in the order of their first."""
    asked = [held for held in holdings if held.finding.kind is Kind.RECOMMENDATION]
    first = sorted(asked, key=lambda h: (when(h) or "9", h.document.added, h.document.id, h.finding.span.start))
    rows: dict[str, tuple[FindingInContext, ...]] = {}
    for held in first:
        group = reprints.group(held.finding.id) or (held,)
        rows.setdefault(group[0].finding.id, group)
    return tuple(rows.values())


def _group(held: FindingInContext, reprints: Reprints) -> tuple[str, ...]:
    return tuple(one.finding.id for one in reprints.group(held.finding.id))


def _counts(holdings: Iterable[FindingInContext]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Count findings, problems and praise by theme and kind; under the theme "" all findings."""
    found: Counter[tuple[str, str]] = Counter()
    problems: Counter[tuple[str, str]] = Counter()
    praise: Counter[tuple[str, str]] = Counter()
    for held in holdings:
        for theme in ("", *held.finding.themes):
            key = (theme, held.finding.kind.value)
            found[key] += 1
            problems[key] += is_problem(held)
            praise[key] += is_praise(held)
    return {key: (number, problems[key], praise[key]) for key, number in found.items()}


def _neighbours(holdings: Iterable[FindingInContext]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for held in holdings:
        themes = held.finding.themes
        found.update((theme, other) for theme in themes for other in themes if other != theme)
    return found


def _means(holdings: Iterable[FindingInContext]) -> Counter[tuple[str, str]]:
    tags = (tag for held in holdings for tag in held.finding.tags if tag.certainty is not Certainty.INFERRED)
    return Counter((tag.theme, _firmest(tag)) for tag in tags)


def _firmest(tag: Tag) -> str:
    """Return what weighs most of what shows a theme: a person, its words, what stands around, what was learned."""
    if tag.certainty is not Certainty.YES:
        return UNSURE
    means = {evidence.means for evidence in tag.evidence}
    return next((one for one in (Means.PERSON, Means.CUE, Means.CONTEXT) if one in means), Means.MODEL).value
