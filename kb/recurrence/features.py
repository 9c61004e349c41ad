"""What one finding says, ready to be compared: its terms as numbers, its themes, its instruments, its standing."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kb.core.model import Certainty, Finding, Kind, Polarity, Tag
from kb.recurrence.formulas import is_formula
from kb.recurrence.instruments import instruments
from kb.recurrence.lesson_profiles import LESSON_COUNT, lesson_profiles, meaning_axes
from kb.recurrence.meanings import Meanings
from kb.recurrence.roles import Parts, agency_names, parts_of
from kb.recurrence.terms import term_hash, wording_of, words
from kb.recurrence.word_vectors import Halves, field_vectors, unit
from kb.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]

HASH_SHARE = 0.001  # by which the rarity of a term may be raised, so that no two are equally rare
UNKNOWN_RARITY = 5.0  # of a term that the field does not know
UNSURE_THEME_WEIGHT = 0.4  # what a theme counts that the tagger was unsure of
WEAK_THEME_WEIGHT = 0.4  # what a weak theme counts: its words stand everywhere

_NONE = np.zeros(0, np.float32)
_SKETCHED_RUN = 5  # words that are hashed together
_SKETCH_SIZE = 8  # hashes of a text that are kept


class Sense:
    """The parts of `FindingFeatures.sense`: vectors of length one, which a measure weighs each for itself."""

    FIELD = slice(0, 200)  # of the field's words
    LESSONS = slice(200, 200 + LESSON_COUNT)  # chances of the field's lessons
    MEANING = slice(200 + LESSON_COUNT, None)  # of a sentence encoder; empty where there is none


ASKING_KINDS = frozenset((Kind.RECOMMENDATION, Kind.ACTION))
STANDING = {
    Kind.GOOD_PRACTICE: "practice",
    Kind.ACTION: "done",
    Kind.EVIDENCE: "done",
    Kind.QUESTION: "question",
    Kind.OWN_WORDS: "told",
}  # all others say what is needed


@dataclass(frozen=True, slots=True, eq=False)
class FindingFeatures:
    """What one finding says. `terms` are numbers in a lexicon, in rising order; `strange` counts those not in it."""

    id: str
    review: str
    document: str
    text: str
    terms: Ints
    weights: Floats  # logarithmic term frequency
    themes: Mapping[str, float]
    names: frozenset[int]  # hashes of the instruments that it names
    standing: str = "need"
    length: int = 1  # words
    inspection: bool = False
    sketch: Ints = field(default_factory=lambda: np.zeros(0, np.int32))  # of its word sequences
    strange: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    sense: Halves = field(default_factory=lambda: np.zeros(0, np.float16))  # the parts that `Sense` tells
    kind: Kind = Kind.LESSON
    agencies: Ints = field(default_factory=lambda: np.zeros(0, np.int32))  # of its terms, those that name an agency
    words: Ints = field(default_factory=lambda: np.zeros(0, np.int32))  # hashes of its words as printed, each once
    parts: Parts | None = None  # who must do what to whom
    formula: bool = False  # whether it is a sentence that publishers set in every report
    section: int = 0  # hash of the heading that it stands under
    start: int = 0  # where it begins in its document
    placed: Halves = field(default_factory=lambda: np.zeros(0, np.float16))  # `sense` with what stands around it
    around: Mapping[str, float] = field(default_factory=dict)  # themes that its neighbours carry more firmly
    lent: Ints = field(default_factory=lambda: np.zeros(0, np.int32))  # terms of findings beside it on one matter
    lent_weights: Floats = field(default_factory=lambda: np.zeros(0, np.float32))  # logarithmic frequency there

    @property
    def sense_in_place(self) -> Halves:
        """What it means where it stands; by itself where nothing stands around it."""
        return self.placed if len(self.placed) else self.sense

    def by_itself(self) -> FindingFeatures:
        """Return it without what stands around it."""
        return replace(self, placed=self.placed[:0], around={}, lent=self.lent[:0], lent_weights=self.lent_weights[:0])


class TermNumbers:
    """Terms and their numbers. A number once given stays.

    Of what was kept by another process the hashes alone are known, until a term is met again.
    """

    def __init__(self, kept: Hashes | None = None) -> None:
        self._kept = np.zeros(0, np.uint64) if kept is None else kept
        self._order = np.argsort(self._kept)
        self._sorted = self._kept[self._order]
        self._numbers: dict[str, int] = {}
        self._terms: dict[int, str] = {}
        self._later: list[int] = []  # hashes of those that were not kept

    def __len__(self) -> int:
        return len(self._kept) + len(self._later)

    def __getitem__(self, number: int) -> str:
        """Return a term that was met here."""
        return self._terms[number]

    def hashes_of(self, numbers: Ints) -> Hashes:
        """Return the hashes of some terms."""
        before, later = len(self._kept), self._later
        return np.array([later[n - before] if n >= before else self._kept[n] for n in numbers.tolist()], np.uint64)

    def hashes(self) -> Hashes:
        """Return the hashes of all terms, in the order of their numbers."""
        return np.concatenate((self._kept, np.array(self._later, np.uint64)))

    def number(self, term: str) -> int | None:
        """Return a term's number, or None where it has none."""
        known = self._numbers.get(term)
        if known is None and len(self._kept):
            hashed = np.uint64(term_hash(term))
            at = int(np.searchsorted(self._sorted, hashed))
            if at < len(self._sorted) and self._sorted[at] == hashed:
                known = self._meet(term, int(self._order[at]))
        return known

    def learn(self, term: str) -> int:
        """Return a term's number, giving it one."""
        known = self.number(term)
        if known is None:
            known = self._meet(term, len(self))
            self._later.append(term_hash(term))
        return known

    def _meet(self, term: str, number: int) -> int:
        self._numbers[term] = number
        self._terms[number] = term
        return number


