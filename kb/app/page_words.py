"""Words of pages that are pictures, as a person read them: the document is read anew with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from difflib import SequenceMatcher

from pydantic import TypeAdapter

from kb.app.review_light import ReviewLight
from kb.core import corrections as c
from kb.core.corrections import Amendment, Correction, PageAsRead
from kb.core.document import FROM_PICTURE, Document
from kb.core.errors import BadQuestion
from kb.core.model import DocumentSummary, Finding, Metadata, Reading, squeeze
from kb.store import Store
from kb.vocabulary import Vocabulary

MOST_LETTERS = 60_000  # of a page
_SAME = 0.6  # share of letters, from which a finding of the page is one that was read before its words were corrected
_PAGE = TypeAdapter(PageAsRead)

_NO_PICTURE = "Text recognition did not read this page, so its words cannot be corrected."
_WITHDRAWN = "A finding on this page was withdrawn. Undo that withdrawal first, then correct the words of the page."
_NO_WORDS = "Enter the words of the page."
_TOO_LONG = f"Enter at most {MOST_LETTERS:,} letters for a page."
_UNCHANGED = "Nothing was changed: these are the words of the page already."


def read_words_anew(document: Document, stated: Metadata, vocabulary: Vocabulary) -> Reading:
    """Return what a document says; what a person stated about it takes precedence over what was read."""
    from ingest.pipeline import reading_of  # imported here: showing pages needs no readers of files

    reading = reading_of(document, stated, vocabulary)
    given = {one.name: value for one in fields(Metadata) if (value := getattr(stated, one.name))}
    return replace(reading, about=replace(reading.about, **given))


class PageWords:
    """Corrected pages of one library."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._light = ReviewLight(store, vocabulary)

    def understand(self, held: DocumentSummary, document: Document, stated: Metadata) -> Reading:
        """Return what a held document says that was read again, with the words that people corrected on its pages."""
        return self._understand(held, document, stated, self._store.corrections_in(held.id))

    def correct_page(self, document_id: str, number: int, words: str, by: str, reason: str = "") -> int:
        """Keep the words of a page as a person read them on its picture; return the number of the change.

        Its findings are found anew, and the decisions on them stay. Raises BadQuestion where text recognition did not
        read the page or nothing was changed, NotHeld, LibraryBusy where the document was read anew meanwhile.
        """
        # imported here: showing pages needs no readers of files
        from ingest.layout.corrected_pages import page_as_read, with_corrected_pages

        held = self._store.document(document_id)
        made = self._store.corrections_in(document_id)
        self._refuse(held, made, number, words)
        document = self._store.text(document_id)
        if _lines(page_as_read(document, number).text) == _lines(words):
            raise BadQuestion(_UNCHANGED)
        asked = Amendment(document_id, f"{c.PAGE_WORDS}{number}", words)
        earlier = _corrected_pages(made).get(number)
        read = _PAGE.validate_python(earlier.before) if earlier else page_as_read(document, number)
        stated = self._store.stated_metadata(document_id)
        every = {**_words_of_pages(made), number: words}
        corrected = with_corrected_pages(_as_recognised(document, made), every)
        reading = self._keep_ids(
            held, self._light.of(held, read_words_anew(corrected, stated, self._vocabulary)), every
        )
        before = _PAGE.dump_python(read, mode="json", exclude_defaults=True)
        batch = self._store.correct_page(held, asked, before, reading, person=by, reason=reason)
        self._light.shed([held.review])
        return batch

    def readings_without(self, batch: int) -> dict[str, Reading]:
        """Return how documents are read without the words of pages that this change corrected, by their ids."""
        made = self._store.correction_batch(batch)
        documents = {one.document for one in made if one.field.startswith(c.PAGE_WORDS) and not one.undone}
        held = self._store.documents_by_id(sorted(documents))
        return {one.id: self._reading_without(one, batch) for one in held.values()}

    def _reading_without(self, held: DocumentSummary, batch: int) -> Reading:
        made = self._store.corrections_in(held.id)
        document = _as_recognised(self._store.text(held.id), made)
        left = [one for one in made if one.batch != batch]
        return self._understand(held, document, self._store.stated_metadata(held.id), left, made)

    def _understand(
        self,
        held: DocumentSummary,
        document: Document,
        stated: Metadata,
        holding: Sequence[Correction],
        ever: Sequence[Correction] = (),
    ) -> Reading:
        from ingest.layout.corrected_pages import with_corrected_pages

        words = _words_of_pages(holding)
        reading = read_words_anew(with_corrected_pages(document, words), stated, self._vocabulary)
        pages = {*words, *_words_of_pages(ever)}
        return self._keep_ids(held, self._light.of(held, reading), pages) if pages else reading

    def _keep_ids(self, held: DocumentSummary, reading: Reading, pages: Collection[int]) -> Reading:
        """Give findings of corrected pages the ids by which they were known: what was decided on them stays theirs."""
        before = self._store.machine_reading(held.id).findings
        known = same_findings(before, reading.findings, pages)

        def now(key: str) -> str:
            return known.get(key, key)

        findings = tuple(replace(one, id=now(one.id)) for one in reading.findings)
        answers = tuple(
            replace(one, recommendation=now(one.recommendation), action=now(one.action)) for one in reading.answers
        )
        return replace(reading, findings=findings, answers=answers)

    def _refuse(self, held: DocumentSummary, made: Iterable[Correction], number: int, words: str) -> None:
        if not any(note.code in FROM_PICTURE and (note.page or 1) == number for note in held.notes):
            raise BadQuestion(_NO_PICTURE)
        if not words.strip():
            raise BadQuestion(_NO_WORDS)
        if len(words) > MOST_LETTERS:
            raise BadQuestion(_TOO_LONG)
        gone = (one.before for one in made if one.field == c.WITHDRAW and not one.undone)
        if any(number in one["finding"]["span"].get("pages", ()) for one in gone if one):
            raise BadQuestion(_WITHDRAWN)


