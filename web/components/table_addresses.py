"""Where the findings behind each number of a table of themes are: a search that counts the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.app.library import Library
from kb.core.model import Kind, Polarity
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS, ThemeTable
from search.port import Query
from web import urls

PRAISE: Mapping[str, tuple[str, ...]] = {"polarity": (Polarity.WORKING_WELL.value,)}
PROBLEMS: Mapping[str, tuple[str, ...]] = {  # what the table counts, as a search finds it
    "kind": tuple(kind.value for kind in Kind if kind in WANTING_OR_ASKING_KINDS),
    "polarity": tuple(way.value for way in Polarity if way is not Polarity.WORKING_WELL),
}


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A table as requested, and the request in words."""

    table: ThemeTable
    title: str
    about: tuple[tuple[str, str], ...]
    chosen: Mapping[str, tuple[str, ...]]  # by facet
    years: tuple[int, int]  # the first and the last that count; 0 for no bound
    each: bool  # every type of review is distinguished as well

    @property
    def counts_all(self) -> bool:
        """Return whether every finding that fits counts, and not only problems, lessons and recommendations."""
        return bool({"kind", "polarity"} & self.chosen.keys())


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the findings behind a number are, so that what is counted there is what is counted here.

    A review is counted in the year of its earliest document, and search finds a finding by the year of its own. Where
    the two differ the reviews themselves are named in the address.
    """

    chosen: Mapping[str, tuple[str, ...]]
    by: str
    columns: tuple[str, ...]
    reviews: Mapping[str, tuple[str, ...]]  # of a column, where they have to be named
    partial: bool  # some reviews stand in no column
    noun: str  # "review", or "source" where there are inspections among them
    counts_all: bool = False
    years: tuple[int | None, int | None] = (None, None)

    @classmethod
    def of(cls, library: Library, asked: TableRequest) -> Addresses:
        """Prepare the addresses of a table."""
        table = asked.table
        named = _reviews_by_year(library) if table.by == "year" else {}
        chosen, years = asked.chosen, (asked.years[0] or None, asked.years[1] or None)
        if any(years) and (mixed := _reviews_by_year(library)):
            first, last = years[0] or 0, years[1] or 9999
            if any(not first <= int(year) <= last for year in mixed) or table.by != "year":
                slugs = [one.slug for one in library.reviews() if one.year and first <= one.year <= last]
                chosen, years = {**chosen, "review": tuple(slugs)}, (None, None)
        return cls(
            chosen, table.by, table.columns, named, bool(table.undated), counted_noun(table), asked.counts_all, years
        )

    def of_type(self, review_type: str) -> Addresses:
        """Return the addresses of a table that counts one type of review alone."""
        return replace(self, chosen={**self.chosen, "review_type": (review_type,)})

    @property
    def everything(self) -> str:
        """What the last row counts, in words."""
        return f"All {self.noun}s"

    def cell(self, theme: str | None, column: str) -> str:
        """Return the address of a column's findings, on a theme where one is given."""
        if column in self.reviews:
            return self._search(theme, {"review": self.reviews[column]})
        return self._search(theme, {self.by: (column,)})

    def all(self, theme: str | None, *, praise: bool = False) -> str:
        """Return the address of the findings of every column; of praise, those that say what went well."""
        if not self.partial or self.by in self.chosen:
            return self._search(theme, {}, praise=praise)
        if self.by == "year":
            first = (int(self.columns[0]), None) if self.columns else (None, None)
            return self._search(theme, {}, self.years if any(self.years) else first, praise=praise)
        return self._search(theme, {self.by: self.columns}, praise=praise)

    def _search(
        self,
        theme: str | None,
        more: Mapping[str, tuple[str, ...]],
        years: tuple[int | None, int | None] = (None, None),
        *,
        praise: bool = False,
    ) -> str:
        kept = dict(self.chosen)
        if praise:
            kept |= PRAISE
        elif theme and not self.counts_all:
            kept |= PROBLEMS
        filters = kept | ({"theme": (theme,)} if theme else {}) | dict(more)
        return urls.search(Query(filters=filters, years=years if any(years) else self.years))


def _reviews_by_year(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the reviews of every year in which a year of documents is not the year of their reviews."""
    of_review = {review.slug: str(review.year or "") for review in library.reviews()}
    mixed: set[str] = set()
    for document in library.documents():
        stated = document.about.published
        own = stated.value[:4] if stated else of_review[document.review]
        if own != of_review[document.review]:
            mixed |= {own, of_review[document.review]}
    return {year: tuple(slug for slug, held in of_review.items() if held == year) for year in mixed if year}


def counted_noun(tallied: ThemeTable) -> str:
    """Return what is counted: an inspection is no review."""
    return "source" if tallied.inspections else "review"
