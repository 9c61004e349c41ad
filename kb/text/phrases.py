"""Phrases looked up in words: one pass over the words of a text, however many phrases there are.

A phrase is written in small letters. A word may end in `*` (any ending), and `~` stands for up to four words of
any kind: "not ~ consisten*" is in "not always applied consistently".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9£%]+(?:'[a-z]+)?")
_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00ad": None})
_GAP = 4
_STEM = 3  # letters by which phrases that begin with a stem are kept


@dataclass(frozen=True, slots=True)
class PhraseHit:
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


class _Start:
    """The phrases that begin with one word, by their second."""

    __slots__ = ("by_second", "others")

    def __init__(self) -> None:
        self.by_second: dict[str, list[_Phrase]] = {}
        self.others: list[_Phrase] = []  # of one word, or with a gap or any ending in the second place

    def keep(self, phrase: _Phrase) -> None:
        second = phrase.words[1] if len(phrase.words) > 1 else "~"
        if second == "~" or second.endswith("*"):
            self.others.append(phrase)
        else:
            self.by_second.setdefault(second, []).append(phrase)


class Phrases:
    """Phrases with labels, ready to be found."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, _Start] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for label, phrases in table.items():
            for phrase in phrases:
                self._keep(label, phrase)

    def _keep(self, label: str, phrase: str) -> None:
        words = tuple(phrase.lower().translate(_CURLY).split())
        assert words, "an empty phrase"
        assert "~" not in (words[0], words[-1]), f"{phrase!r}: a gap stands between two words"
        first = words[0]
        if first.endswith("*"):
            assert len(first) > _STEM, f"{phrase!r}: a first word with any ending needs {_STEM} letters before it"
            self._stems.setdefault(first[:_STEM], []).append(_Phrase(label, words, phrase))
        else:
            self._exact.setdefault(first, _Start()).keep(_Phrase(label, words, phrase))

    def find(self, words: Sequence[str]) -> list[PhraseHit]:
        """Return every place where a phrase stands, in order of where it begins; longer phrases come first."""
        hits: list[PhraseHit] = []
        exact, stems, last = self._exact, self._stems, len(words) - 1
        for at, word in enumerate(words):
            start, stem = exact.get(word), stems.get(word[:_STEM])
            if start is None and stem is None:
                continue
            found: list[PhraseHit] = []
            if start is not None:
                self._try(start.others, words, at, found)
                if at < last and (here := start.by_second.get(words[at + 1])) is not None:
                    self._try(here, words, at, found)
            if stem is not None:
                self._try(stem, words, at, found)
            if len(found) > 1:
                found.sort(key=lambda hit: -hit.end)
            hits += found
        return hits

    @staticmethod
    def _try(phrases: list[_Phrase], words: Sequence[str], at: int, found: list[PhraseHit]) -> None:
        for phrase in phrases:
            end = _end(phrase.words, words, at)
            if end:
                found.append(PhraseHit(phrase.label, at, end, phrase.phrase))

    def labels(self, words: Sequence[str]) -> set[str]:
        """Return the labels of all phrases that stand in these words."""
        return {hit.label for hit in self.find(words)}


def _end(phrase: tuple[str, ...], words: Sequence[str], at: int) -> int:
    """Return where the phrase that begins at `at` ends, or 0."""
    place = at
    gap = 0
    for part in phrase:
        if part == "~":
            gap += _GAP
            continue
        while not (place < len(words) and _same_word(part, words[place])):
            if gap == 0 or place >= len(words):
                return 0
            gap -= 1
            place += 1
        place += 1
        gap = 0
    return place


def _same_word(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part[-1] == "*" else word == part
