"""Small turns of phrase for pages; they are kept where exports can use them as well."""

from __future__ import annotations

from kb.phrasing import counted, dated, gap, listed, place, reviewed, shortened, years

__all__ = ["counted", "dated", "gap", "listed", "place", "reviewed", "shortened", "years"]
