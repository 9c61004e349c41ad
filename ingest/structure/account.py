"""A committee's paper that gives account of a review: how far its recommendations have been carried out.

Other papers to a committee tell what their council measures or plans. This one tells what a reply to the review tells:
what was asked, and what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.chapters import Chapter, chapter_named, titles_of
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression

_OF_A_REVIEW = expression(
    r"\b(?:(?:practice|adults?|homicide|case|learning|death|management)\s+review|"
    r"(?-i:L?CSPR|LSCPR|SCR|SAR|DHR|DARDR|CPR|(?<!\d\s)APR(?!\s\d)|CMR|SUSR))\b",  # "4 APR 2022" is a date
    re.IGNORECASE,
)


def genre_as_read(genre: str, parts: Sequence[SectionPart]) -> str:
    """Return the genre by which the text of a document is read: as a response where it gives account of one review."""
    return "response" if genre == "committee" and gives_account(parts) else genre


def gives_account(parts: Sequence[SectionPart]) -> bool:
    """Return whether a document's titles name one review and say that what follows is what became of it."""
    titles = titles_of(parts)
    of_one = any(_OF_A_REVIEW.search(title) for title in titles)
    return of_one and any(chapter_named(title) is Chapter.PROGRESS for title in titles)
