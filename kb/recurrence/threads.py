"""Threads: a lesson through time, from the first review that said it to the last that found it again.

A thread grows from one finding: its strong echoes in other reviews, and the answers to the recommendations among them.
It is a suggestion. Refused pairs are left out, accepted ones are marked, and nothing is worded as more than "found
again in".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.core.finding_ids import fingerprint
from kb.core.model import Echo, FindingInContext, Kind
from kb.core.recurrence_values import (
    FIRST_STEP_REASON,
    WANTING_OR_ASKING_KINDS,
    Confidence,
    Like,
    Thread,
    ThreadStage,
    ThreadStep,
)
from kb.recurrence.again import found_after, found_again
from kb.recurrence.deeds import acts, stage_of_answer
from kb.recurrence.thread_members import LONGEST_THREAD, gather_echoes, tells_one_lesson
from kb.recurrence.thread_words import thread_story, thread_title, years_of
from kb.recurrence.ties import Ties
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import when

STARTING_KINDS = WANTING_OR_ASKING_KINDS | {Kind.ACTION}  # of findings from which a thread may grow
FINDINGS_PER_REVIEW = 2  # findings of one review in a thread, beside answers
CLEAREST_SHARE = 0.85  # share of the greatest likeness to all others from which the shortest finding names a thread
PREPARED_AT_ONCE = 100  # findings from which a thread may grow that are made ready at once


def told_by(held: Iterable[FindingInContext], ties: Ties) -> tuple[FindingInContext, ...]:
    """Return findings, and after them the concerns and lessons of the same reviews from which they were drawn.

    A recommendation or an action is found again where the lesson from which it was drawn is.
    """
    every = {one.finding.id: one for one in held}
    ties.prepare([other for id_ in every for other in ties.beside(id_)])
    for id_ in list(every):
        for other in map(ties.holding, ties.beside(id_)):
            if other is not None and other.finding.kind in WANTING_OR_ASKING_KINDS:
                every.setdefault(other.finding.id, other)
    return tuple(every.values())


def threads(
    holdings: Iterable[FindingInContext], ties: Ties, vocabulary: Vocabulary, most: int = 200
) -> tuple[Thread, ...]:
    """Return the threads of these findings: specific ones that came back after a recorded action first.

    Of `holdings`, which need not have their words, the ties tell those that a thread is made of. Each finding stands in
    one thread at most, so that no lesson is shown twice. A thread that nobody asked for
    holds no slight ties: themes in common are not yet a lesson. What bears out its ties, `tells_one_lesson` says.
    """
    ranked = sorted(
        ((ties.promise(held.finding.id), held) for held in holdings if held.finding.kind in STARTING_KINDS),
        key=lambda pair: (_promise(pair[0]), when(pair[1]) or "9", pair[1].finding.id),
    )
    told: set[str] = set()
    made: list[Thread] = []
    for place, (likely, outline) in enumerate(ranked):
        if len(made) >= most or not likely:
            break
        if place % PREPARED_AT_ONCE == 0:
            next_ones = ranked[place : place + PREPARED_AT_ONCE]
            ties.prepare(_firm_ends([one for tied, one in next_ones if tied], ties))
        held = ties.holding(outline.finding.id) or outline
        if held.finding.id in told:
            continue
        free = (echo for echo in ties.echoes(held.finding.id) if echo.echo not in told)
        firm = [echo for echo in free if ties.confidence(echo) is not Confidence.SLIGHT]
        gathered = gather_echoes(held, firm, ties, told, vocabulary)
        if not tells_one_lesson(held, gathered, ties, vocabulary):
            continue
        thread = _thread(held, gathered, ties, vocabulary)
        if thread is not None and thread.reviews > 1:
            told.update(step.holding.finding.id for step in thread.steps)
            made.append(thread)
    return tuple(sorted(made, key=lambda thread: _order(thread, vocabulary)))


def _firm_ends(several: Iterable[FindingInContext], ties: Ties) -> list[str]:
    """Return these findings and all that are tied to them by a strong link."""
    return [
        id_
        for held in several
        for id_ in (
            held.finding.id,
            *(
                echo.echo
                for echo in ties.echoes(held.finding.id)[:LONGEST_THREAD]
                if ties.confidence(echo) is not Confidence.SLIGHT
            ),
        )
    ]


def _promise(echoes: Sequence[Like | Echo]) -> tuple[bool, int, int]:
    """Return a sort key that puts findings first from which a firm thread may grow: near echoes before many echoes."""
    near = sum(echo.near for echo in echoes[:LONGEST_THREAD])
    return not echoes, -near, -min(len(echoes), LONGEST_THREAD)


def _order(thread: Thread, vocabulary: Vocabulary) -> tuple[object, ...]:
    """Return a sort key that puts what came back after an action first, firm and specific before slight and general."""
    confidences = list(Confidence)
    return (
        not thread.came_back,
        confidences.index(thread.confidence),
        not _is_specific(thread, vocabulary),
        -thread.reviews,
        -thread.years,
        thread.id,
    )


def _is_specific(thread: Thread, vocabulary: Vocabulary) -> bool:
    """Return whether most of its steps share a theme that says more than that agencies work together."""
    counts = Counter(theme for step in thread.steps for theme in step.holding.finding.own_themes)
    strong = (count for slug, count in counts.items() if (theme := vocabulary.theme(slug)) and not theme.weak)
    return max(strong, default=0) * 2 >= len(thread.steps)


def thread_from(held: FindingInContext, ties: Ties, vocabulary: Vocabulary) -> Thread | None:
    """Return the thread that grows from one finding, or None where nothing in the library is like it."""
    return _thread(held, ties.echoes(held.finding.id), ties, vocabulary)


@dataclass(frozen=True, slots=True)
class _Member:
    held: FindingInContext
    echo: Echo | None  # None for the finding where the thread begins
    accepted: bool | None

    @property
    def why(self) -> str:
        return self.echo.why if self.echo else FIRST_STEP_REASON


def _thread(start: FindingInContext, echoes: Sequence[Echo], ties: Ties, vocabulary: Vocabulary) -> Thread | None:
    members = [_Member(start, None, None)]
    taken: Counter[str] = Counter()
    tied = {echo.echo for echo in echoes if ties.word(echo) is not False}
    for echo in echoes:
        held, word = ties.holding(echo.echo), ties.word(echo)
        if (
            held is None
            or word is False
            or taken[held.review.case_slug] >= FINDINGS_PER_REVIEW
            or len(members) > LONGEST_THREAD
        ):
            continue
        if any(ties.printed_again(one.held.finding.id, echo.echo) for one in members):
            continue
        if ties.first_printing(held).finding.id in tied - {echo.echo}:  # the lesson is as old as its first printing
            continue
        taken[held.review.case_slug] += 1
        members.append(_Member(held, echo, word))
    if len(members) < 2:
        return None
    steps = _in_order([*_steps(members, ties), *_answer_steps(members, ties)])
    return _make_thread(start, steps, members, ties, vocabulary)


def _steps(members: Sequence[_Member], ties: Ties) -> list[ThreadStep]:
    every = [one.held for one in members]
    return [
        ThreadStep(_stage(one.held, every, ties), one.held, one.why, one.held.finding.status, one.accepted)
        for one in members
    ]


def _stage(held: FindingInContext, every: Sequence[FindingInContext], ties: Ties) -> ThreadStage:
    kind = held.finding.kind
    if kind is Kind.RECOMMENDATION:
        return ThreadStage.RECOMMENDED
    if kind is Kind.ACTION or (kind is Kind.EVIDENCE and acts(held)):
        return stage_of_answer(held)
    if kind is Kind.GOOD_PRACTICE:
        return ThreadStage.GOOD_PRACTICE
    return ThreadStage.FOUND_AGAIN if found_again(every, held, ties.are_linked) else ThreadStage.SAID


def _answer_steps(members: Sequence[_Member], ties: Ties) -> list[ThreadStep]:
    known = {one.held.finding.id for one in members}
    steps = []
    for one in members:
        for answer in ties.answers.get(one.held.finding.id, ()):
            action = ties.holding(answer.action)
            if action is not None and action.finding.id not in known:
                known.add(action.finding.id)
                why = f"answers {_name_of(one.held)}: {answer.why}"
                steps.append(ThreadStep(stage_of_answer(action), action, why, action.finding.status))
    return steps


def _in_order(steps: Sequence[ThreadStep]) -> tuple[ThreadStep, ...]:
    stages = list(ThreadStage)
    return tuple(
        sorted(
            steps,
            key=lambda s: (
                when(s.holding) or "9",
                stages.index(s.stage),
                s.holding.review.slug,
                s.holding.finding.span.start,
            ),
        )
    )


def _make_thread(
    start: FindingInContext,
    steps: tuple[ThreadStep, ...],
    members: Sequence[_Member],
    ties: Ties,
    vocabulary: Vocabulary,
) -> Thread:
    years = sorted(int(date[:4]) for step in steps if (date := when(step.holding))[:4].isdigit())
    themes = Counter(theme for step in steps for theme in step.holding.finding.own_themes)
    reviews = {step.holding.review.case_slug for step in steps}
    back = _came_back(steps, ties)
    checked = _count_accepted(members, ties)
    return Thread(
        id=fingerprint(*sorted(step.holding.finding.id for step in steps)),
        title=thread_title(_clearest(members, ties), steps, themes, vocabulary),
        steps=steps,
        themes=tuple(theme for theme, _ in themes.most_common()),
        areas=tuple(sorted({step.holding.review.area for step in steps if step.holding.review.area})),
        review_types=tuple(
            sorted({step.holding.review.review_type for step in steps if step.holding.review.review_type})
        ),
        reviews=len(reviews),
        first=years[0] if years else None,
        last=years[-1] if years else None,
        summary=thread_story(steps, years, checked, vocabulary),
        came_back=bool(back),
        confidence=_confidence(start, members, back, ties),
        checked=checked,
        when={stage: years_of(steps, stage) for stage in ThreadStage if years_of(steps, stage)},
    )


def _came_back(steps: Sequence[ThreadStep], ties: Ties) -> set[str]:
    """Return the findings of reviews that found the lesson again after another review's action in their area."""
    acted = [s.holding for s in steps if acts(s.holding) and when(s.holding)]
    if not acted:
        return set()
    every = told_by([step.holding for step in steps], ties)
    back = set()
    for step in steps:
        own = [action for action in acted if action.review.area == step.holding.review.area]
        after = any(found_after(action, step.holding, WANTING_OR_ASKING_KINDS) for action in own)
        if after and found_again(every, step.holding, ties.are_linked):
            back.add(step.holding.finding.id)
    return back


