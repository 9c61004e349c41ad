"""Which findings of the library a draft is like: what they say as numbers, mapped from a file that linking keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import RLock

from kb.app.likeness_file import KeptLikeness, LikenessFile
from kb.app.linking import lacks_encoder, likeness_digest
from kb.app.meaning_cache import MeaningFile
from kb.core.model import Echo, Finding, FindingInContext
from kb.core.recurrence_values import Like
from kb.recurrence import EchoFinder
from kb.recurrence.features import FindingFeatures
from kb.store import Store
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class RankedDraft:
    """A draft, what it says as numbers, and the findings most like it, best first, without reasons."""

    draft: Finding
    said: FindingFeatures
    likest: tuple[Like, ...]
    numbering: int  # of which arrangement, as `DraftLikeness` counts them, the numbers are


class DraftLikeness:
    """The findings of a library, ready to be compared with what is not held."""

    def __init__(self, store: Store, vocabulary: Vocabulary, meanings: MeaningFile, file: LikenessFile) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._meanings = meanings
        self._file = file
        self._lock = RLock()
        self._at = -1
        self._numbering = 0  # arrangements that were begun: each numbers words anew
        self._finder: EchoFinder | None = None

    def is_filed(self) -> bool:
        """Return whether what findings say can be read from the file, as it can once the library has been linked."""
        return self._file.held_by() == self._file.made_by

    def rank(self, draft: Finding, depth: int, least: float = 0.0) -> RankedDraft:
        """Return the findings most like a draft, none below the likeness `least`."""
        with self._lock:
            finder = self._now()
            said = finder.read_draft(draft)
            return RankedDraft(draft, said, finder.rank_draft(said, depth, least), self._numbering)

    def explain(self, ranked: RankedDraft, likes: Sequence[Like]) -> tuple[Echo, ...]:
        """Return some of the likest of a draft with reasons, as far as they are still held.

        The draft is read again where the library was arranged from the beginning since it was ranked.
        """
        with self._lock:
            finder = self._finder or self._now()
            is_same = ranked.numbering == self._numbering
            return finder.explain_draft(ranked.said if is_same else finder.read_draft(ranked.draft), likes)

    def sentences(self, draft: Finding, held: Sequence[FindingInContext]) -> list[tuple[str, bool]]:
        """Return of each held finding of several sentences which is most like a draft, and if it says nearly that.

        Of one with a single sentence that is "", since nothing need be chosen.
        """
        several = [split_sentences(one.finding.text) for one in held]
        with self._lock:
            return (self._finder or self._now()).sentences(draft, [told if len(told) > 1 else () for told in several])

    def _now(self) -> EchoFinder:
        top = self._store.top_of_changes()
        if self._finder is None or top < self._at:
            self._finder, self._at = self._begin(top)
            self._numbering += 1
        if top != self._at:
            self._take(self._finder, self._store.changed_since(self._at))
            self._at = top
        return self._finder

    def _begin(self, top: int) -> tuple[EchoFinder, int]:
        """Return all findings as they were after a change, and its number: of the file, or else read anew and filed."""
        self._meanings.recall()
        kept = self._file.read()
        if kept is not None and kept.number <= top:
            finder = EchoFinder.restore(kept.columns, self._read, self._vocabulary, meanings=self._meanings.meanings)
            # the file may be of another library's state: what only one of the two has is read or left out
            self._take(finder, sorted(self._store.ids() ^ frozenset(finder.ids())))
            return finder, kept.number
        finder = EchoFinder(self._vocabulary, meanings=self._meanings.meanings)
        held = self._store.findings()
        finder.add(held)
        if not lacks_encoder(self._file.held_by(), self._file.made_by):
            self._file.keep(KeptLikeness(top, {one.finding.id: likeness_digest(one) for one in held}, finder.columns()))
        return finder, top

    def _take(self, finder: EchoFinder, named: Sequence[str]) -> None:
        held = {one.finding.id: one for one in self._store.holdings(named)}
        finder.remove(one for one in named if one not in held)
        finder.add(held.values())

    def _read(self, ids: Sequence[str]) -> Mapping[str, Finding]:
        return {one.finding.id: one.finding for one in self._store.holdings(ids)}
