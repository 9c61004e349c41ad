"""The order of what was found first: the engine's points, and beside them how near each finding is to the question.

An engine adds up words. Here the first findings of an answer are also weighed by what they mean (the vectors of
likeness, where they are), by how much of the question one sentence of theirs holds, and by whether one holds all of
it. Of a recommendation that several documents print, one printing stays. A finding that is very near in meaning is
found regardless of its words. The weights were read off judged questions, so what is measured on those is an upper
bound (kb/decisions/0067, 0116).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import Self

import numpy as np

from kb.app.nearness_signs import NearnessSigns, OrderWeights, as_far_as_words_fail, chance_of, worth_of
from kb.app.question_signs import tells_of_shortcomings
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind
from kb.recurrence import Meanings, field_vectors, terms
from kb.recurrence.meanings import Floats, Halves
from kb.recurrence.reprints import Reprints
from kb.recurrence.theme_sense import surest
from kb.text.formatting import count_phrase
from kb.text.stemming import english_stem
from kb.text.tokens import stems, words
from kb.vocabulary import Vocabulary
from search import limits
from search.plan.compile import plan
from search.port import Hit, Query, Results
from search.understanding.answerability import Closeness
from search.understanding.mentions import is_plain_words
from search.understanding.part_coverage import SENTENCE_GAP, Parts, telling_words
from search.understanding.thesaurus import thesaurus
from search.understanding.word_forms import printed_compounds

REORDERED = 60  # findings, from the first
REMEMBERED = 5_000  # texts of which stems and vectors are remembered
_LEARNED = frozenset({Kind.LESSON, Kind.MISSED_OPPORTUNITY})
_NEAR = 0.4  # cosine from which a finding is found for its meaning alone ...
_MOST_NEAR = 20  # ... and how many at most
_NEAR_ON_THEME = 0.5  # cosine and the chance of its themes together, from which one is found as well ...
_NEAR_AT_ALL = 0.2  # ... if it is as near as this
_SURE, _AHEAD = 0.4, 1.5  # chance of a theme from which a question is read as one on it, and how far ahead of others
FEW = 10  # findings; where fewer are found ...
_NEAR_OF_FEW = 0.15  # ... those nearest in meaning fill a page from this cosine
_HYPHENS = expression(r"[\u2010\u2011]")
_QUOTATION_MARKS = expression(r"[“”\"]")
TELLS_AS_MUCH = 0.9  # of what the most telling part of a question tells
_STANDS_EVERYWHERE = 1.0  # rarity of a word that the field's vectors leave out since it tells of nothing
_STRANGE_WORD = 8.0  # rarity of a word that the field's vectors do not know

Search = Callable[[Query], Results]
Holdings = Callable[[Sequence[str]], Sequence[FindingInContext]]
Part = tuple[float, tuple[frozenset[str], ...]]  # what it tells, and each way to say it


class FindingOrder:
    """Searches in which the findings nearest to the question come first."""

    def __init__(
        self, vocabulary: Vocabulary, meanings: Meanings | None = None, weights: OrderWeights | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._meanings = meanings
        self._weights = weights or OrderWeights()
        self._field_vector = lru_cache(maxsize=REMEMBERED)(self._sum_field_vector)
        self._sentences = lru_cache(maxsize=REMEMBERED)(_sentence_stems)
        self._remembered: dict[str, Floats] | None = None  # vectors of what is asked, while one answer is made

    def for_one_answer(self) -> Self:
        """Return this order for the making of one answer: each wording is encoded once, and forgotten with it."""
        once = copy(self)
        once._remembered = {}
        return once

    def _question_vector(self, question: str) -> Floats:
        assert self._meanings is not None, "asked only where there is an encoder"
        known = self._remembered.get(question) if self._remembered is not None else None
        if known is None:
            known = self._meanings.question_text(question)
            if self._remembered is not None:
                self._remembered[question] = known
        return known

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
        deep = min(max(REORDERED, start + size), limits.DEPTH)
        query, results = self._fill_page(replace(query, page=1, size=deep), asked, search, holdings)
        results = self._arrange(spoken, asked, results, holdings)
        first, hits = results.hits[:REORDERED], results.hits[start : start + size]
        return _with_nearest_told(replace(results, hits=hits), first, query)

    def arrange(self, query: Query, results: Results, holdings: Holdings) -> Results:
        """Return results of any query with the first of them in order of nearness to `query`."""
        if not self._can_order(query):
            return results
        spoken = _without_quotation_marks(query)
        return self._arrange(spoken, self._question_text(spoken), results, holdings)

    def _arrange(self, query: Query, asked: Floats | None, results: Results, holdings: Holdings) -> Results:
        first, rest = results.hits[:REORDERED], results.hits[REORDERED:]
        held = {one.finding.id: one for one in holdings([hit.id for hit in first])}
        ordered = _printed_once(self.order(query, first, held, asked), held)
        return replace(results, hits=(*ordered, *rest), total=results.total - len(first) + len(ordered))

    def order(
        self, query: Query, hits: Sequence[Hit], held: Mapping[str, FindingInContext], asked: Floats | None = None
    ) -> tuple[Hit, ...]:
        """Return hits in order of nearness; equal ones stay in the engine's order. `asked` is the question's vector."""
        worth = worth_of(hits, self.signs(query, held, asked), self._weights)
        return tuple(sorted(hits, key=lambda hit: -worth[hit.id]))

    def theme_chances(self, question: str) -> Mapping[str, float]:
        """Return how likely a question is on each theme by its sense, 0 to 1, the best first; none if not known."""
        return self._chances(self._question_vector(question)) if self._meanings is not None and question else {}

    def read_theme(self, chances: Mapping[str, float]) -> str:
        """Return the theme that a question surely speaks of, by the chances of each; "" where that is not sure."""
        return surest(chances, self._vocabulary.themes, _SURE, _AHEAD)

    def _chances(self, asked: Floats | None) -> Mapping[str, float]:
        return self._meanings.theme_chances(asked) if self._meanings is not None and asked is not None else {}

    def near_to(self, question: str, found: Sequence[FindingInContext], least: float) -> frozenset[str]:
        """Return the ids of those findings whose text is as near in meaning as `least`; of all where nobody knows."""
        near = self._cosines(question, found)
        return frozenset(id_ for id_, cosine in near.items() if cosine is None or cosine >= least)

    def by_meaning(self, question: str, found: Sequence[FindingInContext]) -> tuple[FindingInContext, ...]:
        """Return findings, those nearest to a question in meaning first; as they are where nobody knows."""
        near = self._cosines(question, found)
        return tuple(sorted(found, key=lambda one: -(near[one.finding.id] or 0.0)))

    def _cosines(self, question: str, found: Sequence[FindingInContext]) -> dict[str, float | None]:
        if self._meanings is None or not question:
            return {one.finding.id: None for one in found}
        asked = self._question_vector(question)
        known = {one.finding.id: self._meanings.known_text(one.finding.text, one.finding.last_heading) for one in found}
        return {id_: None if text is None else float(asked @ text.astype(np.float32)) for id_, text in known.items()}

    def likeness(self, one: str, other: str) -> float | None:
        """Return how near two texts of a few words are in meaning; None where nobody knows."""
        if self._meanings is None:
            return None
        return float(self._question_vector(one) @ self._question_vector(other))

    def closeness(self, question: str, found: Sequence[FindingInContext]) -> Closeness:
        """Return how near in meaning the nearest of these findings is, as far as that can be known."""
        if self._meanings is None or not question:
            return Closeness()
        asked = self._question_vector(question)
        said = [(one.finding.text, one.finding.last_heading) for one in found]
        return Closeness(
            _nearest_of(self._meanings.whiten_question(asked), (self._meanings.known_vector(*one) for one in said)),
            _nearest_of(asked, (self._meanings.known_text(*one) for one in said)),
        )

    def _fill_page(
        self, query: Query, asked: Floats | None, search: Search, holdings: Holdings
    ) -> tuple[Query, Results]:
        """Return what is found; where that is little, also what is nearest in meaning, and the query that asks so.

        Whether it is little is told without filters, so that each keeps the number that it was shown with.
        """
        results = search(query)
        if self._meanings is None or asked is None or not _is_plain(query) or results.total >= FEW:
            return query, results
        everywhere = replace(query, filters={}, years=(None, None), page=1, size=0, facets=(), count_reviews=False)
        filtered = any(query.filters.values()) or any(query.years)
        total = (search(everywhere) if filtered else results).total
        if not 0 < total < FEW:
            return query, results
        near = self._nearest_ids(asked, holdings, FEW - total, _NEAR_OF_FEW)
        query = replace(query, nearest=tuple(dict.fromkeys((*query.nearest, *near))))
        return query, search(query)

    def _can_order(self, query: Query) -> bool:
        wanted = query.sort == "relevance" and query.group == "findings" and query.size > 0
        return wanted and _is_plain(_without_quotation_marks(query))

    def _question_text(self, query: Query) -> Floats | None:
        return self._question_vector(query.text) if self._meanings is not None and _is_plain(query) else None

    def _ids_near_in_meaning(self, asked: Floats | None, holdings: Holdings) -> tuple[str, ...]:
        """Return the findings that are found whatever their words: those very near, and those near and on its theme."""
        close = self._nearest_ids(asked, holdings, _MOST_NEAR, _NEAR)
        chances = self._chances(asked)
        if self._meanings is None or asked is None or not chances:
            return close
        near = holdings(self._nearest_ids(asked, holdings, REORDERED, _NEAR_AT_ALL))
        known = {one.finding.id: self._meanings.known_text(one.finding.text, one.finding.last_heading) for one in near}
        on_theme = (
            one.finding.id
            for one in near
            if (text := known[one.finding.id]) is not None
            and float(asked @ text.astype(np.float32)) + chance_of(one, chances) >= _NEAR_ON_THEME
        )
        return tuple(dict.fromkeys((*close, *on_theme)))[:_MOST_NEAR]

    def _nearest_ids(self, asked: Floats | None, holdings: Holdings, most: int, least: float) -> tuple[str, ...]:
        """Return the findings whose texts are at least so near to a question, the nearest first.

        None whose words have changed since another process encoded them: where it could not write that down, the
        vector known here is of what is no longer said.
        """
        if self._meanings is None or asked is None:
            return ()
        near = self._meanings.find_nearest(asked, most, least)
        told = {one.finding.id: one.finding for one in holdings(near)}
        return tuple(
            id_ for id_ in near if id_ in told and self._meanings.holds(id_, told[id_].text, told[id_].last_heading)
        )

    def signs(
        self, query: Query, held: Mapping[str, FindingInContext], asked: Floats | None
    ) -> dict[str, NearnessSigns]:
        """Return the signs of nearness of each finding; `asked` is the question's vector."""
        acronyms = self._vocabulary.acronyms
        field = field_vectors().vector(query.text, "", acronyms)
        parts, telling = _parts(query, self._vocabulary), telling_words(query.text)
        typed = f" {' '.join(words(query.text))} "
        compounds = printed_compounds(query.text)
        praise = query.filters.get("kind") == (Kind.GOOD_PRACTICE.value,)
        chances = self._chances(asked)
        near = {}
        for id_, one in held.items():
            text, heading = one.finding.text, one.finding.last_heading
            known = self._meanings.known_text(text, heading) if self._meanings is not None else None
            chief = one.finding.chief_sentence if query.filters.get("kind") else ""
            sentences = self._sentences(chief or text)  # of a kind that is asked for, what makes a finding of it
            in_sentence, in_whole = _shares(parts, sentences, self._sentences(heading))
            said = frozenset().union(*self._sentences(heading), *self._sentences(text))
            area = " ".join(words(one.review.area))
            near[id_] = NearnessSigns(
                meaning=float(asked @ known.astype(np.float32)) if asked is not None and known is not None else 0.0,
                field=float(field @ self._field_vector(text, heading)),
                sentence=in_sentence,
                whole=in_whole,
                telling=_has_most_telling(parts, said),
                exact=bool(telling) and any(telling <= sentence for sentence in sentences),
                place=bool(area) and f" {area} " in typed,
                lesson=one.finding.kind in _LEARNED,
                theme=chance_of(one, chances),
                belied=_share_of_shortcomings(parts, text) if praise else 0.0,
                written=float(bool(compounds) and _has_any(compounds, text)),
            )
        return as_far_as_words_fail(near)

    def _sum_field_vector(self, text: str, heading: str) -> Floats:
        return field_vectors().vector(text, heading, self._vocabulary.acronyms)


