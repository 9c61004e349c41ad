"""What a finding says, as weighted terms: stems, short forms written out, and equal phrases as one concept.

The source of the method is the plain vector space model with logarithmic term frequency; what is ours is that short
forms and synonyms of the vocabulary count as shared meaning, since bullets in reviews share meaning more than words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kb.text.stemming import english_stem
from kb.vocabulary import Vocabulary

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")

_STOP = frozenset(
    """
    a about above after again all also although always am an and any are as at be became because been before
    being both but by can could did do does doing during each either else etc every few for from further get had
    has have having he her here him his how however i if in into is it its itself made make many may me might
    more most much must my need needed needs no nor not now of off often on once one only or other our out over
    own per rather s same shall she should so some such t than that the their them then there therefore these
    they this those through thus to too toward two under until up upon us was we well were what when where
    whether which while who whom whose why will with within without would yet you your recommendation
    recommended recommend lesson learning learn action finding review reviewed ensure ensuring case practice
    practitioner practitioners professional professionals partnership safeguarding
    """.split()
)
HEADING_WEIGHT = 0.5  # what a word of the heading counts
INSIDE_PHRASE_WEIGHT = (
    0.5  # what a word counts inside a phrase that counts as a whole: "attention deficit hyperactivity disorder"
)
MEANING_WEIGHT = 1.5  # what a meaning counts that one of its many words has told, once for each text
MEANING_WORD_WEIGHT = 0.7  # what a word counts that told such a meaning by itself
JUDGING_WORD_WEIGHT = 0.25  # what a word counts that judges without saying what: "the quality and consistency of ..."


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the English Snowball stem of a small-letter word."""
    return english_stem(word)


STOPS = frozenset(stem(word) for word in _STOP)
_JUDGING = frozenset(
    stem(word)
    for word in """
    quality effectiveness effective consistency consistent timeliness timely frequency frequent robust appropriate
    improve improved improvement strengthen continue develop development sufficient sufficiently clear clearly good
    better strong well important impact across
    """.split()
)


def normalise_word(word: str) -> str:
    """Return a word in small letters without its possessive ending."""
    small = word.lower().replace("\u2019", "'")
    return small.removesuffix("'s").removesuffix("'").replace("'", "")


def words(text: str) -> Iterator[tuple[str, str]]:
    """Give each word of `text` as printed beside its stem, stop words left out."""
    for word in _WORD.findall(text):
        stemmed = stem(normalise_word(word))
        if stemmed not in STOPS and len(stemmed) > 1:
            yield word, stemmed


class Wording:
    """Turns text into terms, with the short forms and synonyms of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._written_out = {short: self._stems(long) for short, long in vocabulary.acronyms.items()}
        self._phrases = _Phrases()
        for short, long in vocabulary.acronyms.items():
            self._know(self._stems(long), "@" + normalise_word(short).rstrip("s"))
        for group in vocabulary.synonyms:
            for phrase in group:
                self._know(self._stems(phrase), "=" + group[0].lower())
        self._meanings = _Phrases()
        for group in vocabulary.alike:
            for phrase in group:
                self._meanings.learn(self._stems(phrase), "~" + group[0].lower())

    def terms(self, text: str, heading: str = "") -> Mapping[str, float]:
        """Return each term of a finding with its weight; words of its heading count half."""
        weights: defaultdict[str, float] = defaultdict(float)
        for part, share in ((text, 1.0), (heading, HEADING_WEIGHT)):
            for term, weight in self._terms(part):
                weights[term] += share * weight
        return weights

    def meanings(self, text: str) -> Mapping[str, set[str]]:
        """Return the meanings that a text tells, each with the words, in small letters, that tell it."""
        printed = [word.lower() for word in _WORD.findall(text)]
        told: defaultdict[str, set[str]] = defaultdict(set)
        for start, end, meaning in self._meanings.longest_runs([stem(normalise_word(word)) for word in printed]):
            told[meaning].add(" ".join(printed[start:end]))
        return told

    def _know(self, stems: tuple[str, ...], concept: str) -> None:
        if len(stems) > 1:
            self._phrases.learn(stems, concept)

    @staticmethod
    def _stems(text: str) -> tuple[str, ...]:
        return tuple(stem(normalise_word(word)) for word in _WORD.findall(text))

    def _terms(self, text: str) -> Iterator[tuple[str, float]]:
        """Give each stem, and each concept that stems together make, with what it counts."""
        stems: list[str] = []
        for word in _WORD.findall(text):
            out = self._written_out.get(word)
            if out is None:
                stems.append(stem(normalise_word(word)))
            else:
                stems.extend(out)
        counts = [JUDGING_WORD_WEIGHT if one in _JUDGING else 1.0 for one in stems]
        for start, end, concept in self._phrases.all(stems):
            counts[start:end] = [INSIDE_PHRASE_WEIGHT] * (end - start)
            yield concept, 1.0
        meanings = set()
        for start, end, meaning in self._meanings.longest_runs(stems):
            most = MEANING_WORD_WEIGHT if end - start == 1 else INSIDE_PHRASE_WEIGHT
            counts[start:end] = [min(count, most) for count in counts[start:end]]
            meanings.add(meaning)
        yield from ((meaning, MEANING_WEIGHT) for meaning in meanings)
        for one, count in zip(stems, counts, strict=True):
            if one not in STOPS and len(one) > 1:
                yield one, count


@lru_cache(maxsize=4)
def wording_of(vocabulary: Vocabulary) -> Wording:
    """Return the wording of a vocabulary, made once."""
    return Wording(vocabulary)


class _Phrases:
    """Runs of stems, each with the term that it stands for."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}

    def learn(self, stems: tuple[str, ...], term: str) -> None:
        self._by_first.setdefault(stems[0], []).append((stems, term))

    def all(self, stems: list[str]) -> Iterator[tuple[int, int, str]]:
        """Give every run in a text as the places where it begins and ends, with its term."""
        for at in range(len(stems)):
            yield from self._at(stems, at)

    def longest_runs(self, stems: list[str]) -> Iterator[tuple[int, int, str]]:
        """Give the same, but where runs lie in or across each other, the longest of those that begin first."""
        at = 0
        while at < len(stems):
            found = max(self._at(stems, at), key=lambda run: run[1], default=None)
            if found is not None:
                yield found
            at = found[1] if found else at + 1

    def _at(self, stems: list[str], at: int) -> Iterator[tuple[int, int, str]]:
        for phrase, term in self._by_first.get(stems[at], ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                yield at, at + len(phrase), term
