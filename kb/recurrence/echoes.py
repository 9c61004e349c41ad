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

import numpy as np

from kb.core.model import Echo, Finding, FindingInContext
from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence.corpus_statistics import WITH_ENCODER, WITHOUT_ENCODER, CorpusStatistics
from kb.recurrence.features import FeatureExtractor, FindingFeatures, Floats
from kb.recurrence.meanings import Meanings
from kb.recurrence.one_lesson import contradict, is_one_lesson, is_verbatim, lessons_alike, meant_alike, one_asks
from kb.recurrence.similarity_index import LikenessMatch, LikenessQuery, SimilarityIndex
from kb.recurrence.stored_statistics import StoredStatistics, pack
from kb.vocabulary import Vocabulary

MEANINGS = 4  # named in a reason, beside shared words
PRAISE_MARGIN = 0.6  # by which two findings of what went well must be liker: praise is worded alike for other deeds
CONTRADICTION_LIKENESS = 0.5  # below which likeness stays, in its order, where two findings contradict each other
PLAIN_MOST = 0.3  # by which two short findings stand above the strong line at most: they need not say nearly the same
NEAR_WORDS = 0.2  # likeness of words alone without which two findings do not say nearly the same
SENTENCE = 0.7  # likeness of words alone from which one sentence of a longer finding says nearly what a draft says, ...
SENTENCE_WORDS = 3  # ... with so many words in common
ONE_SIDED = 0.06  # likeness by which two findings may differ as seen from either: a related theme lends one way
RANKED_AT_ONCE = 32  # findings whose likeness to all others is worked out in one go
REARRANGED_FINDINGS = (
    5_000  # findings up to which all are arranged anew whenever some come, so that every measure is exact
)
REARRANGED_SHARE = 10  # one in so many come or gone since the arrangement, from which all are arranged anew
Rarity = Callable[[Sequence[str]], Floats]


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
        return self.beside_in(said.review)[id_] if said else ()

    def beside_in(self, review: str) -> Mapping[str, tuple[str, ...]]:
        """Return the same for every finding of a review."""
        every, measure = [self._said[one] for one in self._by_review.get(review, ())], self._arrange()
        index = SimilarityIndex(every, measure, {})
        rows = index.scores([LikenessQuery(replace(one, review=""), measure) for one in every])
        return {one.id: self._beside(one, index, row) for one, row in zip(every, rows, strict=True)}

    def _beside(self, said: FindingFeatures, index: SimilarityIndex, row: Floats) -> tuple[str, ...]:
        found = index.best_matches(row, len(index), self._weights.beside - 1e-6)
        ranked = sorted((-round(match.score, 6), match.id) for match in found)
        # one review names its agencies everywhere: here they part nothing, and are not taken off
        return tuple(id_ for _, id_ in ranked if id_ != said.id and is_one_lesson(said, self._said[id_]))

    def of(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the echoes of a held finding, best first, at most `depth`, none below the likeness `least`."""
        return self.explain(id_, self.rank(id_, depth, least))

    def rank(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Like, ...]:
        """Return what `of` does without the reasons."""
        said = self._said.get(id_)
        return next(self._rank([said], depth, least)) if said else ()

    def scores(self, id_: str) -> tuple[tuple[str, float], ...]:
        """Return how like all others are to a held finding, before it is asked whether they are one lesson."""
        said = self._said.get(id_)
        if said is None:
            return ()
        query = LikenessQuery(said, self._arrange())
        found = (shelf.best_matches(shelf.scores([query])[0], len(shelf), 0.0) for shelf in self._shelves)
        return tuple((match.id, match.score) for matches in found for match in matches)

    def near_newcomers(self, newcomers: Collection[str], least: Mapping[str, float]) -> set[str]:
        """Return the findings among whose likest one of these newcomers may be.

        `least` is for each finding the likeness of the last of its likest.
        """
        measure = self._arrange()
        found: set[str] = set()
        for shelf in self._shelves:
            floor = np.fromiter((least.get(id_, 0.0) for id_ in shelf.ids), np.float32, len(shelf))
            floor = np.maximum(floor - ONE_SIDED, 0.0)
            for one in newcomers:
                close = np.flatnonzero(shelf.scores([LikenessQuery(self._said[one], measure)])[0] >= floor)
                found.update(shelf.ids[place] for place in close.tolist())
        return found

    def rank_newcomers(self, id_: str, newcomers: Collection[str], depth: int, least: float) -> tuple[Like, ...]:
        """Return how like a held finding some of those are that came since the arrangement."""
        query = LikenessQuery(self._said[id_], self._arrange())
        if len(self._shelves) < 2:
            return ()
        shelf = self._shelves[1]
        matches = shelf.best_matches(shelf.scores([query])[0], len(shelf), least)
        return self._likes(query, self._lower(query, [one for one in matches if one.id in newcomers], {})[:depth])

    def explain(self, id_: str, ranked: Iterable[Like], rarity: Rarity | None = None) -> tuple[Echo, ...]:
        """Return the echoes of a held finding with their reasons; `rarity` is that of terms in a larger library."""
        said = self._said.get(id_)
        return self._explain(said, ranked, rarity) if said else ()

    def like(self, finding: Finding, review: str = "", depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the held findings most like one that need not be held, such as a draft; none of `review` itself."""
        said = self._speech.extract(finding, review, learn=False)
        return self._explain(said, next(self._rank([said], depth, least)))

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
        """Give for each of these held findings what `rank` does; for many this is quicker."""
        for start in range(0, len(ids), RANKED_AT_ONCE):
            several = [self._said[one] for one in ids[start : start + RANKED_AT_ONCE]]
            yield from zip(ids[start : start + RANKED_AT_ONCE], self._rank(several, depth, 0.0), strict=True)

    def _rank(self, several: Sequence[FindingFeatures], depth: int, least: float) -> Iterator[tuple[Like, ...]]:
        measure = self._arrange()
        queries = [LikenessQuery(said, measure) for said in several]
        scores = [shelf.scores(queries) for shelf in self._shelves]
        for at, query in enumerate(queries):
            yield self._rank_one(query, [rows[at] for rows in scores], depth, least)

    def _rank_one(self, query: LikenessQuery, rows: Sequence[Floats], depth: int, least: float) -> tuple[Like, ...]:
        wanted, lowered = 2 * depth, dict[str, float]()
        while True:  # to be lowered is to stand further down: until no one who was not looked at can be among the best
            found = [
                match
                for shelf, row in zip(self._shelves, rows, strict=True)
                for match in shelf.best_matches(row, wanted, least)
            ]
            found.sort(key=lambda match: -match.score)
            ranked = self._lower(query, found, lowered)[:depth]
            if len(found) < wanted or not ranked or ranked[-1][0] >= self._bound_lowered(found[wanted - 1].score):
                return self._likes(query, ranked)
            wanted *= 2

    def _bound_lowered(self, score: float) -> float:
        """Return what a likeness may be at most once it was asked whether the two are one lesson."""
        if score < STRONG_LIKENESS:
            return score
        line = min(self._weights.strong, self._weights.alike)
        return max(STRONG_LIKENESS + max(score - line, 0.0), self._plain_score(score))

    def _lower(
        self, query: LikenessQuery, found: Iterable[LikenessMatch], lowered: dict[str, float]
    ) -> list[tuple[float, str, LikenessMatch]]:
        """Return what was found, best first; of equal ones, whichever came first, that of the smaller id.

        `lowered` keeps what was worked out already.
        """
        every = [(match.id, match) for match in found]
        for id_, match in every:
            if id_ not in lowered:
                lowered[id_] = round(self._lower_score(query, match), 6)
        return sorted(((lowered[id_], id_, match) for id_, match in every), key=lambda one: (-one[0], one[1]))

    def _likes(self, query: LikenessQuery, ranked: Iterable[tuple[float, str, LikenessMatch]]) -> tuple[Like, ...]:
        return tuple(self._like(query, match, score) for score, _, match in ranked)

    def _lower_score(self, query: LikenessQuery, match: LikenessMatch) -> float:
        """Return how like two findings are, on the scale on which linked ones begin at the strong line, in their order.

        That they name the same agencies does not bring them over the line: what is to be learned stands beside it.
        """
        score = match.score
        if score < STRONG_LIKENESS:
            return score
        said, other = query.said, self._said[match.id]
        if query.is_formula or match.is_formula or contradict(said, other):
            return CONTRADICTION_LIKENESS * score / (1 + score)
        if (is_verbatim(said, other) or self._is_linked(query, match)) and is_one_lesson(said, other):
            return STRONG_LIKENESS + max(score - self._line(said, other), 0.0)
        if self._is_plainly_one(query, match) and is_one_lesson(said, other):
            return self._plain_score(score)
        return STRONG_LIKENESS - 0.001 - 0.01 / (1 + score)

    def _line(self, said: FindingFeatures, other: FindingFeatures) -> float:
        """Return the likeness at which the links of such a pair begin, unless the two are short."""
        line = self._weights.strong if one_asks(said, other) else self._weights.alike
        return line + _praise_margin(said, other)

    def _is_linked(self, query: LikenessQuery, match: LikenessMatch) -> bool:
        """Whether two findings are so like that they probably teach one lesson.

        What one asks for and the other finds wanting is worded less alike. Two that both find, or both ask, share
        themes and manner with many others: they must say nearly the same, or be like in meaning and in words.
        """
        said, other, weights = query.said, self._said[match.id], self._weights
        if self._is_near(query, match):
            return True
        if match.score - match.agencies_alike(query, other) < self._line(said, other):
            return False
        meant = meant_alike(said, other)
        if one_asks(said, other):
            return meant >= weights.asked_meaning
        return meant >= weights.alike_meaning and match.words_like(query) >= weights.alike_words

    def _is_plainly_one(self, query: LikenessQuery, match: LikenessMatch) -> bool:
        """Whether two short findings, which say one thing each, say one and the same.

        A long finding is like many others in something; of two short ones the likeness is that of their lesson. They
        need not say nearly the same: one asks for what the other finds wanting, or both tell a lesson of the field.
        """
        said, other, weights = query.said, self._said[match.id], self._weights
        longest = max(said.length, other.length)
        if longest > max(weights.short, weights.clear_short) or _praise_margin(said, other):
            return False
        meant = meant_alike(said, other)
        asked = one_asks(said, other) and match.score - match.agencies_alike(query, other) >= weights.short_asked
        if asked and longest <= weights.short and meant >= weights.short_meaning:
            return True
        clear = longest <= weights.clear_short and meant >= weights.clear_meaning
        return clear and lessons_alike(said, other) >= weights.clear

    def _plain_score(self, score: float) -> float:
        """Return how like two short findings are that are plainly one."""
        return STRONG_LIKENESS + min(max(score - self._weights.short_asked, 0.0), PLAIN_MOST)

    def _like(self, query: LikenessQuery, match: LikenessMatch, score: float) -> Like:
        verbatim = is_verbatim(query.said, self._said[match.id])
        near = score >= STRONG_LIKENESS and (verbatim or self._is_near(query, match))
        return Like(match.id, round(score, 6), verbatim, near)

    def _is_near(self, query: LikenessQuery, match: LikenessMatch) -> bool:
        """Whether two findings, where nothing forbids it, say nearly the same."""
        said, other = query.said, self._said[match.id]
        return (
            match.score >= self._weights.near + _praise_margin(said, other)
            and meant_alike(said, other) >= self._weights.near_meaning
            and match.words_like(query) >= NEAR_WORDS
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


def _praise_margin(one: FindingFeatures, other: FindingFeatures) -> float:
    return PRAISE_MARGIN if one.standing == other.standing == "practice" else 0.0


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