def _has_any(printed: Iterable[str], text: str) -> bool:
    low = _HYPHENS.sub("-", text.lower())
    return any(one in low for one in printed)


def _nearest_of(asked: Floats, known: Iterable[Halves | None]) -> float | None:
    return max((float(asked @ vector.astype(np.float32)) for vector in known if vector is not None), default=None)


def _with_nearest_told(results: Results, hits: Sequence[Hit], query: Query) -> Results:
    """Return results with a notice of how many of these hits have few of the question's words or none."""
    many = sum(not hit.score and hit.id in query.nearest for hit in hits)
    if not many:
        return results
    have = "has" if many == 1 else "have"
    told = f"{count_phrase(many, 'result')} below {have} few or none of your words but a similar meaning."
    return replace(results, notices=(*results.notices, told))


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


def part_weights(parts: Parts) -> dict[str, float]:
    """Return how much each part of a question tells: the mean inverse document frequency of its words as typed."""
    return {
        part: sum(_rarity(word) for word in ways[0]) / len(ways[0]) for part, ways in parts.items() if ways and ways[0]
    }


def _rarity(stemmed: str) -> float:
    """Return how rare a word is in the field, 0 and more, from its stem as questions have it.

    Words that stand in every review ("practice") have no vectors, and some stems are others there ("police").
    """
    known = field_vectors()
    if stemmed in terms.STOPS:
        return _STANDS_EVERYWHERE
    return known.rarity(stemmed, known.rarity(english_stem(stemmed), _STRANGE_WORD))


