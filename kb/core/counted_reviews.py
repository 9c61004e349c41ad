"""Reviews counted once: those that may be one case are counted as one until a person says that they are two."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from kb.core.model import FindingInContext, Review

MOST_TOLD = 5  # cases that a sentence names


def count_once(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Return one review of each case, in the order of their coming: the one that was held first, where it is there."""
    cases: dict[str, Review] = {}
    for review in reviews:
        if review.case_slug not in cases or not review.counted_with:
            cases[review.case_slug] = review
    return tuple(cases.values())


def tell_counted_once(reviews: Iterable[Review]) -> str:
    """Return a sentence that names the first few reviews which are counted as one, "" where each counts by itself."""
    told: dict[str, dict[str, str]] = {}
    for review in reviews:
        told.setdefault(review.case_slug, {})[review.slug] = review.title
    together = [" and ".join(f"“{title}”" for title in case.values()) for case in told.values() if len(case) > 1]
    if not together:
        return ""
    named, more = "; ".join(together[:MOST_TOLD]), len(together) - MOST_TOLD
    rest = f"; and {more} more {'case' if more == 1 else 'cases'}" if more > 0 else ""
    return f"Counted once, since they may be one case and nobody has decided yet: {named}{rest}."


def part_by_case(
    found: Iterable[FindingInContext],
) -> tuple[tuple[FindingInContext, ...], tuple[FindingInContext, ...]]:
    """Return the first finding of each case, and all others, each in the order given."""
    seen: set[str] = set()
    first: list[FindingInContext] = []
    more: list[FindingInContext] = []
    for one in found:
        (more if one.review.case_slug in seen else first).append(one)
        seen.add(one.review.case_slug)
    return tuple(first), tuple(more)


def reviews_first(found: Sequence[FindingInContext], services: Container[str]) -> tuple[FindingInContext, ...]:
    """Return findings with those of reviews before those of documents that judge a whole service, else as they are.

    `services` are the review types of the latter. An inspection says the same of a service at more length than a
    review says it of a case.
    """
    return tuple(sorted(found, key=lambda one: one.review.review_type in services))
