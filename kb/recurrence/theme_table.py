"""Themes through time, area and review type: counts of reviews, never of files or mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.core.model import FindingInContext, Review
from kb.core.recurrence_values import ThemeCountsRow, ThemeTable
from kb.recurrence.again import is_praise, is_problem
from kb.vocabulary import Vocabulary

COLUMNS: Mapping[str, Callable[[Review], str]] = {
    "year": lambda review: str(review.year or ""),
    "area": lambda review: review.area,
    "review_type": lambda review: review.review_type,
}


@dataclass(frozen=True, slots=True)
class ThemeColumn:
    """The counts of one theme in one column: reviews that count, their findings, and reviews that praise it."""

    theme: str
    column: str
    reviews: int
    findings: int
    praised: int


def by_theme(
    holdings: Iterable[FindingInContext], vocabulary: Vocabulary, by: str = "year", *, every: bool = False
) -> ThemeTable:
    """Count in how many reviews each theme was found, by `by` ("year", "area" or "review_type").

    Problems, lessons and recommendations count, and praise is a second figure; with `every`, all findings count alike.
    Reviews that may be one case count once, in the column of the first held. Raises KeyError for another `by`.
    """
    column_of, holdings = COLUMNS[by], tuple(holdings)
    first = {held.review.slug: held.review for held in holdings if not held.review.counted_with}
    bases: defaultdict[str, set[str]] = defaultdict(set)
    inspections: defaultdict[str, set[str]] = defaultdict(set)
    reviews: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    praised: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    findings: Counter[tuple[str, str]] = Counter()
    for held in holdings:
        slug = held.review.case_slug
        column = column_of(first.get(slug, held.review)) or column_of(held.review)
        bases[column].add(slug)
        if held.review.review_type in vocabulary.service_types:
            inspections[column].add(slug)
        for theme in held.finding.themes:
            if every or is_problem(held):
                reviews[theme, column].add(slug)
                findings[theme, column] += 1
            if is_praise(held):
                praised[theme, column].add(slug)
    columns = [
        ThemeColumn(theme, column, len(reviews[theme, column]), findings[theme, column], len(praised[theme, column]))
        for theme, column in [*reviews, *(one for one in praised if one not in reviews)]
    ]
    sizes = {column: (len(slugs), len(inspections[column])) for column, slugs in bases.items()}
    return make_table(columns, sizes, vocabulary, by)


def make_table(
    columns: Iterable[ThemeColumn], bases: Mapping[str, tuple[int, int]], vocabulary: Vocabulary, by: str
) -> ThemeTable:
    """Return the table of what was counted; `bases` are the reviews of each column and the inspections among them.

    Reviews in the column "" are left out. A year with no review in it stands as an empty column, so that a gap is seen
    as one. Rows: themes found in most reviews first; weak themes after all others, since their words stand everywhere.
    """
    of_theme: defaultdict[str, list[ThemeColumn]] = defaultdict(list)
    for one in columns:
        if one.column and (one.reviews or one.praised):
            of_theme[one.theme].append(one)
    rows = [_row(theme, found, vocabulary) for theme, found in of_theme.items()]
    rows.sort(key=lambda row: (row.weak, -row.total_reviews, -row.columns_present, -row.total_findings, row.theme))
    stated = {column: sizes for column, sizes in bases.items() if column}
    return ThemeTable(
        by,
        _in_order(by, {column: reviews for column, (reviews, _) in stated.items()}),
        tuple(rows),
        {column: reviews for column, (reviews, _) in stated.items()},
        sum(reviews for reviews, _ in stated.values()),
        bases.get("", (0, 0))[0],
        sum(inspections for _, inspections in stated.values()),
    )


def _row(theme: str, found: Sequence[ThemeColumn], vocabulary: Vocabulary) -> ThemeCountsRow:
    known = vocabulary.theme(theme)
    wanting = [one for one in found if one.reviews]
    praised = {one.column: one.praised for one in found if one.praised}
    return ThemeCountsRow(
        theme=theme,
        reviews={one.column: one.reviews for one in wanting},
        findings={one.column: one.findings for one in wanting},
        total_reviews=sum(one.reviews for one in wanting),  # a review stands in one column
        total_findings=sum(one.findings for one in wanting),
        columns_present=len(wanting),
        weak=known.weak if known else False,
        praised=praised,
        total_praised=sum(praised.values()),
    )


def _in_order(by: str, bases: Mapping[str, int]) -> tuple[str, ...]:
    if by == "year" and bases:
        years = [int(year) for year in bases]
        return tuple(str(year) for year in range(min(years), max(years) + 1))
    return tuple(sorted(bases, key=lambda column: (-bases[column], column)))