def _parts(query: Query, vocabulary: Vocabulary) -> tuple[Part, ...]:
    asked = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
    weights = part_weights(asked)
    return tuple(
        (weights[part], tuple(frozenset(way) for way in ways if way)) for part, ways in asked.items() if part in weights
    )


def _sentence_stems(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(sentence)) for sentence in SENTENCE_GAP.split(text))


def _has_most_telling(parts: Sequence[Part], said: frozenset[str]) -> float:
    """Return 1 where stems have one of the parts that tell the most in any way to say it, else 0."""
    most = max((value for value, _ in parts), default=0.0)
    return float(any(way <= said for value, ways in parts if value >= TELLS_AS_MUCH * most for way in ways))


def _share_of_shortcomings(parts: Sequence[Part], text: str) -> float:
    """Return what share of a question stands in those sentences of a text alone that say what fell short."""
    every = sum(value for value, _ in parts)
    sentences = SENTENCE_GAP.split(text)
    short = [tells_of_shortcomings(sentence) for sentence in sentences]
    if not every or not any(short):
        return 0.0
    well = frozenset(stems(" ".join(one for one, falls in zip(sentences, short, strict=True) if not falls)))
    whole = frozenset(stems(text))
    held = (
        value for value, ways in parts if any(way <= whole for way in ways) and not any(way <= well for way in ways)
    )
    return sum(held) / every


def _shares(
    parts: Sequence[Part], sentences: Sequence[frozenset[str]], heading: Sequence[frozenset[str]]
) -> tuple[float, float]:
    """Return what share of a question the best sentence holds, where the heading holds half, and the whole finding."""
    every = sum(value for value, _ in parts)
    if not every:
        return 0.0, 0.0
    over = frozenset().union(*heading)
    whole = over.union(*sentences)
    in_heading = [value / 2 if any(way <= over for way in ways) else 0.0 for value, ways in parts]
    best = max(
        sum(
            value if any(way <= sentence for way in ways) else half
            for (value, ways), half in zip(parts, in_heading, strict=True)
        )
        for sentence in sentences
    )
    return best / every, sum(value for value, ways in parts if any(way <= whole for way in ways)) / every