def same_findings(before: Sequence[Finding], after: Sequence[Finding], pages: Collection[int]) -> dict[str, str]:
    """Return for new findings of these pages the id of the one that was read there before and is nearly the same.

    Only findings whose ids are not in both are compared; of several the two that are most alike belong together.
    """
    old = [one for one in before if one.id not in {other.id for other in after} and not _stands_elsewhere(one, pages)]
    new = [one for one in after if one.id not in {other.id for other in before} and not _stands_elsewhere(one, pages)]
    alike = ((_likeness(one, other), one.id, other.id) for one in old for other in new)
    known: dict[str, str] = {}
    for share, was, is_now in sorted(alike, reverse=True):
        if share >= _SAME and was not in known.values() and is_now not in known:
            known[is_now] = was
    return known


def _stands_elsewhere(finding: Finding, pages: Collection[int]) -> bool:
    return not any(page in pages for page in finding.span.pages)


def _likeness(one: Finding, other: Finding) -> float:
    alike = SequenceMatcher(None, squeeze(one.quotation), squeeze(other.quotation), autojunk=False)
    return alike.ratio() if alike.real_quick_ratio() >= _SAME else 0.0


def _lines(words: str) -> list[str]:
    """Return the lines of a page as far as they count: of several empty ones, one."""
    lines = [squeeze(line) for line in words.strip().splitlines()]
    return [line for at, line in enumerate(lines) if line or lines[at - 1]]


def _corrected_pages(made: Iterable[Correction]) -> dict[int, Correction]:
    """Return the corrections of pages that hold by the page's number; of several of a page the last."""
    kept = (one for one in made if one.field.startswith(c.PAGE_WORDS) and not one.undone)
    return {int(one.field.removeprefix(c.PAGE_WORDS)): one for one in kept}


def _words_of_pages(made: Iterable[Correction]) -> dict[int, str]:
    return {number: str(one.value) for number, one in _corrected_pages(made).items()}


def _as_recognised(document: Document, made: Iterable[Correction]) -> Document:
    """Return a held document with each corrected page as text recognition had read it."""
    from ingest.layout.corrected_pages import with_pages

    put = {number: _PAGE.validate_python(one.before) for number, one in _corrected_pages(made).items()}
    return with_pages(document, put) if put else document
