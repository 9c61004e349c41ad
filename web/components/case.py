"""A case for a training room as a page shows it: what happened, in the words of the review, and what is stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.core.case_values import Case
from kb.core.model import Review, Use
from kb.exports.case_pack import passage_place, untold_sentence
from kb.exports.quiz import quiz_title
from kb.text import formatting
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import noun_of, review_type_label
from web import urls
from web.components.cards import readable_title
from web.urls import Link


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a page shows it."""

    slug: str
    review: Link
    facts: str
    words: str  # of its own document; "" where none tells the case
    place: str
    missing: str  # why there are no words, as a sentence
    ages: tuple[str, ...]  # as words: "4 months", "34"
    notice: str  # the content notice, as a sentence; "" where none is needed
    used: tuple[str, ...]  # sessions in which it was used, in words
    quiz: str
    quiz_title: str
    others: tuple[CaseView, ...] = ()  # further cases of the same review, where they are shown together


def show_cases(cases: tuple[Case, ...], vocabulary: Vocabulary) -> CaseView:
    """Lay a review out with all cases that it tells."""
    first, *others = cases
    told = tuple(lay_out(one, vocabulary) for one in others if one.story)
    return replace(lay_out(first, vocabulary), others=told)


def lay_out(case: Case, vocabulary: Vocabulary) -> CaseView:
    """Lay one case out."""
    review, story = case.review, case.story
    facts = (review_type_label(review.review_type, vocabulary), review.area, formatting.format_date(review.published))
    return CaseView(
        slug=review.slug,
        review=Link(readable_title(review.title), urls.review(review.slug)),
        facts=" · ".join(part for part in (*facts, review.period) if part),
        words=mask(story.words) if story else "",
        place=mask(passage_place(story, review)) if story else "",
        missing=_missing_sentence(case, vocabulary),
        ages=case.ages,
        notice=notice_sentence(case.notice),
        used=(),
        quiz=quiz_address(review, case.number),
        quiz_title=quiz_title(case),
    )


def with_uses(view: CaseView, uses: Iterable[tuple[str, Use]]) -> CaseView:
    """Return a case with the sessions in which it was used, newest first."""
    return replace(view, used=tuple(formatting.format_date(use.date) for _, use in uses))


def quiz_address(review: Review, number: int) -> str:
    """Return the address of the quiz of a review's case; the first goes without its number."""
    return urls.with_params(f"{urls.review(review.slug)}/quiz", [("case", str(number))] if number > 1 else [])


def _missing_sentence(case: Case, vocabulary: Vocabulary) -> str:
    if case.story:
        return ""
    if case.cases:
        about = "about it" if case.cases == 1 else "about a single case"
        noun = noun_of(case.review, vocabulary)
        return f"This {noun} describes {formatting.count_phrase(case.cases, 'case')}. These findings are not {about}."
    return untold_sentence(case.review, vocabulary)
