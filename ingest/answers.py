"""Answers: which action answers which recommendation, and why we say so."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.findings import Found
from kb.model import Answer, Kind


def answer(found: Sequence[Found]) -> tuple[Answer, ...]:
    """Return the links from recommendations to the actions that answer them."""
    by_number = {}
    for one in found:
        if one.finding.kind is Kind.RECOMMENDATION and one.number and one.number not in by_number:
            by_number[one.number] = one.finding
    links = []
    for one in found:
        if one.finding.kind is not Kind.ACTION or not one.answers:
            continue
        recommendation = by_number.get(one.answers)
        if recommendation is not None:
            links.append(Answer(recommendation.id, one.finding.id, f"it stands under {one.answers}"))
    return tuple(links)
