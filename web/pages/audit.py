"""The record of changes: who changed what, when and why, with filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.app.library import ActFilter, Library
from kb.core.access import Permission
from kb.core.errors import KbError
from kb.core.expressions import expression
from kb.text.formatting import shorten
from kb.text.masking import mask
from kb.vocabulary import labels
from web import urls
from web.components import cards, changes
from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router

ROWS = 100
_NUMBER = expression(r"[0-9a-f]{16}")  # of a document or finding
_SAID_BACK = 40  # characters of what is no date


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the record."""

    number: int
    when: str
    who: str
    act: str
    subject: str  # the title of a document that is held, else what the record names
    href: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The record of changes, newest first."""

    title: str
    rows: tuple[AuditRow, ...]
    people: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str], ...]
    chosen: ActFilter
    faults: Mapping[str, str]  # by the name of a field that is no date, what to enter
    older: str


@pages.page("/audit", "audit.html", needs=Permission.AUDIT)
def audit_page(ask: PageRequest) -> AuditPage:
    """List changes that fit what is asked."""
    entered = {name: ask.get(name).strip() for name in ("since", "until")}
    days = {name: _iso_day(said) for name, said in entered.items()}
    chosen = {"person": ask.get("person"), "act": ask.get("act"), "subject": ask.get("subject").strip(), **days}
    wanted = ActFilter(**chosen, before=ask.number("before", 0, 0, 10**9))
    found = ask.library.audit(wanted, ROWS)
    people, acts = ask.library.actors()
    kept = [(name, said) for name, said in chosen.items() if said]
    older = urls.with_params("/audit", [*kept, ("before", str(found[-1].number))]) if len(found) == ROWS else ""
    titles = {subject: _title(ask.library, subject) for subject in {one.subject for one in found}}
    faults = {name: _fault(said) for name, said in entered.items() if said and not days[name]}
    return AuditPage(
        "Error: Record of changes" if faults else "Record of changes",
        tuple(
            AuditRow(
                one.number,
                changes.format_moment(one.at),
                one.person,
                changes.act_name(one.act),
                titles[one.subject],
                urls.theme(one.subject) if one.act in ("change_theme", "undo_theme") else _href(one.subject),
                changes.act_detail(one),
            )
            for one in found
        ),
        tuple((one, one) for one in people),
        tuple((one, changes.act_name(one)) for one in acts),
        wanted,
        faults,
        older,
    )


def _iso_day(said: str) -> str:
    """Return a day such as 2026-03-14 in this form; "" for what is no day of the calendar."""
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return ""


def _fault(said: str) -> str:
    return f"Enter a date, for example 2026-03-14. We left out “{shorten(said, _SAID_BACK)}”."


def _title(library: Library, subject: str) -> str:
    """Return the title of a document or the first words of a finding that is held; else what the record names."""
    if not _NUMBER.fullmatch(subject):
        return subject
    try:
        title = library.document(subject).about.title
    except KbError:
        return _words(library, subject)
    return mask(title.value) if title else subject


def _words(library: Library, subject: str) -> str:
    try:
        held = library.finding(subject)
    except KbError:  # it was withdrawn, dropped or cut anew
        return subject
    return f"{labels.name(held, library.vocabulary)}: “{cards.opening(held)[0]}”"


def _href(subject: str) -> str:
    """Return where a finding or document may be seen; "" for what has no page by its id."""
    return urls.changes_of(subject) if _NUMBER.fullmatch(subject) else ""
