"""The answer on the theme of a question: its first findings in parts, before the list of all.

The parts are what went wrong, what was learned, what helped, what was recommended, what was done and what changed. A
lesson that tells of no failing was learned; it is no proof that something went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.app.asked_beside import shares_beside
from kb.app.finding_order import FindingOrder
from kb.core.counted_reviews import part_by_case, reviews_first
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind, Polarity
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import publication_date
from search.plan.compile import plan
from search.port import Query
from search.understanding.asked_places import agencies_named
from search.understanding.framing import kind_signs, wanting
from search.understanding.part_coverage import (
    FoundText,
    held_parts,
    in_one_sentence,
    telling_words,
)
from search.understanding.question import UnderstoodQuestion
from search.understanding.thesaurus import thesaurus

_NEAR_IN_MEANING = 0.2  # nearness of texts from which what an inspection says is more than on the same theme
_NEAR_OF_REVIEW = 0.1  # ... and of what a review learned, which is short and seldom worded as talk
PER_PART = 3  # findings, of different reviews as far as there are any
MOST_OF_ALL = 9  # findings of all parts together, so that an answer is seen at once
NEAR = 30  # findings, of which a question is answered that asks for more than its theme
NEAREST_ONES = 10  # findings, of which those of reviews stand before those of inspections
FIRST_RESULTS = 6  # findings, of which half must be on a theme that is answered above them
FEWEST_ON_ALL = 5  # findings on several themes, of which a list of the first is too long to see at once
FEWEST_WORDS = 3  # of a question whose newest answer is told
FEWEST_PARTS = 2  # with fewer the list of results says as much
_MOST = 2  # of what is asked beside a theme: most, some (1), none (0)

_GOES_ON = expression(
    r"\b(?:continues?|remains?|(?:is|are) still)(?: to be)?(?: \w+){0,2} (?:issue|challenge|concern|problem)",
    re.IGNORECASE,
)
_WRONG = frozenset({Kind.CONCERN, Kind.MISSED_OPPORTUNITY})
_FOLLOWING = frozenset({Kind.ACTION, Kind.RECOMMENDATION})
_WELL = frozenset({Polarity.WORKING_WELL, Polarity.IMPROVING})


@dataclass(frozen=True, slots=True)
class ThemeAnswerPart:
    """One part of an answer on a theme, such as "What helped", with at most PER_PART findings."""

    name: str
    findings: tuple[FindingInContext, ...]


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """What the library answers on a theme, or on several together; the part with the nearest finding comes first."""

    label: str  # of the theme; "" where the vocabulary has it no more, and of several
    parts: tuple[ThemeAnswerPart, ...]
    questions: tuple[str, ...] = ()  # to ask of one's own practice, from the file of the theme
    latest: FindingInContext | None = None  # the newest finding with all words of the question in one sentence
    inferred: bool = False  # whether the question is read as one on the theme, which none of its words shows
    read_as: tuple[str, ...] = ()  # labels of the two themes as which its parts are read
    none_on_both: bool = False  # whether no finding is on both of these
    no_praise: bool = False  # whether good practice is asked for, and none is on the theme


@dataclass(frozen=True, slots=True)
class ThemeAlone:
    """A theme whose findings nearest to a question share no more than the theme with it."""

    label: str
    lacking: tuple[str, ...]  # what of the question none of them has


def is_failing(one: FindingInContext) -> bool:
    """Return whether a finding tells that something went wrong; a concern that is already mending is not counted."""
    found = one.finding
    failed = found.kind is Kind.LESSON and found.polarity is Polarity.FAILING
    return failed or (found.kind in _WRONG and found.polarity not in _WELL)


def _is_learned(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.LESSON and not is_failing(one)


def _is_praise(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.GOOD_PRACTICE


def _is_recommendation(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.RECOMMENDATION


def _is_action(one: FindingInContext) -> bool:
    """Return whether something was done: a sentence among actions may only say that a problem goes on."""
    found = one.finding
    return found.kind is Kind.ACTION and found.polarity is not Polarity.FAILING and not _GOES_ON.search(found.text)


def _is_change(one: FindingInContext) -> bool:
    """Return whether there is evidence that something became better."""
    return one.finding.kind is Kind.EVIDENCE and one.finding.polarity in _WELL


_PARTS: tuple[tuple[str, Callable[[FindingInContext], bool]], ...] = (
    ("What went wrong", is_failing),
    ("What was learned", _is_learned),
    ("What helped", _is_praise),
    ("What was recommended", _is_recommendation),
    ("What was done", _is_action),
    ("What changed", _is_change),
)


_WANTED_PARTS = {  # of the kinds that a question's words put first: "should have", "good", "what was done"
    Kind.MISSED_OPPORTUNITY: "What went wrong",
    Kind.CONCERN: "What went wrong",
    Kind.LESSON: "What was learned",
    Kind.GOOD_PRACTICE: "What helped",
    Kind.RECOMMENDATION: "What was recommended",
    Kind.ACTION: "What was done",
    Kind.EVIDENCE: "What changed",
}


def answer_on_theme(
    understood: UnderstoodQuestion,
    theme: tuple[str, ...],
    nearest: tuple[FindingInContext, ...],
    vocabulary: Vocabulary,
    order: FindingOrder | None = None,
) -> ThemeAnswer | None:
    """Return the answer from the nearest findings on a theme, or None where it is no question on one alone.

    `theme` has the slugs that stand for it. A question that asks for one kind of finding, or for a review, is answered
    by the list. One that says more than the name of its theme is answered by what is nearest to it: further down only
    the theme is shared. It is answered where the first result or half of the first few are on it. Among the nearest
    few, findings of reviews stand before those of inspections; of the latter only those are taken that have something
    of what is asked beside the theme, or else mean something near to it where `order` knows that, as long as several
    parts are left.
    """
    if not theme or understood.unanswered or understood.asked or understood.reviews or understood.none_of_kind:
        return None
    near = (*reviews_first(nearest[:NEAREST_ONES], vocabulary.service_types), *nearest[NEAREST_ONES:])
    near = near if set(theme) & set(understood.meant) else near[:NEAR]
    if understood.read_as:  # its words tell nothing of the theme, and stand in what is on it by chance
        return _answer_by_sense(understood, _on_theme(near[:NEAR], theme), vocabulary, order)
    first = nearest[:FIRST_RESULTS]
    leads = bool(_on_theme(first[:1], theme))
    if not leads and 2 * len(_on_theme(first, theme)) < len(first):
        return None
    on_theme = _on_theme(near, theme)
    shares = shares_beside(on_theme, understood, theme, vocabulary)
    some_of_it = {id_: round(2 * share) for id_, share in shares.items()}  # most, some, none of what is asked beside it
    best = {one.finding.id for one in nearest[:1] if one.review.review_type not in vocabulary.service_types}
    some_of_it |= {id_: _MOST for id_ in best if some_of_it.get(id_)}  # first in the list for its words or its sense
    held = sorted(on_theme, key=lambda one: -some_of_it.get(one.finding.id, 0))
    sure = leads or bool(set(theme) & set(understood.meant))
    if not sure and not any(some_of_it.values()):
        return None  # nothing on the theme has anything else of the question, so another matter is asked about
    if shares and order:  # what leads the list for its sense answers, whichever of the words it has
        for id_ in order.near_to(understood.query.text, nearest[:1], _NEAR_IN_MEANING):
            some_of_it[id_] = max(1, some_of_it.get(id_, 0))
    having_some = [frozenset(id_ for id_, some in some_of_it.items() if some)] if shares else []
    near_ids = [order.near_to(understood.query.text, held, _NEAR_IN_MEANING)] if order else []
    stated = vocabulary.theme(theme[0])
    label, questions = (stated.label, stated.questions) if stated else ("", ())
    services = vocabulary.service_types
    told = any(some_of_it.get(one.finding.id) == _MOST and one.review.review_type not in services for one in held)
    fewest = 1 if told and questions else FEWEST_PARTS  # what a review says and what to ask is an answer
    parts = _first_of_several_parts(held, (*having_some, *near_ids), some_of_it, understood, vocabulary, fewest)
    return ThemeAnswer(label, parts, questions) if len(parts) >= fewest else None


def _answer_by_sense(
    understood: UnderstoodQuestion,
    on_theme: Sequence[FindingInContext],
    vocabulary: Vocabulary,
    order: FindingOrder | None,
) -> ThemeAnswer | None:
    """Return the answer on a theme as which a question is read: what is near to it in meaning, the nearest first."""
    services = vocabulary.service_types
    others = [one for one in on_theme if one.review.review_type in services]
    of_reviews = [one for one in on_theme if one not in others]
    text = understood.query.text
    near_ids = (
        order.near_to(text, of_reviews, _NEAR_OF_REVIEW) | order.near_to(text, others, _NEAR_IN_MEANING)
        if order
        else ()
    )
    near = [one for one in on_theme if one.finding.id in near_ids]
    held = [one for one in on_theme if one in near or follows_in_case(one, near, vocabulary)]
    stated = vocabulary.theme(understood.read_as)
    fewest = 1 if stated and stated.questions and not all(one.review.review_type in services for one in held) else 2
    parts = _in_parts(held, understood, vocabulary) if stated else ()
    if stated is None or len(parts) < fewest:
        return None
    return ThemeAnswer(stated.label, parts, stated.questions, inferred=True)


def _on_theme(found: Iterable[FindingInContext], theme: tuple[str, ...]) -> list[FindingInContext]:
    """Return those findings that have one of the slugs that stand for a theme."""
    return [one for one in found if set(theme) & set(one.finding.themes)]


def _first_of_several_parts(
    held: Sequence[FindingInContext],
    choices: Iterable[frozenset[str]],
    some_of_it: Mapping[str, int],
    understood: UnderstoodQuestion,
    vocabulary: Vocabulary,
    fewest: int,
) -> tuple[ThemeAnswerPart, ...]:
    """Return the parts of what reviews say with the first choice of inspections' findings that leaves enough parts.

    Where none does, the parts of all.
    """
    services = vocabulary.service_types
    for chosen in choices:
        kept = [one for one in held if one.review.review_type not in services or one.finding.id in chosen]
        parts = _in_parts(kept, understood, vocabulary, some_of_it)
        if len(parts) >= fewest:
            return parts
    return _in_parts(held, understood, vocabulary, some_of_it)


def answer_on_several(
    understood: UnderstoodQuestion,
    on_all: Sequence[FindingInContext],
    vocabulary: Vocabulary,
) -> ThemeAnswer | None:
    """Return the answer on several themes from the findings that have them all, the nearest first.

    Where the question names an agency, what names it stands alone ("GP attendance at conferences" asks for GPs, and not
    for who else attends). None where few findings have them all or all are of one sort, as the list then says as much.
    """
    if len(on_all) < FEWEST_ON_ALL:
        return None
    named = findings_naming_agency(on_all, understood.query.text, vocabulary)
    parts = _in_parts(named or on_all, understood, vocabulary)
    return ThemeAnswer("", parts) if len(parts) >= FEWEST_PARTS else None


def findings_naming_agency(
    found: Iterable[FindingInContext], question: str, vocabulary: Vocabulary
) -> tuple[FindingInContext, ...]:
    """Return those findings that name an agency of the question, in any words for it; none where it names none."""
    parts: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in agencies_named(question, vocabulary):
        parts.update(plan(Query(name, size=0), thesaurus(vocabulary)).parts)
    return tuple(one for one in found if held_parts(parts, {}, FoundText(one.finding.text))) if parts else ()


def _in_parts(
    held: Sequence[FindingInContext],
    understood: UnderstoodQuestion,
    vocabulary: Vocabulary,
    some_of_it: Mapping[str, int] | None = None,
) -> tuple[ThemeAnswerPart, ...]:
    """Return findings in their parts: first the part that the question's words ask for, then that with the nearest.

    A part in which only documents speak that judge a whole service comes after one in which a review does. In a part
    with findings that have some of what is asked beside the theme (`some_of_it`, by id), those that have none of it do
    not stand.
    """
    services = vocabulary.service_types
    fitting = [(name, _having_some(list(filter(fits, held)), some_of_it or {})) for name, fits in _PARTS]
    found = [(name, _of_different_cases(some, vocabulary)) for name, some in fitting]
    wanted = [_WANTED_PARTS[Kind(kind)] for kind in understood.kinds if Kind(kind) in _WANTED_PARTS]
    if not wanted and wanting(understood.query.text, kind_signs(vocabulary)):
        wanted = [_PARTS[0][0]]  # "why don't GPs come"

    def place(part: tuple[str, list[FindingInContext]]) -> tuple[bool, bool, int]:
        name, some = part
        return name not in wanted, all(one.review.review_type in services for one in some), held.index(some[0])

    in_order = _seen_at_once(sorted((part for part in found if part[1]), key=place))
    return tuple(ThemeAnswerPart(name, tuple(some)) for name, some in in_order)


def latest_telling(nearest: Sequence[FindingInContext], question: str) -> FindingInContext | None:
    """Return the newest of the nearest findings that have all words of a question in one sentence, where that is sure.

    None for a question of few words; where such findings stand among the last of the nearest too, so that a newer one
    may come after them; and where one of them states no date.
    """
    if len(telling_words(question)) < FEWEST_WORDS:
        return None
    places = [at for at, one in enumerate(nearest) if in_one_sentence(question, one.finding.text)]
    telling = [nearest[at] for at in places]
    if not telling or 2 * places[-1] > len(nearest) or not all(map(publication_date, telling)):
        return None
    return max(telling, key=publication_date)


def _having_some(part: list[FindingInContext], some_of_it: Mapping[str, int]) -> list[FindingInContext]:
    """Return the findings of a part that have some of what is asked beside the theme; all where none has."""
    return [one for one in part if some_of_it.get(one.finding.id)] or part


def _of_different_cases(found: Sequence[FindingInContext], vocabulary: Vocabulary) -> list[FindingInContext]:
    """Return the first few findings, one of each case before a second of any; then one more that tells of a case."""
    first, more = part_by_case(found)
    ordered = [*first, *more]
    further = (one for one in ordered[PER_PART:] if tells_case(one, vocabulary))
    return [*ordered[:PER_PART], *list(further)[:1]]


def tells_case(one: FindingInContext, vocabulary: Vocabulary) -> bool:
    """Return whether a finding is of a review that tells of a case."""
    known = vocabulary.review_types.get(one.review.review_type)
    return known is not None and known.tells_case


def follows_in_case(one: FindingInContext, told: Iterable[FindingInContext], vocabulary: Vocabulary) -> bool:
    """Return whether a finding is what was done or recommended in a case of which one of `told` tells."""
    return (
        one.finding.kind in _FOLLOWING
        and tells_case(one, vocabulary)
        and any(one.review.case_slug == other.review.case_slug for other in told)
    )


def _seen_at_once(
    parts: Sequence[tuple[str, list[FindingInContext]]],
) -> list[tuple[str, list[FindingInContext]]]:
    """Return parts with no more findings together than are seen at once: one of each part before a second of any."""
    many = [0] * len(parts)
    for _ in range(max((len(some) for _, some in parts), default=0)):
        for at, (_, some) in enumerate(parts):
            if many[at] < len(some) and sum(many) < MOST_OF_ALL:
                many[at] += 1
    return [(name, some[:most]) for (name, some), most in zip(parts, many, strict=True) if most]
