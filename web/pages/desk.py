"""The keeper's desk: what waits to be checked, what to look at again, and what was changed last."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.library import Library
from kb.app.reports import REFUSED
from kb.app.uploads import Job
from kb.core.access import Permission
from kb.vocabulary import labels
from web import urls
from web.clock import days_ago
from web.components import changes
from web.components.cards import readable_title
from web.components.changes import ChangeLine
from web.components.scans import is_unread
from web.page import Pages, Redirect
from web.pages.check_document import ConflictLine, conflict_line, to_check
from web.request import PageRequest
from web.saved_notice import SavedNotice, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

CODING_ROUNDS = "/desk/rounds"
SHOWN_DOCUMENTS = 50
SHOWN_CHANGES = 15
LAST_FILES = 1000  # files handed in last, among which the desk looks for some that were not added
REFUSED_FOR = 7  # days for which the desk names a file that was not added


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that nobody has checked."""

    link: Link
    added: str
    findings: int
    held_back: bool
    unread: bool  # pages that are pictures were not read


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the keeper may want to do next."""

    title: str
    waiting: tuple[WaitingDocument, ...]
    more: int  # waiting documents that are not shown
    checked: int
    unread_files: int  # handed in and still to be read
    refused: tuple[str, ...]  # names of files that were not added in the last `refused_for` days
    refused_for: int
    conflicts: tuple[ConflictLine, ...]
    changes: tuple[ChangeLine, ...]
    places: dict[str, Link]  # by id: the documents that were changed
    saved: SavedNotice | None  # what was just undone here
    may_add: bool
    may_audit: bool


@pages.page("/desk", "desk.html", needs=Permission.CODE)
def desk_page(ask: PageRequest) -> DeskPage:
    """Show what waits, newest first; lead a person who only codes to the coding rounds."""
    if not ask.person.may(Permission.CORRECT):
        raise Redirect(CODING_ROUNDS)
    library = ask.library
    titles = {review.slug: review for review in library.every_review()}
    waiting = to_check(library)[::-1]
    made = changes.change_lines(library.last_corrections(SHOWN_CHANGES), library.vocabulary, words_from=library)
    changed = {one.document for one in made}
    may_add = ask.person.may(Permission.ADD)
    return DeskPage(
        title="Keeper’s desk",
        waiting=tuple(
            WaitingDocument(
                Link(readable_title(labels.document(one, titles[one.review])), urls.check_document(one.id)),
                changes.format_moment(one.added),
                len(library.findings(document=one.id)) if one.is_kept_back else one.findings,
                one.is_kept_back,
                is_unread(one),
            )
            for one in waiting[:SHOWN_DOCUMENTS]
        ),
        more=max(0, len(waiting) - SHOWN_DOCUMENTS),
        checked=sum(bool(one.checked) for one in library.every_document()),
        unread_files=library.uploads.count_waiting() if may_add else 0,
        refused=_refused_files(library) if may_add else (),
        refused_for=REFUSED_FOR,
        conflicts=tuple(map(conflict_line, library.correcting.conflicts())),
        changes=made,
        places={
            one.id: Link(readable_title(labels.document(one, titles[one.review])), urls.document(one.id))
            for one in library.every_document()
            if one.id in changed
        },
        saved=saved_notice(ask),
        may_add=may_add,
        may_audit=ask.person.may(Permission.AUDIT),
    )


def _refused_files(library: Library) -> tuple[str, ...]:
    """Return the names of files that were lately not added and of which none of the same name was added since."""
    jobs = library.uploads.jobs(LAST_FILES)
    since = days_ago(REFUSED_FOR)
    newest: dict[str, Job] = {}
    for one in jobs:  # newest first
        if one.is_done:
            newest.setdefault(one.name, one)
    refused = (one for one in newest.values() if one.outcome == REFUSED and not one.document)  # else it is held
    return tuple(one.name for one in refused if one.at[:10] >= since)
