"""The order of what was found first: the engine's points, and beside them how near each finding is to the question.

An engine adds up words. Here the first findings of an answer are also weighed by what they mean (the vectors of
likeness, where they are), by how much of the question one sentence of theirs holds, and by whether one holds all of
it. Of a recommendation that several documents print, one printing stays. A finding that is near in meaning is found
and weighed regardless of its words. The weights were read off judged questions, so what is measured on those is an
upper bound (kb/decisions/0067, 0116, 0199).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.findings.sentiment import SentimentScorer
from kb.app.nearness_signs import (
    REORDERED,
    NearnessSigns,
    OrderWeights,
    as_far_as_words_fail,
    chance_of,
    focus_of,
    worth_of,
)
from kb.app.question_meaning import Holdings, QuestionMeaning
from kb.app.question_parts import (
    has_most_telling,
    question_parts,
    sentence_stems,
    share_without_praise,
    shares_held,
)
from kb.app.question_signs import has_most_words
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind
from kb.recurrence import Meanings, field_vectors
from kb.recurrence.reprints import Reprints
from kb.recurrence.word_vectors import Floats
from kb.text.formatting import count_phrase
from kb.text.tokens import words
from kb.vocabulary import Vocabulary
from search import limits
from search.plan.loosen import MOST_TELLING, SOME_TELLING
from search.port import Hit, Query, Results
from search.understanding.framing import kind_signs, wanting
from search.understanding.mentions import is_plain_words
from search.understanding.part_coverage import telling_words
from search.understanding.word_forms import printed_compounds

REMEMBERED = 5_000  # texts of which stems and vectors are remembered
_LEARNED = frozenset({Kind.LESSON, Kind.MISSED_OPPORTUNITY})
FEW = 10  # findings; where fewer are found ...
_NEAR_OF_FEW = 0.15  # ... those nearest in meaning fill a page from this cosine
_BLAME = -1.5  # the lean of a sentence from which it says that something is lacking
_NO_WORDS = "review:no-review-has-this-address"  # is in no finding, so that only what is near in meaning is found
_HYPHENS = expression(r"[\u2010\u2011]")
_QUOTATION_MARKS = expression(r"[“”\"]")

praise_scorer = lru_cache(maxsize=4)(SentimentScorer)

Search = Callable[[Query], Results]


class FindingOrder(QuestionMeaning):
    """Searches in which the findings nearest to the question come first."""

    def __init__(
        self, vocabulary: Vocabulary, meanings: Meanings | None = None, weights: OrderWeights | None = None
    ) -> None:
        super().__init__(vocabulary, meanings)
        self._weights = weights or OrderWeights()
        self._field_vector = lru_cache(maxsize=REMEMBERED)(self._sum_field_vector)
        self._sentences = lru_cache(maxsize=REMEMBERED)(sentence_stems)

    def search(self, query: Query, search: Search, holdings: Holdings) -> Results:
        """Answer `query` by `search`, the first findings in order of nearness and all further ones as they are.

        Whatever page is asked for, the first findings are looked at, so that every page tells the same total.
        """
        spoken = _without_quotation_marks(query)
        asked = self._question_text(spoken)
        near = self._ids_near_in_meaning(asked, holdings) if _is_plain(query) else ()
        query = replace(query, nearest=near)
        if not self._can_order(query):
            query, results = self._fill_page(query, asked, search, holdings)
            return _with_nearest_told(results, results.hits, query)
        size, start = query.size, (query.page - 1) * query.size
        deep = min(start + size + REORDERED, limits.DEPTH)  # of the first some are left out as further printings
        query, results = self._fill_page(replace(query, page=1, size=deep), asked, search, holdings)
        results, many = _with_all_near_first(query, results, search)
        held = {one.finding.id: one for one in holdings([hit.id for hit in results.hits[:many]])}
        results = self._arrange(spoken, asked, results, held)
        first, hits = results.hits[:many], results.hits[start : start + size]
        told = [
            hit for hit in first if hit.id not in held or not has_most_words(spoken.text, held[hit.id].finding.text)
        ]
        return _with_nearest_told(replace(results, hits=hits), told, query)

    def arrange(self, query: Query, results: Results, holdings: Holdings) -> Results:
        """Return results of any query with the first of them in order of nearness to `query`."""
        if not self._can_order(query):
            return results
        spoken = _without_quotation_marks(query)
        held = {one.finding.id: one for one in holdings([hit.id for hit in results.hits[:REORDERED]])}
        return self._arrange(spoken, self._question_text(spoken), results, held)

    def _arrange(
        self, query: Query, asked: Floats | None, results: Results, held: Mapping[str, FindingInContext]
    ) -> Results:
        first = [hit for hit in results.hits if hit.id in held]
        ordered = _printed_once(self.order(query, first, held, asked), held)
        rest = (hit for hit in results.hits if hit.id not in held)
        return replace(results, hits=(*ordered, *rest), total=results.total - len(first) + len(ordered))

    def order(
        self, query: Query, hits: Sequence[Hit], held: Mapping[str, FindingInContext], asked: Floats | None = None
    ) -> tuple[Hit, ...]:
        """Return hits in order of nearness; equal ones stay in the engine's order. `asked` is the question's vector."""
        worth = worth_of(hits, self.signs(query, held, asked), self._weights)
        return tuple(sorted(hits, key=lambda hit: -worth[hit.id]))

    def _fill_page(
        self, query: Query, asked: Floats | None, search: Search, holdings: Holdings
    ) -> tuple[Query, Results]:
        """Return what is found; where that is little, also what is nearest in meaning, and the query that asks so.

        Whether it is little is told without filters, so that each keeps the number that it was shown with.
        """
        query, results = self._find_surely(query, asked, search, holdings)
        if self._meanings is None or asked is None or not _is_plain(query) or results.total >= FEW:
            return query, results
        filtered = any(query.filters.values()) or any(query.years)
        total = (search(_everywhere(query)) if filtered else results).total
        if not 0 < total < FEW:
            return query, results
        near = self._nearest_ids(asked, holdings, FEW - total, _NEAR_OF_FEW)
        query = replace(query, nearest=tuple(dict.fromkeys((*query.nearest, *near))))
        return query, search(query)

    def _find_surely(
        self, query: Query, asked: Floats | None, search: Search, holdings: Holdings
    ) -> tuple[Query, Results]:
        """Return what is found and the query that asks so; where nothing has the words, only what is surely near."""
        results = search(query)
        if (
            not query.nearest
            or results.total > len(query.nearest)
            or search(_everywhere(replace(query, nearest=()))).total
        ):
            return query, results
        query = replace(query, nearest=self._ids_surely_near(asked, query.nearest, holdings))
        return query, search(query)

    def _can_order(self, query: Query) -> bool:
        wanted = query.sort == "relevance" and query.group == "findings" and query.size > 0
        return wanted and _is_plain(_without_quotation_marks(query))

    def _question_text(self, query: Query) -> Floats | None:
        return self._question_vector(query.text) if self._meanings is not None and _is_plain(query) else None

    def signs(
        self, query: Query, held: Mapping[str, FindingInContext], asked: Floats | None
    ) -> dict[str, NearnessSigns]:
        """Return the signs of nearness of each finding; `asked` is the question's vector."""
        acronyms = self._vocabulary.acronyms
        field = field_vectors().vector(query.text, "", acronyms)
        parts, telling = question_parts(query, self._vocabulary), telling_words(query.text)
        typed = f" {' '.join(words(query.text))} "
        compounds = printed_compounds(query.text)
        failing = wanting(query.text, kind_signs(self._vocabulary))
        praise = query.filters.get("kind") == (Kind.GOOD_PRACTICE.value,)
        chances, by_meaning = self._chances(asked), self._vector_for_order(asked)
        near = {}
        for id_, one in held.items():
            text, heading = one.finding.text, one.finding.last_heading
            chief = one.finding.chief_sentence if query.filters.get("kind") else ""
            sentences = self._sentences(chief or text)  # of a kind that is asked for, what makes a finding of it
            in_sentence, in_whole = shares_held(parts, sentences, self._sentences(heading))
            said = frozenset().union(*self._sentences(heading), *self._sentences(text))
            area = " ".join(words(one.review.area))
            near[id_] = NearnessSigns(
                meaning=0.0 if by_meaning is None else self._cosine(by_meaning, one) or 0.0,
                field=float(field @ self._field_vector(text, heading)),
                sentence=in_sentence,
                whole=in_whole,
                telling=has_most_telling(parts, said),
                exact=bool(telling) and any(telling <= sentence for sentence in sentences),
                place=bool(area) and f" {area} " in typed,
                lesson=one.finding.kind in _LEARNED,
                theme=chance_of(one, chances),
                focus=focus_of(one, chances),
                belied=share_without_praise(parts, text, self.praises) if praise else 0.0,
                praised=float(failing and one.finding.kind is Kind.GOOD_PRACTICE),
                written=float(bool(compounds) and _has_any(compounds, text)),
            )
        return as_far_as_words_fail(near)

    def blames(self, sentence: str) -> bool:
        """Return whether a sentence says that something is or was lacking, by more than one weak word."""
        return praise_scorer(self._vocabulary).sentence(sentence)[0] <= _BLAME

    def praises(self, sentence: str) -> bool:
        """Return whether a sentence says that something is or was good, by the cues of praise and blame."""
        points, praised, _ = praise_scorer(self._vocabulary).sentence(sentence)
        return points > 0 or (points == 0 and bool(praised))

    def _sum_field_vector(self, text: str, heading: str) -> Floats:
        return field_vectors().vector(text, heading, self._vocabulary.acronyms)


