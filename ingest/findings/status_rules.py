"""What the rules of ingest/words/statuses.toml read from a status line, weighed together: the least done of it."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.findings.status_shares import share_done
from ingest.findings.status_words import StatusMention, states_in
from kb.core.model import Status

REACHED = (Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE, Status.ALREADY_IN_PLACE)
SHORT = 14  # words of a cell that need not be a sentence
_OPEN = ("unfinished", "reopened", "going", "prepared", "planned", "conditional", "evidence_due", "delayed")
_SHORT_OF_DONE: tuple[tuple[str, Status], ...] = (  # what must all be said, and what it means; the first one counts
    ("doubt reopened", Status.IN_PROGRESS),
    ("doubt denied", Status.UNCLEAR),
    ("no_response", Status.NO_RESPONSE),
    ("overdue", Status.OVERDUE),
    ("a_part unfinished partial", Status.IN_PROGRESS),
    *((f"a_part {name}", Status.PARTLY_MET) for name in ("partial", "going", "prepared", "unfinished", "not_met")),
    ("not_met prepared", Status.IN_PROGRESS),
    ("not_met", Status.NOT_MET),
    ("denied", Status.NOT_MET),
    ("doubt", Status.UNCLEAR),
    *((name, Status.IN_PROGRESS) for name in ("unfinished", "reopened", "going", "prepared")),
    ("planned", Status.NOT_STARTED),
    ("conditional", Status.NOT_STARTED),
    ("a_part a_count", Status.IN_PROGRESS),
    ("a_part", Status.PARTLY_MET),
    *((name, Status.IN_PROGRESS) for name in ("agreed", "delayed", "care", "evidence_due")),
)


def find_mentions(text: str, *, cell: bool) -> Mapping[str, StatusMention]:
    """Return the last place of each thing that a line says."""
    return {state.name: state for state in sorted(states_in(text, cell=cell), key=lambda state: state.at)}


def weigh_mentions(found: Mapping[str, StatusMention], text: str) -> Status:
    """Weigh all that a line says of how far something came."""
    share = share_done(text)
    if share is not None and share <= 0:
        return Status.NOT_STARTED
    done = "done" in found or "evidence_seen" in found or (share is not None and share >= 1)
    part = "partial" in found or "share" in found or (share is not None and share < 1)
    if share is not None and share >= 1:
        part = False
    for name, status in (("not_accepted", Status.NOT_ACCEPTED), ("superseded", Status.SUPERSEDED)):
        if name in found:
            return status
    if done:
        return _status_of_done(found, text, part=part)
    return _short_of(found, part=part, counted=share is not None)


def _status_of_done(found: Mapping[str, StatusMention], text: str, *, part: bool) -> Status:
    """Return the status of what is called done somewhere in a line, after its reserves."""
    last = max((found[name].at for name in ("done", "evidence_seen") if name in found), default=0)
    if "reopened" in found and found["reopened"].at > last:
        return Status.IN_PROGRESS
    if "doubt" in found or "denied" in found or text.rstrip().endswith("?") or "? " in text:
        return Status.UNCLEAR
    if "not_met" in found:
        return Status.PARTLY_MET if part or found["not_met"].at > last else Status.IN_PROGRESS
    if part:
        return Status.PARTLY_MET
    if "overdue" in found and found["overdue"].at > last:
        return Status.OVERDUE
    if any(name in found for name in _OPEN) or "no_response" in found:
        return Status.IN_PROGRESS
    if "negation" in found or ("concession" in found and found["concession"].at > last):
        return Status.IN_PROGRESS  # something is held against it that was not understood
    if "evidence" in found or "evidence_seen" in found:
        return Status.COMPLETE_WITH_EVIDENCE
    if "already" in found:
        return Status.ALREADY_IN_PLACE
    return Status.REPORTED_COMPLETE


def _short_of(found: Mapping[str, StatusMention], *, part: bool, counted: bool) -> Status:
    """Return the status of what is nowhere called done."""
    said = {*found} | ({"a_part"} if part else set()) | ({"a_count"} if counted else set())
    if "already" in said and said.isdisjoint(("a_part", "not_met", *_OPEN)):
        return Status.ALREADY_IN_PLACE
    return next((status for names, status in _SHORT_OF_DONE if said.issuperset(names.split())), Status.UNCLEAR)


def waits_to_begin(found: Mapping[str, StatusMention]) -> bool:
    """Return whether a line says first that something has not begun, and then only what it waits for."""
    planned, waits = found.get("planned"), found.get("unfinished")
    return planned is not None and waits is not None and len(found) == 2 and planned.at == 0 < waits.at
