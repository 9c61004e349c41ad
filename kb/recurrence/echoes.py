"""Echoes: for a finding, the findings of other reviews that say nearly the same, best first, each with its reason.

Likeness is a sum: shared words (cosine of TF-IDF over stems with short forms written out), shared themes (overlap
weighted by how rare a theme is; related themes count a little), what the two mean (cosines of an encoder's vectors,
where it is, and of the field's word vectors), the lessons of the field that both seem to tell, and a shared named
instrument; less where one says what worked and the other what is needed, and a little for very different lengths.
benchmarks/likeness.py measures the weights. Two findings are linked from STRONG_LIKENESS on, and what `is_one_lesson`
forbids stays below it. How the likest are found among many is in `similarity_index.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Self

import numpy as np

from kb.core.model import Echo, Finding, FindingInContext
from kb.core.recurrence_values import Like
from kb.recurrence.alike_in_review import alike_in_review
from kb.recurrence.corpus_statistics import CorpusStatistics, shipped_weights
from kb.recurrence.echo_reasons import tell_echoes
from kb.recurrence.feature_columns import Column, HeldFeatures, KeptFeatures, feature_columns
from kb.recurrence.features import FeatureExtractor, FindingFeatures, Floats, TermNumbers
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.likest import LikenessShelf, LikestSearch
from kb.recurrence.links import LinkLines
from kb.recurrence.meanings import Meanings
from kb.recurrence.nearest_sentence import nearest_sentence
from kb.recurrence.similarity_index import SimilarityIndex, index_columns
from kb.recurrence.stored_statistics import StoredStatistics, pack
from kb.recurrence.surroundings import is_placed_alike, placed_in, whole_documents
from kb.vocabulary import Vocabulary

ONE_SIDED = 0.06  # likeness by which two findings may differ as seen from either: a related theme lends one way
RANKED_AT_ONCE = 64  # findings whose likeness to all others is worked out in one go
REARRANGED_FINDINGS = 5_000  # up to which all are arranged anew whenever some come, so that every measure is exact
PACKED_AT_ONCE = 2_000  # findings that stand as objects before they stand as columns
REARRANGED_SHARE = 10  # one in so many come or gone since the arrangement, from which all are arranged anew
Rarity = Callable[[Sequence[str]], Floats]
Reader = Callable[[Sequence[str]], Mapping[str, Finding]]  # of findings of which columns alone are kept


class EchoFinder:
    """All findings of a library, arranged so that those like a given one are found quickly."""

    def __init__(
        self, vocabulary: Vocabulary, anew: int = REARRANGED_FINDINGS, meanings: Meanings | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._anew = anew
        self._weights = shipped_weights(meanings)
        self._speech = FeatureExtractor(vocabulary, meanings)
        self._said = HeldFeatures()
        self._texts: dict[str, str] = {}
        self._read: Reader = _read_none
        self._by_review: dict[str, dict[str, None]] = {}  # the findings of each, in the order in which they came
        self._reviews: dict[str, int] = {}
        self._measure: CorpusStatistics | None = None  # None before the first arrangement
        self._shelves: list[LikenessShelf] = []  # the arranged one, and one for what came since
        self._places: dict[str, int] = {}  # on the first shelf
        self._kept: dict[str, Column] = {}  # what those on the first shelf say
        self._late: dict[str, None] = {}  # findings that are not on the first shelf, in the order in which they came
        self._moved: set[str] = set()  # held findings around which something changed
        self.changes = 0  # findings that have come or gone since the arrangement
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
        new: set[str] = set()
        for some in whole_documents(holdings, PACKED_AT_ONCE):
            self._add(some, new)
            self._said.pack(PACKED_AT_ONCE)
        self._shelves[1:] = []

    def _add(self, holdings: Iterable[FindingInContext], new: set[str]) -> None:
        """Add findings of some documents, and their ids to those that are `new` by now."""
        changed: dict[str, set[str]] = {}
        for held in holdings:
            review_type = self._vocabulary.review_types.get(held.review.review_type)
            inspection = review_type is not None and review_type.judges_service
            said = self._speech.extract(held.finding, held.review.case_slug, held.document.id, inspection=inspection)
            self._strike(said.id)
            self._leave_review(said.id)
            self._by_review.setdefault(said.review, {})[said.id] = None
            self._said[said.id] = said
            self._late[said.id] = None
            self._texts[said.id] = said.text
            new.add(said.id)
            self.changes += 1
            changed.setdefault(said.review, set()).add(said.document)
        self._place(changed, new)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget findings; unknown ids are passed over."""
        changed: dict[str, set[str]] = {}
        for id_ in ids:
            if id_ in self._said:
                changed.setdefault(self._said[id_].review, set()).add(self._said[id_].document)
            self._leave_review(id_)
            if self._said.pop(id_, None) is not None:
                self._strike(id_)
                self._late.pop(id_, None)
                self._texts.pop(id_, None)
                self.changes += 1
        self._place(changed, frozenset())
        self._shelves[1:] = []

    def _place(self, changed: Mapping[str, Set[str]], new: Set[str]) -> None:
        """Hear anew what stands around the findings of documents; remember who else than `new` changed by it."""
        for review, documents in changed.items():
            mine = map(self._said.__getitem__, self._by_review.get(review, ()))
            among = (one for one in mine if one.document in documents)
            for said in placed_in(among, self._weights, self._speech.field_rarity):
                if said.id not in new:
                    if is_placed_alike(said, self._said[said.id]):
                        continue
                    self._strike(said.id)
                    self._moved.add(said.id)
                self._said[said.id] = said
                self._late[said.id] = None

    def take_moved(self) -> set[str]:
        """Return the findings around which something changed since this was last asked."""
        moved, self._moved = {one for one in self._moved if one in self._said}, set()
        return moved

    @classmethod
    def restore(
        cls,
        columns: Mapping[str, Column],
        read: Reader,
        vocabulary: Vocabulary,
        anew: int = REARRANGED_FINDINGS,
        meanings: Meanings | None = None,
    ) -> Self:
        """Return the finder that gave these `columns`; `read` gives the words of findings where reasons are given."""
        made = cls(vocabulary, anew, meanings)
        made._speech = FeatureExtractor(vocabulary, meanings, TermNumbers(columns["lexicon"]))
        kept = KeptFeatures(columns, columns["senses"])
        statistics = StoredStatistics.unpack(columns["statistics"].tobytes())
        made._measure = statistics.restore(columns["lexicon"], vocabulary, made._weights)
        made._reviews = {review: number for number, review in enumerate(kept.reviews)}
        for id_, number in zip(kept.ids, kept.review_numbers, strict=True):
            made._by_review.setdefault(kept.reviews[number], {})[id_] = None
        made._kept = dict(columns)
        made._hold(kept, SimilarityIndex(kept.ids, columns, made._measure, made._reviews))
        made.changes, made._read = int(columns["changes"][0]), read
        return made

    def columns(self) -> dict[str, Column]:
        """Return all that is known as columns of numbers: no word can be read from them."""
        measure = self._arrange()
        if self._late or len(self._places) < len(self._said) or len(self._shelves[0].index) > len(self._places):
            self._shelve(measure)
        lexicon = self._speech.lexicon.hashes()
        statistics = np.frombuffer(pack(measure, lexicon), np.uint8)
        told: dict[str, Column] = {"lexicon": lexicon, "statistics": statistics, "changes": np.array([self.changes])}
        return self._kept | dict(self._shelves[0].index.columns) | told  # what both name is the same in both

    def resume(self, kept: StoredStatistics, changes: int) -> None:
        """Go on with the counts that `statistics` gave; `changes` findings have come or gone since."""
        measure = kept.restore(self._speech.lexicon.hashes(), self._vocabulary, self._weights)
        self._shelve(measure)
        self.changes = changes

    def statistics(self) -> bytes:
        """Return what is counted over all findings, to be kept and resumed from."""
        return pack(self._arrange(), self._speech.lexicon.hashes())

    def is_under(self, kept: StoredStatistics) -> bool:
        """Return whether the findings are arranged by the same counts as `statistics` gave."""
        mine = StoredStatistics.unpack(self.statistics())
        return mine.count == kept.count and np.array_equal(mine.idf, kept.idf)

    def arrange(self) -> bool:
        """Arrange what has come and gone; return whether all was arranged anew, so that every likeness may differ."""
        before = self.arrangements
        self._arrange()
        return self.arrangements != before

    def _strike(self, id_: str) -> None:
        place = self._places.pop(id_, None)
        if place is not None:
            self._shelves[0].index.strike(place)

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
        measure = self._arrange()
        # what stands around the findings of one document is the same: by themselves alone they are distinguished
        every = [self._said[one].by_itself() for one in sorted(self._by_review.get(review, ()))]
        return alike_in_review(every, measure, self._weights.beside - 1e-6)

    def of(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the echoes of a held finding, best first, at most `depth`, none below the likeness `least`."""
        return self.explain(id_, self.rank(id_, depth, least))

    def rank(self, id_: str, depth: int = 20, least: float = 0.0) -> tuple[Like, ...]:
        """Return what `of` does without the reasons: at most `depth`, none below the likeness `least`."""
        said = self._said.get(id_)
        return next(self._rank([said], depth, least)) if said else ()

    def scores(self, id_: str) -> tuple[tuple[str, float], ...]:
        """Return each other finding's likeness (from 0, no upper bound) to a held one, before what forbids a link."""
        said = self._said.get(id_)
        if said is None:
            return ()
        query = LikenessQuery(said, self._arrange())
        rows = ((shelf, shelf.index.scores([query])[0]) for shelf in self._shelves)
        found = [(shelf, shelf.index.best_matches(row, len(row), 0.0)) for shelf, row in rows]
        return tuple(told for shelf, matches in found for told in shelf.own_likeness(query, matches))

    def near_newcomers(self, newcomers: Collection[str], least: Mapping[str, float]) -> set[str]:
        """Return the findings among whose likest one of these newcomers may be.

        `least` is for each finding the likeness of the last of its likest.
        """
        measure = self._arrange()
        found: set[str] = set()
        for shelf in (one.index for one in self._shelves):
            floor = np.fromiter((least.get(id_, 0.0) for id_ in shelf.ids), np.float32, len(shelf))
            floor = np.maximum(floor - ONE_SIDED, 0.0)
            for one in newcomers:
                close = np.flatnonzero(shelf.scores([LikenessQuery(self._said[one], measure)])[0] >= floor)
                found.update(shelf.ids[place] for place in close.tolist())
        return found

    def rank_newcomers(self, id_: str, newcomers: Collection[str], depth: int, least: float) -> tuple[Like, ...]:
        """Return the `depth` likest of findings that came since the arrangement, none below the likeness `least`."""
        query = LikenessQuery(self._said[id_], self._arrange())
        if len(self._shelves) < 2:
            return ()
        late = self._shelves[1]
        matches = late.index.best_matches(late.index.scores([query])[0], len(late.index), least)
        return LikestSearch(query, LinkLines(self._weights)).lower([(late, matches)], depth, newcomers)

    def explain(self, id_: str, ranked: Iterable[Like], rarity: Rarity | None = None) -> tuple[Echo, ...]:
        """Return the echoes of a held finding with their reasons; `rarity` is that of terms in a larger library."""
        said = self._said.get(id_)
        return self._explain(said, ranked, rarity) if said else ()

    def read_draft(self, draft: Finding) -> FindingFeatures:
        """Return what a finding says that is not held; nothing of it is remembered."""
        return self._speech.extract(draft, "", learn=False)

    def rank_draft(self, draft: FindingFeatures, depth: int, least: float) -> tuple[Like, ...]:
        """Return the held findings most like a draft, without reasons, none below the likeness `least`."""
        return next(self._rank([draft], depth, least))

    def explain_draft(self, draft: FindingFeatures, likes: Iterable[Like]) -> tuple[Echo, ...]:
        """Return some of what `rank_draft` gave with reasons."""
        return self._explain(draft, likes)

    def like(self, finding: Finding, review: str = "", depth: int = 20, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the held findings most like one that need not be held, such as a draft; none of `review` itself."""
        said = self._speech.extract(finding, review, learn=False)
        return self._explain(said, next(self._rank([said], depth, least)))

    def sentences(self, finding: Finding, several: Iterable[Sequence[str]]) -> list[tuple[str, bool]]:
        """Return of each of several texts the sentence most like a draft in its words, and if it says nearly that."""
        measure, draft = self._arrange(), self._speech.extract_words(finding.text, finding.last_heading)
        return [nearest_sentence(draft, told, measure, self._speech) for told in several]

    def rank_many(self, ids: Sequence[str], depth: int = 20) -> Iterator[tuple[str, tuple[Like, ...]]]:
        """Give for each of these held findings what `rank` does; for many this is quicker."""
        for start in range(0, len(ids), RANKED_AT_ONCE):
            several = [self._said[one] for one in ids[start : start + RANKED_AT_ONCE]]
            yield from zip(ids[start : start + RANKED_AT_ONCE], self._rank(several, depth, 0.0), strict=True)

    def _rank(self, several: Sequence[FindingFeatures], depth: int, least: float) -> Iterator[tuple[Like, ...]]:
        measure = self._arrange()
        queries = [LikenessQuery(said, measure) for said in several]
        scores, lines = [shelf.index.scores(queries) for shelf in self._shelves], LinkLines(self._weights)
        for at, query in enumerate(queries):
            yield LikestSearch(query, lines).rank(self._shelves, [rows[at] for rows in scores], depth, least)

    def _arrange(self) -> CorpusStatistics:
        """Return the measure of an arrangement that holds all, made anew where too much changed."""
        grown = self.changes * REARRANGED_SHARE > len(self._said) or len(self._said) <= self._anew
        if self._measure is None or (self.changes and grown):
            lexicon = self._speech.lexicon
            self._shelve(CorpusStatistics(self._said.walk(), len(lexicon), self._vocabulary, self._weights))
            self.changes = 0
            self.arrangements += 1
        measure = self._measure
        assert measure is not None  # made above where there was none
        if self._late and len(self._shelves) == 1:
            late = tuple(self._said[one] for one in self._late)
            measure.meet(late)
            index = SimilarityIndex.of(late, measure, self._reviews)
            self._shelves.append(LikenessShelf(index, LessonColumns.of(late)))
        return measure

    def _shelve(self, measure: CorpusStatistics) -> None:
        """Arrange all under a measure. From then on what they say is held as columns."""
        self._measure, self._reviews = measure, {}
        self._shelves = []
        self._kept = feature_columns(self._said.walk())
        # what stood as columns before goes before the others are made: together they would be the most that is needed
        self._said = HeldFeatures(KeptFeatures(self._kept, self._kept.pop("in_place")))
        columns = index_columns(self._said.walk(), measure, self._reviews)
        kept = KeptFeatures(self._kept, columns["senses"])
        self._hold(kept, SimilarityIndex(kept.ids, columns, measure, self._reviews))

    def _hold(self, kept: KeptFeatures, index: SimilarityIndex) -> None:
        self._said, self._late = HeldFeatures(kept), {}
        self._shelves = [LikenessShelf(index, LessonColumns(kept))]
        self._places = {id_: place for place, id_ in enumerate(kept.ids)}

    def _explain(
        self, said: FindingFeatures, ranked: Iterable[Like], rarity_of: Rarity | None = None
    ) -> tuple[Echo, ...]:
        likes = [one for one in ranked if one.id in self._said]
        if not likes:
            return ()
        said, *others = self._with_words([said, *(self._said[one.id] for one in likes)])
        printed = self._speech.printed_words(said)
        if rarity_of is None:
            rare = self._arrange().rarity(np.fromiter(printed, np.int32))
        else:
            rare = rarity_of([self._speech.lexicon[number] for number in printed])
        rarity = dict(zip(printed, rare.tolist(), strict=True))
        return tell_echoes(said, zip(likes, others, strict=True), printed, rarity, self._speech, self._vocabulary)

    def _with_words(self, several: Sequence[FindingFeatures]) -> list[FindingFeatures]:
        """Return findings with their words, which are read again where columns alone are kept; the first is met."""
        unread = [one.id for one in several if not one.text and one.id not in self._texts]
        read = self._read(unread) if unread else {}
        if several[0].id in read:
            self._speech.meet(read[several[0].id])
        texts = {id_: finding.text for id_, finding in read.items()}
        return [
            one if one.text else replace(one, text=self._texts.get(one.id) or texts.get(one.id, "")) for one in several
        ]


def _read_none(_ids: Sequence[str]) -> Mapping[str, Finding]:
    return {}
