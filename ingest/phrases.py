"""Phrases looked up in words: one pass over the words of a text, however many phrases there are.

A phrase is written in small letters. A word may end in `*` (any ending), and `~` stands for up to four words of
any kind: "not ~ consisten*" is in "not always applied consistently".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9£%]+(?:'[a-z]+)?")
_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00ad": None})
_GAP = 4
_STEM = 3  # letters by which phrases that begin with a stem are kept


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: what it speaks for, and the words it covers, counted from the first word of the text."""

    label: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    label: str
    words: tuple[str, ...]
    phrase: str


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters; hyphens part words, apostrophes do not."""
    return _WORD.findall(text.lower().translate(_CURLY))


class Phrases:
    """Phrases with labels, ready to be found."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for label, phrases in table.items():
            for phrase in phrases:
                self._keep(label, phrase)

    def _keep(self, label: str, phrase: str) -> None:
        words = tuple(phrase.lower().translate(_CURLY).split())
        assert words and words[0] != "~" and words[-1] != "~", f"{phrase!r}: a gap stands between two words"
        first = words[0]
        if first.endswith("*"):
            assert len(first) > _STEM, f"{phrase!r}: a first word with any ending needs {_STEM} letters before it"
            self._stems.setdefault(first[:_STEM], []).append(_Phrase(label, words, phrase))
        else:
            self._exact.setdefault(first, []).append(_Phrase(label, words, phrase))

    def find(self, words: list[str]) -> list[Hit]:
        """Return every place where a phrase stands, in order of where it begins; longer phrases come first."""
        hits: list[Hit] = []
        exact, stems = self._exact, self._stems
        for at, word in enumerate(words):
            if word not in exact and word[:_STEM] not in stems:
                continue
            here = [*exact.get(word, ()), *stems.get(word[:_STEM], ())]
            found = [Hit(p.label, at, end, p.phrase) for p in here if (end := _end(p.words, words, at))]
            hits.extend(sorted(found, key=lambda hit: -hit.end) if len(found) > 1 else found)
        return hits

    def labels(self, words: list[str]) -> set[str]:
        """Return the labels of all phrases that stand in these words."""
        return {hit.label for hit in self.find(words)}


def _end(phrase: tuple[str, ...], words: list[str], at: int) -> int:
    """Return where the phrase that begins at `at` ends, or 0."""
    place = at
    gap = 0
    for part in phrase:
        if part == "~":
            gap = _GAP
            continue
        while not (place < len(words) and _same(part, words[place])):
            if gap == 0 or place >= len(words):
                return 0
            gap -= 1
            place += 1
        place += 1
        gap = 0
    return place


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part[-1] == "*" else word == part
