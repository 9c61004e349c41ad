"""The cases of a review: each with its findings, the ages that it states and its content notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.cases.ages import ages_told
from kb.cases.notices import content_notice
from kb.core.case_values import Case, ContentNotice, Passage, Story
from kb.core.model import FindingInContext, Review
from kb.vocabulary import Vocabulary


def stories(passage: Passage | None) -> tuple[Story, ...]:
    """Return the cases that a review tells: case studies, then the case of the review as a whole."""
    if passage is None:
        return ()
    if not isinstance(passage, Story):
        words, heading, page, held = passage.words, passage.heading, passage.page, passage.document
        return (Story(words, heading, page, held, short=words, said=words),)
    return tuple(sorted((passage, *passage.others), key=lambda one: one.stretch is None))


def story_of(one: FindingInContext, told: Sequence[Story]) -> Story | None:
    """Return the case to which a finding belongs, or None where none of `told`, as `stories` gives them, holds it."""
    return next((story for story in told if story.holds(one)), None)


def cases_of(
    review: Review,
    passage: Passage | None,
    findings: Iterable[FindingInContext],
    whole: ContentNotice,
    vocabulary: Vocabulary,
) -> tuple[Case, ...]:
    """Return the cases of a review, each with its findings; then findings of no case, unless there are none.

    `whole` is the notice of the whole review: a case study alone has one of its own.
    """
    told = stories(passage)
    held: dict[Story | None, list[FindingInContext]] = {one: [] for one in told}
    for one in findings:
        held.setdefault(story_of(one, told), []).append(one)
    if not held:
        held[None] = []
    numbers = {story: number for number, story in enumerate(told, 1)}
    return tuple(
        Case(
            review,
            story,
            tuple(found),
            numbers.get(story, 0) if story else 0,
            len(told),
            tuple(one.words for one in ages_told(story.said, _concerns(review, vocabulary))) if story else (),
            _study_notice(review, story, found, vocabulary) if story and story.stretch else whole,
        )
        for story, found in held.items()
    )


def review_notice(
    review: Review, passage: Passage | None, findings: Iterable[FindingInContext], opening: str, vocabulary: Vocabulary
) -> ContentNotice:
    """Return the content notice of a whole review.

    `opening` are the first OPENING letters of its documents; ages are those that its stories tell.
    """
    story = "\n\n".join(one.said for one in stories(passage))
    return _notice(review, review.title, story, opening, findings, vocabulary)


def _study_notice(
    review: Review, story: Story, findings: Iterable[FindingInContext], vocabulary: Vocabulary
) -> ContentNotice:
    """Return the notice of a case study, which says nothing of the review's other cases."""
    return _notice(review, story.heading, story.said, "", findings, vocabulary)


def _notice(
    review: Review,
    title: str,
    story: str,
    opening: str,
    findings: Iterable[FindingInContext],
    vocabulary: Vocabulary,
) -> ContentNotice:
    told = [(one.finding.text, frozenset(one.finding.themes)) for one in findings]
    ages = [age for one in ages_told(story, _concerns(review, vocabulary)) for age in (one.low, one.high)]
    review_type = vocabulary.review_types.get(review.review_type)
    return content_notice(review_type, title, story, opening, told, ages, vocabulary)


def _concerns(review: Review, vocabulary: Vocabulary) -> str:
    """Return whom reviews of this type are always about: "children", "adults", or ""."""
    review_type = vocabulary.review_types.get(review.review_type)
    return review_type.concerns if review_type else ""
