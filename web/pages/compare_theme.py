"""Compare two agencies, or two reviews, on one theme in two columns: on screen, on paper and in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.app.library import Library
from kb.core.errors import BadQuestion, NotHeld
from kb.core.model import FindingInContext, Kind
from kb.exports import Contrast
from kb.exports.case_pack import CONTRASTING
from kb.text import formatting
from kb.vocabulary import Theme
from search.facets import FACETS
from search.port import Query
from web import exports, urls
from web.components import cards
from web.components.cards import Card, card
from web.components.list_controls import Menu, MenuOption, area_menu, every_theme, menu, offered_reviews
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

SHOWN_FINDINGS = 5  # findings in a column: a handout is read in ten minutes
SIDES = {"agency": "Agency", "review": "Review"}
_LOOKED_AT = 60  # findings from which a column is chosen
# They say what was asked, measured or told by a family, and not what was learned.
_LEFT_OUT = frozenset({Kind.QUESTION, Kind.EVIDENCE, Kind.OWN_WORDS})


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """A drop-down list of agencies and reviews."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[MenuOption, ...]], ...]


@dataclass(frozen=True, slots=True)
class ContrastSide:
    """One side."""

    head: str
    count: int
    all: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ContrastPage:
    """The form, and the two columns once they are chosen."""

    title: str
    said: str
    theme: Menu
    area: Menu | None  # whose reviews are offered, where not all are
    sides: tuple[OptionGroup, ...]
    columns: tuple[ContrastSide, ...]
    questions: tuple[str, ...]
    notice: str
    back: str
    exports: tuple[Link, ...]


@pages.page("/compare/theme", "compare_theme.html")
def compare_theme_page(ask: PageRequest) -> ContrastPage:
    """Show the form, or what each side says on the theme."""
    return laid_out(ask)


def laid_out(ask: PageRequest) -> ContrastPage:
    """Lay out the form, and the columns where both sides were chosen."""
    theme = ask.library.vocabulary.theme(ask.get("theme"))
    chosen = [ask.get(name) for name in ("left", "right")]
    columns = [_column(ask, theme, value) for value in chosen] if theme and all(chosen) else []
    shown = tuple(one for one in columns if one is not None)
    ready = len(shown) == 2 and chosen[0] != chosen[1]
    return ContrastPage(
        title=f"Two views: {theme.label}" if theme and ready else "Compare what two agencies or reviews say",
        said=_summary(shown) if ready else "",
        theme=_themes(ask, theme),
        area=area_menu(ask.library, ask.library.reviews(), ask.get("area")),
        sides=_sides(ask, theme, chosen),
        columns=shown if ready else (),
        questions=CONTRASTING if ready else (),
        notice="" if ready or not theme or not all(chosen) else _what_is_missing(ask, theme, chosen, columns),
        back=urls.compare_theme(ask.params),
        exports=exports.download_links("/compare/theme", Contrast, ask.params) if ready else (),
    )


def _what_is_missing(
    ask: PageRequest, theme: Theme, chosen: Sequence[str], columns: Sequence[ContrastSide | None]
) -> str:
    """Say why two sides that were chosen cannot be shown beside each other."""
    if chosen[0] == chosen[1]:
        return "Choose 2 different agencies or reviews."
    lacking = [_side_name(ask, value) for value, column in zip(chosen, columns, strict=True) if column is None]
    named = formatting.join_words([f"“{name}”" for name in lacking if name])
    if not named:
        return "Choose 2 agencies or reviews from the lists."
    return f"This library has no findings from {named} on “{theme.label}”. Choose another agency or review."


def handout(ask: PageRequest) -> Contrast:
    """Return the two columns as a handout. Raises BadQuestion where they were not chosen."""
    page = laid_out(ask)
    if not page.columns:
        raise BadQuestion("Choose a theme and 2 agencies or reviews.")
    held = [ask.library.holdings([one.id for one in column.cards]) for column in page.columns]
    heads = [column.head for column in page.columns]
    return Contrast(page.title, (heads[0], heads[1]), (held[0], held[1]), page.said)


def _summary(columns: Sequence[ContrastSide]) -> str:
    left, right = columns
    shown = formatting.count_phrase(len(left.cards) + len(right.cards), "finding")
    return f"{left.head} and {right.head}: {shown} of {left.count + right.count:,}, quoted word for word."


