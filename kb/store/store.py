"""The store: every change to what a library keeps, each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from kb.core.corrections import REPLACES, WITHDRAW, Correction
from kb.core.errors import DocumentWithdrawn, LibraryUnavailable, NotHeld
from kb.core.model import Collection, DocumentSummary, Finding, Metadata, Reading, fingerprint
from kb.store import (
    codec,
    collections,
    corrections,
    documents,
    finding_withdrawals,
    findings,
    full_text,
    joining,
    ledger,
    linking,
    reviews,
    schema,
    verdicts,
    withdrawals,
)
from kb.store import tables as t
from kb.store.amend import MachineReading, moved_findings
from kb.store.amendments import Clock, CorrectedStore, with_review
from kb.store.belonging import ReviewTypes
from kb.store.database import BUSY_SECONDS, Database
from kb.store.documents import AlreadyHeld
from kb.store.erasing import ErasureMark
from kb.store.ledger import Withdrawal
from kb.store.linking import LinkingTables
from kb.store.originals import Originals
from kb.store.recurrence import Recurrences
from kb.store.server import ServerLimits
from kb.store.withdrawals import Takedown
from kb.vocabulary import load


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Store(CorrectedStore):
    """A library's rows and originals. Open it with `Store.open`."""

    def __init__(
        self, database: Database, folder: Path, clock: Clock, types: ReviewTypes, originals: Path | None = None
    ) -> None:
        super().__init__(database, clock)
        self._types = types
        self.originals = Originals(originals or folder / "originals")
        self._takedowns = folder / withdrawals.FILE
        self.erasure = ErasureMark(folder)
        self.recurrences = Recurrences(database)
        self.linking_tables = LinkingTables(database)

    @classmethod
    def open(
        cls,
        url: str,
        folder: Path,
        clock: Clock = utc_now,
        *,
        anew: bool = False,
        wait: float = BUSY_SECONDS,
        limits: ServerLimits | None = None,
        types: ReviewTypes | None = None,
        originals: Path | None = None,
    ) -> Self:
        """Open the library in `folder` with its rows at `url`, making or migrating both. Raises LibraryUnavailable,
        LibraryBusy.

        Originals without rows are no new library and are refused, unless the rows are to be made `anew`. `wait` is how
        long to wait for another who writes, `limits` how long a server may take, `types` the review types by which a
        document joins a review, those supplied where none are given, and `originals` another folder for files.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryUnavailable(
                f"The library's folder {folder} cannot be made: {error.strerror}. Set KB_DATA."
            ) from error
        types = load().review_types if types is None else types
        store = cls(Database(url, folder, wait, limits), folder, clock, types, originals)
        try:
            if not anew:
                store._refuse_lost_rows()
            schema.migrate(store.database)
            store._take_down_again()
        except BaseException:
            store.close()
            raise
        return store

    def _refuse_lost_rows(self) -> None:
        """Raise LibraryUnavailable where there are originals and the database that told of them is missing or empty."""
        if next(self.originals.hashes(), None) is None:
            return
        file = self.database.file()
        if file is None or (file.exists() and file.stat().st_size):
            with self.database.reading() as connection:
                if schema.revision(connection):
                    return
        where = "at KB_DATABASE" if file is None else f"at {file}"
        raise LibraryUnavailable(
            f"There are original files in {self.originals.folder} but no rows {where}: the library's database is "
            "missing or empty. Nothing was changed. Put the database back, or restore a backup with `kb restore`; "
            "where there is no backup, `kb rebuild` reads the originals again. Remove no file: it may be the last copy."
        )

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    # what comes in

    def keep(self, reading: Reading, *, size: int, stated: Metadata, original: Path) -> DocumentSummary:
        """Store a document with its findings, notes, audit row and errand for the index, or nothing of it.

        `original` is a private copy of the file, which is moved to its place for good. Raises AlreadyHeld for the same
        bytes or text, Withdrawn for what was taken down.
        """
        document, key = reading.document, codec.document_key(reading.document)
        with self.database.writing() as connection:
            self._refuse_known(connection, document.sha256, key)
            slug, reading = self._place(connection, reading)
            document = reading.document
            reviews.make(connection, slug, reviews.title_of(reading.about, document.name))
            held = DocumentSummary(
                id=document.sha256[:16],
                review=slug,
                name=document.name,
                format=document.format,
                sha256=document.sha256,
                size=size,
                added=self.now(),
                pages=len(document.pages),
                about=reading.about,
                notes=document.notes,
                findings=len(reading.findings),
            )
            documents.insert(connection, held, reading, stated)
            findings.insert(connection, held.id, reading.findings, reading.answers)
            reviews.refresh(connection, slug)
            self.note(connection, "add", held.id, findings=len(reading.findings))
            self._apply_earlier_decisions(connection, held, (one.id for one in reading.findings))
            self._withdraw_listed_findings(connection, held.id)
            if self.keeps_back:
                self._keep_back(connection, held.id)
            ledger.send(connection, ledger.PUT, with_review(connection, slug))
            self.originals.adopt(original, document.sha256)  # before the commit: a row never lacks its file
            kept = documents.of_id(connection, held.id)
        return replace(kept or held, findings=held.findings) if self.keeps_back else kept or held

    def _place(self, connection: Connection, reading: Reading) -> tuple[str, Reading]:
        """Return the slug of a document's review, and the reading with a note on how it was found."""
        held = reviews.select_reviews(connection)
        if reading.about.review is None and (belonging := joining.review_by_signs(connection, reading, self._types)):
            title = next(review.title for review in held if review.slug == belonging.slug)
            note = joining.note_of(belonging, title)
            reading = replace(reading, document=replace(reading.document, notes=(*reading.document.notes, note)))
            if belonging.certain:
                return belonging.slug, reading
        return reviews.home(reading.about, reading.document.name, held), reading

    def _refuse_known(self, connection: Connection, sha256: str, key: str) -> None:
        gone = ledger.withdrawal(connection, sha256, key)
        if gone:
            raise DocumentWithdrawn(f"This document was withdrawn on {gone.at[:10]} and is not added again.")
        twin = documents.twin(connection, sha256, key)
        if twin:
            raise AlreadyHeld(twin, sha256)

    def refuse_known(self, sha256: str) -> None:
        """Raise AlreadyHeld or DocumentWithdrawn for a file that need not be read."""
        with self.database.reading() as connection:
            self._refuse_known(connection, sha256, "")

    def reread(self, held: DocumentSummary, reading: Reading) -> None:
        """Store a new reading of a held document. Findings whose id stays keep their number, corrections hold."""
        with self.database.writing() as connection:
            corrected = self._is_corrected(connection, held.id)
            before = findings.of_document(connection, held.id)
            held = self._document(connection, held.id)
            documents.update(connection, held, joining.with_joining(reading, held))
            lost = {one.id for one in before} - {finding.id for finding in reading.findings}
            linking.forget_threads_of(connection, lost)
            self.note(connection, "reread", held.id, findings=len(reading.findings))
            if corrected:
                read = MachineReading(reading.about, reading.findings, reading.answers)
                corrections.keep_reading(connection, held.id, read)
                self._derive(connection, held.id)
                return
            findings.replace_all(connection, held.id, reading.findings, reading.answers)
            reviews.refresh(connection, held.review)
            for old, new in moved_findings(before, reading.findings, reading.document).items():
                corrections.redirect(connection, "finding", old, new)
            if lost:
                ledger.send(connection, ledger.DROP, sorted(lost))
            ledger.send(connection, ledger.PUT, with_review(connection, held.review))

    def retag(self, document_id: str, found: Sequence[Finding]) -> None:
        """Store new tags, polarity and subjects of what the machine read of a document; corrections hold."""
        with self.database.writing() as connection:
            self.note(connection, "retheme", document_id, findings=len(found))
            if self._is_corrected(connection, document_id):
                read = self._machine_reading(connection, self._document(connection, document_id))
                corrections.keep_reading(connection, document_id, replace(read, findings=tuple(found)))
                self._derive(connection, document_id)
                return
            findings.retag(connection, found)
            ledger.send(connection, ledger.PUT, [finding.id for finding in found])

    def withdraw(self, document_id: str, reason: str, person: str = "") -> None:
        """Take a document down: rows, words and original go, and it is refused when it comes again.

        The erasure mark stays until the index has heard of it and `scrub` has returned True.
        """
        with self.database.reading() as connection:
            self._document(connection, document_id)
        self.erasure.make()
        with self.database.writing() as connection:
            held = self._document(connection, document_id)
            key = codec.text_key(documents.text(connection, document_id).text)
            gone = Withdrawal(held.id, held.sha256, key, fingerprint(held.review), self.now(), reason)
            act = self._next_act(connection, held.id, gone)
            self._take_down(connection, act, replace(gone, at=act.at), person)
        with suppress(LibraryUnavailable):  # tried again, and told, where the words are taken out of all files
            self.originals.drop(held.sha256)
        self._list_takedowns()

    def _take_down(self, connection: Connection, act: Takedown, gone: Withdrawal, person: str = "") -> None:
        held = documents.of_id(connection, gone.document)
        ids = findings.ids_where(connection, t.findings.c.document == gone.document)
        older = [str(one.value) for one in corrections.of_document(connection, gone.document) if one.field == REPLACES]
        ledger.withdraw(connection, gone, ids)
        corrections.forget(connection, gone.document)  # they hold words of it
        self.note(connection, "withdraw", gone.document, person, reason=gone.reason, turn=act.turn)
        if held is not None:
            linking.forget_threads_of(connection, ids)
            documents.delete(connection, gone.document)
            reviews.refresh(connection, held.review)
            ledger.send(connection, ledger.DROP, sorted(ids))
            ledger.send(connection, ledger.PUT, with_review(connection, held.review))
            self._settle_versions(connection, older)

    def _take_down_again(self) -> None:
        """Finish what a process that died began, and do again what an older copy of the rows has undone."""
        with self.database.reading() as connection:
            last = withdrawals.latest_takedowns(self._takedown_acts(connection))
            known = {one.document for one in ledger.withdrawals(connection)}
            added = {one: held.added for one in last if (held := documents.of_id(connection, one))}
        for document, act in last.items():
            if act.finding:
                continue
            if act.gone is None and document in known:
                with self.database.writing() as connection:
                    self._reinstate(connection, act)
            elif act.gone is not None and document not in known and not _is_outdated(act, added.get(document)):
                self.erasure.make()
                with self.database.writing() as connection:
                    self._take_down(connection, act, act.gone)
        if self.unheard_withdrawals():
            self.erasure.make()
        self._drop_withdrawn()  # one that cannot be removed keeps nobody out; the doctor tells of it
        self._list_takedowns()

    def unheard_withdrawals(self) -> bool:
        """Whether documents are withdrawn, as by another machine, of which this machine's list does not tell."""
        listed = {one.document for one in withdrawals.read_withdrawals(self._takedowns) if one.gone is not None}
        return any(one.document not in listed for one in self.withdrawals())

    def hear_of_withdrawals(self) -> None:
        """Let go of the original files of all that is withdrawn, and list it on this machine. Raises LibraryUnavailable
        where a file cannot be removed, once all others are.
        """
        left = self._drop_withdrawn()
        self._list_takedowns()
        if left is not None:
            raise left

    def _drop_withdrawn(self) -> LibraryUnavailable | None:
        return self.originals.drop_each(gone.sha256 for gone in self.withdrawals())

    def withdraw_findings_again(self) -> None:
        """Do again what older rows do not know of single findings, and list what the list lacks."""
        with self.database.reading() as connection:
            last = withdrawals.latest_takedowns(withdrawals.read_withdrawals(self._takedowns))
            holding = corrections.of_field(connection, WITHDRAW)
            named = {act.document for act in last.values() if act.finding and act.gone}
            held = [one for one in sorted(named) if documents.of_id(connection, one)]
        for one in finding_withdrawals.find_outdated(last, holding):
            self.undo(one.batch)
        missing = list(finding_withdrawals.find_unlisted(last, holding))
        if missing:
            self._list_findings(missing)
        for document in held:
            with self.database.writing() as connection:
                self._withdraw_listed_findings(connection, document)

    def _withdraw_listed_findings(self, connection: Connection, document: str) -> None:
        last = withdrawals.latest_takedowns(withdrawals.read_withdrawals(self._takedowns)).values()
        acts = [act for act in last if act.finding and act.document == document]
        if acts:
            holding = [one for one in corrections.of_document(connection, document) if not one.undone]
            holding = [one for one in holding if one.field == WITHDRAW]
            shown = findings.of_document(connection, document)
            for one, reason in finding_withdrawals.find_lacking(acts, holding, shown):
                self._amend(connection, document, [one], "", reason)

    def _list_findings(self, changed: Sequence[Correction]) -> None:
        acts = withdrawals.read_withdrawals(self._takedowns)
        self._write_takedowns(finding_withdrawals.with_changes(acts, changed))

    def reinstate(self, document_id: str, person: str = "") -> None:
        """Allow a withdrawn document to be added again. Raises NotHeld."""
        with self.database.writing() as connection:
            act = self._next_act(connection, document_id, None)
            if not self._reinstate(connection, act, person):
                raise NotHeld(f"No withdrawn document {document_id} is known here.")
            # before the commit: where the file cannot be written, nothing is reinstated
            self._list_takedowns(act, connection)

    def _reinstate(self, connection: Connection, act: Takedown, person: str = "") -> bool:
        known = ledger.reinstate(connection, act.document)
        if known:
            self.note(connection, "reinstate", act.document, person, turn=act.turn, since=act.at)
        return known

    def _next_act(self, connection: Connection, document: str, gone: Withdrawal | None) -> Takedown:
        return withdrawals.next_act(self._takedown_acts(connection), document, self.now(), gone)

    def _takedown_acts(self, connection: Connection) -> list[Takedown]:
        """Return what the list in the file and the rows themselves know of withdrawals and reinstatements."""
        acts = list(withdrawals.read_withdrawals(self._takedowns))
        noted = ledger.last_acts(connection, ("withdraw", "reinstate"))
        known = {one.document: one for one in ledger.withdrawals(connection)}
        for document, gone in known.items():
            detail = json.loads(noted[document].detail) if document in noted else {}
            acts.append(Takedown(document, gone.at, detail.get("turn", 0), gone))
        for document, note in noted.items():
            if note.act == "reinstate" and document not in known:
                detail = json.loads(note.detail)
                acts.append(Takedown(document, detail.get("since", note.at), detail.get("turn", 0)))
        return acts

    def _list_takedowns(self, act: Takedown | None = None, connection: Connection | None = None) -> None:
        """Make the file list what happened last to each document; `act` is still to be committed."""
        with self.database.reading() if connection is None else nullcontext(connection) as open_connection:
            acts = self._takedown_acts(open_connection)
        self._write_takedowns([*acts, act] if act else acts)

    def _write_takedowns(self, acts: Iterable[Takedown]) -> None:
        last = tuple(withdrawals.latest_takedowns(acts).values())
        if set(last) != set(withdrawals.read_withdrawals(self._takedowns)):
            withdrawals.write(self._takedowns, sorted(last, key=lambda one: (one.order, one.document)))

    def scrub(self, wait: float = BUSY_SECONDS) -> bool:
        """Take deleted words out of the database's files; return whether they are gone. Raises LibraryBusy."""
        return self.database.scrub(wait)

    def index_texts(self) -> None:
        """Make the index of the texts of all documents anew."""
        with self.database.writing() as connection:
            full_text.fill(connection)

    def text_differences(self) -> tuple[tuple[str, ...], int]:
        """Return documents whose texts are not indexed page by page, and how many indexed pages belong to no text."""
        with self.database.reading() as connection:
            return full_text.find_differences(connection)

    # what people add

    def judge_echo(self, one: str, other: str, accepted: bool, person: str = "") -> None:
        """Store a person's verdict on whether two findings say the same."""
        with self.database.writing() as connection:
            verdicts.judge(connection, one, other, accepted, self.now(), person)
            ledger.send(connection, ledger.PUT, sorted((one, other)))
            self.note(connection, "judge_echo", f"{min(one, other)} {max(one, other)}", person, accepted=accepted)

    def forget_verdict(self, one: str, other: str, person: str = "") -> None:
        """Take back a person's verdict on two findings, if there is one."""
        with self.database.writing() as connection:
            if verdicts.forget(connection, one, other):
                ledger.send(connection, ledger.PUT, sorted((one, other)))
                self.note(connection, "forget_verdict", f"{min(one, other)} {max(one, other)}", person)

    def new_collection(self, collection: Collection, most: int = 0) -> Collection:
        """Store a new collection and return it with its keys. Raises BadQuestion where `most` are held already."""
        with self.database.writing() as connection:
            return collections.make(connection, collection, self.now(), most)

    def tidy_collections(self, days: int, dry_run: bool = False) -> int:
        """Remove collections that nobody changed for `days` and of which no use was noted; return how many."""
        before = (self._clock().astimezone(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with self.database.writing() as connection:
            done = collections.tidy(connection, before, dry_run)
            if done and not dry_run:
                self.note(connection, "tidy_collections", f"{days} days", removed=done)
            return done

    def save_collection(self, collection: Collection) -> Collection:
        """Store a changed collection. Raises NotHeld where its `edit_key` is not right."""
        with self.database.writing() as connection:
            return collections.save(connection, collection, self.now())

    def delete_collection(self, edit_key: str) -> None:
        """Remove the collection of an editing key. Raises NotHeld."""
        with self.database.writing() as connection:
            collections.delete(connection, edit_key)


def _is_outdated(act: Takedown, added: str | None) -> bool:
    """Whether a document came after its withdrawal: lists without turns do not tell of reinstatements."""
    return act.turn == 0 and added is not None and added > act.at