def _has_any(printed: Iterable[str], text: str) -> bool:
    low = _HYPHENS.sub("-", text.lower())
    return any(one in low for one in printed)


def _with_all_near_first(query: Query, results: Results, search: Search) -> tuple[Results, int]:
    """Return results with all that is found for its meaning among the first, and how many these are.

    The engine gives it no points, so it stands last of all that has the words. What the filters leave of it is asked
    for by itself. It has at most the points of the last of those that the engine puts first.
    """
    first, rest = results.hits[:REORDERED], results.hits[REORDERED:]
    among = {hit.id for hit in first}
    if all(id_ in among for id_ in query.nearest) or not rest:
        return results, min(REORDERED, len(results.hits))
    alone = replace(query, text=_NO_WORDS, size=len(query.nearest), facets=(), count_reviews=False)
    near = tuple(hit for hit in search(alone).hits if hit.id not in among)
    added = {hit.id for hit in near}
    hits = (*first, *near, *(hit for hit in rest if hit.id not in added))
    return replace(results, hits=hits), len(first) + len(near)


def _everywhere(query: Query) -> Query:
    """Return a query that counts what is found without filters."""
    return replace(query, filters={}, years=(None, None), page=1, size=0, facets=(), count_reviews=False)


def _with_nearest_told(results: Results, hits: Sequence[Hit], query: Query) -> Results:
    """Return results with a notice of how many of these hits have few of the question's words or none."""
    many = sum(not hit.score and hit.id in query.nearest for hit in hits)
    if not many:
        return results
    have = "has" if many == 1 else "have"
    lacking = f"{have} few or none of your words but a similar meaning."
    *before, last = results.notices or ("",)
    if last in (MOST_TELLING, SOME_TELLING):  # one sentence for both
        return replace(results, notices=(*before, f"{last.rstrip('.')}; {count_phrase(many, 'result')} {lacking}"))
    return replace(results, notices=(*results.notices, f"{count_phrase(many, 'result')} below {lacking}"))


def _is_plain(query: Query) -> bool:
    return query.synonyms and bool(query.text) and is_plain_words(query.text)


def _without_quotation_marks(query: Query) -> Query:
    """Return a question with its exact words as words: what has them is put in order by all that was typed."""
    return replace(query, text=" ".join(_QUOTATION_MARKS.sub(" ", query.text).split()))


def _printed_once(hits: Sequence[Hit], held: Mapping[str, FindingInContext]) -> tuple[Hit, ...]:
    """Return hits without further printings of a recommendation that stands among them."""
    asked = [one for one in held.values() if one.finding.kind is Kind.RECOMMENDATION]
    reprints = Reprints(asked, ()) if len(asked) > 1 else None
    if reprints is None:
        return tuple(hits)
    printed: set[str] = set()
    kept = []
    for hit in hits:
        if hit.id not in printed:
            kept.append(hit)
            printed.update(one.finding.id for one in reprints.group(hit.id))
    return tuple(kept)
