"""Withdrawing, reading anew, indexing and checking: the part of `Library` that keeps house."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.readers.pdf import tesseract
from kb.app.add import Adding
from kb.app.backup import Backup, back_up
from kb.app.backup_places import tell_places
from kb.app.doctor import Doctor
from kb.app.erasure import Eraser
from kb.app.index import Indexer
from kb.app.library_themes import LibraryThemes
from kb.app.move import Move, move
from kb.app.reports import (
    AddReport,
    ChangeReport,
    Diagnosis,
    Health,
    NearMiss,
    Outcome,
    Progress,
)
from kb.app.review_light import ReviewLight
from kb.core.errors import BadQuestion, DocumentWithdrawn, LibraryBusy, LibraryUnavailable
from kb.core.model import (
    Reading,
)
from kb.store import Withdrawal


class LibraryUpkeep(LibraryThemes):
    """Keeps the library whole, and says whether it is. `Library` is made of it."""

    _indexer: Indexer
    _adding: Adding
    _eraser: Eraser
    _doctor: Doctor
    _light: ReviewLight

    def withdraw_documents(self, document_ids: Sequence[str], reason: str = "", by: str = "") -> None:
        """Take several documents down, as `withdraw` does with one. Raises BadQuestion where there is none."""
        if not document_ids:
            raise BadQuestion("There is no document to withdraw.")
        gone = list[str]()
        reviews = {one.review for one in self._store.documents_by_id(document_ids).values()}
        try:
            for document in document_ids:
                try:
                    self._store.withdraw(document, reason, by)
                except DocumentWithdrawn:  # by another session meanwhile
                    if not gone and document == document_ids[-1]:
                        raise
                else:
                    gone.append(document)
        finally:  # where one cannot be taken down, those before it are, and leave no words
            if gone:
                try:
                    self._light.shed(reviews)
                finally:
                    tell_places(self.settings.data)
                    self._erase(gone)

    def withdraw(self, document_id: str, reason: str = "", by: str = "") -> None:
        """Take a document down: hide it everywhere, erase its words from the files, and refuse it if it is added again.

        Raises LibraryBusy or LibraryUnavailable where it is down but words are still in a file; that is finished at the
        next opening.
        """
        self.withdraw_documents([document_id], reason, by)

    def _erase(self, withdrawn: Sequence[str]) -> None:
        try:
            self._eraser.finish()
            self._upkeep.tell_of_changes()
        except (LibraryBusy, LibraryUnavailable) as error:
            shows, its = (
                ("is withdrawn and shows", "its") if len(withdrawn) == 1 else ("are withdrawn and show", "their")
            )
            raise type(error)(
                f"{', '.join(withdrawn)} {shows} nowhere, but {its} words are not yet gone from the library's files: "
                f"{str(error).rstrip('.')}. The next `kb` command that opens the library finishes it; `kb doctor` says "
                "whether anything is left."
            ) from error

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Return what is known of the documents that were withdrawn, the last one first: nothing of what they said."""
        return tuple(sorted(self._store.withdrawals(), key=lambda one: one.at, reverse=True))

    def reinstate(self, document_id: str, by: str = "", reason: str = "") -> None:
        """Allow a withdrawn document to be added again. Raises NotHeld."""
        self._store.reinstate(document_id, by, reason)
        tell_places(self.settings.data)

    def trace(self, path: Path) -> Reading:
        """Return what each step of reading sees in a file, in the light of its review where it is held; store nothing.

        Raises FileRefused.
        """
        reading = self._adding.read(path)
        held = self._store.documents_by_id([reading.document.sha256[:16]])
        return self._light.of(next(iter(held.values())), reading) if held else reading

    def near_misses(self, reading: Reading) -> tuple[NearMiss, ...]:
        """Return the statements of a file that came near to being findings, the likeliest first, each with why not."""
        # imported here: showing pages needs no readers of files
        from ingest.findings.weighed_statements import under_bar

        near = under_bar(reading.document, self.vocabulary)
        return tuple(NearMiss(text, told.kind, told.why) for text, told in near)

    def retheme(self, dry_run: bool = False) -> ChangeReport:
        """Give every finding its themes anew by the vocabulary as it is; what people decided stays."""
        report = self._renewing.retheme(dry_run)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated
        return report

    def reread(self, dry_run: bool = False) -> ChangeReport:
        """Read every original again; findings whose words did not change keep their ids."""
        report = self._renewing.reread(dry_run)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated
        return report

    @property
    def can_recognise(self) -> bool:
        """Whether this machine can read pictures of text."""
        return tesseract.is_installed()

    def recognise(self, document_id: str) -> Outcome:
        """Read the pages of a document that are pictures by text recognition; its findings keep what people decided.

        Raises NotHeld, FileRefused, LibraryUnavailable.
        """
        outcome = self._renewing.recognise(document_id, self.settings.ocr_on_request)
        self._upkeep.tell_of_changes()  # it is kept even where the index cannot be updated
        return outcome

    def rebuild(self, progress: Progress | None = None) -> AddReport:
        """Read every original file that has no document into the library; names and manifests are not known."""
        report = self._adding.rebuild(progress, self._upkeep.index)
        self._upkeep.catch_up()
        return report

    def doctor(self, deep: bool = False) -> Diagnosis:
        """Check the library; each fault comes with its remedy."""
        return self._doctor.diagnose(deep)

    def back_up(self, to: Path) -> Backup:
        """Make a backup in a new folder under `to`. Raises BadQuestion, LibraryUnavailable."""
        return back_up(self._store, self.settings, to)

    def move(self, to: str, tell: Callable[[str], None]) -> Move:
        """Copy all rows into the empty database at `to`. Raises BadQuestion, NotHeld, LibraryUnavailable."""
        return move(self._store, to, self.settings.data, tell)

    def reindex(self) -> int:
        """Rebuild the search index, and links whose encoder is not here; return how many findings the index has."""
        self._indexer.rebuild()
        self._store.index_texts()
        self._upkeep.catch_up(without_encoder=True)
        return self._engine.count()

    def behind(self) -> bool:
        """Return whether findings wait for their themes, or the index or what recurs lacks changes of the library."""
        self.follow_vocabulary()
        return self._retagging.waits() or self._upkeep.behind()

    def catch_up(self) -> None:
        """Bring themes, the search index and what recurs up to date. Raises LibraryBusy, LibraryUnavailable."""
        self._retagging.run(self._find_themes)
        self._upkeep.catch_up()

    def catch_up_index(self) -> None:
        """Bring the search index up to date, and erase here what was withdrawn anywhere. Raises as `catch_up` does."""
        self._upkeep.catch_up_index()

    def index_few(self, most: int) -> bool:
        """Let newest findings be searched where `most` or fewer wait; return whether all can be. Raises LibraryBusy."""
        return self._upkeep.index_few(most)

    def health(self) -> Health:
        """Return whether the library can answer now, and its counts."""
        reviews, documents = self._store.shown_to_readers()
        top, mark = self._store.top(), self._indexer.reached_mark()
        ready = mark == top
        sentence = "Ready." if ready else "The search index is being brought up to date."
        return Health(ready, sentence, len(reviews), len(documents), self._store.count(), top, mark)
