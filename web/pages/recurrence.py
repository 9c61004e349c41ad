"""Do lessons recur? Themes by year, area or type of review: a table in which every number leads to its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb import phrasing
from kb.exports import Recurrence
from kb.recurring import Row, Table
from search.facets import FACETS
from web import cards, exports, links
from web.asking import Ask
from web.links import Link
from web.pages.reviews import Menu, Picked, menu
from web.twins import Pages

pages = Pages()
router = pages.router

FEW = 25  # rows before "show all themes"
COLUMNS = {"year": "Year of publication", "area": "Area", "review_type": "Type of review"}
SHOWN = {"number": "Number of reviews", "share": "Share of reviews"}
SORTS = {"": "Found in most reviews", "columns": "Found in most columns", "name": "Name"}
_FILTERS = ("kind", "area", "review_type")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many reviews of a column name a theme."""

    number: int
    of: int
    text: str  # the number, or the share
    band: int  # of shading, 0 to 3
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the table."""

    theme: Link
    weak: bool
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Head:
    """A column, with how many reviews it holds in all."""

    value: str
    text: str
    reviews: int


@dataclass(frozen=True, slots=True)
class RecurrencePage:
    """Themes counted by review."""

    title: str
    message: str
    measure: str
    heads: tuple[Head, ...]
    rows: tuple[ThemeRow, ...]
    all_reviews: int
    undated: int
    more: str
    menus: tuple[Menu, ...]
    narrowed: tuple[str, ...]
    share: bool
    exports: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A table as it was asked for, and in words what was asked."""

    table: Table
    title: str
    about: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str]


def asked_table(ask: Ask) -> Asked:
    """Count themes as asked."""
    by = ask.get("by") if ask.get("by") in COLUMNS else "year"
    chosen = {name: ask.get(name) for name in _FILTERS if ask.get(name)}
    vocabulary = ask.library.vocabulary
    return Asked(
        ask.library.recurrence(by, **chosen),
        f"Do lessons recur? Themes by {COLUMNS[by].lower()}",
        tuple((FACETS[name].label, FACETS[name].label_of(value, vocabulary)) for name, value in chosen.items()),
        chosen,
    )


@pages.page("/recurrence", "recurrence.html")
def recurrence_page(ask: Ask) -> RecurrencePage:
    """Lay out the table."""
    asked = asked_table(ask)
    share, tallied = ask.get("show") == "share", asked.table
    rows = sorted(tallied.rows, key=lambda row: _order(ask, row)) if ask.get("sort") else list(tallied.rows)
    every = ask.get("rows") == "all"
    measure = f"{'Share' if share else 'Number'} of reviews with at least one finding on the theme"
    return RecurrencePage(
        title=asked.title,
        message=_message(ask, tallied),
        measure=f"{measure}, by {COLUMNS[tallied.by].lower()}",
        heads=tuple(Head(c, _column(ask, tallied.by, c), tallied.bases.get(c, 0)) for c in tallied.columns),
        rows=tuple(_row(ask, asked, row, share=share) for row in (rows if every else rows[:FEW])),
        all_reviews=tallied.all_reviews,
        undated=tallied.undated,
        more="" if every or len(rows) <= FEW else links.asked("/recurrence", [*ask.params, ("rows", "all")]),
        menus=_menus(ask, asked, share=share),
        narrowed=tuple(f"{label}: {value}" for label, value in asked.about),
        share=share,
        exports=exports.offered("/recurrence", Recurrence, ask.params),
    )


def _order(ask: Ask, row: Row) -> tuple[object, ...]:
    if ask.get("sort") == "name":
        return (cards.theme_link(row.theme, ask.library.vocabulary).text.casefold(),)
    return (row.weak, -row.columns_present, -row.total_reviews, row.theme)


def _column(ask: Ask, by: str, value: str) -> str:
    return FACETS[by].label_of(value, ask.library.vocabulary)


def _row(ask: Ask, asked: Asked, row: Row, *, share: bool) -> ThemeRow:
    theme, tallied = cards.theme_link(row.theme, ask.library.vocabulary), asked.table

    def cell(number: int, of: int, where: str, column: Mapping[str, str]) -> Cell:
        part = number / of if of else 0.0
        return Cell(
            number,
            of,
            f"{part:.0%}" if share and number else str(number),
            _band(part * 10 if share else number),
            links.filtered(**{**asked.chosen, "theme": row.theme, **column}) if number else "",
            f"{theme.text}, {where}: {number} of {phrasing.counted(of, 'review')}",
        )

    cells = tuple(
        cell(
            row.reviews.get(column, 0),
            tallied.bases.get(column, 0),
            _column(ask, tallied.by, column),
            {tallied.by: column},
        )
        for column in tallied.columns
    )
    return ThemeRow(theme, row.weak, cells, cell(row.total_reviews, tallied.all_reviews, "all", {}))


def _band(number: float) -> int:
    if not number:
        return 0
    return 1 if number < 3 else 2 if number < 5 else 3


def _message(ask: Ask, tallied: Table) -> str:
    """Say in one sentence what the table shows."""
    plain = [row for row in tallied.rows if not row.weak]
    if not plain:
        return "No review here names a theme."
    top = plain[0]
    name = cards.theme_link(top.theme, ask.library.vocabulary).text
    told = f"{name} was found in {top.total_reviews} of {phrasing.counted(tallied.all_reviews, 'review')}"
    held = [column for column in tallied.columns if tallied.bases.get(column)]
    if tallied.by == "year" and len(held) > 1:
        told += (
            f", in every year from {held[0]} to {held[-1]} that has one"
            if top.columns_present == len(held)
            else f", in {top.columns_present} of the {len(held)} years that have one"
        )
    return f"{told}."


def _menus(ask: Ask, asked: Asked, *, share: bool) -> tuple[Menu, ...]:
    vocabulary, reviews, chosen = ask.library.vocabulary, ask.library.reviews(), asked.chosen
    areas = sorted({review.area for review in reviews if review.area})
    types = sorted({review.review_type for review in reviews if review.review_type})
    type_of = FACETS["review_type"].label_of
    return (
        _always("by", "Columns", COLUMNS, asked.table.by),
        _always("show", "Show", SHOWN, "share" if share else "number"),
        menu("area", "Area", [(area, area) for area in areas], chosen.get("area", "")),
        menu(
            "review_type",
            "Type of review",
            [(one, type_of(one, vocabulary)) for one in types],
            chosen.get("review_type", ""),
        ),
        menu("kind", "Kind of finding", [(k.slug, k.label) for k in vocabulary.kinds.values()], chosen.get("kind", "")),
        _always("sort", "Order", SORTS, ask.get("sort")),
    )


def _always(name: str, label: str, options: Mapping[str, str], chosen: str) -> Menu:
    """Return a drop-down list of which one entry is always chosen."""
    return Menu(name, label, tuple(Picked(value, text, value == chosen) for value, text in options.items()))
