"""What is told before the results of a search: short forms explained, and short quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.core.counted_reviews import part_by_case
from kb.core.model import FindingInContext, Kind
from kb.vocabulary.glossary import GlossaryEntry
from web.components.cards import Card
from web.search.state import SHORT_QUOTATION_WORDS, ExportLimits, SearchState
from web.urls import Link

MOST_QUOTATIONS = 3
_SPOKEN = re.compile(r"[“\"][^”\"]{25,}[”\"]")  # words of somebody, and not a term in quotation marks


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
    quotations = _short_quotations(way, signs.quoted, answered.findings, make) if signs.quoted else None
    return BesideResults(terms, quotations)


def _short_quotations(
    way: SearchState, subject: str, nearest: Iterable[FindingInContext], make: Callable[[FindingInContext], Card]
) -> ShortQuotations | None:
    short = ExportLimits(words=SHORT_QUOTATION_WORDS).of(nearest)
    # what somebody said comes first, then what asks for nothing, then whole sentences; else the order stays
    readable = sorted(short, key=lambda one: (not _is_spoken(one), _tells_what_to_do(one), not _is_sentence(one)))
    first = part_by_case(readable)[0][:MOST_QUOTATIONS]
    if not first:
        return None
    all_short = replace(way, query=replace(way.query, text=subject), together=(), short=True).href()
    return ShortQuotations(subject, tuple(map(make, first)), Link(f"All short quotations on “{subject}”", all_short))


def _is_spoken(one: FindingInContext) -> bool:
    """Return whether a finding quotes what somebody said."""
    return bool(_SPOKEN.search(one.finding.text))


def _tells_what_to_do(one: FindingInContext) -> bool:
    """Return whether a finding asks for something: often half a sentence, and nobody's voice."""
    return one.finding.kind in (Kind.RECOMMENDATION, Kind.ACTION)


def _is_sentence(one: FindingInContext) -> bool:
    """Return whether a finding can be read alone: no item of a list that its lead-in begins."""
    text = one.finding.text.strip()
    return not one.finding.lead_in and text[:1].isupper() and text.endswith((".", "!", "?", "”"))
