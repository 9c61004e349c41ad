"""What came back: a lesson, the action recorded on it, and a later review that found it again.

For every recorded action the echoes of the action itself, of the recommendations that it answers, and of what their
review found wanting on the same lesson, are looked through for what other reviews published later found wanting. Each
later finding stands once, beside the action to which it is tied most firmly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.core.model import Answer, Echo, FindingInContext, Kind
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS, CameBack, Confidence
from kb.recurrence.again import found_after, found_again
from kb.recurrence.deeds import acts
from kb.recurrence.threads import told_by
from kb.recurrence.ties import Ties
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import when

ACTING_KINDS = frozenset((Kind.ACTION, Kind.EVIDENCE))  # of findings that may tell of something done


def find_came_back(
    holdings: Iterable[FindingInContext],
    ties: Ties,
    vocabulary: Vocabulary,
    *,
    area: str | None = None,
    since: int | None = None,
    theme: str | None = None,
) -> tuple[CameBack, ...]:
    """Return what came back: what did in the area of the action, the firmest and most specific first, then elsewhere.

    In an `area`, the action and the later finding are both of that area; `since` is the year from which the lesson, or
    the action where the lesson is not here, was published.
    """
    once: dict[str, CameBack] = {}
    for one in every_return(holdings, ties, vocabulary):
        if (
            (area is None or one.action.review.area == area == one.later.review.area)
            and (theme is None or theme in one.action.finding.own_themes)
            and (since is None or first_year(one) >= since)
        ):
            once.setdefault(one.later.finding.id, one)
    return tuple(once.values())


def every_return(holdings: Iterable[FindingInContext], ties: Ties, vocabulary: Vocabulary) -> tuple[CameBack, ...]:
    """Return what came back in all areas and years, with every action to which a later finding is tied.

    Of `holdings`, which need not have their words, the ties tell those that are tied to anything.
    """
    answering = _answering(ties.answers)
    acting = [held for held in holdings if held.finding.kind in ACTING_KINDS]
    reach = {one.finding.id: _reach((one.finding.id, *answering.get(one.finding.id, ())), ties) for one in acting}
    ties.prepare([id_ for reached in reach.values() for id_ in reached])
    found = [
        one
        for outline in acting
        if reach[outline.finding.id] and acts(held := ties.holding(outline.finding.id) or outline)
        for one in _of_action(held, answering.get(held.finding.id, ()), ties)
    ]
    return tuple(sorted(found, key=lambda one: _order(one, vocabulary)))


def _reach(matter: Sequence[str], ties: Ties) -> list[str]:
    """Return all findings that may be asked for to tell whether an action came back; none where nothing is tied to it.

    `matter` is the action and what it answers.
    """
    every = [*matter, *(other for one in matter for other in ties.beside(one))]
    tied = [echo.echo for one in every for echo in ties.echoes(one)]
    return [*every, *tied] if tied else []


def _answering(answers: Mapping[str, Sequence[Answer]]) -> dict[str, list[str]]:
    by_action: dict[str, list[str]] = {}
    for given in answers.values():
        for answer in given:
            by_action.setdefault(answer.action, []).append(answer.recommendation)
    return by_action


def _of_action(action: FindingInContext, asked: Sequence[str], ties: Ties) -> Iterator[CameBack]:
    recommended = [held for one in asked if (held := ties.holding(one)) is not None]
    told = told_by((action, *recommended), ties)
    echoes = [
        (echo, held)
        for one in told
        for echo in ties.echoes(one.finding.id)
        if ties.word(echo) is not False and (held := ties.holding(echo.echo)) is not None
    ]
    first = _first(action, told[1:], echoes)
    nearest: dict[str, tuple[Echo, FindingInContext]] = {}  # by the id of its first printing
    for echo, held in sorted(echoes, key=lambda pair: (not pair[0].near, -pair[0].score)):
        slight = ties.confidence(echo) is Confidence.SLIGHT
        if slight and held.review.area != action.review.area:  # neither the place nor the words are the same
            continue
        if _came_after(action, told, held, ties):
            printed = ties.first_printing(held).finding.id
            if printed not in nearest or (held.finding.id == printed != nearest[printed][1].finding.id):
                nearest[printed] = (echo, held)
    for echo, held in nearest.values():
        gap = int(when(ties.first_printing(held))[:4]) - int(when(action)[:4])
        yield CameBack(first, action, held, echo, gap, ties.confidence(echo))


def _came_after(action: FindingInContext, told: Sequence[FindingInContext], held: FindingInContext, ties: Ties) -> bool:
    """Return whether a finding found again, after an action, what was told with it; to recommend it again is to have
    found it again, and to print a recommendation of an earlier time again is not.
    """
    printed = ties.first_printing(held)
    return found_after(action, printed, WANTING_OR_ASKING_KINDS) and found_again(
        told, printed, lambda one, _: ties.are_linked(one, held.finding.id)
    )


def _first(
    action: FindingInContext, matter: Sequence[FindingInContext], echoes: Sequence[tuple[Echo, FindingInContext]]
) -> FindingInContext | None:
    """Return the earliest that said it or asked for it, no later than the action, in its own area if there is one."""
    date = when(action)
    like = [held for _, held in echoes if held.finding.kind in WANTING_OR_ASKING_KINDS and "" < when(held) <= date]
    own = [held for held in matter if "" < when(held) <= date]
    near = [held for held in like if held.review.area == action.review.area]
    return min(own + near or like, key=when, default=None)


def first_year(one: CameBack) -> int:
    """Return the year in which the lesson was said, or the action where the lesson is not here; 0 without a date."""
    date = when(one.first or one.action)[:4]
    return int(date) if date.isdigit() else 0


def _order(one: CameBack, vocabulary: Vocabulary) -> tuple[object, ...]:
    shared = set(one.action.finding.own_themes) & set(one.later.finding.own_themes)
    specific = any((theme := vocabulary.theme(slug)) is not None and not theme.weak for slug in shared)
    return (
        one.elsewhere,
        list(Confidence).index(one.confidence),
        not specific,
        one.action.finding.status is None or not one.action.finding.status.is_reached,
        -one.echo.score,
        one.later.finding.id,
    )
