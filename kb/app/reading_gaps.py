"""What the reading of a document left out, for whoever checks it: remembered, since each page that is checked asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.app.reports import NearMiss
from kb.core.document import Document
from kb.core.remembering import MadeOfEach
from kb.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ingest.findings.unnamed_lists import UnnamedList

_CACHED_DOCUMENTS = 50  # documents of which this is remembered: few are checked at a time


class ReadingGaps:
    """Finds what the reading left out of the documents of one library, each text once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lists = MadeOfEach(self._find_lists, _CACHED_DOCUMENTS, mark=hash)
        self._near_misses = MadeOfEach(self._find_near_misses, _CACHED_DOCUMENTS, mark=hash)

    def lists(self, document_id: str, document: Document) -> tuple[UnnamedList, ...]:
        """Return the lists under headings that were not understood."""
        return self._lists.of(document_id, document)

    def near_misses(self, document_id: str, document: Document) -> tuple[NearMiss, ...]:
        """Return the statements that came near to being findings, the likeliest first."""
        return self._near_misses.of(document_id, document)

    def _find_lists(self, document: Document) -> tuple[UnnamedList, ...]:
        # imported here and below: showing other pages needs no readers of files
        from ingest.findings.unnamed_lists import unnamed_lists

        return unnamed_lists(document, self._vocabulary)

    def _find_near_misses(self, document: Document) -> tuple[NearMiss, ...]:
        from ingest.findings.weighed_statements import under_bar

        return tuple(NearMiss(text, told.kind, told.why) for text, told in under_bar(document, self._vocabulary))
