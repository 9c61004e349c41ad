"""What is counted over a whole library, as bytes: kept beside what was found out under it, so that both fit.

Terms stand as hashes, since what is kept holds no words.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from kb.recurrence.corpus_statistics import CorpusStatistics, LikenessWeights
from kb.recurrence.features import Hashes
from kb.recurrence.terms import term_hash
from kb.vocabulary import Vocabulary


def pack(statistics: CorpusStatistics, terms: Hashes) -> bytes:
    """Return statistics as bytes; `terms` are the hashes of those of the lexicon, in the order of their numbers."""
    known = len(statistics.idf)
    hashes = terms[:known]
    order = np.argsort(hashes)
    subjects = {document: sorted(themes) for document, themes in sorted(statistics.subjects.items())}
    told = io.BytesIO()
    np.savez_compressed(
        told,
        allow_pickle=False,
        count=np.array(statistics.count),
        hashes=hashes[order],
        idf=statistics.idf[order],
        theme_idf=statistics.theme_idf,
        common=statistics.common,
        names=np.array(json.dumps([list(statistics.theme_numbers), subjects])),
    )
    return told.getvalue()


@dataclass(frozen=True)
class StoredStatistics:
    """Statistics as they were kept, ready to be asked or to go on with."""

    count: int
    hashes: Hashes  # of terms, rising
    idf: npt.NDArray[np.float32]  # of the same terms
    theme_idf: npt.NDArray[np.float32]
    common: npt.NDArray[np.int32]
    themes: tuple[str, ...]
    subjects: dict[str, frozenset[str]]

    @classmethod
    def unpack(cls, told: bytes) -> Self:
        """Return what `pack` made bytes of. Raises ValueError, KeyError or OSError where they are damaged."""
        with np.load(io.BytesIO(told), allow_pickle=False) as kept:
            themes, subjects = json.loads(str(kept["names"]))
            return cls(
                int(kept["count"]),
                kept["hashes"],
                kept["idf"],
                kept["theme_idf"],
                kept["common"],
                tuple(themes),
                {document: frozenset(named) for document, named in subjects.items()},
            )

    def rarity(self, terms: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the inverse document frequency (natural logarithms) of terms; unknown ones are as rare as any."""
        return self._rarity(np.fromiter(map(term_hash, terms), np.uint64, len(terms)))

    def _rarity(self, wanted: Hashes) -> npt.NDArray[np.float32]:
        if not len(self.hashes):
            return np.zeros(len(wanted), np.float32)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        found: npt.NDArray[np.float32] = np.where(self.hashes[at] == wanted, self.idf[at], self.idf.max())
        return found.astype(np.float32)

    def restore(self, terms: Hashes, vocabulary: Vocabulary, weights: LikenessWeights) -> CorpusStatistics:
        """Return the statistics for a lexicon of terms with these hashes."""
        made = CorpusStatistics((), 0, vocabulary, weights)
        made.count = self.count
        made.idf, made.theme_idf, made.common = self._rarity(terms), self.theme_idf.copy(), self.common
        made.highest = float(self.idf.max()) if len(self.idf) else 0.0
        made.theme_numbers = {theme: number for number, theme in enumerate(self.themes)}
        made.subjects = dict(self.subjects)
        return made
