"""A lesson that findings of one answer tell at different times: said first, and found again later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.app.combined_themes import CombinedThemes
from kb.app.question_signs import has_most_words
from kb.app.recurrence import Recurring
from kb.core.errors import NotHeld
from kb.core.model import FindingInContext
from kb.core.recurrence_values import ThreadStage
from kb.vocabulary.labels import when

SHOWN = 10  # findings of the first page
LEADING = 6  # of these, among which both that are linked answer the question, whatever its words
MOST, SOME = 2, 4  # a text has more than one in so many words of the question
LEAST_TELLING = 2  # of these that tell one lesson


@dataclass(frozen=True, slots=True)
class LessonAgain:
    """A lesson through time, by the id of its thread: the first and the last that tell it, and the year of each."""

    thread: str
    first: FindingInContext
    last: FindingInContext
    years: tuple[int, int]


def lesson_again(
    question: str, combined: CombinedThemes | None, findings: Sequence[FindingInContext], recurring: Recurring
) -> LessonAgain | None:
    """Return the lesson that most of the first findings tell, where it was found again later, else None.

    Those on all themes that are named come before the others. Both the first and the last that tell the lesson have
    most words of the question, or some where both are among the very first.
    """
    beside = (one for part in combined.beside for one in part.first) if combined else ()
    leading = (*combined.every_first, *beside) if combined else ()
    shown = dict.fromkeys(one.finding.id for one in (*leading, *findings[:SHOWN]))
    told = Counter(recurring.threads_of(tuple(shown)).values())
    thread, many = next(iter(told.most_common(1)), ("", 0))
    if many < LEAST_TELLING:
        return None
    try:
        lesson = recurring.thread(thread)
    except NotHeld:  # all was linked anew meanwhile
        return None
    again = lesson.when.get(ThreadStage.FOUND_AGAIN, ())
    first = next((one.holding for one in lesson.steps if when(one.holding)[:4] == str(lesson.first)), None)
    found = [one.holding for one in lesson.steps if one.stage is ThreadStage.FOUND_AGAIN]
    last = next((one for one in reversed(found) if again and when(one)[:4] == str(again[-1])), None)
    if first is None or last is None or not lesson.first or again[-1] <= lesson.first:
        return None
    best = list(shown)[:LEADING]
    said = {one.holding.finding.id: one.holding for one in lesson.steps if when(one.holding)[:4] == str(lesson.first)}
    first = next((said[id_] for id_ in best if id_ in said), first)
    both = first.finding.id in best and last.finding.id in best  # each answers, and they are linked
    texts = [f"{one.finding.last_heading} {one.finding.text}" for one in (first, last)]
    if not all(has_most_words(question, text, SOME if both else MOST) for text in texts):
        return None
    return LessonAgain(thread, first, last, (lesson.first, again[-1]))
