"""Themes by year, area or type of review: a table in which every number links to its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.core.model import Kind, Polarity
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS, ThemeCountsRow, ThemeTable
from kb.exports import RecurrenceTable
from kb.text import formatting
from search.facets import FACETS
from search.port import Query
from web import exports, urls
from web.components import cards
from web.page import Pages
from web.pages.reviews import Menu, every_area, menu, menu_options
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

FIRST_ROWS = 25  # rows before "show all themes"
COLUMNS = {"year": "Year of publication", "area": "Area", "review_type": "Type of review"}
SHOWN = {"number": "Number of reviews", "share": "Share of reviews"}
SORTS = {"": "Found in most reviews", "columns": "Found in most columns", "name": "Name"}
FEWEST_REVIEWS = 5  # reviews of which "nearly all" says something
NEARLY_ALL_SHARE = 0.8  # share of reviews from which a theme stands everywhere
NAMED_THEMES = 3  # themes that the first sentence names
_MANY = {"year": "years", "area": "areas", "review_type": "types of review"}
_LACKING = {"year": "a date of publication", "area": "an area", "review_type": "a type of review"}
_FILTERS = ("kind", "area", "review_type")
PRAISE: Mapping[str, tuple[str, ...]] = {"polarity": (Polarity.WORKING_WELL.value,)}
PROBLEMS: Mapping[str, tuple[str, ...]] = {  # what the table counts, as a search finds it
    "kind": tuple(kind.value for kind in Kind if kind in WANTING_OR_ASKING_KINDS),
    "polarity": tuple(way.value for way in Polarity if way is not Polarity.WORKING_WELL),
}


@dataclass(frozen=True, slots=True)
class RecurrenceCell:
    """How many reviews of a column name a theme."""

    number: int
    of: int
    text: str  # the number, or the share
    band: int  # of shading, 0 to 3
    href: str
    label: str
    held: bool = True  # whether there is any review to count


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the table."""

    theme: Link
    everywhere: bool  # in nearly every review, here or by the nature of its words
    cells: tuple[RecurrenceCell, ...]
    total: RecurrenceCell
    praised: RecurrenceCell  # reviews in which it went well


@dataclass(frozen=True, slots=True)
class Head:
    """A column, with its number of reviews."""

    value: str
    text: str
    reviews: RecurrenceCell


