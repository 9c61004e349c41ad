"""Apply a changed vocabulary or reader to the documents in the library; a dry run says first what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from ingest.sandbox.pool import run_in_new_process
from ingest.themes.surroundings import tag_document
from kb.app.add import NO_TESSERACT, Adding, kept_sentence
from kb.app.reader_pool import ReaderPool
from kb.app.reports import KEPT, KEPT_WITH_NOTES, Change, ChangeReport, Outcome
from kb.app.review_light import ReviewLight, without_tags
from kb.core.document import NEEDS_OCR, READ_BY_OCR, Document, Note
from kb.core.errors import KbError, LibraryUnavailable, NotHeld
from kb.core.model import DocumentSummary, Finding, Reading
from kb.store import Store
from kb.store.amend import MachineReading
from kb.store.joining import without_joining
from kb.store.unreadable import UnreadableValue
from kb.vocabulary import Vocabulary

_OF_THEMES = frozenset(("tags", "polarity", "subjects"))
_RECOGNISED_ONCE = "Page {} is a picture and was read by text recognition (OCR); check its words against the page."
_SPOKEN = {"quotation": "words", "text": "words", "span": "place"}


def _pages_with_words(held: Document) -> set[int]:
    """Return the numbers of the pages of which words are held."""
    ends = [*(page.start for page in held.pages[1:]), len(held.text)]
    return {page.number for page, end in zip(held.pages, ends, strict=True) if held.text[page.start : end].strip()}


class Renewing:
    """Renews one library."""

    def __init__(self, vocabulary: Vocabulary, store: Store, adding: Adding) -> None:
        self._vocabulary = vocabulary
        self._store = store
        self._adding = adding
        self._light = ReviewLight(store, vocabulary)

    def retheme(self, dry_run: bool) -> ChangeReport:
        """Tag every finding again, without reading a file. Decisions of people stay."""
        changes: list[Change] = []
        seen = 0
        held = self._store.documents()
        for document in held:
            before = [holding.finding for holding in self._store.findings(document=document.id)]
            read = self._store.machine_reading(document.id)
            plain = tuple(map(without_tags, read.findings))
            tagged = tag_document(plain, read.answers, read.about, self._vocabulary, self._store.text(document.id).text)
            after = self._store.amended_reading(document.id, replace(read, findings=tagged)).findings
            changes.extend(_themes_changed(before, after, document))
            seen += len(before)
            if not dry_run and (read.findings != tagged or tuple(before) != after):
                self._store.retag(document.id, tagged)
        return ChangeReport(tuple(changes), len(held), seen, dry_run)

    def reread(self, dry_run: bool) -> ChangeReport:
        """Read every original again. A finding whose words did not change keeps its id, its number and its address."""
        changes: list[Change] = []
        troubles: list[str] = []
        conflicts: list[str] = []
        seen = 0
        mended = () if dry_run else self._mend_rows()
        lacking = {*self._store.incomplete(), *(one.document for one in mended)}
        if not dry_run:
            lacking.update(self._store.changed_documents())
        held = self._store.documents()
        noteless = frozenset(one.document for one in mended if one.column == "notes")
        for document, reading in self._readings(held, noteless):
            if isinstance(reading, KbError):
                troubles.append(f"{document.name}: {reading}")
                continue
            if document.id in noteless and (kept := self._keep_recognised(document, reading)):
                self._store.reread(document, kept)
                troubles.append(f"{document.name}: {NO_TESSERACT}")
                continue
            before = [holding.finding for holding in self._store.findings(document=document.id)]
            read = MachineReading(reading.about, reading.findings, reading.answers)
            amended = self._store.amended_reading(document.id, read, reading.document)
            after = amended.findings
            conflicts.extend(f"{document.name}: {one.sentence}." for one in amended.conflicts)
            found = list(_findings_changed(before, after, document))
            changes.extend(found)
            seen += len(after)
            if not dry_run and (found or document.id in lacking or self._differs(document, reading)):
                self._store.reread(document, reading)
        if not dry_run:  # what was asked for may have been read anew after a paper was
            self._light.shed(_reviews_of_several(held))
        return ChangeReport(tuple(changes), len(held), seen, dry_run, tuple(troubles), tuple(conflicts))

    def _mend_rows(self) -> tuple[UnreadableValue, ...]:
        """Make rows readable of which a value is damaged, where the original can fill it again; return these values."""
        self._store.mend_values()
        self._store.mend_keys()
        self._store.mend_hashes()
        self._store.mend_times()
        values = self._store.unreadable_values()
        whole = {one.document for one in values if self._has_original(one.sha256)}
        mended = tuple(one for one in values if one.document in whole)
        if mended:
            self._store.clear_unreadable(mended)
        return mended

    def _keep_recognised(self, document: DocumentSummary, reading: Reading) -> Reading | None:
        """Return what is held, where a new reading loses words that text recognition read; None where it loses none.

        So it is where a document's notes were damaged, which alone say what it read, and tesseract is no longer
        installed. The notes that are returned say it again.
        """
        unread = [note for note in reading.document.notes if note.code == NEEDS_OCR]
        try:
            held = self._store.text(document.id)
        except NotHeld:  # its text was lost too
            return None
        pages = {page for note in unread for page in ((note.page,) if note.page else range(1, document.pages + 1))}
        lost = sorted(pages & _pages_with_words(held)) if held.pages else sorted(pages) if held.text.strip() else []
        if not lost:
            return None
        others = (note for note in reading.document.notes if note.code != NEEDS_OCR)
        kept = [*others, *(note for note in unread if note.page and note.page not in lost)]
        notes = (*kept, *(Note(READ_BY_OCR, _RECOGNISED_ONCE.format(page), page) for page in lost))
        read = self._store.machine_reading(document.id)
        return Reading(replace(held, notes=notes), read.about, (), read.findings, read.answers)

    def _has_original(self, sha256: str) -> bool:
        try:
            self._store.originals.hold(sha256)
        except (NotHeld, LibraryUnavailable):
            return False
        return True

    def recognise(self, document_id: str, most: int) -> Outcome:
        """Read a held document again, up to so many pages that are pictures by text recognition; say what came of it.

        Raises NotHeld, FileRefused, LibraryUnavailable.
        """
        held = self._store.document(document_id)
        reading = self._adding.reread(held, self._store.stated_metadata(held.id), run_in_new_process, most)
        self._store.reread(held, reading)
        self._light.shed([held.review])
        held = self._store.document(document_id)
        return Outcome(Path(held.name), KEPT_WITH_NOTES if held.notes else KEPT, kept_sentence(held), held.id)

    def documents_read_otherwise(self) -> Sequence[str]:
        """Return the names of documents of which a reading of the original gives other than is held."""
        lacking = frozenset(self._store.incomplete())
        return [
            document.name
            for document, reading in self._readings(self._store.documents())
            if not isinstance(reading, KbError) and (document.id in lacking or self._differs(document, reading))
        ]

    def _readings(
        self, held: Sequence[DocumentSummary], noteless: frozenset[str] = frozenset()
    ) -> Iterator[tuple[DocumentSummary, Reading | KbError]]:
        """Yield each document with what its original gives now.

        Of `noteless` documents the notes were lost, and with them which pages were read by text recognition: all their
        pages that are pictures are read so again.
        """
        with (
            self._adding.reader_pool(len(held)) as readers,
            ThreadPoolExecutor(readers.size, "reading") as pool,
        ):
            yield from zip(held, pool.map(partial(self._reading, readers, noteless), held), strict=True)

    def _reading(self, readers: ReaderPool, noteless: frozenset[str], document: DocumentSummary) -> Reading | KbError:
        pictures = document.pages if document.id in noteless else 0
        try:
            with readers.one() as run:
                read = self._adding.reread(document, self._store.stated_metadata(document.id), run, pictures)
            return self._light.of(document, read)
        except KbError as error:
            return error

    def _differs(self, document: DocumentSummary, reading: Reading) -> bool:
        try:
            stored: Document = self._store.text(document.id)
        except NotHeld:  # its text was lost: reading it again brings it back
            return True
        read = self._store.machine_reading(document.id)
        stored = replace(stored, notes=without_joining(stored.notes))  # a reader does not know of other documents
        values = (reading.document, reading.about, reading.findings, frozenset(reading.answers))
        return (stored, read.about, read.findings, frozenset(read.answers)) != values


def _reviews_of_several(held: Iterable[DocumentSummary]) -> list[str]:
    counts = Counter(one.review for one in held)
    return [slug for slug, count in counts.items() if count > 1]


def _themes_changed(before: Iterable[Finding], after: Iterable[Finding], document: DocumentSummary) -> Iterator[Change]:
    for old, new in zip(before, after, strict=True):
        for change, themes in (
            ("gained", [theme for theme in new.themes if theme not in old.themes]),
            ("lost", [theme for theme in old.themes if theme not in new.themes]),
        ):
            for theme in themes:
                yield Change(old.id, change, theme, old.text, document.id, document.name)


def _findings_changed(
    before: Sequence[Finding], after: Sequence[Finding], document: DocumentSummary
) -> Iterator[Change]:
    old = {finding.id: finding for finding in before}
    new = {finding.id: finding for finding in after}
    for finding in before:
        if finding.id not in new:
            yield Change(finding.id, "lost", "finding", finding.text, document.id, document.name)
    for finding in after:
        if finding.id not in old:
            yield Change(finding.id, "gained", "finding", finding.text, document.id, document.name)
        elif old[finding.id] != finding:
            what = ", ".join(_differences(old[finding.id], finding))
            yield Change(finding.id, "changed", what, finding.text, document.id, document.name)


def _differences(old: Finding, new: Finding) -> list[str]:
    names = [one.name for one in fields(Finding) if getattr(old, one.name) != getattr(new, one.name)]
    said = ["themes" if name in _OF_THEMES else _SPOKEN.get(name, name.replace("_", " ")) for name in names]
    return list(dict.fromkeys(said))
