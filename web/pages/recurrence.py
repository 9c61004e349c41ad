"""Themes by year, area or type of review: a table in which every number links to its findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.core.counted_reviews import tell_counted_once
from kb.core.recurrence_values import TableChoice, ThemeCountsRow, ThemeTable
from kb.exports import RecurrenceTable
from kb.text import formatting
from kb.vocabulary import labels
from search.facets import FACETS
from web import exports, urls
from web.components import cards
from web.components.list_controls import Menu, MenuOption, every_area, every_year, menu, menu_options
from web.components.table_addresses import Addresses, TableRequest, counted_noun
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

FIRST_ROWS = 25  # rows before "show all themes"
FIRST_AREAS = 40  # columns before "show all areas": those with most reviews
COLUMNS = {"year": "Year of publication", "area": "Area", "review_type": "Type of review"}
SHOWN = {"number": "Number of sources", "share": "Share of sources"}
SORTS = {"": "Found in most sources", "columns": "Found in most columns", "name": "Name"}
FEWEST_REVIEWS = 5  # reviews of which "nearly all" says something
NEARLY_ALL_SHARE = 0.8  # share of reviews from which a theme stands everywhere
NAMED_THEMES = 3  # themes that the first sentence names
_MANY = {"year": "years", "area": "areas", "review_type": "types of review"}
_LACKING = {"year": "a date of publication", "area": "an area", "review_type": "a type of review"}
_FILTERS = ("kind", "polarity", "agency", "area", "review_type")  # as a search names them


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
    part: str = ""  # the type of review that the row counts alone


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
    once: str  # which reviews are counted as one, since they may be one case; "" where none are
    more: str
    more_columns: str  # the address of the table with all its columns; "" where it has them
    menus: tuple[Menu, ...]
    kinds: tuple[MenuOption, ...]
    narrowed: tuple[str, ...]
    share: bool
    gaps: bool  # some column holds no review
    exports: tuple[Link, ...]


def asked_table(ask: PageRequest) -> TableRequest:
    """Count themes as requested."""
    by = ask.get("by") if ask.get("by") in COLUMNS else "year"
    given = {name: ask.all(name) if name == "kind" else (ask.get(name),) for name in _FILTERS}
    chosen = {name: kept for name, values in given.items() if (kept := tuple(dict.fromkeys(filter(None, values))))}
    years = ask.number("since", 0, 0, 9999), ask.number("until", 0, 0, 9999)
    each = ask.get("each") == "review_type" and by != "review_type"
    vocabulary = ask.library.vocabulary
    about = [
        (FACETS[name].label, formatting.join_words([FACETS[name].label_of(value, vocabulary) for value in values]))
        for name, values in chosen.items()
    ]
    about += [("Years", said)] if (said := formatting.years(*years)) else []
    one = {name: values[0] for name, values in chosen.items() if name != "kind"}
    return TableRequest(
        ask.library.recurrence(
            by,
            TableChoice(
                one.get("area", ""),
                one.get("review_type", ""),
                chosen.get("kind", ()),
                one.get("polarity", ""),
                one.get("agency", ""),
                *years,
            ),
            each="review_type" if each else "",
        ),
        f"Do lessons recur? Themes by {COLUMNS[by].lower()}{' and type of review' if each else ''}",
        tuple(about),
        chosen,
        years,
        each,
    )


@pages.page("/recurrence", "recurrence.html")
def recurrence_page(ask: PageRequest) -> RecurrencePage:
    """Lay out the table."""
    whole = asked_table(ask)
    asked = whole if ask.get("columns") == "all" else replace(whole, table=_with_first_areas(whole.table))
    share, tallied = ask.get("show") == "share", asked.table
    rows = sorted(tallied.rows, key=lambda row: _order(ask, tallied, row))
    where = Addresses.of(ask.library, whole)
    every = ask.get("rows") == "all"
    counted = f"{counted_noun(tallied)}s with at least one {_counted_findings(asked)} on the theme"
    measure = f"{'Share' if share else 'Number'} of {counted}"
    return RecurrencePage(
        title=asked.title,
        message=_message(ask, whole.table),
        by=tallied.by,
        measure=f"{measure}, by {COLUMNS[tallied.by].lower()}",
        heads=tuple(_head(ask, tallied, column, where) for column in tallied.columns),
        rows=tuple(
            line
            for row in (rows if every else rows[:FIRST_ROWS])
            for line in _rows(ask, asked, row, where, share=share)
        ),
        all_reviews=_count(
            tallied.all_reviews, tallied.all_reviews, where.everything, where.all(None), noun=where.noun
        ),
        everything=where.everything,
        left_out=_left_out(tallied),
        once=tell_counted_once(ask.library.reviews()),
        more=""
        if every or len(rows) <= FIRST_ROWS
        else urls.with_params("/recurrence", [*ask.params, ("rows", "all")]),
        more_columns=""
        if len(tallied.columns) == len(whole.table.columns)
        else urls.with_params("/recurrence", [*ask.params, ("columns", "all")]),
        menus=_menus(ask, asked, share=share),
        kinds=_kinds(ask, asked),
        narrowed=tuple(f"{formatting.inside(label)}: {value}" for label, value in asked.about),
        share=share,
        gaps=any(not tallied.bases.get(column) for column in tallied.columns),
        exports=exports.download_links("/recurrence", RecurrenceTable, ask.params),
    )


def _with_first_areas(tallied: ThemeTable) -> ThemeTable:
    """Return a table by area with only the areas that have most reviews, in their order; any other as it is.

    Years and types of review are few; areas may be two hundred, most of them with one review.
    """
    if tallied.by != "area" or len(tallied.columns) <= FIRST_AREAS:
        return tallied
    most = sorted(tallied.columns, key=lambda column: -tallied.bases.get(column, 0))[:FIRST_AREAS]
    return replace(tallied, columns=tuple(column for column in tallied.columns if column in most))


def everywhere(tallied: ThemeTable, row: ThemeCountsRow) -> bool:
    """Return whether a theme is in so many reviews that its recurrence says little."""
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


def _counted_findings(asked: TableRequest) -> str:
    return "finding of this kind" if asked.counts_all else "problem, lesson or recommendation"


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


def _rows(
    ask: PageRequest, asked: TableRequest, row: ThemeCountsRow, where: Addresses, *, share: bool
) -> Iterator[ThemeRow]:
    """Yield the row of a theme, and under it those of each type of review that has the theme, where asked for."""
    yield _row(ask, asked.table, row, where, share=share)
    for review_type, table in asked.table.parts.items():
        label = _column(ask, "review_type", review_type)
        for part in table.rows:
            if part.theme == row.theme:
                lined = replace(table, columns=asked.table.columns)
                yield replace(_row(ask, lined, part, where.of_type(review_type), share=share), part=label)


def _row(ask: PageRequest, tallied: ThemeTable, row: ThemeCountsRow, where: Addresses, *, share: bool) -> ThemeRow:
    theme = cards.theme_link(row.theme, ask.library.vocabulary)

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
        noun = labels.source_noun(tuple(ask.library.reviews()), ask.library.vocabulary)
        return f"No specific theme was found in these {noun}s."
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
    noun = labels.source_noun(held, ask.library.vocabulary)
    if len(held) == tallied.all_reviews:
        every = labels.sources(held, ask.library.vocabulary)
        mixed = f"{formatting.count_phrase(len(held), noun)} ({every})"
        return mixed if " and " in every else every
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
    each = f"each of the {len(held)} {_MANY[tallied.by]} that have a {counted_noun(tallied)}"
    return f" {names} {'was' if len(always) == 1 else 'were'} found in {each}."


def _left_out(tallied: ThemeTable) -> str:
    if not tallied.undated:
        return ""
    are = "is" if tallied.undated == 1 else "are"
    counted = formatting.count_phrase(tallied.undated, "source")
    return f"{counted} {are} not counted. The documents do not give {_LACKING[tallied.by]}."


def _menus(ask: PageRequest, asked: TableRequest, *, share: bool) -> tuple[Menu, ...]:
    vocabulary = ask.library.vocabulary
    chosen = {name: values[0] for name, values in asked.chosen.items()}
    types = sorted({review.review_type for review in ask.library.reviews() if review.review_type})
    type_of = FACETS["review_type"].label_of
    return (
        _always("by", "Columns", COLUMNS, asked.table.by),
        _always("show", "Count", SHOWN, "share" if share else "number"),
        menu("area", "Area", every_area(ask.library), chosen.get("area", "")),
        menu(
            "review_type",
            "Type of review",
            [(one, type_of(one, vocabulary)) for one in types],
            chosen.get("review_type", ""),
        ),
        _facet_menu("polarity", [(one.slug, one.label) for one in vocabulary.polarities.values()], chosen),
        _facet_menu("agency", [(one.slug, one.label) for one in vocabulary.agencies.values()], chosen),
        menu("since", "From", every_year(ask.library), str(asked.years[0] or "")),
        menu("until", "To", every_year(ask.library), str(asked.years[1] or "")),
        menu(
            "each", "Also by", [("review_type", "Type of review")], "review_type" if asked.each else "", "Nothing else"
        ),
        _always("sort", "Order", SORTS, ask.get("sort")),
    )


def _facet_menu(name: str, options: list[tuple[str, str]], chosen: Mapping[str, str]) -> Menu:
    return menu(name, FACETS[name].label, options, chosen.get(name, ""))


def _kinds(ask: PageRequest, asked: TableRequest) -> tuple[MenuOption, ...]:
    """Return the kinds of finding, of which several may be chosen."""
    chosen = asked.chosen.get("kind", ())
    return tuple(MenuOption(k.slug, k.label, k.slug in chosen) for k in ask.library.vocabulary.kinds.values())


def _always(name: str, label: str, options: Mapping[str, str], chosen: str) -> Menu:
    """Return a drop-down list of which one entry is always chosen."""
    return Menu(name, label, menu_options(options.items(), chosen))