def _clearest(members: Sequence[_Member], ties: Ties) -> FindingInContext:
    """Return the finding that says best what the thread is about: of those likest to all others the shortest.

    Among linked findings a stray one is the least like the rest, and it is often short.
    """
    if len(members) < 3:
        return members[0].held
    ids = {one.held.finding.id for one in members}
    likeness = {id_: sum(echo.score for echo in ties.echoes(id_) if echo.echo in ids) for id_ in ids}
    least = CLEAREST_SHARE * max(likeness.values())
    clear = [one.held for one in members if likeness[one.held.finding.id] >= least]
    return min(clear, key=lambda held: (len(held.finding.text), held.finding.id))


def _count_accepted(members: Sequence[_Member], ties: Ties) -> int:
    """Return how many pairs of a thread's findings a person accepted."""
    ids = {one.held.finding.id for one in members}
    return sum(accepted and pair <= ids for pair, accepted in ties.verdicts.items())


def _confidence(start: FindingInContext, members: Sequence[_Member], back: set[str], ties: Ties) -> Confidence:
    """Return the confidence of the firmest link among what came back; among all steps where nothing came back."""
    tied = {one.held.finding.id: ties.confidence(one.echo) for one in members if one.echo}
    of_back = [sure for id_, sure in tied.items() if id_ in back or start.finding.id in back]
    order = list(Confidence)
    return min(of_back or tied.values(), key=order.index)


def _name_of(held: FindingInContext) -> str:
    label = held.finding.label
    return f"recommendation {label}" if label[:1].isdigit() else label or "the recommendation"
