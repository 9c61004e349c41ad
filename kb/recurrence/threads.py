"""Threads: a lesson through time, from the first review that said it to the last that found it again.

A thread grows from one finding: its strong echoes in other reviews, and the answers to the recommendations among them.
It is a suggestion. Refused pairs are left out, accepted ones are marked, and nothing is worded as more than "found
again in".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.model import Answer, Echo, Holding, Kind, Status, fingerprint
from kb.recurrence.followup import published
from kb.recurring import Stage, Step, Thread
from kb.vocabulary import Vocabulary

NEEDED = frozenset((Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY))
_STARTS = NEEDED | {Kind.RECOMMENDATION, Kind.ACTION}
SHOWN = 0.9  # a mean likeness below which two findings share a subject rather than a lesson
PER_REVIEW = 2  # findings of one review in a thread, beside answers


@dataclass(frozen=True, slots=True)
class Ties:
    """What threads are made of, given by the desk as questions it can answer."""

    echoes: Callable[[str], Sequence[Echo]]  # strong echoes of a finding, best first
    holding: Callable[[str], Holding | None]
    answers: Mapping[str, Sequence[Answer]]  # by recommendation
    verdicts: Mapping[frozenset[str], bool]  # a person's word on a pair: accepted or refused


def threads(holdings: Iterable[Holding], ties: Ties, vocabulary: Vocabulary, most: int = 200) -> tuple[Thread, ...]:
    """Return the threads of these findings, those over most reviews and years first.

    Each finding stands in one thread at most, so that the same lesson is not told twice.
    """
    ranked = sorted(
        ((ties.echoes(held.finding.id), held) for held in holdings if held.finding.kind in _STARTS),
        key=lambda pair: (-len({e.echo for e in pair[0]}), published(pair[1]) or "9", pair[1].finding.id),
    )
    told: set[str] = set()
    made: list[Thread] = []
    for echoes, held in ranked:
        if len(made) >= most or not echoes:
            break
        if held.finding.id in told:
            continue
        thread = _thread(held, [e for e in echoes if e.echo not in told], ties, vocabulary)
        if thread is not None and thread.reviews > 1:
            told.update(step.holding.finding.id for step in thread.steps)
            made.append(thread)
    return tuple(sorted(made, key=lambda thread: (-thread.came_back, -thread.reviews, -thread.years, thread.id)))


def thread_from(held: Holding, ties: Ties, vocabulary: Vocabulary) -> Thread | None:
    """Return the thread that grows from one finding, or None where nothing in the library is like it."""
    return _thread(held, ties.echoes(held.finding.id), ties, vocabulary)


def _thread(start: Holding, echoes: Sequence[Echo], ties: Ties, vocabulary: Vocabulary) -> Thread | None:
    members: list[tuple[Holding, str, bool | None]] = [(start, "where this thread begins", None)]
    taken: Counter[str] = Counter()
    for echo in echoes:
        held = ties.holding(echo.echo)
        word = ties.verdicts.get(frozenset((start.finding.id, echo.echo)))
        if held is None or word is False or taken[held.review.slug] >= PER_REVIEW:
            continue
        taken[held.review.slug] += 1
        members.append((held, echo.why, word))
    if len(members) < 2:
        return None
    steps = _in_order([*_steps(members), *_answer_steps(members, ties)])
    return _told(start, steps, vocabulary)


def _steps(members: Sequence[tuple[Holding, str, bool | None]]) -> list[Step]:
    first = min((published(held) for held, _, _ in members if published(held)), default="")
    first_reviews = {held.review.slug for held, _, _ in members if published(held) == first}
    return [
        Step(_stage(held, first_reviews), held, why, held.finding.status, accepted) for held, why, accepted in members
    ]


def _stage(held: Holding, first_reviews: set[str]) -> Stage:
    kind = held.finding.kind
    if kind is Kind.RECOMMENDATION:
        return Stage.RECOMMENDED
    if kind in (Kind.ACTION, Kind.EVIDENCE):
        return Stage.ACTED
    if kind is Kind.GOOD_PRACTICE:
        return Stage.GOOD_PRACTICE
    return Stage.SAID if held.review.slug in first_reviews else Stage.FOUND_AGAIN


def _answer_steps(members: Sequence[tuple[Holding, str, bool | None]], ties: Ties) -> list[Step]:
    known = {held.finding.id for held, _, _ in members}
    steps = []
    for held, _, _ in members:
        for answer in ties.answers.get(held.finding.id, ()):
            action = ties.holding(answer.action)
            if action is not None and action.finding.id not in known:
                known.add(action.finding.id)
                steps.append(Step(Stage.ACTED, action, f"answers {_called(held)}: {answer.why}", action.finding.status))
    return steps


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    stages = list(Stage)
    return tuple(
        sorted(
            steps,
            key=lambda s: (
                published(s.holding) or "9",
                stages.index(s.stage),
                s.holding.review.slug,
                s.holding.finding.span.start,
            ),
        )
    )


def _told(start: Holding, steps: tuple[Step, ...], vocabulary: Vocabulary) -> Thread:
    years = sorted(int(date[:4]) for step in steps if (date := published(step.holding))[:4].isdigit())
    themes = Counter(theme for step in steps for theme in step.holding.finding.themes)
    reviews = {step.holding.review.slug for step in steps}
    back = _came_back(steps)
    return Thread(
        fingerprint(*sorted(step.holding.finding.id for step in steps)),
        _title(start, themes, vocabulary),
        steps,
        tuple(theme for theme, _ in themes.most_common()),
        tuple(sorted({step.holding.review.area for step in steps if step.holding.review.area})),
        tuple(sorted({step.holding.review.review_type for step in steps if step.holding.review.review_type})),
        len(reviews),
        years[0] if years else None,
        years[-1] if years else None,
        _summary(steps, len(reviews), years),
        tuple(_tensions(steps)),
        back,
    )


def _came_back(steps: Sequence[Step]) -> bool:
    acted = [published(s.holding) for s in steps if s.stage is Stage.ACTED and published(s.holding)]
    found = [published(s.holding) for s in steps if s.holding.finding.kind in NEEDED and published(s.holding)]
    return bool(acted and found and max(found) > min(acted))


def _title(start: Holding, themes: Counter[str], vocabulary: Vocabulary) -> str:
    shared = [
        theme
        for slug, count in themes.most_common()
        if count > 1 and (theme := vocabulary.theme(slug)) is not None and not theme.weak
    ]
    if shared:
        return " and ".join(theme.label for theme in shared[:2])
    words = start.finding.text
    return words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"


def _summary(steps: Sequence[Step], reviews: int, years: Sequence[int]) -> str:
    counted = Counter(step.stage for step in steps)
    parts = [f"In {reviews} reviews" + (f", {years[0]} to {years[-1]}" if years and years[0] != years[-1] else "")]
    if counted[Stage.RECOMMENDED]:
        parts.append(f"recommended {_times(counted[Stage.RECOMMENDED])}")
    if counted[Stage.ACTED]:
        parts.append(f"action recorded {_times(counted[Stage.ACTED])}")
    if counted[Stage.FOUND_AGAIN]:
        parts.append(f"found again {_times(counted[Stage.FOUND_AGAIN])}")
    told = "; ".join(parts) + "."
    acted = [published(s.holding) for s in steps if s.stage is Stage.ACTED]
    if acted and not any(
        published(s.holding) > max(acted)
        for s in steps
        if s.stage in (Stage.FOUND_AGAIN, Stage.SAID, Stage.RECOMMENDED)
    ):
        told += " No later evidence in this library after the last recorded action."
    return told


def _tensions(steps: Sequence[Step]) -> Iterable[str]:
    """An earlier action and a later lesson on the same matter in one area: whether they pull apart is for a person."""
    for action in steps:
        if action.stage is not Stage.ACTED or action.status is Status.PLANNED:
            continue
        for found in steps:
            same_area = found.holding.review.area and found.holding.review.area == action.holding.review.area
            after = published(found.holding) > published(action.holding) > ""
            other = found.holding.review.slug != action.holding.review.slug
            if same_area and after and other and found.holding.finding.kind in NEEDED:
                yield (
                    f"{found.holding.review.area}: an action recorded in {published(action.holding)[:4]} and a lesson "
                    f"of {published(found.holding)[:4]} concern the same matter and may point in opposite directions. "
                    "Read both before drawing on either."
                )
                return


def _called(held: Holding) -> str:
    return held.finding.label or "the recommendation"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
