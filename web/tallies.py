"""Themes counted by year, area or type of review, narrowed by what a reader chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.model import Holding
from kb.recurrence import Table, by_theme

if TYPE_CHECKING:
    from kb.library import Library


def table(library: Library, by: str = "year", chosen: Mapping[str, str] | None = None) -> Table:
    """Return the table of themes by `by`, over the findings that fit `chosen`."""
    wanted = {name: value for name, value in (chosen or {}).items() if value}
    return by_theme([one for one in library.findings() if _fits(one, wanted)], library.vocabulary, by)


def _fits(holding: Holding, wanted: Mapping[str, str]) -> bool:
    held = {
        "area": holding.review.area,
        "review_type": holding.review.review_type,
        "kind": holding.finding.kind.value,
        "polarity": holding.finding.polarity.value,
    }
    if "agency" in wanted and wanted["agency"] not in {agency.slug for agency in holding.finding.agencies}:
        return False
    return all(held[name] == value for name, value in wanted.items() if name in held)
