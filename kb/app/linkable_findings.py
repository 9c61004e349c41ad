"""A finding as linking needs it: its words once, and each theme without the words that show it.

The linker holds all findings of a library, and the words that show their themes are half of what they take.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from sys import intern

from kb.core.model import Certainty, Evidence, FindingInContext, Means, Tag


def drop_evidence(held: FindingInContext) -> FindingInContext:
    """Return a finding without what linking does not read."""
    found = held.finding
    tags = tuple(
        _tag(tag.theme, tag.certainty, tuple(sorted({one.means for one in tag.evidence}))) for tag in found.tags
    )
    heading = tuple(map(intern, found.heading))
    return replace(
        held, finding=replace(found, quotation=found.text, heading=heading, agencies=(), why="", lead_in="", tags=tags)
    )


@lru_cache(maxsize=10_000)
def _tag(theme: str, certainty: Certainty, means: tuple[Means, ...]) -> Tag:
    """Return the one tag that all findings share of which the same is known."""
    return Tag(theme, certainty, 0.0, tuple(Evidence("", one) for one in means))
