"""The rows of a history as a paper shows them."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.recurrence_values import ThreadStage
from kb.exports.citations import beside, publication_time
from kb.exports.follow_up import NONE, STAGES, UNPROVEN, event_status
from kb.exports.payloads import Event, ExportHead
from kb.text.masking import mask
from kb.vocabulary.labels import kind_label, name

PLAIN = frozenset(
    {ThreadStage.RECOMMENDED, ThreadStage.ACTED, ThreadStage.GOOD_PRACTICE}
)  # stages that say what kind it is


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row: when, what it is and how far it came, the words, and where they stand."""

    date: str
    what: tuple[str, ...]
    words: str
    source: str


def entry(one: Event, sheet: ExportHead) -> HistoryEntry:
    """Make a row ready to be set. Contact details are left out."""
    held, status = one.holding, event_status(one, sheet.vocabulary)
    named = name(held, sheet.vocabulary)
    plain = one.stage in PLAIN and named == kind_label(held.finding.kind, sheet.vocabulary)
    what = [STAGES[one.stage], *([] if plain else [named])]
    what += ["Similar wording, not yet checked"] if one.near else []
    if status:
        what.append(status if status in (NONE, UNPROVEN) else f"Reported status: {status}")
    what += [f"Answers {name(asked, sheet.vocabulary)}" for asked in one.answers]
    return HistoryEntry(publication_time(held) or "no date stated", tuple(what), mask(held.finding.text), beside(held))
