"""RIS: references for EndNote, Zotero and Mendeley, one for each document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rispy

from kb.core.model import DocumentSummary, Review
from kb.exports.cells import one_line
from kb.exports.payloads import ExportHead, Findings, Reviews
from kb.exports.records import stated_value
from kb.text import citations
from kb.text.masking import mask
from kb.vocabulary.labels import review_type_label

ENDING = "ris"
MEDIA = "application/x-research-info-systems; charset=utf-8"
LABEL = "RIS (reference managers)"
PLACE = 6


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no type hints
    """rispy's writer without the number that it puts before each reference, which no reader of RIS expects."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  # the name is rispy's
        """Return nothing."""
        return ""


def findings(matter: Findings, sheet: ExportHead) -> tuple[bytes]:
    """Write a reference for each document in which one of the findings stands."""
    held = {one.document.id: (one.review, one.document) for one in matter.holdings}
    return _render_ris(held.values(), sheet)


def reviews(matter: Reviews, sheet: ExportHead) -> tuple[bytes]:
    """Write a reference for each document of each review."""
    return _render_ris(((review, one) for review, documents in matter.reviews for one in documents), sheet)


def _render_ris(held: Iterable[tuple[Review, DocumentSummary]], sheet: ExportHead) -> tuple[bytes]:
    references = [_reference(review, document, sheet) for review, document in held]
    return (rispy.dumps(references, implementation=_Writer).encode("utf-8", "replace"),)


def _reference(review: Review, document: DocumentSummary, sheet: ExportHead) -> dict[str, Any]:
    about = document.about
    published = stated_value(about.published) or review.published
    author = stated_value(about.publisher) or stated_value(about.partnership) or review.publisher or review.partnership
    address = stated_value(about.source)
    values = {
        "title": stated_value(about.title) or review.title,
        "year": published[:4],
        "date": published.replace("-", "/"),
        "publisher": author,
        "place_published": review.area,
        "type_of_work": review_type_label(review.review_type, sheet.vocabulary),
        "notes_abstract": citations.document(review, document, sheet.date).text,
        "custom1": stated_value(about.licence),
        "name_of_database": sheet.library,
    }
    lists = {"authors": [author], "urls": [address] if address.startswith(("http://", "https://")) else []}
    kept: dict[str, Any] = {name: mask(one_line(value)) for name, value in values.items() if value}
    kept |= {name: [one_line(one) for one in some if one] for name, some in lists.items() if any(some)}
    return {"type_of_reference": "RPRT", **kept}


WRITERS = {Findings: findings, Reviews: reviews}
