"""Lay out what a check of a draft found, for the minutes: each claim with its measure, the closest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.core.model import FindingInContext
from kb.exports.citations import beside
from kb.exports.payloads import CheckedDraft, DraftMatch
from kb.text.formatting import count_phrase
from kb.text.quoting import quoted_words, without_label

CARE = (
    "The draft was compared with this library and was not kept. The program judged what is nearly the same. It can be "
    "wrong, so read both before you rely on a match. The library does not hold every review."
)
QUESTIONS = "Questions that earlier sources on these themes asked or left open"


@dataclass(frozen=True, slots=True)
class MatchEntry:
    """A match in words."""

    measure: str
    words: str
    citation: str
    why: str
    status: str


def summary(payload: CheckedDraft) -> str:
    """Return in a sentence for how many findings of the draft something nearly the same is in the library."""
    near = sum(any(each.measure == NEAR for each in one.matches) for one in payload.entries)
    return f"{near} of {count_phrase(len(payload.entries), 'draft finding')} have an earlier finding nearly the same."


NEAR, RELATED = "Nearly the same", "Related"


def match_entry(one: DraftMatch) -> MatchEntry:
    """Return a match in words."""
    found = one.holding.finding
    words = without_label(one.words, found.label) if one.words else quoted_words(found).words
    return MatchEntry(one.measure, words, beside(one.holding), one.why, one.status)


def holdings(payload: CheckedDraft) -> Iterator[FindingInContext]:
    """Yield every finding of the library that is cited."""
    for one in payload.entries:
        yield from (each.holding for each in one.matches)
    yield from payload.asked
