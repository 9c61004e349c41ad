"""RIS: references for EndNote, Zotero and Mendeley, one for each document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import rispy

from kb.core.model import DocumentSummary, FindingInContext, Review
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
ADDRESSES = 5  # most addresses of findings in one reference


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no type hints
    """rispy's writer without the number that it puts before each reference, which no reader of RIS expects."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  # the name is rispy's
        """Return nothing."""
        return ""


def findings(payload: Findings, head: ExportHead) -> tuple[bytes]:
    """Write a reference for each document in which one of the findings stands."""
    held: dict[str, list[FindingInContext]] = {}
    for one in payload.holdings:
        held.setdefault(one.document.id, []).append(one)
    references = [_quoted_reference(ones, head) for ones in held.values()]
    return _write_ris(references)


def reviews(payload: Reviews, head: ExportHead) -> tuple[bytes]:
    """Write a reference for each document of each review."""
    return _render_ris(((review, one) for review, documents in payload.reviews for one in documents), head)


def _render_ris(held: Iterable[tuple[Review, DocumentSummary]], head: ExportHead) -> tuple[bytes]:
    return _write_ris([_reference(review, document, head) for review, document in held])


def _quoted_reference(holdings: Sequence[FindingInContext], head: ExportHead) -> dict[str, Any]:
    """Return the reference of a document with the pages of its findings, and their addresses in the library."""
    first = holdings[0]
    made = _reference(first.review, first.document, head)
    pages = [page for one in holdings for page in one.finding.span.pages]
    if pages:
        made |= {"start_page": str(min(pages)), "end_page": str(max(pages))}
    addresses = [address for one in holdings[:ADDRESSES] if (address := head.address(one.finding.id))]
    if addresses:
        made["urls"] = [*made.get("urls", ()), *addresses]
    if made.get("urls"):
        made["access_date"] = head.date[:10].replace("-", "/")
    return made


def _write_ris(references: list[dict[str, Any]]) -> tuple[bytes]:
    return (rispy.dumps(references, implementation=_Writer).encode("utf-8", "replace"),)


def _reference(review: Review, document: DocumentSummary, head: ExportHead) -> dict[str, Any]:
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
        "type_of_work": review_type_label(review.review_type, head.vocabulary),
        "notes_abstract": citations.document(review, document, head.date).text,
        "custom1": stated_value(about.licence),
        "name_of_database": head.library,
    }
    lists = {"authors": [author], "urls": [address] if address.startswith(("http://", "https://")) else []}
    kept: dict[str, Any] = {name: mask(one_line(value)) for name, value in values.items() if value}
    kept |= {name: [one_line(one) for one in some if one] for name, some in lists.items() if any(some)}
    return {"type_of_reference": "RPRT", **kept}


WRITERS = {Findings: findings, Reviews: reviews}
