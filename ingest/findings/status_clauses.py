"""What each clause of a status line says by its classes of words, and what the clauses say together.

A reader of its own beside the rules of ingest/words/statuses.toml: it knows fewer wordings and more of grammar.
Where the two agree they decide; else how far each is to be believed is learned (status_weights.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.findings.status_classes import classes_in
from ingest.findings.status_rules import REACHED
from ingest.findings.status_shares import share_done, share_found
from kb.core.model import Status

_ASIDE = frozenset(("near_future", "date", "count", "since", "thanks", "us", "they"))
_DEEDS = frozenset(("done", "deed", "in_use"))
# Classes that say it alone, in the order in which they weigh.
_ALONE = (
    ("no_reply", Status.NO_RESPONSE),
    ("form", Status.UNCLEAR),
    ("refuse", Status.NOT_ACCEPTED),
    ("replace", Status.SUPERSEDED),
    ("reopen", Status.IN_PROGRESS),
)
_MET_IN_A_CHECK = 0.9  # the share of checked records from which a step counts as kept to
_WHOLE_OF_PARTS = (  # what several clauses say together: the first row all of whose statuses are said
    ((Status.NOT_ACCEPTED,), Status.NOT_ACCEPTED),
    ((Status.SUPERSEDED,), Status.SUPERSEDED),
    ((Status.REPORTED_COMPLETE, Status.UNCLEAR), Status.UNCLEAR),
    ((Status.REPORTED_COMPLETE, Status.NO_RESPONSE), Status.PARTLY_MET),
    ((Status.NO_RESPONSE,), Status.NO_RESPONSE),
    ((Status.PARTLY_MET,), Status.PARTLY_MET),
    ((Status.OVERDUE,), Status.OVERDUE),
    ((Status.REPORTED_COMPLETE, Status.NOT_MET), Status.PARTLY_MET),
    ((Status.REPORTED_COMPLETE, Status.IN_PROGRESS), Status.PARTLY_MET),
    ((Status.REPORTED_COMPLETE, Status.NOT_STARTED), Status.PARTLY_MET),
    ((Status.IN_PROGRESS,), Status.IN_PROGRESS),
    ((Status.NOT_STARTED,), Status.NOT_STARTED),
    ((Status.UNCLEAR, Status.NOT_MET), Status.UNCLEAR),
    ((Status.NOT_MET,), Status.NOT_MET),
    ((Status.UNCLEAR,), Status.UNCLEAR),
    ((Status.COMPLETE_WITH_EVIDENCE,), Status.COMPLETE_WITH_EVIDENCE),
    ((Status.ALREADY_IN_PLACE,), Status.ALREADY_IN_PLACE),
)


def clauses_of(text: str) -> tuple[str, ...]:
    """Return what each clause of a line says, in order: a status, or "" where its classes say none."""
    return tuple(
        "" if at and _ASIDE.issuperset(clause) else _status_of_clause(clause)  # "Achieved - Q3", "Closed - agreed"
        for at, clause in enumerate(_clauses(classes_in(text)))
    )


def told_by_clauses(text: str) -> str:
    """Return the status that the clauses of a line say together, or ""."""
    share = share_done(text)
    if share is not None and share <= 0:
        return Status.NOT_STARTED.value
    row = classes_in(text)
    said = [Status(one) for one in clauses_of(text) if one]
    if len(said) == 1 and said[0] in REACHED and [name for name in row if name != ","][-1:] == ["not"]:
        return Status.PARTLY_MET.value  # "GPs trained, dentists not"
    if not said:
        return Status.PARTLY_MET.value if share is not None and share < 1 else ""
    if said[0] is Status.OVERDUE and said[-1] in REACHED:
        return said[-1].value
    if "proof" in row and set(said) <= {*REACHED} and Status.ALREADY_IN_PLACE not in said:
        said.append(Status.COMPLETE_WITH_EVIDENCE)
    told = {
        Status.REPORTED_COMPLETE if one is Status.COMPLETE_WITH_EVIDENCE and not set(said) <= {*REACHED} else one
        for one in said
    }
    whole = next((whole for parts, whole in _WHOLE_OF_PARTS if told.issuperset(parts)), said[-1])
    share = share_found(text) if "proof" in row and share is None else share
    if share is not None and share < (_MET_IN_A_CHECK if "proof" in row else 1) and whole in REACHED:
        return Status.PARTLY_MET.value
    return whole.value


def _clauses(row: Sequence[str]) -> Iterator[tuple[str, ...]]:
    clause: list[str] = []
    for name in (*row, ","):
        if name in (",", "but"):
            if clause:
                yield tuple(clause)
            clause = []
        else:
            clause.append(name)


def _status_of_clause(row: Sequence[str]) -> str:
    """Return the status of one clause by its classes, or ""."""
    said = frozenset(row)
    if {"person", "refuse"} <= said:
        return Status.UNCLEAR.value  # whoever is served refused
    alone = next((status for name, status in _ALONE if name in said), None)
    if alone is not None:
        return alone.value
    status = _status_of_lack(row, said) or _status_of_plan(row, said) or _status_of_deed(row, said)
    return status.value if status else ""


def _status_of_lack(row: Sequence[str], said: frozenset[str]) -> Status | None:
    """Return the status of a clause that denies, doubts or is late."""
    deed = not _DEEDS.isdisjoint(said)
    if "person" in said and deed and "us" not in said:
        return Status.UNCLEAR
    if "not_yet" in said:
        return Status.IN_PROGRESS if deed and "begun" not in said else Status.NOT_STARTED
    if "have_not" in said:
        return Status.NOT_MET
    if "late" in said:
        return Status.REPORTED_COMPLETE if row[0] in _DEEDS and "not" not in said else Status.OVERDUE
    if "undone" in said:
        after = "done" in said and row.index("undone") < row.index("done") and "perfect" in said and "not" not in said
        return Status.REPORTED_COMPLETE if after else Status.NOT_MET
    if "doubt" in said:
        return Status.UNCLEAR
    if "not" in said and "part" in said and deed:
        return Status.PARTLY_MET
    if "not" in said and "begun" in said and not deed:
        return Status.NOT_STARTED
    if "not" in said and deed:
        return Status.NOT_STARTED if said & {"if", "plan", "near_future"} else Status.NOT_MET
    return None


def _status_of_plan(row: Sequence[str], said: frozenset[str]) -> Status | None:
    """Return the status of a clause that tells what is going on or to come."""
    if "care" in said and "plan" not in said and "begun" not in said:
        return None
    if "plan" in said or "must" in said or "if" in said:
        ahead = min(row.index(name) for name in ("plan", "must", "if") if name in said)
        before = frozenset(row[:ahead])
        if before & {"begun", "draft", "nearly"}:
            return Status.IN_PROGRESS
        if "perfect" in before and before & _DEEDS and "if" not in said:
            return Status.REPORTED_COMPLETE
        return Status.NOT_STARTED
    if "limit" in said:
        return Status.PARTLY_MET if not _DEEDS.isdisjoint(said) else Status.IN_PROGRESS
    if "noun" in said:
        return Status.NOT_STARTED if said & {"plan", "near_future", "date"} else Status.IN_PROGRESS
    if "nearly" in said:
        return Status.IN_PROGRESS
    if said & {"part"}:
        return Status.PARTLY_MET
    if said & {"with", "await", "draft", "begun", "delay"}:
        return Status.IN_PROGRESS
    return None


def _status_of_deed(row: Sequence[str], said: frozenset[str]) -> Status | None:
    """Return the status of a clause that says that something is done."""
    if "already" in said:
        return Status.ALREADY_IN_PLACE
    deed = (
        "done" in said
        or "in_use" in said
        or {"full", "perfect"} <= said
        or ("deed" in said and (said & {"perfect", "past_be", "full", "us"} or row[0] == "deed"))
    )
    if "proof" in said and (deed or said & {"full", "count", "deed"}):
        return Status.COMPLETE_WITH_EVIDENCE
    if deed:
        return Status.REPORTED_COMPLETE
    if "near_future" in said and said <= {"near_future", "date", "count"}:
        return Status.NOT_STARTED
    return Status.UNCLEAR if said and said <= {"thanks", "us", "they"} else None
