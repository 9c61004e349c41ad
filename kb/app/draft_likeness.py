"""Which findings of the library a draft is like: all of them in this process's memory, read when first asked."""

from __future__ import annotations

from threading import RLock

from kb.app.meaning_cache import MeaningFile
from kb.core.model import Echo, Finding, FindingInContext
from kb.recurrence import EchoFinder
from kb.store import Store
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary


class DraftLikeness:
    """The findings of a library, ready to be compared with what is not held."""

    def __init__(self, store: Store, vocabulary: Vocabulary, meanings: MeaningFile) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._meanings = meanings
        self._lock = RLock()
        self._at = -1
        self._finder: EchoFinder | None = None

    def like(self, draft: Finding, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the findings most like a draft, none below the likeness `least`."""
        with self._lock:
            return self._now().like(draft, "", depth, least)

    def sentence(self, draft: Finding, held: FindingInContext) -> tuple[str, bool]:
        """Return which of several sentences of a held finding is most like a draft, and whether it says nearly that."""
        several = split_sentences(held.finding.text)
        if len(several) < 2:
            return "", False
        with self._lock:
            return self._now().sentence(draft, several)

    def _now(self) -> EchoFinder:
        top = self._store.top_of_changes()
        if self._finder is None or top < self._at:
            self._meanings.recall()
            self._finder, self._at = EchoFinder(self._vocabulary, meanings=self._meanings.meanings), top
            self._finder.add(self._store.findings())
        if top != self._at:
            named = list(dict.fromkeys(one for errand in self._store.errands(self._at) for one in errand.findings))
            held = {one.finding.id: one for one in self._store.holdings(named)}
            self._finder.remove(one for one in named if one not in held)
            self._finder.add(held.values())
            self._at = top
        return self._finder
