"""The store: every question and every change, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import ColumnElement, Connection

from kb.errors import NotHeld, Unwell, Withdrawn
from kb.model import (
    About,
    Answer,
    Collection,
    Document,
    Finding,
    HeldDocument,
    Holding,
    Reading,
    Review,
    fingerprint,
)
from kb.store import codec, documents, findings, ledger, reviews, schema, shelves, verdicts
from kb.store import tables as t
from kb.store.database import Database
from kb.store.documents import AlreadyHeld
from kb.store.findings import Shelved
from kb.store.ledger import Act, Errand, Withdrawal
from kb.store.originals import Originals

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Store:
    """A library's rows and originals. Open it with `Store.open`."""

    def __init__(self, database: Database, originals: Originals, clock: Clock) -> None:
        self.database = database
        self.originals = originals
        self._clock = clock

    @classmethod
    def open(cls, url: str, folder: Path, clock: Clock = utc_now) -> Self:
        """Open the library in `folder` with its rows at `url`, making or migrating both. Raises Unwell, Busy."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Unwell(f"The library's folder {folder} cannot be made: {error.strerror}. Set KB_DATA.") from error
        store = cls(Database(url, folder), Originals(folder / "originals"), clock)
        try:
            schema.migrate(store.database)
            for gone in store.withdrawals():  # a process that died between the rows and the file may have left it
                store.originals.drop(gone.sha256)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def now(self) -> str:
        """Return the time as it is stored."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    # what comes in

    def keep(self, reading: Reading, *, size: int, stated: About, original: Path) -> HeldDocument:
        """Store a document with its findings, notes, audit row and errand for the index, or nothing of it.

        `original` is a private copy of the file, which is moved to its place for good. Raises AlreadyHeld for the same
        bytes or text, Withdrawn for what was taken down.
        """
        document, key = reading.document, codec.text_key(reading.document.text)
        with self.database.writing() as connection:
            self._refuse_known(connection, document.sha256, key)
            slug = reviews.home(reading.about, document.name, reviews.select_reviews(connection))
            reviews.make(connection, slug, reviews.title_of(reading.about, document.name))
            held = HeldDocument(
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
            self._note(connection, "add", held.id, findings=len(reading.findings))
            ledger.send(connection, ledger.PUT, _with_review(connection, slug))
            self.originals.adopt(original, document.sha256)  # before the commit: a row never lacks its file
        return held

    def _refuse_known(self, connection: Connection, sha256: str, key: str) -> None:
        gone = ledger.withdrawal(connection, sha256, key)
        if gone:
            raise Withdrawn(f"This document was withdrawn on {gone.at[:10]} and is not added again.")
        twin = documents.twin(connection, sha256, key)
        if twin:
            raise AlreadyHeld(twin)

    def known(self, sha256: str) -> None:
        """Raise AlreadyHeld or Withdrawn for a file that need not be read."""
        with self.database.reading() as connection:
            self._refuse_known(connection, sha256, "")

    def reread(self, held: HeldDocument, reading: Reading) -> None:
        """Store a new reading of a held document. Findings whose id stays keep their number."""
        with self.database.writing() as connection:
            before = _ids(connection, held.id)
            documents.update(connection, held, reading)
            findings.replace_all(connection, held.id, reading.findings, reading.answers)
            reviews.refresh(connection, held.review)
            self._note(connection, "reread", held.id, findings=len(reading.findings))
            lost = before - {finding.id for finding in reading.findings}
            if lost:
                ledger.send(connection, ledger.DROP, sorted(lost))
            ledger.send(connection, ledger.PUT, _with_review(connection, held.review))

    def retag(self, changed: Sequence[Finding]) -> None:
        """Store new tags, polarity and subjects of these findings; people's decisions stay."""
        with self.database.writing() as connection:
            findings.retag(connection, changed)
            self._note(connection, "retheme", "", findings=len(changed))
            ledger.send(connection, ledger.PUT, [finding.id for finding in changed])

    def decide_theme(self, finding_id: str, theme: str, accepted: bool) -> None:
        """Store that a person gave or refused a finding this theme. Raises NotHeld."""
        with self.database.writing() as connection:
            shelved = findings.by_ids(connection, [finding_id]).get(finding_id)
            if shelved is None:
                raise self._absent(connection, f"No finding {finding_id} is in this library.", finding=finding_id)
            verdicts.decide_theme(connection, finding_id, theme, accepted, self.now())
            findings.retag(connection, [shelved.holding.finding])
            self._note(connection, "decide_theme", finding_id, theme=theme, accepted=accepted)
            ledger.send(connection, ledger.PUT, [finding_id])

    def withdraw(self, document_id: str, reason: str) -> Withdrawal:
        """Take a document down: rows, words and original go, and it is refused when it comes again."""
        with self.database.writing() as connection:
            held = self._document(connection, document_id)
            ids = _ids(connection, document_id)
            text = documents.text(connection, document_id).text
            gone = Withdrawal(
                document=held.id,
                sha256=held.sha256,
                text_key=codec.text_key(text),
                review_key=fingerprint(held.review),
                at=self.now(),
                reason=reason,
            )
            ledger.withdraw(connection, gone, ids)
            documents.delete(connection, document_id)
            reviews.refresh(connection, held.review)
            self._note(connection, "withdraw", document_id, reason=reason)
            ledger.send(connection, ledger.DROP, sorted(ids))
            ledger.send(connection, ledger.PUT, _with_review(connection, held.review))
        self.originals.drop(held.sha256)
        return gone

    def reinstate(self, document_id: str) -> None:
        """Allow a withdrawn document to be added again. Raises NotHeld."""
        with self.database.writing() as connection:
            if not ledger.reinstate(connection, document_id):
                raise NotHeld(f"No withdrawn document {document_id} is known here.")
            self._note(connection, "reinstate", document_id)

    def _note(self, connection: Connection, act: str, subject: str, **detail: object) -> None:
        ledger.record(connection, self.now(), act, subject, **detail)

    def scrub(self) -> None:
        """Take deleted words out of the database's files."""
        self.database.scrub()

    # what is asked

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews, newest first."""
        with self.database.reading() as connection:
            return reviews.select_reviews(connection)

    def review(self, slug: str) -> Review:
        """Return one review. Raises NotHeld or Withdrawn."""
        with self.database.reading() as connection:
            found = next((one for one in reviews.select_reviews(connection) if one.slug == slug), None)
            if found is None:
                key = fingerprint(slug)
                raise self._absent(connection, f"No review {slug!r} is in this library.", review_key=key)
            return found

    def documents(self, review: str | None = None) -> tuple[HeldDocument, ...]:
        """Return all documents, or those of one review, in the order of their coming."""
        with self.database.reading() as connection:
            return documents.listing(connection, review)

    def document(self, document_id: str) -> HeldDocument:
        """Return one document's listing. Raises NotHeld or Withdrawn."""
        with self.database.reading() as connection:
            return self._document(connection, document_id)

    def text(self, document_id: str) -> Document:
        """Return one document with its text. Raises NotHeld or Withdrawn."""
        with self.database.reading() as connection:
            self._document(connection, document_id)
            return documents.text(connection, document_id)

    def stated(self, document_id: str) -> About:
        """Return what a manifest said of a document when it came."""
        with self.database.reading() as connection:
            return documents.stated(connection, document_id)

    def _document(self, connection: Connection, document_id: str) -> HeldDocument:
        held = documents.of_id(connection, document_id)
        if held is None:
            raise self._absent(connection, f"No document {document_id} is in this library.", document=document_id)
        return held

    def _absent(self, connection: Connection, sentence: str, **what: str) -> NotHeld:
        if ledger.is_withdrawn(connection, **what):
            return Withdrawn("This was withdrawn from the library.")
        return NotHeld(sentence)

    def finding(self, finding_id: str) -> Holding:
        """Return one finding with its document and review. Raises NotHeld or Withdrawn."""
        with self.database.reading() as connection:
            found = findings.by_ids(connection, [finding_id]).get(finding_id)
            if found is None:
                raise self._absent(connection, f"No finding {finding_id} is in this library.", finding=finding_id)
            return found.holding

    def holdings(self, ids: Sequence[str]) -> tuple[Holding, ...]:
        """Return these findings in this order; those that are not held are left out."""
        with self.database.reading() as connection:
            found = findings.by_ids(connection, ids)
        return tuple(found[one].holding for one in ids if one in found)

    def shelved(self, ids: Sequence[str]) -> tuple[Shelved, ...]:
        """Return those of these findings that are held, as the index needs them."""
        with self.database.reading() as connection:
            return tuple(findings.by_ids(connection, ids).values())

    @contextmanager
    def everything(self) -> Iterator[tuple[Iterator[Shelved], int]]:
        """Give every finding as the index needs it, with the mark of the last errand that they include."""
        with self.database.reading() as connection:
            mark = ledger.top(connection)
            yield findings.shelved(connection), mark

    def findings(
        self,
        review: str | None = None,
        document: str | None = None,
        theme: str | None = None,
        kind: str | None = None,
    ) -> tuple[Holding, ...]:
        """Return the findings that fit all that is given, in the order of documents and places."""
        where: list[ColumnElement[bool]] = []
        if review is not None:
            where.append(t.documents.c.review == review)
        if document is not None:
            where.append(t.findings.c.document == document)
        if theme is not None:
            where.append(findings.of_theme(theme))
        if kind is not None:
            where.append(t.findings.c.kind == kind)
        with self.database.reading() as connection:
            return tuple(one.holding for one in findings.shelved(connection, *where))

    def present(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these findings' ids that are held."""
        with self.database.reading() as connection:
            return findings.present(connection, ids)

    def answers(self, finding_id: str = "") -> tuple[Answer, ...]:
        """Return all answers, or those in which a finding takes part."""
        with self.database.reading() as connection:
            return findings.answers(connection, finding_id)

    def answered(self, finding_id: str) -> tuple[tuple[Answer, Holding], ...]:
        """Return the answers in which a finding takes part, each with the finding at its other end."""
        linked = self.answers(finding_id)
        others = [one.action if one.recommendation == finding_id else one.recommendation for one in linked]
        held = {holding.finding.id: holding for holding in self.holdings(others)}
        return tuple((answer, held[other]) for answer, other in zip(linked, others, strict=True) if other in held)

    def settled(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return findings with what people decided of their themes."""
        with self.database.reading() as connection:
            decided = findings.decisions(connection, [finding.id for finding in found])
        return tuple(findings.settled(finding, decided.get(finding.id, {})) for finding in found)

    def theme_counts(self) -> Mapping[str, tuple[int, int]]:
        """Return for each theme that is given in how many findings and reviews it is."""
        with self.database.reading() as connection:
            return findings.theme_counts(connection)

    def count(self) -> int:
        """Return how many findings are held."""
        with self.database.reading() as connection:
            return findings.count(connection)

    def ids(self) -> frozenset[str]:
        """Return the ids of all findings."""
        with self.database.reading() as connection:
            return findings.ids(connection)

    def top(self) -> int:
        """Return the number of the last errand for the index."""
        with self.database.reading() as connection:
            return ledger.top(connection)

    def errands(self, after: int) -> tuple[Errand, ...]:
        """Return the errands for the index after this mark."""
        with self.database.reading() as connection:
            return ledger.errands(connection, after)

    def acts(self, limit: int = 100) -> tuple[Act, ...]:
        """Return the newest rows of the audit trail."""
        with self.database.reading() as connection:
            return ledger.acts(connection, limit)

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Return what was taken down."""
        with self.database.reading() as connection:
            return ledger.withdrawals(connection)

    def damage(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the documents and the findings whose stored words no longer fit their hash."""
        with self.database.reading() as connection:
            texts, changed = documents.changed_rows(connection)
            return tuple(texts), tuple(changed)

    def broken_audit(self) -> tuple[int, ...]:
        """Return the numbers of audit rows that were changed or taken out of the chain."""
        with self.database.reading() as connection:
            return ledger.broken_links(connection)

    # what people add

    def judge_echo(self, one: str, other: str, accepted: bool) -> None:
        """Store a person's verdict on whether two findings say the same."""
        with self.database.writing() as connection:
            verdicts.judge(connection, one, other, accepted, self.now())
            ledger.send(connection, ledger.PUT, sorted((one, other)))
            self._note(connection, "judge_echo", f"{min(one, other)} {max(one, other)}", accepted=accepted)

    def verdicts(self) -> Mapping[tuple[str, str], bool]:
        """Return the verdicts on echoes: pair of ids, the smaller first, to accepted."""
        with self.database.reading() as connection:
            return verdicts.echoes(connection)

    def collection(self, key: str) -> Collection:
        """Return the collection of this key; with the editing key it can be saved. Raises NotHeld."""
        with self.database.reading() as connection:
            return shelves.find(connection, key)

    def new_collection(self, collection: Collection) -> Collection:
        """Store a new collection and return it with its keys."""
        with self.database.writing() as connection:
            return shelves.make(connection, collection, self.now())

    def save_collection(self, collection: Collection) -> Collection:
        """Store a changed collection. Raises NotHeld where its `edit_key` is not right."""
        with self.database.writing() as connection:
            return shelves.save(connection, collection, self.now())

    def delete_collection(self, edit_key: str) -> None:
        """Remove the collection of an editing key. Raises NotHeld."""
        with self.database.writing() as connection:
            shelves.delete(connection, edit_key)


def _ids(connection: Connection, document_id: str) -> frozenset[str]:
    return findings.ids_where(connection, t.findings.c.document == document_id)


def _with_review(connection: Connection, slug: str) -> Sequence[str]:
    """Return the findings of a review: a new document may change its title or date, which the index holds."""
    return sorted(findings.ids_where(connection, t.documents.c.review == slug))
