"""Cite a quotation: the short form beside it, and the full reference in a list of sources."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.model import FindingInContext
from kb.text import citations
from kb.text.formatting import format_date, place
from kb.text.masking import mask
from kb.vocabulary.labels import publication_date, when


def beside(held: FindingInContext) -> str:
    """Return the short form that stands beside a quotation: review, year and place."""
    year = publication_date(held)[:4] or "no date"
    return mask(f"{held.review.title} ({year}), {place(held.finding, held.document)}")


def publication_time(held: FindingInContext) -> str:
    """Return when it was published, or else the end of the time that its document covers, said as such; "" without."""
    covered = format_date(when(held))
    return format_date(publication_date(held)) or (f"covers time to {covered}" if covered else "")


def sources(holdings: Iterable[FindingInContext], today: str) -> tuple[str, ...]:
    """Return the reference of every document that these findings stand in, in alphabetical order, each once."""
    cited = {held.document.id: citations.document(held.review, held.document, today).text for held in holdings}
    return tuple(sorted(set(cited.values()), key=str.casefold))
