"""Cite a quotation: the short form beside it, and the full reference in a list of sources."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.model import FindingInContext
from kb.text import citations
from kb.text.formatting import format_date, place
from kb.text.masking import mask
from kb.vocabulary.labels import document, publication_date, when


def beside(held: FindingInContext) -> str:
    """Return the short form that stands beside a quotation: review, year and place.

    A document that is called otherwise than its review is named too, so that it can be found in the list of sources.
    """
    year = publication_date(held)[:4] or "no date"
    review, own = held.review.title, document(held.document, held.review)
    is_called_so = own.casefold() in review.casefold() or review.casefold() in own.casefold()
    named = f"{review} ({year})" if is_called_so else f"{review} ({year}), “{own}”"
    return mask(f"{named}, {place(held.finding, held.document)}")


def publication_time(held: FindingInContext) -> str:
    """Return when it was published, or else the end of the time that its document covers, said as such; "" without."""
    covered = format_date(when(held))
    return format_date(publication_date(held)) or (f"covers time to {covered}" if covered else "")


def sources(holdings: Iterable[FindingInContext], today: str) -> tuple[str, ...]:
    """Return the reference of every document that these findings stand in, in alphabetical order, each once."""
    cited = {held.document.id: citations.document(held.review, held.document, today).text for held in holdings}
    return tuple(sorted(set(cited.values()), key=str.casefold))
