"""What is told before the results of a search: the answer on its theme, short forms explained, and short quotations.

The answer has the first findings in parts: what went wrong, what was learned, what helped and what was done. A lesson
that tells of no failing was learned; it is no proof that something went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from kb.app.answer_question import AnsweredQuestion
from kb.core.counted_reviews import part_by_case, reviews_first
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind, Polarity
from kb.text.spoken_words import spoken_words
from kb.vocabulary import Vocabulary
from kb.vocabulary.glossary import GlossaryEntry
from web.components.cards import Card
from web.components.snippets import snippet
from web.search.state import SHORT_QUOTATION_WORDS, ExportLimits, SearchState
from web.urls import Link

MOST_QUOTATIONS = 3
PER_PART = 3  # findings, of different reviews as far as there are any
NEAR = 30  # findings, of which a question is answered that asks for more than its theme
NEAREST_ONES = 10  # findings, of which those of reviews stand before those of inspections
FEWEST_PARTS = 2  # with fewer the list of results says as much

_GOES_ON = expression(
    r"\b(?:continues?|remains?|(?:is|are) still)(?: to be)?(?: \w+){0,2} (?:issue|challenge|concern|problem)",
    re.IGNORECASE,
)
_WRONG = frozenset({Kind.CONCERN, Kind.MISSED_OPPORTUNITY})
_WELL = frozenset({Polarity.WORKING_WELL, Polarity.IMPROVING})


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of an answer."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """What the library answers on a theme, before all results."""

    theme: str
    parts: tuple[AnswerPart, ...]
    questions: tuple[str, ...] = ()  # to ask of one's own practice, from the list of themes and not from a review


@dataclass(frozen=True, slots=True)
class ShortQuotations:
    """The first quotations that are short enough for a slide, and where all of them are."""

    subject: str
    cards: tuple[Card, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class BesideResults:
    """What is told before the results of the first page; each part is empty where there is nothing to tell."""

    terms: tuple[GlossaryEntry, ...] = ()
    quotations: ShortQuotations | None = None


def _is_failing(one: FindingInContext) -> bool:
    """Return whether a finding tells that something went wrong; a concern that is already mending is not counted."""
    found = one.finding
    failed = found.kind is Kind.LESSON and found.polarity is Polarity.FAILING
    return failed or (found.kind in _WRONG and found.polarity not in _WELL)


def _is_learned(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.LESSON and not _is_failing(one)


def _is_praise(one: FindingInContext) -> bool:
    return one.finding.kind is Kind.GOOD_PRACTICE


def _is_action(one: FindingInContext) -> bool:
    """Return whether something was done: a sentence among actions may only say that a problem goes on."""
    found = one.finding
    return found.kind is Kind.ACTION and found.polarity is not Polarity.FAILING and not _GOES_ON.search(found.text)


_PARTS: tuple[tuple[str, Callable[[FindingInContext], bool]], ...] = (
    ("What went wrong", _is_failing),
    ("What was learned", _is_learned),
    ("What helped", _is_praise),
    ("What was done", _is_action),
)


def answer_on_theme(
    way: SearchState, answered: AnsweredQuestion, vocabulary: Vocabulary, make: Callable[[FindingInContext], Card]
) -> AnswerBlock | None:
    """Return the answer on the theme that a question names or means, on the first page of its words alone."""
    if answered.combined or answered.steps is None:
        return None
    if not way.is_plain or way.query.filters or way.signs.wants_page:
        return None
    theme = answered.steps.theme
    stated = vocabulary.theme(theme[0]) if theme else None
    label, questions = (stated.label, stated.questions) if stated else ("", ())
    nearest = reviews_first_of_nearest(answered.findings, vocabulary)
    return answer_block(answered, theme, label, nearest, make, questions)


def reviews_first_of_nearest(
    found: tuple[FindingInContext, ...], vocabulary: Vocabulary
) -> tuple[FindingInContext, ...]:
    """Return findings with those of reviews before those of inspections among the nearest few."""
    return (*reviews_first(found[:NEAREST_ONES], vocabulary.service_types), *found[NEAREST_ONES:])


def answer_block(
    answered: AnsweredQuestion,
    theme: tuple[str, ...],
    label: str,
    nearest: Iterable[FindingInContext],
    make: Callable[[FindingInContext], Card],
    questions: tuple[str, ...] = (),
) -> AnswerBlock | None:
    """Return the answer from the nearest findings on a theme, or None where it is no question on one alone.

    A question that asks for one kind of finding, or for a review, is answered by the list. One that says more than the
    name of its theme is answered by what is nearest to it: further down only the theme is shared. The part with the
    nearest finding comes first.
    """
    understood = answered.understood
    if not theme or understood.unanswered or understood.asked or understood.reviews or understood.none_of_kind:
        return None
    near = nearest if set(theme) & set(understood.meant) else islice(nearest, NEAR)
    held = [one for one in near if set(theme) & set(one.finding.themes)]
    found = [(name, _of_different_cases(filter(fits, held))) for name, fits in _PARTS]
    in_order = sorted((part for part in found if part[1]), key=lambda part: held.index(part[1][0]))
    parts = tuple(AnswerPart(name, tuple(map(make, some))) for name, some in in_order)
    return AnswerBlock(label, parts, questions) if len(parts) >= FEWEST_PARTS else None


def _of_different_cases(found: Iterable[FindingInContext]) -> list[FindingInContext]:
    """Return the first few findings, one of each case before a second of any."""
    first, more = part_by_case(found)
    return [*first, *more][:PER_PART]


def beside_results(
    way: SearchState, answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]
) -> BesideResults:
    """Return what is told before the results of a question in plain words; quotations are of its best findings."""
    signs, understood = way.signs, answered.understood
    if answered.steps is None or not signs.is_plain:
        return BesideResults()
    terms = answered.steps.terms
    if way.short or understood.unanswered or way.together or way.query.sort != "relevance":
        return BesideResults(terms)
    subject = signs.quoted or (way.text if answered.spoken else "")
    quotations = _short_quotations(way, subject, answered, make) if subject else None
    return BesideResults(terms, quotations)


def _short_quotations(
    way: SearchState, subject: str, answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]
) -> ShortQuotations | None:
    said = answered.spoken[:MOST_QUOTATIONS]
    quoted = {one.holding.review.case_slug for one in said}
    short = ExportLimits(words=SHORT_QUOTATION_WORDS).of(answered.findings)
    # what somebody said comes first, then what asks for nothing, then whole sentences; else the order stays
    readable = sorted(short, key=lambda one: (not _is_spoken(one), _tells_what_to_do(one), not _is_sentence(one)))
    others = [one for one in part_by_case(readable)[0] if one.review.case_slug not in quoted]
    cards = (
        *(replace(make(one.holding), snippet=snippet(one.words, ())) for one in said),
        *map(make, others[: MOST_QUOTATIONS - len(said)]),
    )
    if not cards:
        return None
    all_short = replace(way, query=replace(way.query, text=subject), together=(), short=True).href()
    return ShortQuotations(subject, cards, Link(f"All short quotations on “{subject}”", all_short))


def _is_spoken(one: FindingInContext) -> bool:
    """Return whether a finding quotes what somebody said."""
    return spoken_words(one.finding.text) is not None


def _tells_what_to_do(one: FindingInContext) -> bool:
    """Return whether a finding asks for something: often half a sentence, and nobody's voice."""
    return one.finding.kind in (Kind.RECOMMENDATION, Kind.ACTION)


def _is_sentence(one: FindingInContext) -> bool:
    """Return whether a finding can be read alone: no item of a list that its lead-in begins."""
    text = one.finding.text.strip()
    return not one.finding.lead_in and text[:1].isupper() and text.endswith((".", "!", "?", "”"))
