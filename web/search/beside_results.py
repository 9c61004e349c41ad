"""What stands before the results of a search: the answer on its theme, short forms explained, and short quotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.app.answer_on_theme import ThemeAnswer
from kb.app.answer_question import AnsweredQuestion
from kb.core.counted_reviews import part_by_case
from kb.core.model import FindingInContext, Kind
from kb.text.spoken_words import spoken_words
from kb.vocabulary.glossary import GlossaryEntry
from web.components.cards import Card
from web.components.snippets import snippet
from web.search.state import SHORT_QUOTATION_WORDS, ExportLimits, SearchState
from web.urls import Link

MOST_QUOTATIONS = 3


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
    """What stands before the results of the first page; each part is empty where there is nothing to show."""

    terms: tuple[GlossaryEntry, ...] = ()
    types_not_held: tuple[str, ...] = ()  # labels of the types of review among these that no source is of
    quotations: ShortQuotations | None = None


def answer_block(answer: ThemeAnswer | None, make: Callable[[FindingInContext], Card]) -> AnswerBlock | None:
    """Return the answer on the theme of a question with the cards of its findings; None where there is none."""
    if answer is None:
        return None
    parts = tuple(AnswerPart(part.name, tuple(map(make, part.findings))) for part in answer.parts)
    return AnswerBlock(answer.label, parts, answer.questions)


def beside_results(
    search: SearchState, answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]
) -> BesideResults:
    """Return what stands before the results of a question in plain words; quotations are of its best findings."""
    signs, understood = search.signs, answered.understood
    if answered.steps is None or not signs.is_plain:
        return BesideResults()
    terms, lacking = answered.steps.terms, answered.steps.types_not_held
    if understood.none_of_kind and not understood.query.text:
        lacking = ()  # the sentence that nothing of the type was found says it already
    if search.short or understood.unanswered or search.together or search.query.sort != "relevance":
        return BesideResults(terms, lacking)
    subject = signs.quoted or (search.text if answered.spoken else "")
    quotations = _short_quotations(search, subject, answered, make) if subject else None
    return BesideResults(terms, lacking, quotations)


def _short_quotations(
    search: SearchState, subject: str, answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]
) -> ShortQuotations | None:
    said = answered.spoken[:MOST_QUOTATIONS]
    quoted = {one.holding.review.case_slug for one in said}
    short = ExportLimits(words=SHORT_QUOTATION_WORDS).of(answered.findings)
    # what somebody said comes first, then what asks for nothing, then whole sentences; else the order stays
    readable = sorted(short, key=lambda one: (not _is_spoken(one), _tells_what_to_do(one), not _is_sentence(one)))
    others = [one for one in part_by_case(readable)[0] if one.review.case_slug not in quoted]
    cards = (
        *(replace(make(one.holding), snippet=snippet(one.words, ())) for one in said),
        *map(make, others[: 0 if said else MOST_QUOTATIONS]),
    )
    if not cards:
        return None
    all_short = replace(search, query=replace(search.query, text=subject), together=(), short=True).href()
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
