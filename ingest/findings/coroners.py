"""Concerns in a coroner's report: what stands under "Matters of concern" is a concern, in any form.

The form is fixed by law: what the coroner is concerned about has a section of its own, and praise, lessons and actions
have no place in it. Between the concerns a coroner also says what was heard in court, which is no concern by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.findings.classification import Classification
from ingest.findings.grammar import SentenceTraits
from ingest.structure.paragraphs import TextPiece
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind

_HEARD_IN_COURT = expression(
    r"^(?:(?:however|but|and|also|further),?\s+)?(?:"
    r"(?:i|the\s+(?:court|jury|inquest))\s+(?:also\s+|was\s+|were\s+|have\s+|has\s+|had\s+)*(?:heard|told|informed|understand|accept|"
    r"accepted|received|note|noted|acknowledge|am\s+aware|thank)\b|"
    r"(?:evidence|an?\s+explanation)\s+(?:was\s+)?(?:given|heard|offered)\b|it\s+was\s+(?:explained|said|accepted)\b|"
    r"(?:(?:the|a|an|mr|mrs|ms|dr|professor)\s+)?(?:[\w’'-]+\s+){1,6}?(?:told|informed|assured|explained\s+to|advised)\s+(?:me|the\s+(?:court|jury|"
    r"inquest))\b)",
    re.IGNORECASE,
)
_FAULT = expression(
    r"\b(?:no|not|never|nobody|none|neither|nor|without|cannot|unable|unaware|lack\w*|only|too|late|fail\w*|missed|missing|"
    r"delay\w*|insufficient\w*|inadequa\w+|poor\w*|unclear|inconsisten\w+|unsafe|wrong\w*|ignored?|overlooked|confus\w+|risks?|gaps?|"
    r"concern\w*|shortage\w*|understaffed|vacan\w+|out\s+of\s+date|\w+n[’']t)\b",
    re.IGNORECASE,
)
_SETTLED = expression(  # what a coroner says to have done with a matter
    r"\b(?:no\s+further\s+(?:comment|concerns?|remarks?|observations?|report|action)|"
    r"no\s+(?:longer\s+a\s+|(?:\w+\s+)?)concerns?\s+(?:in|about|on|with|over)|"
    r"i\s+(?:am|was)\s+(?:now\s+|fully\s+)*(?:(?:reassured|content)\b|satisfied\s+(?:with|by)\b|"
    r"satisfied\s+(?:that\s+)?(?=.*\b(?:has|have)\s+(?:now\s+|since\s+|already\s+|all\s+)*been\b)))"
    r"(?!.*\b(?:but|however|although|except|should|must|needs?|ought)\b)",
    re.IGNORECASE,
)
_FORM_SECTION = expression(
    r"^\W*(?:\d{1,2}\W+)?(?:(?P<concerns>CORONER[’']?S[’']?\s+(?:MATTERS\s+OF\s+)?CONCERNS?|(?:THE\s+|The\s+)?MATTERS?\s+OF\s+CONCERN)|"
    r"THIS\s+REPORT\s+IS\s+BEING\s+SENT\s+TO|CORONER\b|CORONER[’']?S[’']?\s+LEGAL\s+POWERS|INVESTIGATION\s+(?:and|AND|&)\s+INQUEST|"
    r"CIRCUMSTANCES\s+OF\s+(?:THE\s+)?DEATH|ACTION\s+SHOULD\s+BE\s+TAKEN|YOUR\s+RESPONSE|COPIES\s+(?:and|AND|&)\s+PUBLICATION)"
)
_FEWEST_SECTIONS = 3  # of the form that stand in one section of a document
_KEPT_KINDS = (Kind.CONCERN, Kind.RECOMMENDATION)


def without_other_sections(pieces: Sequence[TextPiece]) -> Sequence[TextPiece]:
    """Return the pieces of a form that is one table without those of its sections that state no concern.

    There the sections' names stand in cells, alone or before their text, and head nothing: "CIRCUMSTANCES OF THE DEATH
    Mr Lem came off his bicycle". Other pieces are returned as they are.
    """
    named = [_FORM_SECTION.match(piece.text) for piece in pieces]
    if sum(name is not None for name in named) < _FEWEST_SECTIONS or not any(
        name and name["concerns"] for name in named
    ):
        return pieces
    kept: list[TextPiece] = []
    stated = True
    for piece, name in zip(pieces, named, strict=True):
        stated = bool(name["concerns"]) if name is not None else stated
        if stated:
            kept.append(piece)
    return kept


def is_of_concerns(part: SectionPart, genre: str) -> bool:
    """Return whether a section is the one in which a coroner states what is of concern."""
    return genre == "pfd" and part.announced is not None and part.announced.kinds[:1] == (Kind.CONCERN,)


def is_only_heard(text: str) -> bool:
    """Return whether a sentence only says what was heard in court, or that a matter is settled."""
    if _SETTLED.search(text) and not _FAULT.search(_SETTLED.sub("", text)):
        return True
    return bool(_HEARD_IN_COURT.match(text)) and not _FAULT.search(text)


def as_concern(told: Classification | None, moods: SentenceTraits, part: SectionPart) -> Classification | None:
    """Return the verdict on a statement of such a section: a concern, or None where it only says what was heard."""
    if told is None or is_only_heard(moods.text):
        return None
    if told.kind in _KEPT_KINDS:
        return told
    return replace(told, kind=Kind.CONCERN, why=f'stated under "{part.path[-1]}" of a coroner\'s report; {told.why}')
