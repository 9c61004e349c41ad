"""Echoes: for a finding, the findings of other reviews that say nearly the same, best first, each with its reason.

Likeness is a sum: shared words (cosine of TF-IDF over stems with short forms written out), shared themes (overlap
weighted by how rare a theme is; related themes count a little), what the two mean (cosines of an encoder's vectors,
where it is, and of the field's word vectors), the lessons of the field that both seem to tell, and a shared named
instrument; less where one says what worked and the other what is needed, and a little for very different lengths.
benchmarks/likeness.py measures the weights. Two findings are linked from STRONG_LIKENESS on, and what `is_one_lesson`
forbids stays below it. How the likest are found among many is in `similarity_index.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from kb.core.model import Echo, Finding, FindingInContext, Kind
from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence.features import FeatureExtractor, FindingFeatures, Floats, Sense
from kb.recurrence.formulas import is_formula
from kb.recurrence.meanings import Meanings
from kb.recurrence.roles import Parts, parts_of, reversed_roles
from kb.recurrence.similarity_index import (
    WITH_ENCODER,
    WITHOUT_ENCODER,
    CorpusStatistics,
    SimilarityIndex,
)
from kb.recurrence.stored_statistics import StoredStatistics, pack
from kb.vocabulary import Vocabulary

MEANINGS = 4  # named in a reason, beside shared words
VERBATIM = 0.8  # share of words in common from which a repeat is called word for word
MEANT = 0.2  # cosine of what two findings mean, by the encoder, from which they may be one lesson, ...
MEANT_ASKED = 0.1  # ... and where one asks for what the other finds wanting: the two are worded less alike
PRAISE_MARGIN = 0.6  # by which two findings of what went well must be liker: praise is worded alike for other deeds
CONTRADICTION_LIKENESS = 0.5  # below which likeness stays, in its order, where two findings contradict each other
NEAR_WORDS = 0.2  # likeness of words alone without which two findings do not say nearly the same
SENTENCE = 0.7  # likeness of words alone from which one sentence of a longer finding says nearly what a draft says, ...
SENTENCE_WORDS = 3  # ... with so many words in common
ONE_SIDED = 0.06  # likeness by which two findings may differ as seen from either: a related theme lends one way
RANKED_AT_ONCE = 64  # findings whose likeness in meaning to all others is worked out in one product
REARRANGED_FINDINGS = (
    5_000  # findings up to which all are arranged anew whenever some come, so that every measure is exact
)
REARRANGED_SHARE = 10  # one in so many come or gone since the arrangement, from which all are arranged anew
Rarity = Callable[[Sequence[str]], Floats]
_ASKING = frozenset((Kind.RECOMMENDATION, Kind.ACTION))


class EchoFinder:
    """All findings of a library, arranged so that those like a given one are found quickly."""

    def __init__(
        self, vocabulary: Vocabulary, anew: int = REARRANGED_FINDINGS, meanings: Meanings | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._anew = anew
        self._weights = WITHOUT_ENCODER if meanings is None else WITH_ENCODER
        self._speech = FeatureExtractor(vocabulary, meanings)
        self._said: dict[str, FindingFeatures] = {}
        self._by_review: dict[str, dict[str, None]] = {}  # the findings of each, in the order in which they came
        self._reviews: dict[str, int] = {}
        self._measure: CorpusStatistics | None = None  # None before the first arrangement
        self._shelves: list[SimilarityIndex] = []  # the arranged one, and one for what came since
        self._places: dict[str, int] = {}  # on the first shelf
        self._late: dict[str, FindingFeatures] = {}
        self._changes = 0  # come or gone since the arrangement
        self.arrangements = 0  # how often all were arranged anew: likeness may differ a little from one to the next

    def __len__(self) -> int:
        return len(self._said)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all findings."""
        return tuple(self._said)

    def reviews(self) -> tuple[str, ...]:
        """Return the slugs of all reviews that have findings."""
        return tuple(review for review, held in self._by_review.items() if held)

    def reviews_of(self, ids: Iterable[str]) -> set[str]:
        """Return the reviews in which those of these findings stand that are known."""
        return {self._said[one].review for one in ids if one in self._said}

    def add(self, holdings: Iterable[FindingInContext]) -> None:
        """Add findings, or replace them where their id is known."""
        for held in holdings:
            review_type = self._vocabulary.review_types.get(held.review.review_type)
            inspection = review_type is not None and review_type.judges_service
            said = self._speech.extract(held.finding, held.review.slug, held.document.id, inspection=inspection)
            self._strike(said.id)
            self._leave_review(said.id)
            self._by_review.setdefault(said.review, {})[said.id] = None
            self._said[said.id] = self._late[said.id] = said
            self._changes += 1
        self._shelves[1:] = []

    def remove(self, ids: Iterable[str]) -> None:
        """Forget findings; unknown ids are passed over."""
        for id_ in ids:
            self._leave_review(id_)
            if self._said.pop(id_, None) is not None:
                self._strike(id_)
                self._late.pop(id_, None)
                self._changes += 1
        self._shelves[1:] = []

    def resume(self, kept: StoredStatistics, changes: int) -> None:
        """Go on under what was counted before: so many findings have come or gone since."""
        measure = kept.restore(self._speech.lexicon.terms, self._vocabulary, self._weights)
        everything = tuple(self._said.values())
        self._shelve(everything, measure)
        self._changes = changes

    def statistics(self) -> bytes:
        """Return what is counted over all findings, to be kept and resumed from."""
        return pack(self._arrange(), self._speech.lexicon.terms)

    @property
    def changes(self) -> int:
        """How many findings have come or gone since the arrangement."""
        return self._changes

    def arrange(self) -> bool:
        """Arrange what has come and gone; return whether all was arranged anew, so that every likeness may differ."""
        before = self.arrangements
        self._arrange()
        return self.arrangements != before

    def _strike(self, id_: str) -> None:
        place = self._places.pop(id_, None)
        if place is not None:
            self._shelves[0].strike(place)

    def _leave_review(self, id_: str) -> None:
        known = self._said.get(id_)
        if known is not None:
            self._by_review[known.review].pop(id_, None)

    def beside(self, id_: str) -> tuple[str, ...]:
        """Return the findings of its own review with which a finding is linked, best first: what it was drawn from."""
        said = self._said.get(id_)
        if said is None:
            return ()
        measure = self._arrange()
        return self._beside(
            said, SimilarityIndex([self._said[one] for one in self._by_review[said.review]], measure, {})
        )

    def beside_in(self, review: str) -> Mapping[str, tuple[str, ...]]:
        """Return the same for every finding of a review."""
        every = [self._said[one] for one in self._by_review.get(review, ())]
        index = SimilarityIndex(every, self._arrange(), {})
        return {one.id: self._beside(one, index) for one in every}

    def _beside(self, said: FindingFeatures, index: SimilarityIndex) -> tuple[str, ...]:
        found = index.best_matches(replace(said, review=""), len(index), self._weights.strong - 1e-6)
        ranked = sorted((-round(score, 6), index.ids[place]) for score, place in found)
        # one review names its agencies everywhere: here they part nothing, and are not taken off
        return tuple(id_ for _, id_ in ranked if id_ != said.id and is_one_lesson(said, self._said[id_]))

    def of(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the echoes of a held finding, best first, at most `depth`, none below the likeness `least`."""
        return self.explain(id_, self.rank(id_, depth, least))

    def rank(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Like, ...]:
        """Return what `of` does without the reasons."""
        said = self._said.get(id_)
        return self._rank(said, depth, least) if said else ()

    def scores(self, id_: str) -> tuple[tuple[str, float], ...]:
        """Return how like all others are to a held finding, before it is asked whether they are one lesson."""
        said = self._said.get(id_)
        if said is None:
            return ()
        self._arrange()
        return tuple(
            (shelf.ids[place], score)
            for shelf in self._shelves
            for score, place in shelf.best_matches(said, len(shelf), 0.0)
        )

    def near_newcomers(self, newcomers: Collection[str], least: Mapping[str, float]) -> set[str]:
        """Return the findings among whose likest one of these newcomers may be.

        `least` is for each finding the likeness of the last of its likest.
        """
        self._arrange()
        found: set[str] = set()
        for shelf in self._shelves:
            floor = np.fromiter((least.get(id_, 0.0) for id_ in shelf.ids), np.float32, len(shelf))
            for one in newcomers:
                close = np.flatnonzero(shelf.all_scores(self._said[one]) >= np.maximum(floor - ONE_SIDED, 0.0))
                found.update(shelf.ids[place] for place in close.tolist())
        return found

    def rank_newcomers(self, id_: str, newcomers: Collection[str], depth: int, least: float) -> tuple[Like, ...]:
        """Return how like a held finding some of those are that came since the arrangement."""
        said, measure = self._said[id_], self._arrange()
        if len(self._shelves) < 2:
            return ()
        shelf = self._shelves[1]
        matches = ((score, shelf.ids[place]) for score, place in shelf.best_matches(said, len(shelf), least))
        chosen = [(score, other) for score, other in matches if other in newcomers]
        return self._likest(said, chosen, depth, measure)

    def explain(self, id_: str, ranked: Iterable[Like], rarity: Rarity | None = None) -> tuple[Echo, ...]:
        """Return the echoes of a held finding with their reasons; `rarity` is that of terms in a larger library."""
        said = self._said.get(id_)
        return self._explain(said, ranked, rarity) if said else ()

    def like(self, finding: Finding, review: str = "", depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the held findings most like one that need not be held, such as a draft; none of `review` itself."""
        said = self._speech.extract(finding, review, learn=False)
        return self._explain(said, self._rank(said, depth, least))

    def sentence(self, finding: Finding, sentences: Iterable[str]) -> tuple[str, bool]:
        """Return which of the sentences is most like a draft in its words, and whether it says nearly that."""
        measure = self._arrange()
        draft = self._speech.extract(finding, "", learn=False)
        best, most, near = "", 0.0, False
        for words in sentences:
            said = self._speech.extract(replace(finding, text=words, heading=()), "", learn=False)
            like = measure.words_like(draft, said)
            if like > most:
                shared = self._speech.count_shared_words(draft, said)
                best, most, near = words, like, like >= SENTENCE and shared >= SENTENCE_WORDS
        return best, near

    def rank_many(self, ids: Sequence[str], depth: int = 20) -> Iterator[tuple[str, tuple[Like, ...]]]:
        """Give for each of these held findings what `rank` does; for many this is several times as quick."""
        self._arrange()
        for start in range(0, len(ids), RANKED_AT_ONCE):
            several = [self._said[one] for one in ids[start : start + RANKED_AT_ONCE]]
            senses = [shelf.senses_like(several) for shelf in self._shelves]
            for at, said in enumerate(several):
                yield said.id, self._rank(said, depth, 0.0, [rows[at] for rows in senses])

    def _rank(
        self, said: FindingFeatures, depth: int, least: float, meanings: Sequence[Floats] | None = None
    ) -> tuple[Like, ...]:
        measure = self._arrange()
        known = meanings or [shelf.senses_like([said])[0] for shelf in self._shelves]
        wanted = 2 * depth
        while True:  # to be lowered is to stand further down: until no one who was not looked at can be among the best
            found = [
                (score, shelf.ids[place])
                for shelf, meaning in zip(self._shelves, known, strict=True)
                for score, place in shelf.best_matches(said, wanted, least, meaning)
            ]
            likest = self._likest(said, found, depth, measure)
            if len(found) < wanted or not likest or likest[-1].score >= sorted(found, reverse=True)[wanted - 1][0]:
                return likest
            wanted *= 2

    def _likest(
        self, said: FindingFeatures, found: Iterable[tuple[float, str]], depth: int, measure: CorpusStatistics
    ) -> tuple[Like, ...]:
        """Return the best of what was found; of equal ones, whichever came first, those of the smaller id."""
        lowered = ((self._lower_score(said, self._said[other], score, measure), other) for score, other in found)
        ranked = sorted((-round(score, 6), other) for score, other in lowered)
        return tuple(self._like(said, self._said[other], -score, measure) for score, other in ranked[:depth])

    def _lower_score(
        self, said: FindingFeatures, other: FindingFeatures, score: float, measure: CorpusStatistics
    ) -> float:
        """Return how like two findings are, on the scale on which linked ones begin at the strong line, in their order.

        That they name the same agencies does not bring them over the line: what is to be learned stands beside it.
        """
        if score < STRONG_LIKENESS:
            return score
        if contradict(said, other) or measure.is_formula(said) or measure.is_formula(other):
            return CONTRADICTION_LIKENESS * score / (1 + score)
        verbatim = _verbatim(said.text, other.text)
        if (verbatim or self._is_linked(said, other, score, measure)) and is_one_lesson(said, other):
            return STRONG_LIKENESS + max(score - self._line(said, other), 0.0)
        if self._is_plainly_one(said, other, score, measure) and is_one_lesson(said, other):
            above = min(score - self._weights.short_asked, self._weights.near - self._weights.strong - 0.01)
            return STRONG_LIKENESS + max(above, 0.0)
        return STRONG_LIKENESS - 0.001 - 0.01 / (1 + score)

    def _line(self, said: FindingFeatures, other: FindingFeatures) -> float:
        return self._weights.strong + _praise_margin(said, other)

    def _is_linked(
        self, said: FindingFeatures, other: FindingFeatures, score: float, measure: CorpusStatistics
    ) -> bool:
        """Whether two findings are so like that they probably teach one lesson.

        What one asks for and the other finds wanting is worded less alike. Two that both find, or both ask, share
        themes and manner with many others: they must say nearly the same, or be like in meaning and in words.
        """
        firm, line, weights = score - measure.agencies_alike(said, other), self._line(said, other), self._weights
        if firm < line:
            return False
        meant = meant_alike(said, other)
        if _one_asks(said, other):
            return meant >= weights.asked_meaning
        if meant < weights.alike_meaning:
            return False
        words = measure.words_like(said, other)
        near = score >= line + weights.near - weights.strong and meant >= weights.near_meaning and words >= NEAR_WORDS
        return near or (firm >= line + weights.alike - weights.strong and words >= weights.alike_words)

    def _is_plainly_one(
        self, said: FindingFeatures, other: FindingFeatures, score: float, measure: CorpusStatistics
    ) -> bool:
        """Whether two short findings, which say one thing each, say one and the same.

        A long finding is like many others in something; of two short ones the likeness is that of their lesson. They
        need not say nearly the same: one asks for what the other finds wanting, or both tell a lesson of the field.
        """
        weights, longest = self._weights, max(said.length, other.length)
        if longest > max(weights.short, weights.clear_short) or _praise_margin(said, other):
            return False
        meant = meant_alike(said, other)
        asked = _one_asks(said, other) and score - measure.agencies_alike(said, other) >= weights.short_asked
        if asked and longest <= weights.short and meant >= weights.short_meaning:
            return True
        return (
            longest <= weights.clear_short
            and meant >= weights.clear_meaning
            and lessons_alike(said, other) >= weights.clear
        )

    def _like(self, said: FindingFeatures, other: FindingFeatures, score: float, measure: CorpusStatistics) -> Like:
        verbatim = _verbatim(said.text, other.text)
        linked = score >= STRONG_LIKENESS
        near = linked and (verbatim or self._is_near(said, other, score, measure))
        return Like(other.id, round(score, 6), verbatim, near)

    def _is_near(self, said: FindingFeatures, other: FindingFeatures, score: float, measure: CorpusStatistics) -> bool:
        """Whether two linked findings say nearly the same."""
        return (
            score >= STRONG_LIKENESS + self._weights.near - self._weights.strong
            and meant_alike(said, other) >= self._weights.near_meaning
            and measure.words_like(said, other) >= NEAR_WORDS
        )

    def _arrange(self) -> CorpusStatistics:
        """Return the measure of an arrangement that holds all, made anew where too much changed."""
        grown = self._changes * REARRANGED_SHARE > len(self._said) or len(self._said) <= self._anew
        if self._measure is None or (self._changes and grown):
            everything = tuple(self._said.values())
            fresh = CorpusStatistics(everything, len(self._speech.lexicon), self._vocabulary, self._weights)
            self._shelve(everything, fresh)
            self._changes = 0
            self.arrangements += 1
        measure = self._measure
        assert measure is not None  # made above where there was none
        if self._late and len(self._shelves) == 1:
            late = tuple(self._late.values())
            measure.meet(late)
            self._shelves.append(SimilarityIndex(late, measure, self._reviews))
        return measure

    def _shelve(self, everything: Sequence[FindingFeatures], measure: CorpusStatistics) -> None:
        self._measure = measure
        self._shelves = [SimilarityIndex(everything, measure, self._reviews)]
        self._places = {one.id: place for place, one in enumerate(everything)}
        self._late = {}

    def _explain(
        self, said: FindingFeatures, ranked: Iterable[Like], rarity_of: Rarity | None = None
    ) -> tuple[Echo, ...]:
        found = [(one, self._said[one.id]) for one in ranked if one.id in self._said]
        if not found:
            return ()
        printed = self._speech.printed_words(said)
        if rarity_of is None:
            rare = self._arrange().rarity(np.fromiter(printed, np.int32))
        else:
            rare = rarity_of([self._speech.lexicon.terms[number] for number in printed])
        rarity = dict(zip(printed, rare.tolist(), strict=True))
        return tuple(
            Echo(said.id, one.id, one.score, self._why(said, other, printed, rarity), one.verbatim, one.near)
            for one, other in found
        )

    def _why(
        self, said: FindingFeatures, other: FindingFeatures, printed: Mapping[int, str], rarity: Mapping[int, float]
    ) -> str:
        reasons = []
        names = [name for key, name in said.names.items() if key in other.names]
        if names:
            reasons.append("names the same tool or procedure: " + ", ".join(sorted(names)))
        shared = sorted(said.themes.keys() & other.themes.keys(), key=lambda slug: (-said.themes[slug], slug))
        if shared:
            labels = [theme.label for slug in shared if (theme := self._vocabulary.theme(slug))]
            reasons.append(("same theme: " if len(labels) == 1 else "same themes: ") + "; ".join(labels))
        words = _shared_words(other, printed, rarity)
        if words:
            reasons.append("shared words: " + ", ".join(words))
        alike = self._speech.shared_meanings(said, other)[:MEANINGS]
        if alike:
            reasons.append("similar words: " + ", ".join(alike))
        if not reasons:
            reasons.append("related themes")
        return " · ".join(reasons)


def contradict(one: FindingFeatures, other: FindingFeatures) -> bool:
    """Whether two findings say different things of one matter, or nothing that anybody could learn."""
    return (
        {one.standing, other.standing} == {"practice", "need"}
        or _formula(one.text)
        or _formula(other.text)
        or reversed_roles(_parts(one.text), _parts(other.text))
    )


def is_one_lesson(one: FindingFeatures, other: FindingFeatures) -> bool:
    """Whether nothing that two findings say forbids that they are one lesson.

    Praise is not the same as what is wanting on the same matter, a publisher's standing sentence is nobody's lesson,
    and where doer and receiver change places another thing is asked. Where an encoder is present, what they mean must
    be alike as well: themes and words in common are not enough.
    """
    if contradict(one, other):
        return False
    meant = MEANT_ASKED if _one_asks(one, other) else MEANT
    return meant_alike(one, other) >= meant or _verbatim(one.text, other.text)


def _one_asks(one: FindingFeatures, other: FindingFeatures) -> bool:
    """Whether one of two findings asks for something and the other does not."""
    return (one.kind in _ASKING) != (other.kind in _ASKING)


def _praise_margin(one: FindingFeatures, other: FindingFeatures) -> float:
    return PRAISE_MARGIN if one.standing == other.standing == "practice" else 0.0


def meant_alike(one: FindingFeatures, other: FindingFeatures) -> float:
    """Return how alike two findings are in what they mean: the cosine by an encoder, or 1 where there is none."""
    first, second = one.sense[Sense.MEANING], other.sense[Sense.MEANING]
    return float(first.astype(np.float32) @ second.astype(np.float32)) if len(first) and len(second) else 1.0


def lessons_alike(one: FindingFeatures, other: FindingFeatures) -> float:
    """Return how alike the lessons of the field are that two findings seem to tell."""
    first, second = one.sense[Sense.LESSONS], other.sense[Sense.LESSONS]
    return float(first.astype(np.float32) @ second.astype(np.float32))


@lru_cache(maxsize=20_000)
def _formula(text: str) -> bool:
    return is_formula(text)


@lru_cache(maxsize=20_000)
def _parts(text: str) -> Parts | None:
    return parts_of(text)


def _shared_words(
    other: FindingFeatures, printed: Mapping[int, str], rarity: Mapping[int, float], most: int = 6
) -> list[str]:
    """Return the printed words that two findings share, the rarest first."""
    rarest: dict[str, float] = {}
    for number in other.terms.tolist():
        word = printed.get(number)
        if word is not None:
            rarest[word] = max(rarest.get(word, 0.0), rarity[number])
    return sorted(rarest, key=lambda word: (-rarest[word], word))[:most]


def _verbatim(one: str, other: str) -> bool:
    (length, first), (other_length, second) = _word_set(one), _word_set(other)
    if min(length, other_length) < 6:
        return False
    return 2 * len(first & second) / (len(first) + len(second)) >= VERBATIM


@lru_cache(maxsize=2_000)  # a finding is held to forty others, one after the other
def _word_set(text: str) -> tuple[int, frozenset[str]]:
    """Return how many words a text has, and which."""
    said = text.lower().split()
    return len(said), frozenset(said)
