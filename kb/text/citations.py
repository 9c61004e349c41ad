"""How to cite a finding or a review: Harvard style as text, and the marks that reference managers read."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import DocumentSummary, FindingInContext, Review
from kb.text import formatting
from kb.text.masking import mask


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference ready to copy, and name-value pairs for the page's head."""

    text: str
    marks: tuple[tuple[str, str], ...]


def finding(holding: FindingInContext, today: str) -> Citation:
    """Cite the place of a finding in its document."""
    return _cite(holding.review, holding.document, formatting.place(holding.finding, holding.document), today)


def document(review: Review, held: DocumentSummary, today: str) -> Citation:
    """Cite a whole document."""
    return _cite(review, held, "", today)


def _cite(review: Review, held: DocumentSummary, place: str, today: str) -> Citation:
    about = held.about
    stated = about.publisher or about.partnership
    author = (stated.value if stated else review.publisher or review.partnership) or "Publisher not stated"
    published = about.published.value if about.published else review.published
    title = about.title.value if about.title else review.title
    source = about.source.value if about.source else ""
    parts = [f"{author} ({published[:4] or 'no date'}) {title.rstrip('.')}."]
    if place.startswith(("page", "slide")):
        parts.append(place.replace("pages ", "pp. ").replace("page ", "p. ").replace(" to ", "–") + ".")
    elif place.startswith("section"):  # without pages the heading is all that leads to the place
        parts.append(f"S{place[1:].rstrip('.')}.")
    if source.startswith(("http://", "https://")):
        parts.append(f"Available at: {source} (Accessed: {formatting.format_date(today)}).")
    marks = [
        ("citation_title", title),
        ("citation_author", author),
        ("citation_publication_date", published),
        ("DC.type", "Report"),
    ]
    if source.startswith(("http://", "https://")):
        marks.append(("citation_public_url", source))
    return Citation(mask(" ".join(parts)), tuple((name, mask(value)) for name, value in marks if value))
