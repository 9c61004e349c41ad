"""What stands before the results of a search: the answer on its theme, short forms, quotations, a lesson told twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.app.answer_on_theme import ThemeAlone, ThemeAnswer
from kb.app.answer_question import AnsweredQuestion
from kb.app.held_cases import no_case_held
from kb.app.lesson_again import LessonAgain
from kb.app.library import Library
from kb.app.question_signs import has_exact_words_alone, has_few_exact_words, has_most_words, read_signs
from kb.app.spoken_quotations import asks_for_childrens_words
from kb.core.counted_reviews import part_by_case
from kb.core.expressions import expression
from kb.core.model import FindingInContext, Kind
from kb.text.formatting import count_phrase, join_words
from kb.text.spoken_words import spoken_words
from kb.vocabulary.glossary import GlossaryEntry
from web import urls
from web.components.cards import Card
from web.components.snippets import snippet
from web.search.state import ExportLimits, SearchState
from web.urls import Link

MOST_QUOTATIONS = 3
CHILDREN_SAID = "Children and young people, in their own words"
NO_CHILD_QUOTED = "We found no short quotation of a child’s own words"
PER_PART = 3  # findings with what stands in quotation marks, and with the other words
_EMPTY_ITEMS = expression(r"\s*,(?:\s*,)+")  # what is left of a list without its exact words
_LEADING_IN = expression(r"(?:\s+(?:and|or|with|in|at|of|on|to|for|the|a|an|our))+(?=\s+[\"“])", re.IGNORECASE)
_QUOTED = expression(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of an answer."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """What the library answers in short, before all results."""

    theme: str  # or what else its heading says; "" for several themes, which a heading before it names
    parts: tuple[AnswerPart, ...]
    questions: tuple[str, ...] = ()  # to ask of one's own practice, from the list of themes and not from a review
    latest: Card | None = None  # the newest finding that has all words of the question in one sentence
    more: Link | None = None  # where the rest of it is
    inferred: bool = False  # whether the question is read as one on the theme, which none of its words shows
    none_on_both: tuple[str, ...] = ()  # labels of the two themes as which it is read, where no finding is on both
    no_praise: bool = False  # whether good practice is asked for, and none is on the theme
    as_typed: str = ""  # where the question is answered by its words alone, if it is read as one on two themes


@dataclass(frozen=True, slots=True)
class ShortQuotations:
    """The first quotations that are short enough for a slide, and where all of them are."""

    heading: str
    cards: tuple[Card, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class SameLesson:
    """A lesson that findings shown tell at different times: the first and the last that tell it, and all of it."""

    first: Card
    last: Card
    all: Link


@dataclass(frozen=True, slots=True)
class NoCase:
    """A matter of which no case is held, what mentions it, and where the nearest cases are."""

    matter: str
    mentions: Link | None
    nearest: Link


@dataclass(frozen=True, slots=True)
class BesideResults:
    """What stands before the results of the first page; each part is empty where there is nothing to show."""

    terms: tuple[GlossaryEntry, ...] = ()
    types_not_held: tuple[str, ...] = ()  # labels of the types of review among these that no source is of
    quotations: ShortQuotations | None = None
    again: SameLesson | None = None
    no_case: NoCase | None = None
    theme_alone: ThemeAlone | None = None  # a theme whose answer would be none to the question


def answer_block(
    answer: ThemeAnswer | None, make: Callable[[FindingInContext], Card], as_typed: str = ""
) -> AnswerBlock | None:
    """Return the answer on the theme of a question with the cards of its findings; None where there is none.

    `as_typed` is the address of the answer by its words alone.
    """
    if answer is None:
        return None
    parts = tuple(AnswerPart(part.name, tuple(map(make, part.findings))) for part in answer.parts)
    latest = make(answer.latest) if answer.latest else None
    if answer.read_as:
        none = answer.read_as if answer.none_on_both else ()
        return AnswerBlock(
            "” and “".join(answer.read_as), parts, latest=latest, inferred=True, none_on_both=none, as_typed=as_typed
        )
    return AnswerBlock(
        answer.label, parts, answer.questions, latest, inferred=answer.inferred, no_praise=answer.no_praise
    )


def combined_block(answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]) -> AnswerBlock | None:
    """Return the first findings on several themes: on all of them, and on each beside the others; None where one is."""
    found = answered.combined
    if found is None:
        return None
    name = "About both" if len(found.groups) == 2 else "About all of them"
    parts = [(name, found.every_first), *((one.label, one.first) for one in found.beside)]
    told = tuple(AnswerPart(name, tuple(map(make, some[:PER_PART]))) for name, some in parts if some)
    return AnswerBlock("", told) if sum(len(one.cards) for one in told) > 1 else None


def quotation_block(
    search: SearchState, answered: AnsweredQuestion, library: Library, make: Callable[[FindingInContext], Card]
) -> AnswerBlock | None:
    """Return the answer to exact words beside others where no finding has both: first those, then the others alone."""
    ordered = search.query.sort == "relevance" and search.query.group == "findings" and search.query.page == 1
    aside = search.together or search.short or search.query.filters
    text = answered.understood.corrected or search.text
    quoted = join_words([f"“{hit[1:-1]}”" for hit in _QUOTED.findall(text)])
    if not ordered or aside or not quoted or not answered.findings:
        return None
    words = (
        _EMPTY_ITEMS.sub(",", " ".join(_QUOTED.sub(" ", _LEADING_IN.sub(" ", text)).split()))
        .replace(" ,", ",")
        .strip(" ,")
    )
    signs = read_signs(words)
    if not words or not signs.is_plain or signs.wants_page:  # "recommendations like" asks only
        return None
    alone, few = has_exact_words_alone(answered.results.notices), has_few_exact_words(answered.results.notices)
    if not alone and any(has_most_words(words, one.finding.text) for one in answered.findings[:PER_PART]):
        return None
    few = few or not alone
    query = replace(search.query, text=words, page=1)
    others = library.ask(replace(query, size=PER_PART))
    if not others.findings or others.understood.unanswered:
        return None
    return AnswerBlock(
        f"{'few findings have' if few else 'no finding has'} {quoted} with your other words",
        (
            AnswerPart(f"With {quoted}", tuple(map(make, answered.findings[:PER_PART]))),
            AnswerPart(f"Without it: {words}", tuple(map(make, others.findings))),
        ),
        more=Link(f"All findings for “{words}”", urls.search(query)),
    )


def beside_results(
    search: SearchState, answered: AnsweredQuestion, library: Library, make: Callable[[FindingInContext], Card]
) -> BesideResults:
    """Return what stands before the results of a question in plain words; quotations are of its best findings."""
    signs, understood = search.signs, answered.understood
    if answered.steps is None or not signs.is_plain:
        return BesideResults()
    terms, lacking = answered.steps.terms, answered.steps.types_not_held
    if understood.none_of_kind and not understood.query.text:
        lacking = ()  # the sentence that nothing of the type was found says it already
    no_case = _no_case(answered, library)
    unanswered = understood.unanswered and not answered.spoken
    if search.short or unanswered or search.together or search.query.sort != "relevance":
        return BesideResults(terms, lacking, no_case=no_case)
    subject = signs.quoted or (understood.query.text or search.text if answered.spoken else "")
    quotations = _short_quotations(search, subject, answered, make) if subject else None
    again = _same_lesson(answered.again, make) if answered.again else None
    return BesideResults(terms, lacking, quotations, again, no_case, answered.theme_alone)


def _no_case(answered: AnsweredQuestion, library: Library) -> NoCase | None:
    none = no_case_held(answered.understood, answered.steps, library) if answered.steps else None
    if none is None:
        return None
    many = none.mentioning
    told = f"{count_phrase(many, 'finding')} {'mentions' if many == 1 else 'mention'} it"
    mentions = Link(told, urls.search(none.mentions)) if many else None
    return NoCase(
        none.matter, mentions, Link("See the nearest cases", urls.with_params("/cases", [("theme", none.theme)]))
    )


def _same_lesson(again: LessonAgain, make: Callable[[FindingInContext], Card]) -> SameLesson:
    told_at = f"Perhaps the same lesson in {again.years[0]} and in {again.years[1]}"
    return SameLesson(make(again.first), make(again.last), Link(told_at, urls.thread(again.thread)))


def _short_quotations(
    search: SearchState, subject: str, answered: AnsweredQuestion, make: Callable[[FindingInContext], Card]
) -> ShortQuotations | None:
    said = answered.spoken[:MOST_QUOTATIONS]
    quoted = {one.holding.review.case_slug for one in said}
    short = ExportLimits(words=search.longest_quotation).of(answered.findings)
    # what somebody said comes first, then what asks for nothing, then whole sentences; else the order stays
    readable = sorted(short, key=lambda one: (not _is_spoken(one), _tells_what_to_do(one), not _is_sentence(one)))
    others = [one for one in part_by_case(readable)[0] if one.review.case_slug not in quoted]
    by_child = asks_for_childrens_words(answered.understood.corrected or answered.understood.typed)
    cards = (
        *(replace(make(one.holding), snippet=snippet(one.words, ())) for one in said),
        *map(make, others[: 0 if by_child else MOST_QUOTATIONS]),
    )
    if not cards and not by_child:
        return None
    all_short = replace(search, query=replace(search.query, text=subject), together=(), short=True).href()
    heading = f"Short quotations on “{subject}”"
    if by_child:
        heading = CHILDREN_SAID if cards else NO_CHILD_QUOTED
    return ShortQuotations(heading, cards, Link(f"All short quotations on “{subject}”", all_short))


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
