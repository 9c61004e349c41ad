"""Lists under headings that announce nothing known: a keeper can say what they are, and their items become findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.findings.divided_document import divide_document
from ingest.findings.extract import find
from ingest.findings.found import ExtractedFinding
from ingest.structure.paragraphs import TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Document
from kb.vocabulary import Vocabulary

_FEWEST = 2  # items under a heading that are a list
_WORDS = 3  # of an item that may say something


@dataclass(frozen=True, slots=True)
class UnnamedList:
    """A list under a heading that was not understood: its headings from the top down, and where its items stand."""

    heading: tuple[str, ...]
    items: tuple[tuple[str, int], ...]  # words as they stand in the document, and where they begin


def unnamed_lists(document: Document, vocabulary: Vocabulary) -> tuple[UnnamedList, ...]:
    """Return the lists of a document of which no item is a finding because their headings were not understood."""
    divided = divide_document(document, vocabulary)
    found = find(divided.parts, divided.reader, divided.compiled, divided.genre)
    return tuple(
        UnnamedList(part.path, tuple(_item(piece, document) for piece in items))
        for part, items in lists_not_understood(divided.parts, found)
    )


def lists_not_understood(
    parts: Sequence[SectionPart], found: Sequence[ExtractedFinding]
) -> Iterator[tuple[SectionPart, tuple[TextPiece, ...]]]:
    """Yield the parts whose headings announce nothing known over lists of which nothing was taken, with the items."""
    taken = {start for one in found for start, _ in one.finding.span.stretches}
    for part in parts:
        if part.heading is None or (part.announced is not None and not part.announced.holds_findings):
            continue
        items = tuple(piece for piece in part.pieces if piece.is_item and piece.length >= _WORDS)
        if len(items) >= _FEWEST and not any(piece.stretches[0][0] in taken for piece in items):
            yield part, items


def _item(piece: TextPiece, document: Document) -> tuple[str, int]:
    span = document.span(*piece.stretches)
    return document.words(span), span.start
