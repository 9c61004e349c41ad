"""Sums by theme over all reviews: told as they were kept when all was last linked, or made where none is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, select

from kb.store import recurrence_tables as r
from kb.store import tables as t
from kb.store.database import Database
from kb.store.kept_sums import MakeSum, kept_sum, told_sum

COUNTED = case((t.reviews.c.counted_with != "", t.reviews.c.counted_with), else_=t.reviews.c.slug)
UNSURE = "unsure"  # in place of the means by which a theme was shown, where it is only possible
KINDS, MEANS, NEIGHBOURS, FOLLOW_UPS = "kinds", "means", "neighbours", "follow-ups"  # names of sums that are kept


@dataclass(frozen=True, slots=True)
class ThemeColumnCount:
    """Of one theme in one column of a table: how many reviews and findings have it, and in how many it is praised."""

    theme: str
    column: str
    reviews: int
    findings: int
    praised: int


@dataclass(frozen=True, slots=True)
class CountedColumns:
    """What the columns of a table by theme are, and of which reviews."""

    by: str  # "year", "area" or "review_type"
    area: str = ""
    review_type: str = ""
    kind: str = ""
    inspections: tuple[str, ...] = ()  # the review types that count as such, sorted

    @property
    def name(self) -> str:
        """The name under which a table of all reviews and kinds is kept, "" for any other."""
        chosen = self.area or self.review_type or self.kind
        return "" if chosen else f"columns {self.by} {' '.join(self.inspections)}".strip()


class ThemeSums:
    """The questions about themes in all reviews that a store answers; `Recurrences` adds the others."""

    _database: Database

    def theme_columns(
        self, wanted: CountedColumns
    ) -> tuple[tuple[ThemeColumnCount, ...], Mapping[str, tuple[int, int]]]:
        """Return what each theme counts in each column, and how many reviews, and inspections of them, each has.

        A column is a year, an area or a review type; "" stands for reviews that state none. Reviews that may be one
        case count once, in the column of the first held; where that is not of the area or review type that is wanted,
        each is counted in its own.
        """
        rows, bases = self._sum(wanted.name, partial(_count_columns, wanted))
        return tuple(ThemeColumnCount(*row) for row in rows), {name: (all_, seen) for name, all_, seen in bases}

    def theme_kinds(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme how many findings of each kind it has."""
        found: Mapping[str, Mapping[str, int]] = self._sum(KINDS, _count_kinds)
        return found

    def theme_neighbours(self, theme: str = "") -> Mapping[str, Mapping[str, tuple[int, int]]]:
        """Return for each theme, or one, what others its findings have: in how many findings and reviews each."""
        with self._database.reading() as connection:
            kept = kept_sum(connection, NEIGHBOURS)
            found = _count_neighbours(theme, connection) if kept is None else kept
        if theme:
            found = {theme: found[theme]} if theme in found else {}
        return {one: {other: (many, reviews) for other, (many, reviews) in told.items()} for one, told in found.items()}

    def theme_means(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each theme by what means how many findings were given it; "unsure" where it is only possible."""
        found: Mapping[str, Mapping[str, int]] = self._sum(MEANS, _count_means)
        return found

    def follow_ups(self) -> Mapping[str, tuple[int, int]]:
        """Return for each review with recommendations how many it makes, and how many of them are answered."""
        return {review: (asked, done) for review, asked, done in self._sum(FOLLOW_UPS, _count_follow_ups)}

    def _sum(self, name: str, make: MakeSum) -> Any:
        with self._database.reading() as connection:
            return told_sum(connection, name, make) if name else make(connection)


def sums_to_keep(by: Iterable[str], inspections: Iterable[str]) -> dict[str, MakeSum]:
    """Return by its name how each sum is made that is kept: the tables by these columns, and all others."""
    types = tuple(sorted(inspections))
    tables = [CountedColumns(column, inspections=types) for column in by]
    return {
        KINDS: _count_kinds,
        MEANS: _count_means,
        NEIGHBOURS: partial(_count_neighbours, ""),
        FOLLOW_UPS: _count_follow_ups,
        **{one.name: partial(_count_columns, one) for one in tables},
    }


def _count_columns(wanted: CountedColumns, connection: Connection) -> tuple[list[list[Any]], list[list[Any]]]:
    counts, held, first = r.theme_counts, t.reviews, t.reviews.alias("first")
    fits = _where((first.c.area, wanted.area), (first.c.review_type, wanted.review_type))
    of_first, own = _column(first, wanted.by), _column(held, wanted.by)
    # grouped by its label, since a server takes the numbers of two equal calls for two different things
    column = case((and_(of_first != "", *fits), of_first), else_=own).label("counted_by")
    told = counts.c.findings if wanted.kind else counts.c.problems
    where = _where((held.c.area, wanted.area), (held.c.review_type, wanted.review_type), (counts.c.kind, wanted.kind))
    both = counts.join(held, held.c.slug == counts.c.review).join(first, first.c.slug == COUNTED)
    chosen = (
        select(
            counts.c.theme,
            column,
            func.count(case((told > 0, COUNTED)).distinct()),
            func.sum(told),
            func.count(case((counts.c.praise > 0, COUNTED)).distinct()),
        )
        .select_from(both)
        .where(counts.c.theme != "", *where)
        .group_by(counts.c.theme, "counted_by")
    )
    inspected = case((held.c.review_type.in_(wanted.inspections), COUNTED))
    bases = (
        select(column, func.count(COUNTED.distinct()), func.count(inspected.distinct()))
        .select_from(both)
        .where(counts.c.theme == "", *where)
        .group_by("counted_by")
    )
    return [list(row) for row in connection.execute(chosen)], [list(row) for row in connection.execute(bases)]


def _count_kinds(connection: Connection) -> dict[str, dict[str, int]]:
    counts = r.theme_counts
    chosen = select(counts.c.theme, counts.c.kind, func.sum(counts.c.findings)).where(counts.c.theme != "")
    found: dict[str, dict[str, int]] = {}
    for theme, kind, findings in connection.execute(chosen.group_by(counts.c.theme, counts.c.kind)):
        found.setdefault(theme, {})[kind] = findings
    return found


def _count_neighbours(theme: str, connection: Connection) -> dict[str, dict[str, list[int]]]:
    beside, held = r.theme_neighbours, t.reviews
    pair = (beside.c.theme, beside.c.other)
    of = [beside.c.theme == theme] if theme else []
    every = select(*pair, func.sum(beside.c.findings), func.count()).where(*of).group_by(*pair)
    # each row is of another review; few of these may be one case with others, and only there cases are told apart
    firsts = select(held.c.counted_with).where(held.c.counted_with != "")
    joined = select(held.c.slug).where((held.c.counted_with != "") | held.c.slug.in_(firsts))
    twice = (
        select(*pair, func.count() - func.count(COUNTED.distinct()))
        .select_from(beside.join(held, held.c.slug == beside.c.review))
        .where(beside.c.review.in_(joined), *of)
        .group_by(*pair)
    )
    more = {(one, other): number for one, other, number in connection.execute(twice)}
    found: dict[str, dict[str, list[int]]] = {}
    for one, other, findings, reviews in connection.execute(every):
        found.setdefault(one, {})[other] = [int(findings), reviews - more.get((one, other), 0)]
    return found


def _count_means(connection: Connection) -> dict[str, dict[str, int]]:
    means = r.theme_means
    chosen = select(means.c.theme, means.c.means, func.sum(means.c.findings)).group_by(means.c.theme, means.c.means)
    found: dict[str, dict[str, int]] = {}
    for theme, name, findings in connection.execute(chosen):
        found.setdefault(theme, {})[name] = findings
    return found


def _count_follow_ups(connection: Connection) -> list[list[Any]]:
    kept, held, made = r.follow_ups, t.findings, t.documents
    chosen = (
        select(made.c.review, func.count(), func.sum(case((kept.c.answered, 1), else_=0)))
        .select_from(kept.join(held, held.c.id == kept.c.recommendation).join(made))
        .group_by(made.c.review)
    )
    return [list(row) for row in connection.execute(chosen)]


def _column(reviews: FromClause, by: str) -> ColumnElement[str]:
    """Return what states the column of a review in a table by "year", "area" or "review_type"."""
    return func.substr(reviews.c.published, 1, 4) if by == "year" else reviews.c[by]


def _where(*wanted: tuple[ColumnElement[str], str]) -> list[ColumnElement[bool]]:
    """Return that each column has the value wanted of it, where one is."""
    return [column == value for column, value in wanted if value]
