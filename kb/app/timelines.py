"""The dated events of a case as its documents publish them, in the order of time, each with its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.structure.chapters import Chapter, chapters_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart
from kb.app.document_parts import parts_of
from kb.cases.timeline import event_date
from kb.core.case_values import DatedEvent
from kb.core.document import Document, Role
from kb.core.model import DocumentSummary, squeeze
from kb.core.remembering import MadeOfEach
from kb.store import Store
from kb.text.sentences import sentences
from kb.vocabulary import Vocabulary

_TELLS_CASE = frozenset({"background", "narrative"})  # sorts of section
_CACHED_DOCUMENTS = 200  # documents whose events are remembered


class Timelines:
    """Finds the dated events in the documents of one library, each document once."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._made = MadeOfEach(self._read, _CACHED_DOCUMENTS)

    def of(self, documents: Iterable[DocumentSummary]) -> tuple[DatedEvent, ...]:
        """Return the events that a review's documents date, the earliest first; what two of them print, once."""
        found = {
            squeeze(one.words).casefold(): one
            for held in reversed(list(documents))
            for one in self._made.of(held.id, held)
        }
        return tuple(sorted(found.values(), key=lambda one: (one.date, one.page or 0)))

    def _read(self, held: DocumentSummary) -> tuple[DatedEvent, ...]:
        document = self._store.text(held.id)
        return tuple(_events(document, parts_of(document, self._vocabulary), held))


def _events(document: Document, parts: tuple[SectionPart, ...], held: DocumentSummary) -> Iterator[DatedEvent]:
    reader = DocumentText(document)
    for part, chapter in zip(parts, chapters_of(parts), strict=True):
        if chapter is not Chapter.STORY and part.sort not in _TELLS_CASE:
            continue
        yield from _events_in_rows(part, held)
        for piece in part.pieces:
            if piece.role in (Role.PARAGRAPH, Role.ITEM) and piece.cell is None:
                yield from _events_in_piece(piece, reader, held)


def _events_in_piece(piece: TextPiece, reader: DocumentText, held: DocumentSummary) -> Iterator[DatedEvent]:
    for start, end in sentences(piece.text):
        words = piece.text[start:end]
        found = event_date(words)
        if found is not None:
            upto = reader.until(piece, start)
            page = reader.page(upto.stretches[-1][1]) if upto else piece.page
            yield DatedEvent(found.iso, words[found.begins : found.ends], words, page, held)


def _events_in_rows(part: SectionPart, held: DocumentSummary) -> Iterator[DatedEvent]:
    """Yield the rows of a chronology: a cell that begins with a date and, in the same row, what happened."""
    rows: dict[tuple[int, int], list[TextPiece]] = {}
    for piece in part.pieces:
        if piece.cell is not None and not piece.cell.header:
            rows.setdefault((piece.cell.table, piece.cell.row), []).append(piece)
    for cells in rows.values():
        date, *others = cells
        words = f"{date.text}: {' '.join(one.text for one in others)}"
        found = event_date(words) if others else None
        if found is not None and found.begins == 0:
            yield DatedEvent(found.iso, words[: found.ends], words, date.page, held)
