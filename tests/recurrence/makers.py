"""Makers with good defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from kb.core.document import Span
from kb.core.model import (
    Certainty,
    DocumentSummary,
    Finding,
    FindingInContext,
    Kind,
    Metadata,
    Review,
    StatedValue,
    Status,
    Tag,
)


def make_holding(
    id_: str,
    text: str,
    *,
    review: str = "",
    kind: Kind = Kind.LESSON,
    themes: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    year: int | None = 2020,
    area: str = "Eastmere",
    review_type: str = "serious-case-review",
    status: Status | None = None,
    heading: tuple[str, ...] = (),
) -> FindingInContext:
    tags = tuple(Tag(theme, Certainty.YES, 0.9, ()) for theme in themes)
    tags += tuple(Tag(theme, Certainty.UNSURE, 0.5, ()) for theme in unsure)
    slug = review or f"review-of-{id_}"
    finding = Finding(id_, kind, text, text, Span(((0, len(text)),), (1,)), heading=heading, tags=tags, status=status)
    published = StatedValue(str(year), "manifest") if year else None
    document = DocumentSummary(
        f"document-of-{slug}", slug, f"{slug}.pdf", "pdf", "0" * 64, 1000, "2026-01-01T00:00:00Z", 1,
        Metadata(published=published), (), 1,
    )  # fmt: skip
    return FindingInContext(
        finding, document, Review(slug, slug.title(), review_type, area=area, published=str(year or ""))
    )