class FeatureExtractor:
    """Turns findings into what they say."""

    def __init__(
        self, vocabulary: Vocabulary, meanings: Meanings | None = None, lexicon: TermNumbers | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._wording = wording_of(vocabulary)
        self._meanings = meanings
        self.lexicon = lexicon or TermNumbers()
        self._meanings_told = lru_cache(maxsize=2_000)(self._wording.meanings)  # the likest meet again and again

    def extract(
        self, finding: Finding, review: str, document: str = "", *, inspection: bool = False, learn: bool = True
    ) -> FindingFeatures:
        """Return what a finding says; a draft's new terms need not be learned, since no one else has them."""
        heading = finding.last_heading
        known, strange = self._terms(finding.text, heading, learn=learn)
        printed = finding.text.lower().split()
        return FindingFeatures(
            id=finding.id,
            review=review,
            document=document,
            text=finding.text,
            terms=np.array([n for n, _ in known], np.int32),
            weights=_dampen([w for _, w in known]),
            themes=self._themes(finding.tags),
            names=frozenset(instrument_names(finding.text)),
            standing=standing_of(finding),
            length=max(len(printed), 1),
            inspection=inspection,
            sketch=_sketch(printed),
            strange=_dampen(strange),
            sense=self._sense(finding.text, heading, learn=learn),
            kind=finding.kind,
            agencies=self._agencies(finding.text),
            words=np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in set(printed)], np.uint32).view(
                np.int32
            ),
            parts=parts_of(finding.text),
            formula=is_formula(finding.text),
            section=zlib.crc32(heading.encode("utf-8", "replace")),
            start=finding.span.start,
        )

    def extract_words(self, text: str, heading: str = "") -> FindingFeatures:
        """Return what a text that is not to be learned says by its words alone."""
        known, strange = self._terms(text, heading, learn=False)
        numbers, weights = np.array([n for n, _ in known], np.int32), _dampen([w for _, w in known])
        return FindingFeatures("", "", "", text, numbers, weights, {}, frozenset(), strange=_dampen(strange))

    def _terms(self, text: str, heading: str, *, learn: bool) -> tuple[list[tuple[int, float]], list[float]]:
        """Return the numbers of a text's terms with their weights, and the weights of those that have none."""
        weights = self._wording.terms(text, heading)
        number = self.lexicon.learn if learn else self.lexicon.number
        # in the order of letters, since terms come from sets: two processes give the same numbers, and the same sums
        known = sorted((n, w) for term, w in sorted(weights.items()) if (n := number(term)) is not None)
        strange = [] if learn else [w for term, w in weights.items() if self.lexicon.number(term) is None]
        return known, strange

    def meet(self, finding: Finding) -> None:
        """Meet the terms of a finding of which only what was kept is known: its reasons are given in words."""
        for term in self._wording.terms(finding.text, finding.last_heading):
            self.lexicon.number(term)

    def _agencies(self, text: str) -> Ints:
        """Return the numbers of the terms by which a text names agencies."""
        named = self._wording.terms(" ; ".join(agency_names(text)))
        return np.array(sorted(n for term in named if (n := self.lexicon.number(term)) is not None), np.int32)

    def _sense(self, text: str, heading: str, *, learn: bool) -> Halves:
        """Return what a text means: by the field's words, by the lessons it seems to tell, by the encoder if any."""
        field = field_vectors().vector(text, heading, self._vocabulary.acronyms)
        if self._meanings is None:
            return np.concatenate((field, lesson_profiles("field").profile(field, _NONE))).astype(np.float16)
        meaning = self._meanings.vector(text, heading, learn=learn).astype(np.float32)
        profile = lesson_profiles("meaning").profile(field, meaning)
        return np.concatenate((field, profile, unit(meaning @ meaning_axes()))).astype(np.float16)

    def field_rarity(self, terms: Ints) -> Floats:
        """Return how rare terms are in the field, from 0 (natural logarithm), whatever the library holds."""
        return rarity_by_hash(self.lexicon.hashes_of(terms))

    def printed_words(self, said: FindingFeatures) -> Mapping[int, str]:
        """Return for each term of `extract` the word that stands for it on the page; a phrase's for its concept."""
        printed = {}
        for number in said.terms.tolist():
            term = self.lexicon[number]
            if term[0] in "@=":  # a meaning that many words tell stands for none of them
                printed[number] = term[1:].upper() if term[0] == "@" else term[1:]
        for word, stemmed in words(said.text):
            stem_number = self.lexicon.number(stemmed)
            if stem_number is not None:
                printed.setdefault(stem_number, word if word.isupper() else word.lower())
        return printed

    def count_shared_words(self, one: FindingFeatures, other: FindingFeatures) -> int:
        """Return how many words, as stems, two findings share."""
        return sum(self.lexicon[number][0] not in "@=~" for number in _common_terms(one, other))

    def shared_meanings(self, one: FindingFeatures, other: FindingFeatures) -> tuple[str, ...]:
        """Return the meanings that the two tell by different words: "dad / male partner"."""
        shared = [term for number in _common_terms(one, other) if (term := self.lexicon[number])[0] == "~"]
        if not shared:
            return ()
        here, there = self._meanings_told(one.text), self._meanings_told(other.text)
        told = (
            f"{min(here[term])} / {min(there[term])}"
            for term in shared
            if term in here and term in there and not _stem_phrases(here[term]) & _stem_phrases(there[term])
        )
        return tuple(sorted(told))

    def _themes(self, tags: Sequence[Tag]) -> Mapping[str, float]:
        weights: dict[str, float] = {}
        for tag in tags:
            if tag.is_lent:
                continue  # what a heading or a recommendation lends makes it no more like any other
            theme = self._vocabulary.theme(tag.theme)
            weight = WEAK_THEME_WEIGHT if theme is not None and theme.weak else 1.0
            weights[tag.theme] = weight if tag.certainty is Certainty.YES else weight * UNSURE_THEME_WEIGHT
        return weights


