"""The store: every change to what a library keeps, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, select

from kb.core.errors import DocumentWithdrawn, LibraryUnavailable
from kb.core.model import Collection, DocumentSummary, Finding, Metadata, Reading
from kb.store import (
    codec,
    collections,
    corrections,
    documents,
    findings,
    full_text,
    joining,
    ledger,
    linking,
    odd_times,
    reviews,
    schema,
    strange_objects,
    unreadable,
    verdicts,
    wrong_keys,
    wrong_values,
)
from kb.store import tables as t
from kb.store.amendments import Clock, findings_of_reviews
from kb.store.belonging import ReviewTypes
from kb.store.database import BUSY_SECONDS, Database
from kb.store.documents import AlreadyHeld
from kb.store.linking import LinkingTables
from kb.store.places import moved_findings
from kb.store.recurrence import Recurrences
from kb.store.server import ServerLimits
from kb.store.strange_objects import StrangeObject
from kb.store.unreadable import UnreadableValue
from kb.store.withdrawal_store import WithdrawalStore
from kb.store.wrong_keys import WrongKey, differ_by_a_letter
from kb.store.wrong_values import WrongValue
from kb.vocabulary import load

_PASSES = 3  # over wrong keys


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Store(WithdrawalStore):
    """A library's rows and originals. Open it with `Store.open`."""

    def __init__(
        self, database: Database, folder: Path, clock: Clock, types: ReviewTypes, originals: Path | None = None
    ) -> None:
        super().__init__(database, folder, clock, originals)
        self._types = types
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
        """Raise LibraryUnavailable where there are originals and the database that listed them is missing or empty."""
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
        """Store a document with its findings, notes, audit row and index change, or nothing of it.

        `original` is a private copy of the file, which is moved to its place for good. Raises AlreadyHeld for the same
        bytes or text, Withdrawn for what was taken down.
        """
        document, key = reading.document, codec.document_key(reading.document)
        with self.database.writing() as connection:
            self._refuse_known(connection, document.sha256, key)
            slug, may_join, reading, papers = self._place(connection, reading)
            document = reading.document
            reviews.make(connection, slug, reviews.title_of(reading.about, document.name))
            held = replace(_summary_of(reading, slug, size), added=self.now(), may_join=may_join)
            documents.insert(connection, held, reading, stated)
            findings.insert(connection, held.id, reading.findings, reading.answers)
            for earlier in papers:
                joining.bring_papers(connection, earlier, slug, reviews.title_of(reading.about, document.name))
                self._refresh_review(connection, earlier, moved_to=slug)
            touched = reviews.refresh(connection, slug)
            self.note(connection, "add", held.id, findings=len(reading.findings))
            self._apply_earlier_decisions(connection, held, (one.id for one in reading.findings))
            self._withdraw_listed_findings(connection, held.id)
            if self.keeps_back:
                self._keep_back(connection, held.id)
            ledger.send(connection, ledger.PUT, findings_of_reviews(connection, touched))
            self.originals.adopt(original, document.sha256)  # before the commit: a row never lacks its file
            kept = documents.of_id(connection, held.id)
        return replace(kept or held, findings=held.findings) if self.keeps_back else kept or held

    def _place(self, connection: Connection, reading: Reading) -> tuple[str, str, Reading, tuple[str, ...]]:
        """Return the slug of a document's review, that of one it may belong to, the reading with a note on it, and the
        reviews of papers that came before it and are one with it.
        """
        held, may_join = reviews.select_reviews(connection), ""
        if reading.about.review is None and (belonging := joining.review_by_signs(connection, reading, self._types)):
            title = next(review.title for review in held if review.slug == belonging.slug)
            note = joining.note_of(belonging, title)
            reading = replace(reading, document=replace(reading.document, notes=(*reading.document.notes, note)))
            if belonging.certain:
                return belonging.slug, "", reading, belonging.also
            may_join = belonging.slug
        return reviews.home(reading.about, reading.document.name, held), may_join, reading, ()

    def _refuse_known(self, connection: Connection, sha256: str, key: str) -> None:
        gone = ledger.withdrawal(connection, sha256, key)
        if gone:
            raise DocumentWithdrawn(
                f"This document was withdrawn on {gone.at[:10]} and is not added again. A keeper can allow it: "
                "“Withdrawn documents” on the keeper’s desk, or kb reinstate."
            )
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
            lost = {one.id for one in before} - {finding.id for finding in reading.findings}
            linking.forget_threads_of(connection, lost)
            self.note(connection, "reread", held.id, findings=len(reading.findings))
            if corrected:
                self._renew(connection, held, reading)
                return
            documents.update(connection, held, joining.with_joining(reading, held))
            findings.replace_all(connection, held.id, reading.findings, reading.answers)
            touched = reviews.refresh(connection, held.review)
            for old, new in moved_findings(before, reading.findings, reading.document).items():
                corrections.redirect(connection, "finding", old, new)
            if lost:
                ledger.send(connection, ledger.DROP, sorted(lost))
            ledger.send(connection, ledger.PUT, findings_of_reviews(connection, touched))

    def strange_objects(self) -> tuple[StrangeObject, ...]:
        """Return what is in the database that the library did not make."""
        return self.database.ask(strange_objects.find)

    def lacking_indexes(self) -> tuple[str, ...]:
        """Return the statements that make indexes of the database again that are gone."""
        return self.database.ask(strange_objects.lacking_indexes)

    def odd_times(self) -> tuple[WrongValue, ...]:
        """Return the times in rows that cannot be read."""
        return self.database.ask(odd_times.find, self.now())

    def times_ahead(self, latest: str) -> Mapping[str, int]:
        """Return how many rows of each table have a time that comes after `latest`."""
        return self.database.ask(odd_times.find_ahead, latest)

    def mend_times(self) -> None:
        """Set the times in rows right that cannot be read."""
        odd = self.odd_times()
        if odd:
            with self.database.writing() as connection:
                wrong_values.put(connection, odd)
                self.note(connection, "reread", "", times=[one.sentence for one in odd])

    def wrong_values(self) -> tuple[WrongValue, ...]:
        """Return values of documents and reviews that contradict the rows from which they follow."""
        return self.database.ask(wrong_values.find)

    def mend_values(self) -> None:
        """Set such values right."""
        wrong = self.wrong_values()
        if wrong:
            with self.database.writing() as connection:
                wrong_values.mend(connection, wrong)
                self.note(connection, "reread", "", values=[one.sentence for one in wrong])

    def wrong_keys(self) -> tuple[WrongKey, ...]:
        """Return keys by which rows do not find one another; none on a server, which refuses such rows."""
        if self.database.dialect != "sqlite":
            return ()
        return self.database.ask(wrong_keys.find)

    def mend_keys(self) -> None:
        """Set right the keys of which it is known what they should be; some are known only once others are right."""
        for _ in range(_PASSES):
            known = [one for one in self.wrong_keys() if one.should]
            if not known:
                return
            with self.database.writing() as connection:
                wrong_keys.mend(connection, known)
                self.note(connection, "reread", "", keys=[one.sentence for one in known])

    def damaged_hashes(self) -> Mapping[str, str]:
        """Return by a document's id the hash of the original file that lies here in place of one that is missing.

        The two differ in a letter: it is the row that was damaged.
        """
        with self.database.reading() as connection:  # the two columns alone: others may be damaged, too
            held = {row.sha256: row.id for row in connection.execute(select(t.documents.c.sha256, t.documents.c.id))}
        there = set(self.originals.hashes())
        found: dict[str, str] = {}
        for missing in held.keys() - there:
            near = [one for one in there - held.keys() if differ_by_a_letter(one.encode(), missing.encode())]
            if len(near) == 1:
                found[held[missing]] = near[0]
        return found

    def mend_hashes(self) -> None:
        """Set right the hashes of documents whose original file lies here under one that differs in a letter."""
        for document, sha256 in self.damaged_hashes().items():
            with self.database.writing() as connection:
                connection.execute(t.documents.update().where(t.documents.c.id == document).values(sha256=sha256))
                self.note(connection, "reread", document, sha256=sha256)

    def clear_unreadable(self, values: Sequence[UnreadableValue]) -> None:
        """Put values that cannot be read to nothing; their documents must be read again."""
        with self.database.writing() as connection:
            unreadable.clear(connection, values)
            for document in sorted({one.document for one in values}):
                columns = sorted({f"{one.table.name}.{one.column}" for one in values if one.document == document})
                self.note(connection, "reread", document, unreadable=columns)

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

    def scrub(self, wait: float = BUSY_SECONDS) -> bool:
        """Take deleted words out of the database's files; return whether they are gone. Raises LibraryBusy."""
        return self.database.scrub(wait)

    def index_texts(self) -> None:
        """Make the index of the texts of all documents anew."""
        with self.database.writing() as connection:
            full_text.fill(connection)

    def text_differences(self) -> tuple[tuple[str, ...], int]:
        """Return documents whose texts are not indexed page by page, and how many indexed pages belong to no text."""
        return self.database.ask(full_text.find_differences)

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

    def change_collection(self, edit_key: str, changed: Callable[[Collection], Collection]) -> Collection:
        """Store what `changed` makes of a collection as it is now. Raises NotHeld, and what `changed` raises."""
        with self.database.writing() as connection:
            return collections.change(connection, edit_key, changed, self.now())

    def delete_collection(self, edit_key: str) -> None:
        """Remove the collection of an editing key. Raises NotHeld."""
        with self.database.writing() as connection:
            collections.delete(connection, edit_key)


def _summary_of(reading: Reading, review: str, size: int) -> DocumentSummary:
    """Return what is listed of a document of `size` bytes, before it is known when it was added."""
    document = reading.document
    return DocumentSummary(
        id=document.sha256[:16],
        review=review,
        name=document.name,
        format=document.format,
        sha256=document.sha256,
        size=size,
        added="",
        pages=len(document.pages),
        about=reading.about,
        notes=document.notes,
        findings=len(reading.findings),
    )
