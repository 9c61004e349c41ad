"""The part of the store that people's corrections go through: each is kept with what it changes, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from kb.core import corrections as c
from kb.core.corrections import Amendment, Correction
from kb.core.document import Document
from kb.core.errors import LibraryBusy, NotHeld
from kb.core.model import KEPT_BACK, DocumentSummary, Finding, FindingInContext, Reading
from kb.store import amend, codec, corrections, documents, findings, joining, ledger, linking, proposed_cases, reviews
from kb.store import tables as t
from kb.store.amend import AmendedReading, Finish, MachineReading, ThemeNow
from kb.store.among import is_among
from kb.store.database import Database
from kb.store.places import moved_findings
from kb.store.queries import Queries

Clock = Callable[[], datetime]


class CorrectedStore(Queries):
    """Corrections of what was read, and the readings under them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock
        self.finish: Finish = amend.leave_as_made
        self.theme_now: ThemeNow = amend.same_theme
        self.keeps_back = False  # whether what comes is kept from readers until somebody has checked it

    def now(self) -> str:
        """Return the time as it is stored."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def note(self, connection: Connection, act: str, subject: str, person: str = "", **detail: object) -> None:
        """Add a row to the audit trail."""
        ledger.record(connection, self.now(), act, subject, person, **detail)

    def amend(self, document_id: str, asked: Sequence[Amendment], *, person: str = "", reason: str = "") -> int:
        """Correct a document or its findings; return the number under which this is undone. Raises NotHeld."""
        return self.amend_together({document_id: asked}, person=person, reason=reason)

    def amend_together(self, asked: Mapping[str, Sequence[Amendment]], *, person: str = "", reason: str = "") -> int:
        """Correct several documents at once; return the one number under which all is undone. Raises NotHeld."""
        batch = 0
        with self.database.writing() as connection:
            for document, some in asked.items():
                batch = self._amend(connection, document, some, person, reason, batch)
        return batch

    def _amend(
        self,
        connection: Connection,
        document_id: str,
        asked: Sequence[Amendment],
        person: str,
        reason: str,
        batch: int = 0,
    ) -> int:
        held = self._document(connection, document_id)
        read = self._kept_reading(connection, held)
        if held.replaced_by or held.is_kept_back:  # its findings stand in no table
            shown: Sequence[Finding] = self._amend_reading(connection, held, read).findings
        else:
            shown = findings.of_document(connection, document_id)
        pairs = [(one, _before(held, read, shown, one)) for one in asked]
        made = {"at": self.now(), "person": person, "reason": reason}
        batch = corrections.insert(connection, document_id, pairs, **made, batch=batch)
        self._derive(connection, document_id)
        self._settle_versions(connection, (str(one.value) for one in asked if one.field == c.REPLACES))
        for one in asked:
            self.note(connection, "correct", one.subject, person, field=one.field, batch=batch)
        if any(one.field == c.WITHDRAW for one in asked):
            self._list_findings(corrections.of_batch(connection, batch))
        return batch

    def _list_findings(self, changed: Sequence[Correction]) -> None:
        """List beside the rows which single findings were withdrawn or are so no longer, before the commit."""

    def correct_page(
        self, held: DocumentSummary, asked: Amendment, before: object, reading: Reading, *, person: str, reason: str
    ) -> int:
        """Keep the words that a person read on a page, with the reading of the document that has them; return the
        number under which this is undone. Raises NotHeld, LibraryBusy where the document was read anew meanwhile.
        """
        with self.database.writing() as connection:
            now = self._document(connection, held.id)
            if now.version != held.version:
                raise LibraryBusy("The document was read again meanwhile, so nothing was saved. Try again.")
            self._kept_reading(connection, now)
            pair = (asked, before)
            batch = corrections.insert(connection, now.id, [pair], at=self.now(), person=person, reason=reason)
            self._renew(connection, now, reading)
            self.note(connection, "correct", now.id, person, field=asked.field, batch=batch)
        return batch

    def _renew(self, connection: Connection, held: DocumentSummary, reading: Reading) -> None:
        """Store a new reading of a document that people corrected, and make what is shown of it from that."""
        documents.update(connection, held, joining.with_joining(reading, held))
        read = MachineReading(reading.about, reading.findings, reading.answers)
        corrections.keep_reading(connection, held.id, read)
        self._derive(connection, held.id)

    def amend_review(self, slug: str, asked: Sequence[Amendment], *, person: str = "", reason: str = "") -> int:
        """Correct what is said of a review; return the number under which this is undone. Raises NotHeld."""
        with self.database.writing() as connection:
            held = reviews.select_review(connection, slug)
            if held is None:
                raise NotHeld(f"No review “{slug[:80]}” is in this library.")
            pairs = [(one, getattr(held, one.field)) for one in asked]
            batch = corrections.insert(connection, "", pairs, at=self.now(), person=person, reason=reason)
            self._refresh_review(connection, slug)
            for one in asked:
                self.note(connection, "correct", slug, person, field=one.field, batch=batch)
        return batch

    def record_themes(
        self,
        asked: Sequence[tuple[Amendment, object]],
        write: Callable[[], None],
        *,
        person: str = "",
        reason: str = "",
    ) -> int:
        """Record a change of theme files, each with what the file held before; return the number under which it is
        undone. `write` changes the files, and is called before the commit: where it fails, nothing is recorded.
        """
        with self.database.writing() as connection:
            batch = corrections.insert(connection, "", asked, at=self.now(), person=person, reason=reason)
            for one, _ in asked:
                self._note_theme(connection, "change_theme", one.subject, person, batch)
            write()
        return batch

    def undo_themes(self, batch: int, write: Callable[[], None], *, person: str = "") -> None:
        """Mark a change of theme files as undone; `write` puts the files back. Raises NotHeld."""
        with self.database.writing() as connection:
            for one in self._take_back(connection, batch, person):
                self._note_theme(connection, "undo_theme", one.subject, person, batch)
            write()

    def _note_theme(self, connection: Connection, act: str, subject: str, person: str, batch: int) -> None:
        self.note(connection, act, subject.removeprefix(c.THEME), person, batch=batch)

    def _take_back(self, connection: Connection, batch: int, person: str) -> tuple[Correction, ...]:
        gone = corrections.undo(connection, batch, self.now(), person)
        if not gone:
            raise NotHeld("There is nothing to undo: it was undone before, or its document was withdrawn.")
        return gone

    def undo(
        self, batch: int, *, person: str = "", readings: Mapping[str, Reading] | None = None
    ) -> tuple[Correction, ...]:
        """Take corrections back that were made together; return them. Raises NotHeld.

        `readings` are by their id those of documents that are read otherwise without them: words of pages.
        """
        with self.database.writing() as connection:
            gone = self._take_back(connection, batch, person)
            for document in sorted({one.document for one in gone if one.document}):
                held = documents.of_id(connection, document)
                if held is not None and readings and document in readings:
                    self._renew(connection, held, readings[document])
                elif held is not None:
                    self._derive(connection, document)
            for slug in sorted({one.subject for one in gone if not one.document}):
                self._refresh_review(connection, slug)
            self._settle_versions(connection, (str(one.value) for one in gone if one.field == c.REPLACES))
            for one in gone:
                self.note(connection, "undo", one.subject, person, field=one.field, batch=batch)
            if any(one.field == c.WITHDRAW for one in gone):
                self._list_findings(corrections.of_batch(connection, batch))
        return gone

    def machine_reading(self, document_id: str) -> MachineReading:
        """Return what the machine read of a document, without what people decided. Raises NotHeld."""
        with self.database.reading() as connection:
            return self._machine_reading(connection, self._document(connection, document_id))

    def amended_reading(
        self, document_id: str, read: MachineReading | None = None, document: Document | None = None
    ) -> AmendedReading:
        """Return what is shown of a document, or would be if the machine read this of it. Raises NotHeld."""
        with self.database.reading() as connection:
            held = self._document(connection, document_id)
            return self._amend_reading(connection, held, read or self._machine_reading(connection, held), document)

    def findings(
        self,
        review: str | None = None,
        document: str | None = None,
        theme: str | None = None,
        kind: str | None = None,
    ) -> tuple[FindingInContext, ...]:
        """Return the findings that fit all that is given; those of a replaced document only where it is named."""
        if document is not None and not (review or theme or kind):
            with self.database.reading() as connection:
                held = documents.of_id(connection, document)
                if held is not None and (held.replaced_by or held.is_kept_back):
                    return self._unlisted_findings(connection, held)
        return super().findings(review, document, theme, kind)

    def _finding_or_moved(self, connection: Connection, finding_id: str) -> FindingInContext | None:
        found = super()._finding_or_moved(connection, finding_id)
        for document in () if found else corrections.led_to(connection, "replaced", finding_id)[:1]:
            held = documents.of_id(connection, document)
            unlisted = self._unlisted_findings(connection, held) if held is not None else ()
            found = next((one for one in unlisted if one.finding.id == finding_id), None)
        return found

    def _unlisted_findings(self, connection: Connection, held: DocumentSummary) -> tuple[FindingInContext, ...]:
        """Return the findings of a document that a newer version replaces, since citations of them still lead there, or
        of one that is kept back, for those who check it.
        """
        review = reviews.select_review(connection, held.review)
        shown = self._amend_reading(connection, held, self._machine_reading(connection, held))
        return tuple(FindingInContext(one, held, review) for one in shown.findings) if review else ()

    def dropped_finding(self, finding_id: str) -> FindingInContext | None:
        """Return a finding that a person took out as none, as it was before; None for any other and a withdrawn one."""
        with self.database.reading() as connection:
            made = corrections.of_subject(connection, finding_id)
            drop = next((one for one in made if one.field == c.DROP and not one.undone), None)
            held = documents.of_id(connection, drop.document) if drop else None
            review = reviews.select_review(connection, held.review) if held else None
            if drop is None or held is None or review is None or held.is_kept_back:
                return None
            others = [one for one in corrections.of_document(connection, held.id) if one.number != drop.number]
            text, read = documents.text(connection, held.id), self._machine_reading(connection, held)
            shown = amend.amend(text, read, others, self.finish, self.theme_now).findings
        return next((FindingInContext(one, held, review) for one in shown if one.id == finding_id), None)

    def corrected_documents(self) -> tuple[str, ...]:
        """Return the documents that people have corrected."""
        return self.database.ask(corrections.corrected_documents)

    def corrections_of(self, subject: str) -> tuple[Correction, ...]:
        """Return the corrections of a finding, document or review, newest first, also undone ones."""
        return self.database.ask(corrections.of_subject, subject)

    def corrections_in(self, document_id: str) -> tuple[Correction, ...]:
        """Return the corrections of a document and its findings in their order, also undone ones."""
        return self.database.ask(corrections.of_document, document_id)

    def correction_batch(self, batch: int) -> tuple[Correction, ...]:
        """Return the corrections that were made together."""
        return self.database.ask(corrections.of_batch, batch)

    def newest_corrections(self, limit: int) -> tuple[Correction, ...]:
        """Return the corrections made last, newest first."""
        return self.database.ask(corrections.last_corrections, limit)

    # inside one transaction

    def _keep_back(self, connection: Connection, document_id: str) -> None:
        """Let readers see nothing of a document that has just come."""
        self._kept_reading(connection, self._document(connection, document_id))
        mine = t.documents.c.id == document_id
        connection.execute(t.documents.update().where(mine).values(state=KEPT_BACK))
        self._derive(connection, document_id)

    def _machine_reading(self, connection: Connection, held: DocumentSummary) -> MachineReading:
        kept = corrections.reading(connection, held.id)
        if kept is not None:
            return kept
        shown = findings.of_document(connection, held.id)
        ids = {one.id for one in shown}
        inside = [one for one in findings.answers(connection) if one.recommendation in ids and one.action in ids]
        return MachineReading(held.about, tuple(map(amend.without_people, shown)), tuple(inside))

    def _is_corrected(self, connection: Connection, document_id: str) -> bool:
        """Return whether what is shown of a document is made from its reading and corrections, not that alone."""
        kept = corrections.reading(connection, document_id)
        return kept is not None or bool(corrections.of_document(connection, document_id))

    def _kept_reading(self, connection: Connection, held: DocumentSummary) -> MachineReading:
        """Return what the machine read of a document, and keep it from now on."""
        read = self._machine_reading(connection, held)
        if corrections.reading(connection, held.id) is None:
            corrections.keep_reading(connection, held.id, read)
            corrections.adopt(connection, held.id, (one.id for one in read.findings))
        return read

    def _amend_reading(
        self, connection: Connection, held: DocumentSummary, read: MachineReading, document: Document | None = None
    ) -> AmendedReading:
        made = corrections.of_document(connection, held.id)
        if not made:
            return AmendedReading(read.about, read.findings, read.answers)
        return amend.amend(document or documents.text(connection, held.id), read, made, self.finish, self.theme_now)

    def _apply_earlier_decisions(self, connection: Connection, held: DocumentSummary, ids: Iterable[str]) -> None:
        """Apply to a document that has just come what people decided of it before."""
        corrections.adopt(connection, held.id, ids)
        if corrections.of_document(connection, held.id):
            self._kept_reading(connection, held)
            self._derive(connection, held.id)

    def _derive(self, connection: Connection, document_id: str) -> None:
        """Make what is shown of a document again from what was read and what people decided."""
        held = self._document(connection, document_id)
        read = self._machine_reading(connection, held)
        made = corrections.of_document(connection, document_id)
        document = documents.text(connection, document_id)
        before = findings.of_document(connection, document_id)
        shown = amend.amend(document, read, made, self.finish, self.theme_now)
        home = _home(held, made)
        if home[0] != held.review:
            reviews.make(connection, *home)
        holding = [one for one in made if not one.undone]
        check = _check_columns(held, made, holding)
        # an older version is read, and stands in no list or count; nor does what is kept back
        unlisted = bool(held.replaced_by) or check["state"] == KEPT_BACK
        stored = () if unlisted else shown.findings
        connection.execute(
            t.documents.update()
            .where(t.documents.c.id == document_id)
            .values(about=codec.pack(codec.ABOUT, shown.about), review=home[0], finding_count=len(stored), **check)
        )
        for one in shown.findings if unlisted else ():
            corrections.redirect(connection, "replaced", one.id, document_id)
        same_words = {(one.id, one.text) for one in stored}
        linking.forget_threads_of(connection, {one.id for one in before if (one.id, one.text) not in same_words})
        findings.replace_all(connection, document_id, stored, shown.answers if stored else ())
        withdrawn = {one.subject for one in holding if one.field == c.WITHDRAW}
        ledger.list_withdrawn_findings(connection, document_id, withdrawn)
        moved = moved_findings(before, shown.findings, document) | dict(shown.redirects or {})
        for old, new in ((old, new) for old, new in moved.items() if old not in withdrawn):
            corrections.redirect(connection, "finding", old, new)
        self._refresh_review(connection, home[0])
        if home[0] != held.review:
            self._refresh_review(connection, held.review, moved_to=home[0])
        gone = {one.id for one in before} - {one.id for one in stored}
        ledger.send(connection, ledger.DROP, sorted(gone))

    def _refresh_review(self, connection: Connection, slug: str, moved_to: str = "") -> None:
        touched = reviews.refresh(connection, slug)
        if moved_to and reviews.select_review(connection, slug) is None:
            corrections.redirect(connection, "review", slug, moved_to)
            touched |= proposed_cases.settle(connection)  # what was proposed of it is proposed of the other now
        ledger.send(connection, ledger.PUT, findings_of_reviews(connection, touched))

    def _settle_versions(self, connection: Connection, older: Iterable[str]) -> None:
        """Say of each of these documents by which held one it is replaced, if by any."""
        newer = {
            str(one.value): one.document
            for one in corrections.of_field(connection, c.REPLACES)
            if documents.of_id(connection, one.document) is not None
        }
        for document in set(older):
            held = documents.of_id(connection, document)
            if held is not None:
                self._kept_reading(connection, held)  # before its findings leave their table
                mine = t.documents.c.id == document
                connection.execute(t.documents.update().where(mine).values(replaced_by=newer.get(document, "")))
                self._derive(connection, document)


def findings_of_reviews(connection: Connection, slugs: Iterable[str]) -> Sequence[str]:
    """Return the findings of reviews: a new document may change a title or date, which the index holds."""
    return sorted(findings.ids_where(connection, is_among(t.documents.c.review, slugs)))


def _before(held: DocumentSummary, read: MachineReading, shown: Sequence[Finding], one: Amendment) -> object:
    if one.field == c.REVIEW:
        return held.review
    if one.field == c.CHECKED:
        return held.state
    return corrections.before_of(read, shown, one)


def _home(held: DocumentSummary, made: Sequence[Correction]) -> tuple[str, str]:
    """Return the slug of the review that a document belongs to, and what to call it where it is new."""
    moves = [one for one in made if one.field == c.REVIEW]
    holding = [one for one in moves if not one.undone]
    if holding:
        value: Any = holding[-1].value
        return value["slug"], value["title"]
    return (str(moves[0].before), reviews.title_of(held.about, held.name)) if moves else (held.review, "")


def _check_columns(held: DocumentSummary, made: Sequence[Correction], holding: Sequence[Correction]) -> dict[str, str]:
    checks = [one for one in made if one.field == c.CHECKED]
    if not checks:
        return {"state": held.state, "checked": held.checked}
    last = next((one for one in reversed(holding) if one.field == c.CHECKED), None)
    return {"state": "held", "checked": last.at} if last else {"state": str(checks[0].before), "checked": ""}