def instrument_names(text: str) -> Mapping[int, str]:
    """Return the instruments that a text names, as printed, by their hashes."""
    return {term_hash(" ".join(sorted(stems))): name for stems, name in instruments(text).items()}


def standing_of(finding: Finding) -> str:
    """Return whether a finding says what is needed, what went well, what was done, asked or told by a family."""
    if finding.polarity is Polarity.WORKING_WELL and finding.kind is Kind.LESSON:
        return "practice"
    return STANDING.get(finding.kind, "need")


def rarity_by_hash(hashes: Hashes) -> Floats:
    """Return the rarity (from 0, natural logarithm) in the field of each term by its hash, or UNKNOWN_RARITY.

    It is a little higher the higher the hash is, so that of equally rare terms the same come first in every process.
    """
    known, rarity = _field_rarities()
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found = np.where(known[at] == hashes, rarity[at], np.float32(UNKNOWN_RARITY))
    told: Floats = (found * (1 + HASH_SHARE * (hashes / np.float64(2**64)))).astype(np.float32)
    return told


@lru_cache(maxsize=1)
def _field_rarities() -> tuple[Hashes, Floats]:
    """Return the hashes of the field's words in rising order, and the rarity of each."""
    rarities = {term_hash(stem): rarity for stem, rarity in field_vectors().rarities()}
    return np.array(sorted(rarities), np.uint64), np.array([rarities[one] for one in sorted(rarities)], np.float32)


def _common_terms(one: FindingFeatures, other: FindingFeatures) -> list[int]:
    """Return the terms that two findings share."""
    return [int(number) for number in np.intersect1d(one.terms, other.terms, assume_unique=True)]


def _stem_phrases(phrases: Iterable[str]) -> set[str]:
    return {stemmed for phrase in phrases for _, stemmed in words(phrase)}


def _dampen(weights: Sequence[float]) -> Floats:
    counts = np.array(weights, np.float32)
    return np.where(counts >= 1, 1 + np.log(np.maximum(counts, 1)), counts).astype(np.float32)


def _sketch(said: Sequence[str]) -> Ints:
    """Return the smallest hashes of a text's runs of words (a bottom-k sketch); empty for a text of few words."""
    if len(said) < 2 * _SKETCHED_RUN:
        return np.zeros(0, np.int32)
    runs = {zlib.crc32(" ".join(said[i : i + _SKETCHED_RUN]).encode()) for i in range(len(said) - _SKETCHED_RUN + 1)}
    return np.array(heapq.nsmallest(_SKETCH_SIZE, runs), np.uint32).view(np.int32)
