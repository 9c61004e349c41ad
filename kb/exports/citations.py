"""How papers say where a quotation stands: the short form beside it, and the full reference in a list of sources."""

from __future__ import annotations

from collections.abc import Iterable

from kb import citing
from kb.masking import masked
from kb.model import Holding
from kb.naming import published, when
from kb.phrasing import dated, place


def beside(held: Holding) -> str:
    """Return the short form that stands beside a quotation: review, year and place."""
    year = published(held)[:4] or "no date"
    return masked(f"{held.review.title} ({year}), {place(held.finding, held.document)}")


def timed(held: Holding) -> str:
    """Return when it was published, or else the end of the time that its document covers, said as such; "" without."""
    covered = dated(when(held))
    return dated(published(held)) or (f"covers time to {covered}" if covered else "")


def sources(holdings: Iterable[Holding], today: str) -> tuple[str, ...]:
    """Return the reference of every document that these findings stand in, in alphabetical order, each once."""
    cited = {held.document.id: citing.document(held.review, held.document, today).text for held in holdings}
    return tuple(sorted(set(cited.values()), key=str.casefold))
