"""Answers: which action answers which recommendation, and why we say so."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.findings import Found
from kb.model import Answer, Kind


def answer(found: Sequence[Found]) -> tuple[Answer, ...]:
    """Return the links from recommendations to the actions that answer them."""
    by_number = {}
    by_row = {one.row: one.finding for one in found if one.row and one.finding.kind is Kind.RECOMMENDATION}
    for one in found:
        if one.finding.kind is Kind.RECOMMENDATION and one.number and one.number not in by_number:
            by_number[one.number] = one.finding
    links = []
    for one in found:
        if one.finding.kind is not Kind.ACTION:
            continue
        if one.row in by_row:
            links.append(Answer(by_row[one.row].id, one.finding.id, "they stand in one row of a table"))
        if not one.answers:
            continue
        recommendation = by_number.get(one.answers)
        if recommendation is not None:
            links.append(Answer(recommendation.id, one.finding.id, f"it stands under {one.answers}"))
    return tuple(links)