@dataclass(frozen=True, slots=True)
class RecurrencePage:
    """Themes counted by review."""

    title: str
    message: str
    by: str
    measure: str
    heads: tuple[Head, ...]
    rows: tuple[ThemeRow, ...]
    all_reviews: RecurrenceCell
    everything: str  # the name of the last row: "All reviews"
    left_out: str  # how many reviews are not counted, and why; "" where all are
    more: str
    menus: tuple[Menu, ...]
    narrowed: tuple[str, ...]
    share: bool
    gaps: bool  # some column holds no review
    exports: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A table as requested, and the request in words."""

    table: ThemeTable
    title: str
    about: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str]


def asked_table(ask: PageRequest) -> TableRequest:
    """Count themes as requested."""
    by = ask.get("by") if ask.get("by") in COLUMNS else "year"
    chosen = {name: ask.get(name) for name in _FILTERS if ask.get(name)}
    vocabulary = ask.library.vocabulary
    return TableRequest(
        ask.library.recurrence(by, **chosen),
        f"Do lessons recur? Themes by {COLUMNS[by].lower()}",
        tuple((FACETS[name].label, FACETS[name].label_of(value, vocabulary)) for name, value in chosen.items()),
        chosen,
    )


@pages.page("/recurrence", "recurrence.html")
def recurrence_page(ask: PageRequest) -> RecurrencePage:
    """Lay out the table."""
    asked = asked_table(ask)
    share, tallied = ask.get("show") == "share", asked.table
    rows = sorted(tallied.rows, key=lambda row: _order(ask, tallied, row))
    where = Addresses.of(ask, asked)
    every = ask.get("rows") == "all"
    counted = f"{_noun(tallied)}s with at least one {_counted_findings(asked)} on the theme"
    measure = f"{'Share' if share else 'Number'} of {counted}"
    return RecurrencePage(
        title=asked.title,
        message=_message(ask, tallied),
        by=tallied.by,
        measure=f"{measure}, by {COLUMNS[tallied.by].lower()}",
        heads=tuple(_head(ask, tallied, column, where) for column in tallied.columns),
        rows=tuple(_row(ask, asked, row, where, share=share) for row in (rows if every else rows[:FIRST_ROWS])),
        all_reviews=_count(
            tallied.all_reviews, tallied.all_reviews, where.everything, where.all(None), noun=where.noun
        ),
        everything=where.everything,
        left_out=_left_out(tallied),
        more=""
        if every or len(rows) <= FIRST_ROWS
        else urls.with_params("/recurrence", [*ask.params, ("rows", "all")]),
        menus=_menus(ask, asked, share=share),
        narrowed=tuple(f"{label}: {value}" for label, value in asked.about),
        share=share,
        gaps=any(not tallied.bases.get(column) for column in tallied.columns),
        exports=exports.download_links("/recurrence", RecurrenceTable, ask.params),
    )


def everywhere(tallied: ThemeTable, row: ThemeCountsRow) -> bool:
    """Whether a theme is in so many reviews that its recurrence says little."""
    many = tallied.all_reviews >= FEWEST_REVIEWS and row.total_reviews >= NEARLY_ALL_SHARE * tallied.all_reviews
    return row.weak or many


def _order(ask: PageRequest, tallied: ThemeTable, row: ThemeCountsRow) -> tuple[object, ...]:
    name = cards.theme_link(row.theme, ask.library.vocabulary).text.casefold()
    if ask.get("sort") == "name":
        return (name,)
    last = everywhere(tallied, row)
    if ask.get("sort") == "columns":
        return (last, -row.columns_present, -row.total_reviews, name)
    return (last, -row.total_reviews, -row.columns_present, -row.total_findings, name)


def _column(ask: PageRequest, by: str, value: str) -> str:
    return FACETS[by].label_of(value, ask.library.vocabulary)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the findings behind a number are, so that what is counted there is what is counted here.

    A review is counted in the year of its earliest document, and search finds a finding by the year of its own. Where
    the two differ the reviews themselves are named in the address.
    """

    chosen: Mapping[str, str]
    by: str
    columns: tuple[str, ...]
    reviews: Mapping[str, tuple[str, ...]]  # of a column, where they have to be named
    partial: bool  # some reviews stand in no column
    noun: str  # "review", or "source" where there are inspections among them

    @classmethod
    def of(cls, ask: PageRequest, asked: TableRequest) -> Addresses:
        """Prepare the addresses of a table."""
        table = asked.table
        named = _reviews_by_year(ask) if table.by == "year" else {}
        return cls(asked.chosen, table.by, table.columns, named, bool(table.undated), _noun(table))

    @property
    def everything(self) -> str:
        """What the last row counts, in words."""
        return "All reviews and inspections" if self.noun != "review" else "All reviews"

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
            return self._search(theme, {}, first, praise=praise)
        return self._search(theme, {self.by: self.columns}, praise=praise)

    def _search(
        self,
        theme: str | None,
        more: Mapping[str, tuple[str, ...]],
        years: tuple[int | None, int | None] = (None, None),
        *,
        praise: bool = False,
    ) -> str:
        kept: dict[str, tuple[str, ...]] = {name: (value,) for name, value in self.chosen.items()}
        if praise:
            kept |= PRAISE
        elif theme and "kind" not in self.chosen:
            kept |= PROBLEMS
        filters = kept | ({"theme": (theme,)} if theme else {}) | dict(more)
        return urls.search(Query(filters=filters, years=years))


def _reviews_by_year(ask: PageRequest) -> dict[str, tuple[str, ...]]:
    """Return the reviews of every year in which a year of documents is not the year of their reviews."""
    of_review = {review.slug: str(review.year or "") for review in ask.library.reviews()}
    mixed: set[str] = set()
    for document in ask.library.documents():
        stated = document.about.published
        own = stated.value[:4] if stated else of_review[document.review]
        if own != of_review[document.review]:
            mixed |= {own, of_review[document.review]}
    return {year: tuple(slug for slug, held in of_review.items() if held == year) for year in mixed if year}


def _noun(tallied: ThemeTable) -> str:
    """Return what is counted: an inspection is no review."""
    return "source" if tallied.inspections else "review"


def _counted_findings(asked: TableRequest) -> str:
    return "finding of this kind" if "kind" in asked.chosen else "problem, lesson or recommendation"


def _count(
    number: int, of: int, words: str, href: str, text: str = "", band: int = 0, noun: str = "review"
) -> RecurrenceCell:
    if not of:
        return RecurrenceCell(0, 0, "–", 0, "", f"{words}: none in this library", held=False)
    label = f"{words}: {number} of {formatting.count_phrase(of, noun)}"
    return RecurrenceCell(number, of, text or str(number), band, href if number else "", label)


def _head(ask: PageRequest, tallied: ThemeTable, column: str, where: Addresses) -> Head:
    number, text = tallied.bases.get(column, 0), _column(ask, tallied.by, column)
    if not number:
        return Head(column, text, _count(0, 0, f"{where.everything}, {text}", "", noun=where.noun))
    words, href = f"{where.everything}, {text}", where.cell(None, column)
    return Head(column, text, _count(number, tallied.all_reviews, words, href, noun=where.noun))


