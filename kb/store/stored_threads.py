"""Lessons through time as the store keeps them: the ids of those that fit, and threads with their steps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, literal, select

from kb.core.model import Status
from kb.core.recurrence_values import Confidence, Thread, ThreadStage
from kb.store import recurrence_tables as r
from kb.store.among import is_among
from kb.store.database import Database

_FACTS = (
    "themes",
    "areas",
    "review_types",
    "reviews",
    "first",
    "last",
    "summary",
    "came_back",
    "confidence",
    "checked",
    "when",
)


@dataclass(frozen=True, slots=True)
class LinkedStep:
    """A step of a thread, with the id of its finding."""

    finding: str
    stage: ThreadStage
    why: str
    status: Status | None
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class LinkedThread:
    """A thread as it is kept: its own words, its steps by id."""

    outline: Thread  # without steps
    steps: tuple[LinkedStep, ...]


class StoredThreads:
    """The questions about threads that a store answers; `Recurrences` adds the others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def thread_ids(self, theme: str = "", area: str = "", since: int = 0, *, back: bool = False) -> tuple[str, ...]:
        """Return the ids of all threads in their order, or of those that fit all that is given."""
        facts = r.threads.c.facts
        named = [facts.contains(json.dumps(name), autoescape=True) for name in (theme, area) if name]
        narrowed = bool(named or since or back)
        chosen = select(r.threads.c.id, facts if narrowed else literal("{}")).where(*named).order_by(r.threads.c.place)
        with self._database.reading() as connection:
            rows = connection.execute(chosen).all()
        if not narrowed:  # nothing that a thread says need be looked at
            return tuple(id_ for id_, _ in rows)
        return tuple(id_ for id_, told in rows if _fits(json.loads(told), theme, area, since, back=back))

    def threads(self, ids: Sequence[str]) -> tuple[LinkedThread, ...]:
        """Return these threads in this order; those that are not there any more are left out."""
        outlines: dict[str, Thread] = {}
        steps: dict[str, list[LinkedStep]] = {one: [] for one in ids}
        with self._database.reading() as connection:
            outlines |= {
                row.id: _outline(row)
                for row in connection.execute(select(r.threads).where(is_among(r.threads.c.id, ids)))
            }
            chosen = select(r.thread_steps).where(is_among(r.thread_steps.c.thread, ids))
            for row in connection.execute(chosen.order_by(r.thread_steps.c.thread, r.thread_steps.c.place)):
                steps[row.thread].append(_step_of(row))
        return tuple(LinkedThread(outlines[one], tuple(steps[one])) for one in ids if one in outlines)

    def threads_through(self, findings: Sequence[str]) -> Mapping[str, str]:
        """Return for each finding that a thread goes through the id of it, of the first where several share it."""
        both = r.threads.join(r.thread_steps, r.thread_steps.c.thread == r.threads.c.id)
        chosen = select(r.thread_steps.c.finding, r.threads.c.id).select_from(both).order_by(r.threads.c.place)
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for finding, thread in connection.execute(chosen.where(is_among(r.thread_steps.c.finding, findings))):
                found.setdefault(finding, thread)
        return found


def _step_of(row: Row[tuple[object, ...]]) -> LinkedStep:
    status = Status(row.status) if row.status else None
    accepted = None if row.accepted is None else bool(row.accepted)
    return LinkedStep(row.finding, ThreadStage(row.stage), row.why, status, accepted)


def _fits(facts: Mapping[str, Any], theme: str, area: str, since: int, *, back: bool) -> bool:
    """Return whether a thread of these facts is of a theme and an area, first said since a year, and came back."""
    return (
        (not theme or theme in facts["themes"])
        and (not area or area in facts["areas"])
        and (not since or (facts["first"] is not None and facts["first"] >= since))
        and (not back or facts["came_back"])
    )


def _outline(row: Row[tuple[object, ...]]) -> Thread:
    kept = json.loads(row.facts)
    told: dict[str, Any] = {name: kept[name] for name in _FACTS}
    told |= {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    told["confidence"] = Confidence(told["confidence"])
    told["when"] = {ThreadStage(stage): tuple(years) for stage, years in told["when"].items()}
    return Thread(id=row.id, title=row.title, steps=(), **told)


def facts_of_thread(thread: Thread) -> str:
    """Return what a row of `threads` keeps of a thread beside its id and title."""
    return json.dumps({name: getattr(thread, name) for name in _FACTS})
