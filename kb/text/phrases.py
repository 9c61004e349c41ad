"""Phrases with labels, found in lists of small-letter words as they are written: the cues of kinds and of headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.text.cue_words import plain_tokens
from kb.text.cues import CueTree, faults

_WORD = expression(r"[a-z0-9£%]+(?:'[a-z]+)?")
_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase found: what it speaks for, and the words it covers, counted from the first word of the text."""

    label: str
    start: int
    end: int
    phrase: str


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters; hyphens part words, apostrophes do not."""
    return _WORD.findall(text.lower().translate(_CURLY))


class Phrases:
    """Phrases with labels, ready to be found. They are written as kb/text/cues.py says; a word matches as written."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """Make the matcher of the phrases of each label."""
        cues = [(phrase, (label, phrase)) for label, phrases in table.items() for phrase in phrases]
        for phrase, _ in cues:
            assert not (fault := faults(phrase)), f"{phrase!r} {fault}"
        self._tree = CueTree([(phrase.lower().translate(_CURLY), key) for phrase, key in cues], form=str)

    def find(self, words: Sequence[str]) -> list[PhraseHit]:
        """Return every place where a phrase stands, in order of where it begins; longer phrases come first."""
        hits = self._tree.find_nearest(plain_tokens(words))
        return [PhraseHit(label, first, after, phrase) for (label, phrase), first, after in hits]

    def labels(self, words: Sequence[str]) -> set[str]:
        """Return the labels of all phrases that stand in these words."""
        return {hit.label for hit in self.find(words)}
