"""Which other forms an answer can be had in: whatever modules `kb/exports` holds.

An export is a module with `ENDING`, `MEDIA`, `LABEL` and `findings(holdings, about) -> bytes`; this file finds them by name
and links to none that is not there.
"""

from __future__ import annotations

from kb.model import Holding, Review
from search.port import Query
from web.links import Link


def offered(query: Query) -> tuple[Link, ...]:
    """Return links to the same answer in each form there is."""
    return ()


def of_finding(holding: Holding) -> tuple[Link, ...]:
    """Return links to one finding in each form there is."""
    return ()


def of_review(review: Review) -> tuple[Link, ...]:
    """Return links to one review's papers in each form there is."""
    return ()
