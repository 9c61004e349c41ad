"""Addresses of all pages. No page builds an address by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kb.core.model import FindingInContext
from kb.exports.records import finding_path
from search.port import Query
from search.query import url

MARKED = "marked"  # where the first marked words of a document's page stand


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


def with_params(path: str, params: Iterable[tuple[str, str]]) -> str:
    """Return `path` with parameters."""
    query = urlencode(list(params))
    return f"{path}?{query}" if query else path


def at_page(path: str, params: Iterable[tuple[str, str]], number: int) -> str:
    """Return the address of one page of a list; the first has no number."""
    return with_params(path, [*params, ("page", str(number))] if number > 1 else params)


def search(query: Query, ending: str = "") -> str:
    """Return the address of a search; `ending` asks for a format such as ".csv"."""
    return url.href(f"/search{ending}", query)


def filtered_search(text: str = "", **filters: str) -> str:
    """Return the address of a search with these filters and nothing else; an empty value is no filter."""
    chosen = {name: (value,) for name, value in filters.items() if value}
    return search(Query(text=text, filters=chosen))


def review(slug: str) -> str:
    """Return the address of a review."""
    return f"/reviews/{quote(slug, safe='')}"


def finding(holding: FindingInContext) -> str:
    """Return a finding's lasting address."""
    return finding_path(holding)


def elsewhere(holding: FindingInContext) -> str:
    """Return the address of what other reviews say that is like a finding."""
    return f"{finding(holding)}#elsewhere"


def theme(slug: str) -> str:
    """Return the address of a theme."""
    return f"/themes/{quote(slug, safe='')}"


def change_theme(slug: str) -> str:
    """Return the address where a theme is changed."""
    return f"/desk/themes/{quote(slug, safe='')}"


def thread(key: str) -> str:
    """Return the address of a thread."""
    return f"/threads/{quote(key, safe='')}"


def document(key: str) -> str:
    """Return the address of a document."""
    return f"/documents/{quote(key, safe='')}"


def changes_of(subject: str) -> str:
    """Return the address that leads to a finding or a document, whichever an id is of."""
    return f"/changes-of/{quote(subject, safe='')}"


def correct_finding(key: str) -> str:
    """Return the address where a finding is corrected."""
    return f"/findings/{quote(key, safe='')}/correct"


def withdraw_finding(key: str) -> str:
    """Return the address where a finding is withdrawn."""
    return f"/findings/{quote(key, safe='')}/withdraw"


def correct_review(slug: str) -> str:
    """Return the address where it is corrected what is said of a review."""
    return f"{review(slug)}/correct"


def correct_document(key: str) -> str:
    """Return the address where it is corrected what is said of a document."""
    return f"{document(key)}/correct"


def recognise_document(key: str) -> str:
    """Return the address to which it is posted that the pictures of a document are to be read."""
    return f"{document(key)}/recognise"


def correct_page(key: str, number: int) -> str:
    """Return the address of the form that corrects the words of a page read from its picture."""
    return f"{document(key)}/pages/{number}/correct"


def check_document(key: str, number: int = 0) -> str:
    """Return the address where the reading of a document is checked: of page `number`, from 1, or of all (0)."""
    return with_params(f"{document(key)}/check", [("page", str(number))] if number else [])


def page(key: str, number: int, finding: str = "") -> str:
    """Return the address of page `number` of a document, counted from 1; with a finding, of where it is marked."""
    address_ = f"{document(key)}/pages/{number}"
    return f"{with_params(address_, [('finding', finding)])}#{MARKED}" if finding else address_


def words_on_page(key: str, number: int, words: str, at: int = 0) -> str:
    """Return the address of page `number`, counted from 1, with these words marked.

    `at` is the offset at which a long text without pages is shown.
    """
    params = [("q", words), *([("at", str(at))] if at else [])]
    return f"{with_params(f'{document(key)}/pages/{number}', params)}#{MARKED}"


def full_texts(words: str) -> str:
    """Return the address of a search in the texts of documents."""
    return with_params("/search/texts", [("q", words)] if words else [])


def source(holding: FindingInContext) -> str:
    """Return the address of a finding's place in its document."""
    number = holding.finding.span.page or 1
    return page(holding.document.id, number, holding.finding.id)


def history(params: Iterable[tuple[str, str]]) -> str:
    """Return the address of the history of a theme or a question, in an area, since a year."""
    return with_params("/recurrence/history", params)


def compare_theme(params: Iterable[tuple[str, str]] = ()) -> str:
    """Return the address of two agencies or reviews on one theme."""
    return with_params("/compare/theme", params)


def compare_reviews(slugs: Iterable[str] = ()) -> str:
    """Return the address of reviews side by side."""
    return with_params("/compare/reviews", [("review", slug) for slug in slugs])


def compare_findings(one: str, other: str) -> str:
    """Return the address of two findings side by side."""
    return with_params("/compare/findings", [("finding", one), ("finding", other)])
