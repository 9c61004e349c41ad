"""`HeldSources`: the reviews and documents that readers may see, read again only when the library has changed."""

from __future__ import annotations

from kb.app.proposed_reviews import as_decided
from kb.core.model import DocumentSummary, Review
from kb.store import Store

Sources = tuple[tuple[Review, ...], tuple[DocumentSummary, ...]]


class HeldSources:
    """What nearly every page asks for. Each change of a review or a document leaves a row in the outbox."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[int, Sources] = (-1, ((), ()))

    def shown_to_readers(self) -> Sources:
        """Return the reviews, newest first, and the documents, in the order of their coming, that readers may see."""
        mark = self._store.top()
        known, sources = self._known
        if known != mark:  # the mark before the rows: what comes between the two is read once more than needed
            reviews, documents = self._store.shown_to_readers()
            sources = reviews, tuple(as_decided(self._store, one) for one in documents)
            self._known = (mark, sources)
        return sources
