"""Small turns of phrase: counts, dates, lists, and where a finding stands."""

from __future__ import annotations

from collections.abc import Sequence

from kb.core.expressions import expression
from kb.core.model import DocumentSummary, Finding, Review

_MONTHS = "January February March April May June July August September October November December".split()
_ISO = expression(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def count_phrase(number: int, one: str, many: str = "") -> str:
    """Return "1 review", "2 reviews", "1,204 findings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its head."""
    return sentence[:1].upper() + sentence[1:]


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation at its head keeps its capitals."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def format_date(iso: str) -> str:
    """Return an ISO date for reading: "2022", "January 2022", "31 January 2022"; anything else as it is."""
    found = _ISO.match(iso)
    if not found:
        return iso
    year, month, day = found.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def years(first: int | None, last: int | None) -> str:
    """Return "2012 to 2024", "2012", "from 2012", "to 2024" or ""; None leaves an end open."""
    if first and last:
        return str(first) if first == last else f"{first} to {last}"
    if first:
        return f"from {first}"
    return f"to {last}" if last else ""


def place(finding: Finding, document: DocumentSummary) -> str:
    """Return the place of a finding: its page or slide, or its section where the format has no pages."""
    pages = finding.span.pages
    if not pages:
        return f"section “{finding.heading[-1]}”" if finding.heading else "no page numbers"
    noun = "slide" if document.format == "pptx" else "page"
    if len(pages) == 1:
        return f"{noun} {pages[0]}"
    return f"{noun}s {pages[0]} to {pages[-1]}"


def shorten(text: str, most: int) -> str:
    """Return `text`, of more than `most` characters cut after a whole word and an ellipsis added."""
    if len(text) <= most:
        return text
    cut = text[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return f"{cut or text[:most]}…"


def curl_quotes(text: str) -> str:
    """Return `text` with its one pair of straight quotation marks as printed ones; with more of them as it is."""
    before, mark, rest = text.partition('"')
    middle, end, after = rest.partition('"')
    return f"{before}“{middle}”{after}" if mark and end and '"' not in after else text


def shorten_middle(text: str, most: int) -> str:
    """Return `text` with whole words of its middle left out: of several long names the ends tell them apart."""
    if len(text) <= most:
        return text
    head = shorten(text, most * 3 // 5 - 2).rstrip("…")
    end = text[-(most - len(head) - 3) :]
    tail = end if text[-len(end) - 1] == " " else end.partition(" ")[2]
    return f"{head} … {tail}" if tail else shorten(text, most)


def gap(earlier: int, later: int) -> str:
    """Return how long lies between two years."""
    distance = later - earlier
    if distance == 0:
        return "in the same year"
    return f"{count_phrase(abs(distance), 'year')} {'later' if distance > 0 else 'earlier'}"


def title_with_year(review: Review) -> str:
    """Return a review's title with its year, where known."""
    return f"{review.title} ({review.year})" if review.year else review.title
