"""Concerns in a coroner's report: what stands under "Matters of concern" is a concern, in any form.

The form is fixed by law: what the coroner is concerned about has a section of its own, and praise, lessons and actions
have no place in it. Between the concerns a coroner also says what was heard in court, which is no concern by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.findings.classification import Classification
from ingest.findings.grammar import SentenceTraits
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
_KEPT_KINDS = (Kind.CONCERN, Kind.RECOMMENDATION)


def is_of_concerns(part: SectionPart, genre: str) -> bool:
    """Return whether a section is the one in which a coroner states what is of concern."""
    return genre == "pfd" and part.announced is not None and part.announced.kinds[:1] == (Kind.CONCERN,)


def is_only_heard(text: str) -> bool:
    """Return whether a sentence only says what was heard in court."""
    return bool(_HEARD_IN_COURT.match(text)) and not _FAULT.search(text)


def as_concern(told: Classification | None, moods: SentenceTraits, part: SectionPart) -> Classification | None:
    """Return the verdict on a statement of such a section: a concern, or None where it only says what was heard."""
    if told is None or is_only_heard(moods.text):
        return None
    if told.kind in _KEPT_KINDS:
        return told
    return replace(told, kind=Kind.CONCERN, why=f'stated under "{part.path[-1]}" of a coroner\'s report; {told.why}')
