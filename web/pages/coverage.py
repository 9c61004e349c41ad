"""What this library covers (and does not): reviews by area and year and by type, and what is known to be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kb.core.model import DocumentSummary, Review
from kb.text import formatting
from kb.vocabulary.labels import review_type_label
from web import urls
from web.components.cards import readable_title
from web.page import Pages
from web.pages.review import note_words
from web.pages.whats_new import title
from web.request import PageRequest
from web.urls import Link

FIRST_AREAS = 40  # of the table by area before "show all areas": those with most reviews

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How many reviews there are of an area and year."""

    number: int
    href: str  # "" where there are none
    label: str


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One area or type, by year."""

    name: str
    cells: tuple[CoverageCell, ...]
    undated: int
    total: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a reader should know is missing or not well read."""

    link: Link
    sentence: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """What the library covers, and its gaps."""

    title: str
    reviews: int
    documents: int
    findings: int
    span: str
    years: tuple[int, ...]
    areas: tuple[CoverageLine, ...]
    more_areas: str  # the address of the page with all areas; "" where it has them
    types: tuple[CoverageLine, ...]
    document_types: tuple[tuple[str, int], ...]
    unread: tuple[Gap, ...]
    without: tuple[Gap, ...]
    undated: tuple[Gap, ...]
    empty_years: tuple[int, ...]


@pages.page("/coverage", "coverage.html")
def coverage_page(ask: PageRequest) -> CoveragePage:
    """Count what the library has."""
    reviews, documents = ask.library.reviews(), ask.library.documents()
    dated = sorted({review.year for review in reviews if review.year})
    years = tuple(range(dated[0], dated[-1] + 1)) if dated else ()
    by_area = _by_value(reviews, lambda review: review.area or "Not stated")
    shown = by_area if ask.get("areas") == "all" else by_area[:FIRST_AREAS]
    by_type = _by_value(
        reviews, lambda review: review_type_label(review.review_type, ask.library.vocabulary) or "Not stated"
    )
    return CoveragePage(
        title="What this library covers (and does not)",
        reviews=len(reviews),
        documents=len(documents),
        findings=sum(one.findings for one in documents),
        span=formatting.years(dated[0], dated[-1]) if dated else "",
        years=years,
        areas=tuple(_line(value, mine, years, "area") for value, mine in shown),
        more_areas="" if len(shown) == len(by_area) else urls.with_params("/coverage", [("areas", "all")]),
        types=tuple(_line(value, mine, years, "type") for value, mine in by_type),
        document_types=_document_types(ask, documents),
        unread=tuple(Gap(_link(ask, one), note_words(note)) for one in documents for note in one.notes),
        without=tuple(
            Gap(_link(ask, one), "We did not recognise any findings in it.") for one in documents if not one.findings
        ),
        undated=tuple(
            Gap(Link(readable_title(review.title), urls.review(review.slug)), "It does not give a date of publication.")
            for review in reviews
            if not review.year
        ),
        empty_years=tuple(year for year in years if year not in dated),
    )


def _link(ask: PageRequest, held: DocumentSummary) -> Link:
    return Link(title(ask, held), urls.document(held.id))


def _by_value(reviews: tuple[Review, ...], of: Callable[[Review], str]) -> list[tuple[str, list[Review]]]:
    """Return the reviews of each area or type, those of which there are most first."""
    having: dict[str, list[Review]] = {}
    for review in reviews:
        having.setdefault(of(review), []).append(review)
    return sorted(having.items(), key=lambda pair: -len(pair[1]))


def _line(value: str, mine: list[Review], years: tuple[int, ...], name: str) -> CoverageLine:
    numbers = Counter(review.year for review in mine)
    cells = tuple(_cell(value, mine[0], year, numbers[year], name) for year in years)
    return CoverageLine(value, cells, numbers[None], len(mine))


def _cell(value: str, example: Review, year: int, number: int, name: str) -> CoverageCell:
    label = f"{value}, {year}: {formatting.count_phrase(number, 'source')}"
    if not number:
        return CoverageCell(0, "", label)  # most cells of a large library, and there is nothing to lead to
    wanted = example.area if name == "area" else example.review_type
    params = [(name, wanted), ("year", str(year))] if wanted else [("year", str(year))]
    return CoverageCell(number, urls.with_params("/reviews", params), label)


def _document_types(ask: PageRequest, documents: tuple[DocumentSummary, ...]) -> tuple[tuple[str, int], ...]:
    known = ask.library.vocabulary.document_types
    counted = Counter(one.about.document_type.value if one.about.document_type else "" for one in documents)
    return tuple(
        (known[slug].label if slug in known else "Not stated", number) for slug, number in counted.most_common()
    )
