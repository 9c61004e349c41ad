"""An answer on a theme as it was asked for: only what is near to the whole question, led by the sentence that says it.

A finding may share no more than the theme with a question, and its paragraph may say first what was not asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.app.answer_on_theme import ThemeAnswer, ThemeAnswerPart, follows_in_case, is_failing, tells_case
from kb.app.finding_order import FindingOrder
from kb.app.question_parts import most_in_one_sentence, part_weights
from kb.app.question_signs import tells_of_shortcomings
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind
from kb.vocabulary import Vocabulary
from search.plan.compile import plan
from search.port import Query
from search.understanding.part_coverage import SENTENCE_GAP, FoundText, held_parts
from search.understanding.thesaurus import thesaurus

Place = tuple[int, int]  # of a sentence: its first letter, and the one after its last

SEEN_IN_LIST = 15  # first findings of the list: what is among them stays in an answer
SURELY_NEAR = 0.35  # nearness in meaning, from which others stay as well
NEAR_OF_REVIEW = 0.15  # the same for what reviews say, whose notes are short ...
NEARER_OF_REVIEW = 0.25  # ... and from which it stands with what is among the first of the list
NEAR_OF_SERVICE = 0.3  # what an inspection's finding without a word of the question needs, wherever it stands
HOLDS_SOME = 0.2  # share of the question in one sentence, from which what a review says stays
HOLDS_ALL = 0.9  # share of a question in one sentence, from which its words tell what it is about
FEWEST_FINDINGS = 2  # of an answer without questions
CLEARLY_MORE = 0.1  # share of a question that a sentence has beyond the one that made the finding what it is
_ASKS_FIGURE = expression(
    r"\b(?:percentages?|per cent|%|proportions?|rates? of|how (?:many|often|much)|numbers? of|figures|statistics)\b",
    re.IGNORECASE,
)
_LOW = expression(
    r"\b(?:remains?|remained|stays?|stayed|is|are|was|were|still|too|very|particularly) (?:\w+ ){0,2}?"
    r"(?:low|poor|slow|rare|limited|weak|patchy|uneven|variable|inconsistent|insufficient|underdeveloped)\b",
    re.IGNORECASE,
)
_DIGIT = expression(r"\d")
_TURNS = expression(r"(?:However|But|Nevertheless|Nonetheless|Despite|Yet)\b", re.IGNORECASE)


def near_the_question(
    answer: ThemeAnswer,
    query: Query,
    nearest: Sequence[FindingInContext],
    order: FindingOrder,
    vocabulary: Vocabulary,
) -> ThemeAnswer | None:
    """Return an answer without findings that only share its theme: far down in the list and not near in meaning.

    A review's short notes are seldom near, so less is asked of them, and nothing of what was done or recommended in a
    case of which another finding tells here. In each part reviews stand before inspections, and last what is neither
    among the first of the list nor nearer. None where too little is left to be an answer.
    """
    services = vocabulary.service_types
    places = {one.finding.id: place for place, one in enumerate(nearest)}
    every = [one for part in answer.parts for one in part.findings]
    others = [one for one in every if places.get(one.finding.id, SEEN_IN_LIST) >= SEEN_IN_LIST]
    of_reviews = [one for one in others if one.review.review_type not in services]
    of_services = [one for one in every if one.review.review_type in services]
    near = order.near_to(query.text, others, SURELY_NEAR) | order.near_to(query.text, of_reviews, NEAR_OF_REVIEW)
    of_service = order.near_to(query.text, of_services, NEAR_OF_SERVICE)

    def answers(one: FindingInContext) -> bool:
        share = most_in_one_sentence(query, [one.finding.text], vocabulary)
        if one in of_services and not share and one.finding.id not in of_service:
            return False  # it has a theme of the question and nothing else
        if one not in others or one.finding.id in near:
            return True
        return one in of_reviews and share >= HOLDS_SOME

    told = [one for one in every if answers(one)]

    def is_kept(one: FindingInContext) -> bool:
        return one in told or follows_in_case(one, told, vocabulary)

    def place(one: FindingInContext) -> tuple[bool, bool, int]:
        return one in of_services, not tells_case(one, vocabulary), places.get(one.finding.id, len(places))

    nearer = order.near_to(query.text, of_reviews, NEARER_OF_REVIEW)

    def order_in_part(one: FindingInContext) -> tuple[bool, bool]:
        return one in others and one.finding.id not in nearer, one in of_services

    kept = [replace(part, findings=tuple(filter(is_kept, part.findings))) for part in answer.parts]
    if answer.read_as:  # what is on a theme was looked for by its sense, and the list knows the words as well
        kept = [replace(part, findings=tuple(sorted(part.findings, key=place))) for part in kept]
    else:
        kept = [replace(part, findings=tuple(sorted(part.findings, key=order_in_part))) for part in kept]
    many = sum(len(part.findings) for part in kept)
    leading = LeadingSentences(query, vocabulary, order)
    answer = replace(answer, parts=tuple(leading.lead_part(part) for part in kept if part.findings))
    return answer if many >= FEWEST_FINDINGS or (many and answer.questions) else None


def words_tell_otherwise(theme: str, query: Query, leading: Sequence[FindingInContext], vocabulary: Vocabulary) -> bool:
    """Return whether a leading finding holds a question in one sentence, and none of the leading ones is on a theme.

    Then the question is not read as one on the theme, however near it is in meaning: its words, or others for them,
    tell what it is about.
    """
    if any(theme in one.finding.themes for one in leading):
        return False
    return any(most_in_one_sentence(query, [one.finding.text], vocabulary) >= HOLDS_ALL for one in leading)


class LeadingSentences:
    """Leads findings with the sentence of theirs that has most of a question."""

    def __init__(self, query: Query, vocabulary: Vocabulary, order: FindingOrder) -> None:
        self._order = order
        self._parts = plan(replace(query, page=1, size=0), thesaurus(vocabulary)).parts
        self._weights = part_weights(self._parts)
        self._clearly_more = CLEARLY_MORE * sum(self._weights.values())
        self._asks_figure = _ASKS_FIGURE.search(query.text) is not None

    def lead_part(self, part: ThemeAnswerPart) -> ThemeAnswerPart:
        """Return a part of an answer with its findings led."""
        return replace(part, findings=tuple(map(self.lead, part.findings)))

    def lead(self, one: FindingInContext) -> FindingInContext:
        """Return a finding led by the sentence with clearly most of the question, else by that which made it one.

        A failing is led by what fell short, if a sentence says so, and good practice by what is good: a paragraph under
        "Areas for improvement" often says first what is done well. Who asks how many is led to a figure.
        """
        text = one.finding.text
        places = list(pairwise([0, *(gap.end() for gap in SENTENCE_GAP.finditer(text)), len(text)]))
        if len(places) == 1:
            return one
        chief = one.finding.evidence or (0, 0)
        fitting = self._fitting(one, places, chief)
        counted = [place for place in fitting if self._asks_figure and _DIGIT.search(text[slice(*place)])]

        def worth(place: Place) -> float:
            held = held_parts(self._parts, {}, FoundText(text[slice(*place)]))
            made_it = self._clearly_more if _holds(place, chief) else 0.0
            return sum(self._weights.get(part, 0.0) for part in held) + made_it

        best = max(counted or fitting, key=worth)
        return replace(one, finding=replace(one.finding, evidence=best))

    def _fitting(self, one: FindingInContext, places: Sequence[Place], chief: Place) -> Sequence[Place]:
        """Return the sentences that say of a finding what the whole says: what fell short, or what is good."""
        text = one.finding.text
        if is_failing(one):
            short = [place for place in places if self._falls_short(text[slice(*place)]) or _holds(place, chief)]
            return short or [place for place in places if not self._order.praises(text[slice(*place)])] or places
        if one.finding.kind is Kind.GOOD_PRACTICE:
            return [place for place in places if not _turns(text[slice(*place)])] or places
        return places

    def _falls_short(self, sentence: str) -> bool:
        return _turns(sentence) or bool(_LOW.search(sentence)) or self._order.blames(sentence)


def _turns(sentence: str) -> bool:
    """Return whether a sentence turns to what is wanting: "However, …", "not yet", "more work is needed"."""
    return bool(_TURNS.match(sentence)) or tells_of_shortcomings(sentence)


def _holds(place: Place, chief: Place) -> bool:
    """Return whether a sentence is the one that made a finding what it is."""
    return chief[0] < chief[1] and place[0] <= chief[0] < place[1]
