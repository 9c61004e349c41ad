"""What a finding says, as weighted terms: stems, short forms written out, and equal phrases as one concept.

The source of the method is the plain vector space model with logarithmic term frequency; what is ours is that short
forms and synonyms of the vocabulary count as shared meaning, since bullets in reviews share meaning more than words.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kb.core.expressions import expression
from kb.text.cue_words import plain_tokens
from kb.text.cues import CueTree
from kb.text.stemming import english_stem
from kb.vocabulary import Vocabulary

_WORD = expression(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")

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


STOPS = frozenset(english_stem(word) for word in _STOP)
_JUDGING = frozenset(
    english_stem(word)
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
        stemmed = english_stem(normalise_word(word))
        if stemmed not in STOPS and len(stemmed) > 1:
            yield word, stemmed


def term_hash(term: str) -> int:
    """Return a number by which a term is known where no words may be kept."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class Wording:
    """Turns text into terms, with the short forms and synonyms of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._written_out = {short: self._stems(long) for short, long in vocabulary.acronyms.items()}
        phrases = [
            (self._stems(long), "@" + normalise_word(short).rstrip("s")) for short, long in vocabulary.acronyms.items()
        ]
        phrases += [(self._stems(phrase), "=" + group[0].lower()) for group in vocabulary.synonyms for phrase in group]
        self._phrases = _stem_tree((stems, concept) for stems, concept in phrases if len(stems) > 1)
        self._meanings = _stem_tree(
            (self._stems(phrase), "~" + group[0].lower()) for group in vocabulary.alike for phrase in group
        )

    def terms(self, text: str, heading: str = "") -> Mapping[str, float]:
        """Return each term of a finding with its weight, from 0: the sum over its places, half in the heading."""
        weights: defaultdict[str, float] = defaultdict(float)
        for part, share in ((text, 1.0), (heading, HEADING_WEIGHT)):
            for term, weight in self._terms(part):
                weights[term] += share * weight
        return weights

    def meanings(self, text: str) -> Mapping[str, set[str]]:
        """Return the meanings that a text tells, each with the words, in small letters, that tell it."""
        printed = [word.lower() for word in _WORD.findall(text)]
        told: defaultdict[str, set[str]] = defaultdict(set)
        stemmed = plain_tokens(english_stem(normalise_word(word)) for word in printed)
        for meaning, start, end in self._meanings.find_longest(stemmed):
            told[meaning].add(" ".join(printed[start:end]))
        return told

    def named_stems(self, text: str) -> frozenset[str]:
        """Return the stems by which a text names what has a short form: those of the short form and of the full one."""
        printed = _WORD.findall(text)
        short = [word for word in printed if word in self._written_out]
        named = {stem for word in short for stem in (*self._stems(word), *self._written_out[word])}
        stems = self._stems(text)
        for concept, start, end in self._phrases.find(plain_tokens(stems)):
            if concept.startswith("@"):
                named.update(stems[start:end])
        return frozenset(named)

    @staticmethod
    def _stems(text: str) -> tuple[str, ...]:
        return tuple(english_stem(normalise_word(word)) for word in _WORD.findall(text))

    def _terms(self, text: str) -> Iterator[tuple[str, float]]:
        """Give each stem, and each concept that stems together make, with what it counts."""
        stems: list[str] = []
        for word in _WORD.findall(text):
            out = self._written_out.get(word)
            if out is None:
                stems.append(english_stem(normalise_word(word)))
            else:
                stems.extend(out)
        counts = [JUDGING_WORD_WEIGHT if one in _JUDGING else 1.0 for one in stems]
        words = plain_tokens(stems)
        for concept, start, end in self._phrases.find(words):
            counts[start:end] = [INSIDE_PHRASE_WEIGHT] * (end - start)
            yield concept, 1.0
        meanings = set()
        for meaning, start, end in self._meanings.find_longest(words):
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


def _stem_tree(phrases: Iterable[tuple[tuple[str, ...], str]]) -> CueTree[str]:
    """Return a matcher of runs of stems, each with the term that it stands for."""
    return CueTree(((" ".join(stems), term) for stems, term in phrases), form=str)