def _row(ask: PageRequest, asked: TableRequest, row: ThemeCountsRow, where: Addresses, *, share: bool) -> ThemeRow:
    theme, tallied = cards.theme_link(row.theme, ask.library.vocabulary), asked.table

    def cell(number: int, of: int, what: str, href: str) -> RecurrenceCell:
        part = number / of if of else 0.0
        text = f"{part:.0%}" if share and number else str(number)
        band = _band(part * 10 if share else number)
        return _count(number, of, f"{theme.text}, {what}", href, text, band, where.noun)

    cells = tuple(
        cell(
            row.reviews.get(column, 0),
            tallied.bases.get(column, 0),
            _column(ask, tallied.by, column),
            where.cell(row.theme, column),
        )
        for column in tallied.columns
    )
    total = cell(row.total_reviews, tallied.all_reviews, "all", where.all(row.theme))
    well = cell(row.total_praised, tallied.all_reviews, "went well", where.all(row.theme, praise=True))
    return ThemeRow(theme, everywhere(tallied, row), cells, total, well)


def _band(number: float) -> int:
    if not number:
        return 0
    return 1 if number < 3 else 2 if number < 5 else 3


def _message(ask: PageRequest, tallied: ThemeTable) -> str:
    """Say in a sentence or two which particular themes recur, in how many reviews of how many."""
    plain = [row for row in tallied.rows if not everywhere(tallied, row)]
    again = [row for row in plain if row.total_reviews > 1]
    if not plain:
        return "No specific theme was found in these reviews."
    counted = _count_sentence(ask, tallied)
    if not again:
        return f"No specific theme was found in more than one of {counted}."
    top = sorted(again, key=lambda row: (-row.total_reviews, -row.columns_present, -row.total_findings))[:NAMED_THEMES]
    names = [f"“{cards.theme_link(row.theme, ask.library.vocabulary).text}”" for row in top]
    told = [f"{name} in {row.total_reviews}" for name, row in zip(names, top, strict=True)]
    told[0] = f"{names[0]} appears in {top[0].total_reviews} of {counted}"
    half = sum(row.total_reviews * 2 >= tallied.all_reviews for row in again)
    many = f" {half} themes appear in half of them or more." if half > NAMED_THEMES else ""
    return f"{formatting.join_words(told)}.{many}{_standing(ask, tallied, top)}"


def _count_sentence(ask: PageRequest, tallied: ThemeTable) -> str:
    """Return how many are counted: "40 reviews and 27 inspections"; "3 dated reviews" where some are not."""
    held = tuple(ask.library.reviews())
    if len(held) == tallied.all_reviews:
        return formatting.sources(held)
    noun = formatting.source_noun(held)
    if tallied.undated and tallied.by == "year":
        return formatting.count_phrase(tallied.all_reviews, f"dated {noun}")
    counted = formatting.count_phrase(tallied.all_reviews, noun)
    return f"{counted} with {_LACKING[tallied.by]}" if tallied.undated else counted


def _standing(ask: PageRequest, tallied: ThemeTable, top: Sequence[ThemeCountsRow]) -> str:
    """Say which of the foremost themes were found in every column that has a review."""
    held = [column for column in tallied.columns if tallied.bases.get(column)]
    always = [row for row in top if row.columns_present == len(held)]
    if len(held) < 3 or not always:
        return ""
    names = formatting.join_words([f"“{cards.theme_link(row.theme, ask.library.vocabulary).text}”" for row in always])
    each = f"each of the {len(held)} {_MANY[tallied.by]} that have a {_noun(tallied)}"
    return f" {names} {'was' if len(always) == 1 else 'were'} found in {each}."


def _left_out(tallied: ThemeTable) -> str:
    if not tallied.undated:
        return ""
    are = "is" if tallied.undated == 1 else "are"
    counted = formatting.count_phrase(tallied.undated, "source")
    return f"{counted} {are} not counted. The documents do not give {_LACKING[tallied.by]}."


def _menus(ask: PageRequest, asked: TableRequest, *, share: bool) -> tuple[Menu, ...]:
    vocabulary, chosen = ask.library.vocabulary, asked.chosen
    types = sorted({review.review_type for review in ask.library.reviews() if review.review_type})
    type_of = FACETS["review_type"].label_of
    return (
        _always("by", "Columns", COLUMNS, asked.table.by),
        _always("show", "Count", SHOWN, "share" if share else "number"),
        menu("area", "Area", every_area(ask), chosen.get("area", "")),
        menu(
            "review_type",
            "Type of review",
            [(one, type_of(one, vocabulary)) for one in types],
            chosen.get("review_type", ""),
        ),
        menu("kind", "Type of finding", [(k.slug, k.label) for k in vocabulary.kinds.values()], chosen.get("kind", "")),
        _always("sort", "Order", SORTS, ask.get("sort")),
    )


def _always(name: str, label: str, options: Mapping[str, str], chosen: str) -> Menu:
    """Return a drop-down list of which one entry is always chosen."""
    return Menu(name, label, menu_options(options.items(), chosen))
