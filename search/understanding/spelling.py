"""Suggestions from the words of held entries: completions, near spellings, did-you-mean.

An engine makes a `SpellingLexicon` of the words as written that its entries hold now. A word that only withdrawn
entries had is
not in it, so it cannot be suggested.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cached_property

from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, tokens, words
from search import limits


class SpellingLexicon:
    """The words as written of all entries, each with the number of entries that have it in any field."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self.frequencies = frequencies

    @cached_property
    def alphabet(self) -> list[str]:
        """All words in order."""
        return sorted(self.frequencies)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(map(stem, self.frequencies))

    @cached_property
    def letters(self) -> dict[str, list[tuple[int, str]]]:
        """Words by their first letter, each after a number whose bits are its letters, to rule out far ones at once."""
        found: dict[str, list[tuple[int, str]]] = {}
        for word in self.frequencies:
            found.setdefault(word[0], []).append((_bits(word), word))
        return found

    def rank(self, word: str) -> tuple[int, str]:
        """Return what orders words: how many findings have them, most first (so 0 or less), then the alphabet."""
        return -self.frequencies[word], word

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so, the most frequent first."""
        place = bisect_left(self.alphabet, start)
        found = []
        while place < len(self.alphabet) and self.alphabet[place].startswith(start):
            found.append(self.alphabet[place])
            place += 1
        return sorted(found, key=self.rank)

    def expansions(self, start: str) -> list[str]:
        """Return the words that a star stands for."""
        return self.beginning(start)[: limits.EXPANSIONS]

    def spellings(self, word: str, distance: int) -> list[str]:
        """Return the words that may be meant: with the same first letter and at most so many edits away."""
        bits = _bits(word)
        near = []
        for other_bits, other in self.letters.get(word[0], ()):
            # One edit changes at most two letters of the set.
            if abs(len(other) - len(word)) <= distance and (bits ^ other_bits).bit_count() <= 2 * distance:
                edits = edit_distance(word, other, distance)
                if edits <= distance:
                    near.append((edits, *self.rank(other)))
        return [other for *_, other in sorted(near)[: limits.SPELLINGS]]

    def complete(self, text: str, limit: int, themes: Mapping[str, int]) -> tuple[str, ...]:
        """Return ways to go on from `text`: labels of themes first (`themes` counts their entries), then words."""
        typed = words(text)
        if not typed or limit < 1:
            return ()
        named = [label for label, held in themes.items() if held and _begins_label(typed, words(label))]
        named.sort(
            key=lambda label: (words(label)[: len(typed)] != typed and not _starts(typed, label), -themes[label], label)
        )
        last = tokens(text)[-1]
        if len(last.word) < 2 or last.end != len(text):
            return tuple(named[:limit])
        found = [text[: last.start] + word for word in self.beginning(last.word)[: limit * 4] if _worth_saying(word)]
        return tuple(dict.fromkeys((*named, *found)))[:limit]

    def did_you_mean(self, text: str, typed: Mapping[str, str], held: Callable[[str], bool]) -> str:
        """Return `text` with each typed word that no entry has, in any form, put right where there is a near word.

        `typed` has for each word the nearest one of the vocabulary, if there is any: it goes before a word that is held
        and no nearer, whether or not it is held itself. `held` says whether any entry has a stem. Empty where there is
        nothing to put right.
        """
        right = {
            word: self.nearer(word, known) for word, known in typed.items() if len(word) > 3 and not held(stem(word))
        }
        put: list[str] = []
        place = 0
        for token in tokens(text):
            better = right.get(token.word)
            if better:
                put += [text[place : token.start], better]
                place = token.end
        return "".join((*put, text[place:])) if put else ""

    def nearer(self, word: str, known: str) -> str:
        """Return a word of the vocabulary, or else the held one that is nearer to `word`."""
        best = self.nearest_word(word)
        return best if not known or (best and edit_distance(word, best, 2) < edit_distance(word, known, 2)) else known

    def nearest_word(self, word: str) -> str:
        """Return the held word most likely meant by one that is not held; empty if none is near."""
        near = self.spellings(word, 1) or (self.spellings(word, 2) if len(word) > 5 else [])
        return next((other for other in near if other.isalpha()), "")


def missing_parts(parts: Mapping[str, tuple[tuple[str, ...], ...]], held: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the parts of a question that no entry has: of each way to say one, some word stands nowhere."""
    return tuple(part for part, ways in parts.items() if not any(all(map(held, way)) for way in ways))


def _bits(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits


def _begins_label(typed: list[str], label: list[str]) -> bool:
    """Return whether each typed word begins a word of the label."""
    return all(any(word.startswith(part) for word in label) for part in typed)


def _starts(typed: list[str], label: str) -> bool:
    return " ".join(words(label)).startswith(" ".join(typed))


def _worth_saying(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word not in STOP_WORDS


def edit_distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next; above `most`, `most` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i, *([0] * len(other))]
        for j, wanted in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)