def _themes(ask: PageRequest, theme: Theme | None) -> Menu:
    return menu("theme", "Theme", every_theme(ask.library.vocabulary), theme.slug if theme else "", "Choose")


def _sides(ask: PageRequest, theme: Theme | None, chosen: Sequence[str]) -> tuple[OptionGroup, ...]:
    """Return the agencies and reviews with a finding on the theme, or all where no theme is chosen yet."""
    asked = Query(filters={"theme": (theme.slug,)} if theme else {}, size=1, facets=("agency",), count_reviews=False)
    agencies = [one for one in ask.library.search(asked).facets["agency"] if one.findings]
    reviews = ask.library.reviews_on(theme.slug if theme else "")
    fitting = [review for review in ask.library.reviews() if review.slug in reviews]
    offered = offered_reviews(fitting, ask.get("area"), [value.partition(":")[2] for value in chosen])
    label_of = FACETS["agency"].label_of
    told = (
        sorted((label_of(one.value, ask.library.vocabulary), f"agency:{one.value}", one.findings) for one in agencies),
        sorted((formatting.title_with_year(one), f"review:{one.slug}", reviews[one.slug]) for one in offered),
    )
    names = (("left", "First agency or review"), ("right", "Second agency or review"))
    return tuple(
        OptionGroup(
            name,
            label,
            tuple((heading, _options(some, value)) for heading, some in zip(SIDES.values(), told, strict=True)),
        )
        for (name, label), value in zip(names, chosen, strict=True)
    )


def _options(told: Sequence[tuple[str, str, int]], chosen: str) -> tuple[MenuOption, ...]:
    return tuple(
        MenuOption(key, f"{cards.readable_title(formatting.shorten(text, 60))} ({number})", key == chosen)
        for text, key, number in told
    )


def _label(ask: PageRequest, facet: str, value: str) -> str:
    if facet == "review":
        return formatting.title_with_year(ask.library.review(value))
    return FACETS[facet].label_of(value, ask.library.vocabulary)


def _side_name(ask: PageRequest, chosen: str) -> str:
    """Return what one side is called; "" for what this library does not hold."""
    facet, _, value = chosen.partition(":")
    if facet not in SIDES or not value:
        return ""
    try:
        return cards.readable_title(_label(ask, facet, value))
    except NotHeld:
        return ""


def _column(ask: PageRequest, theme: Theme, chosen: str) -> ContrastSide | None:
    """Return one side's findings; None where it has none on the theme."""
    facet, _, value = chosen.partition(":")
    if facet not in SIDES or not value:
        return None
    query = Query(filters={"theme": (theme.slug,), facet: (value,)}, sort="recurring", size=_LOOKED_AT, facets=())
    found = ask.library.search(query)
    held = _printed_once(ask.library, ask.library.holdings([hit.id for hit in found.hits]))
    if not held:
        return None
    return ContrastSide(
        cards.readable_title(_label(ask, facet, value)),
        found.total,
        urls.filtered_search(theme=theme.slug, **{facet: value}),
        tuple(card(one, ask.library.vocabulary) for one in _vary(held)),
    )


def _printed_once(library: Library, held: Sequence[FindingInContext]) -> list[FindingInContext]:
    """Return findings without the further printings of a recommendation that several documents print."""
    printings = library.all_printings([one.finding.id for one in held if one.finding.kind is Kind.RECOMMENDATION])
    passed: set[str] = set()
    kept = []
    for one in held:
        if one.finding.id not in passed:
            kept.append(one)
            passed |= {other.finding.id for other in printings.get(one.finding.id, ())}
    return kept


def _vary(held: Sequence[FindingInContext]) -> tuple[FindingInContext, ...]:
    """Return a few findings of different kinds and reviews rather than many of one."""
    ranked: list[tuple[int, int, FindingInContext]] = []
    seen: dict[str, int] = {}
    for at, one in enumerate(held):
        if one.finding.kind not in _LEFT_OUT:
            key = one.finding.kind.value
            seen[key] = seen.get(key, 0) + 1
            ranked.append((seen[key], at, one))
    return tuple(one for *_, one in sorted(ranked, key=lambda entry: entry[:2]))[:SHOWN_FINDINGS]
