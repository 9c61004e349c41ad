"""What a statement of running text is: what it expressly calls itself, and else what its signs weigh as."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.findings.classification import Classification, by_words
from ingest.findings.grammar import SentenceTraits
from ingest.findings.statement_signs import Sign
from ingest.findings.statements import reckon, weights_of
from ingest.structure.boilerplate import denies_itself
from kb.core.model import Kind

_REPORTS = re.compile(
    r"\b(?:(?:reported|advised|said|explained|noted|confirmed|stated|apologised)\s+that|"
    r"(?:has|have|had)\s+(?:now\s+|already\s+|since\s+|also\s+|not\s+)*(?:been|\w+ed|put|set|begun|met|made|taken)|"
    r"(?:is|are|was|were)\s+(?:now|being|not\s+yet|still|underway|under\s+way)|no\s+(?:further|progress|update)|"
    r"(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:complete[d]?|closed|finished|met|done|signed\s+off|delivered|on\s+track|overdue|"
    r"outstanding)\b|RAG\b|is\s+in\s+place|were\s+in\s+place)"
    r"|(?:^|[.:–]\s)(?:complete[d]?|in\s+progress|on\s+track|not\s+started|outstanding|overdue|closed|open|"
    r"green|amber|red)\W*$",
    re.IGNORECASE,
)
_WE_HAVE = re.compile(
    r"\b(?:said|added|told)\b.{0,40}[“\"‘].{0,40}\bwe\s+(?:have|are|will)\s+(?!been\s+(?:deeply|very)|"
    r"(?:deeply|so|very|truly)\b)\w+",
    re.IGNORECASE,
)
_NAMED = 7  # words from which a sentence may call itself something


def verdict_on(signs: Sequence[Sign], moods: SentenceTraits, *, aside: bool) -> Classification | None:
    """Return the kind of a statement, why and by which words, or None where it is no finding.

    In what stands aside of the review's own findings (background, terms of reference) no statement names itself.
    """
    if denies_itself(moods.text):
        return None
    named = None if aside else _named_kind(moods)
    if named is not None:
        return named
    weights = weights_of()
    told = reckon(signs, weights)
    shown_by = tuple(sign.words for sign in told.signs)
    return Classification(told.kind, told.why, shown_by) if told.chance >= weights.bar else None


def reports_progress(text: str, moods: SentenceTraits) -> bool:
    """Whether a line under a recommendation's number reports on it: "Recommendation 2 ... Complete."."""
    asks = moods.asks or moods.should or moods.is_order or moods.recommends
    return bool(_REPORTS.search(text)) and not asks


def _named_kind(moods: SentenceTraits) -> Classification | None:
    """Return what a sentence of a review expressly says that it is."""
    if moods.text.count(" ") + 1 < _NAMED:
        return None
    if moods.recommends:
        return by_words(Kind.RECOMMENDATION, moods.recommends)
    if moods.missed:
        return by_words(Kind.MISSED_OPPORTUNITY, moods.missed)
    if moods.commends and moods.sentiment.praise >= moods.sentiment.blame:
        return by_words(Kind.GOOD_PRACTICE, moods.commends)
    said = _WE_HAVE.search(moods.text)
    return Classification(Kind.ACTION, "a spokesperson says what was done", (said[0],)) if said else None
