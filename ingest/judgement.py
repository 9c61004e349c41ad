"""Praise and blame in prose: which way each sentence leans, and a paragraph as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.phrases import Hit, Phrases, words_of
from ingest.sentences import said
from kb.vocabulary import Vocabulary

_NEGATORS = frozenset(
    "not no nor never without cannot lack lacks lacking lacked absence insufficient insufficiently inconsistent "
    "inconsistently limited less fewer hardly rarely seldom little variable ineffective failure fail failed".split()
)
_REACH = 4  # words over which a negation reaches forward
_SMALL = Phrases({"small": ["small number", "small minority", "very small", "very few", "minority of", "one case", "isolated", "occasional*", "albeit"]})
_TURN = frozenset(["however", "but", "although", "though", "while", "whilst", "despite", "nevertheless", "yet"])


@dataclass(frozen=True, slots=True)
class Judged:
    """How a text weighs: what is said for and against, and which of it stands last."""

    praise: float
    blame: float
    ends: int  # 1 where its last judging sentence praises, -1 where it blames, 0 where none judges
    sentences: int
    for_words: tuple[str, ...] = ()
    against_words: tuple[str, ...] = ()

    @property
    def judges(self) -> bool:
        """Whether it says anything for or against at all."""
        return bool(self.praise or self.blame)


class Scales:
    """Weighs texts by the cues of praise and blame."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        good, bad = vocabulary.kinds["good_practice"].more, vocabulary.kinds["concern"].more
        self._cues = Phrases(
            {
                "+2": good.get("cues.strong", ()),
                "+1": good.get("cues.weak", ()),
                "-2": bad.get("cues.strong", ()),
                "-1": bad.get("cues.weak", ()),
            }
        )

    def sentence(self, text: str) -> tuple[float, list[str], list[str]]:
        """Return how one sentence leans (above 0: praise), with the words that speak for and against."""
        words = words_of(text)
        for_, against = [], []
        lean = 0.0
        covered = -1
        for hit in self._cues.find(words):
            if hit.start < covered:
                continue
            covered = hit.end
            weight = int(hit.label)
            if weight > 0 and _negated(words, hit):
                continue
            lean += weight
            (for_ if weight > 0 else against).append(" ".join(words[hit.start : hit.end]))
        return lean, for_, against

    def weigh(self, text: str) -> Judged:
        """Weigh a whole text sentence by sentence."""
        praise = blame = 0.0
        ends = 0
        for_words: list[str] = []
        against_words: list[str] = []
        parts = said(text)
        for part in parts:
            lean, for_, against = self.sentence(part)
            for_words += for_
            against_words += against
            if lean > 0:
                praise += min(lean, 3) / 3
                ends = 1
            elif lean < 0:
                blame += min(-lean, 3) / 3 * (0.5 if _SMALL.labels(words_of(part)) else 1)
                ends = -1
        return Judged(praise, blame, ends, len(parts), tuple(for_words), tuple(against_words))


def _negated(words: list[str], hit: Hit) -> bool:
    return any(word in _NEGATORS for word in words[max(0, hit.start - _REACH) : hit.start])
