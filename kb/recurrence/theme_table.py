"""Themes through time, area and review type: counts of reviews, never of files or mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kb.core.model import FindingInContext, Review
from kb.core.recurrence_values import ThemeCountsRow, ThemeTable
from kb.recurrence.again import is_praise, is_problem
from kb.vocabulary import Vocabulary

COLUMNS: Mapping[str, Callable[[Review], str]] = {
    "year": lambda review: str(review.year or ""),
    "area": lambda review: review.area,
    "review_type": lambda review: review.review_type,
}


def by_theme(
    holdings: Iterable[FindingInContext], vocabulary: Vocabulary, by: str = "year", *, every: bool = False
) -> ThemeTable:
    """Count in how many reviews each theme was found, by `by` ("year", "area" or "review_type").

    Problems, lessons and recommendations count, and praise is a second figure; with `every`, all findings count alike.
    A year with no review in it stands as an empty column, so that a gap is seen as one. Rows: themes found in most
    reviews first; weak themes after all others, since their words stand everywhere. Raises KeyError for another `by`.
    """
    column_of = COLUMNS[by]
    bases: defaultdict[str, set[str]] = defaultdict(set)
    reviews: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    findings: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    praised: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    inspections: set[str] = set()
    left_out: set[str] = set()
    for held in holdings:
        column = column_of(held.review)
        if not column:
            left_out.add(held.review.slug)
            continue
        bases[column].add(held.review.slug)
        if held.review.review_type == "inspection":
            inspections.add(held.review.slug)
        for theme in held.finding.themes:
            if every or is_problem(held):
                reviews[theme][column].add(held.review.slug)
                findings[theme][column] += 1
            if is_praise(held):
                praised[theme][column].add(held.review.slug)
    themes = reviews.keys() | praised.keys()
    rows = [_row(theme, reviews[theme], findings[theme], praised[theme], vocabulary) for theme in themes]
    rows.sort(key=lambda row: (row.weak, -row.total_reviews, -row.columns_present, -row.total_findings, row.theme))
    return ThemeTable(
        by,
        _in_order(by, bases),
        tuple(rows),
        {column: len(slugs) for column, slugs in bases.items()},
        len({slug for slugs in bases.values() for slug in slugs}),
        len(left_out),
        len(inspections),
    )


def _row(
    theme: str,
    columns: Mapping[str, set[str]],
    findings: Mapping[str, int],
    praised: Mapping[str, set[str]],
    vocabulary: Vocabulary,
) -> ThemeCountsRow:
    known = vocabulary.theme(theme)
    return ThemeCountsRow(
        theme,
        {column: len(slugs) for column, slugs in columns.items()},
        dict(findings),
        len({slug for slugs in columns.values() for slug in slugs}),
        sum(findings.values()),
        len(columns),
        known.weak if known else False,
        {column: len(slugs) for column, slugs in praised.items()},
        len({slug for slugs in praised.values() for slug in slugs}),
    )


def _in_order(by: str, bases: Mapping[str, set[str]]) -> tuple[str, ...]:
    if by == "year" and bases:
        years = [int(year) for year in bases]
        return tuple(str(year) for year in range(min(years), max(years) + 1))
    return tuple(sorted(bases, key=lambda column: (-len(bases[column]), column)))
