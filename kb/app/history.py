"""The history of a theme or a question, in an area and since a year: rows in order of time, and a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from kb.app.topic import MOST_FINDINGS, FindingSource, Topic, findings_on, in_time, nearby
from kb.core.counted_reviews import tell_counted_once
from kb.core.model import Answer, FindingInContext, Kind, Status
from kb.core.recurrence_values import WANTING_OR_ASKING_KINDS
from kb.exports import Event, History
from kb.exports.citations import publication_time
from kb.recurrence import ThreadStage, follow_up
from kb.recurrence.again import found_after
from kb.recurrence.deeds import acts, stage_of_answer
from kb.text import formatting
from kb.vocabulary.labels import sources, status_in_line, when

_ANSWERED_KINDS = (Kind.RECOMMENDATION, Kind.ACTION)
NAMED_REVIEWS = 4  # years in which something was found again, that a sentence names


def find_history(library: FindingSource, topic: Topic) -> History:
    """Return the history of a topic; nothing of it where there is nothing to ask after."""
    if not topic.has_question:
        return History(())
    said = findings_on(library, topic)
    near = nearby(library, topic, said.findings)
    both = sorted((*said.findings, *near.findings), key=in_time)
    rows = _events(library, both, {held.finding.id for held in said.findings})
    every = [event.holding for event in rows]
    linked = _Links(library, every)
    events = tuple(_place_event(event, linked) for event in rows)
    return History(events, _sentences(library, topic, events, linked, (said.left_out, near.left_out)))


class _Links:
    """Which of some findings are linked with which, asked of the library once for all."""

    def __init__(self, library: FindingSource, every: Sequence[FindingInContext]) -> None:
        held = {one.finding.id: one for one in every}
        self._with: dict[str, list[FindingInContext]] = {}
        for one, other in library.linked_pairs(list(held)):
            self._with.setdefault(one, []).append(held[other])
            self._with.setdefault(other, []).append(held[one])

    def is_found_again(self, later: FindingInContext, among: Set[str] | None = None) -> bool:
        """Return whether a later finding says again what one of them says, or one of those `among` these ids."""
        linked = self._with.get(later.finding.id, ())
        some = (one for one in linked if among is None or one.finding.id in among)
        return any(found_after(one, later, WANTING_OR_ASKING_KINDS) for one in some)


def _events(library: FindingSource, chosen: Sequence[FindingInContext], said: Set[str]) -> tuple[Event, ...]:
    """Return rows in order of time, each action under the recommendation that it answers where that is among them.

    What is not among those `said` in the words of the question, nor printed or asked for there, is near it.
    """
    asked = {held.finding.id for held in chosen if held.finding.kind is Kind.RECOMMENDATION}
    answers = library.answers_of_each([held.finding.id for held in chosen if held.finding.kind in _ANSWERED_KINDS])
    printings = library.all_printings(sorted(asked))
    rows: list[Event] = []
    printed: set[str] = set()  # other printings of a recommendation that stands above
    for held in chosen:
        one = held.finding
        if one.kind is Kind.RECOMMENDATION and one.id not in printed:
            others = printings.get(one.id, ())
            told = _recommendation_events(held, answers[one.id], others)
            places = {other.finding.id for other in others}
            printed |= places
            near = said.isdisjoint((one.id, *places))
            rows += [replace(event, near=near) for event in told]
        elif one.kind is Kind.ACTION:
            answered = tuple(other for _, other in answers[one.id])
            if not any(other.finding.id in asked for other in answered):
                rows.append(Event(stage_of_answer(held), held, one.status, answered, near=one.id not in said))
        elif one.kind is not Kind.RECOMMENDATION:
            stage = ThreadStage.GOOD_PRACTICE if one.kind is Kind.GOOD_PRACTICE else ThreadStage.SAID
            rows.append(Event(stage, held, near=one.id not in said))
    return tuple(rows)


def _first_action(events: Iterable[Event]) -> FindingInContext | None:
    """Return the earliest finding that tells of something done and states a date."""
    acted = (event.holding for event in events if acts(event.holding) and when(event.holding))
    return min(acted, key=when, default=None)


def _place_event(event: Event, linked: _Links) -> Event:
    """Return a row as found again where it is linked with an earlier finding of another review."""
    again = event.stage is ThreadStage.SAID and linked.is_found_again(event.holding)
    return replace(event, stage=ThreadStage.FOUND_AGAIN) if again else event


def _recommendation_events(
    held: FindingInContext,
    answered: Sequence[tuple[Answer, FindingInContext]],
    printed: tuple[FindingInContext, ...],
) -> list[Event]:
    status = follow_up(held, answered, ()).status if answered else None
    return [
        Event(ThreadStage.RECOMMENDED, held, status, actions=len(answered), printed=printed),
        *(Event(stage_of_answer(one), one, one.finding.status, (held,), under=True) for _, one in answered),
    ]


def _looked_at(left_out: int) -> str:
    """Say that only the best matches were looked at, where there are more: an earlier one may be among the others."""
    every = f"{MOST_FINDINGS + left_out:,}"
    return f"Only the {MOST_FINDINGS} best matches of {every} for these words were looked at. " if left_out else ""


def _sentences(
    library: FindingSource, topic: Topic, events: Sequence[Event], linked: _Links, left_out: tuple[int, int]
) -> str:
    """Answer in a few sentences: what became of it in these words, and what else was said that is near it.

    `left_out` is how many more matched the words, and how many more may be near them, that were not looked at.
    """
    said = [event for event in events if not event.near]
    near = [event for event in events if event.near]
    once = tell_counted_once(event.holding.review for event in events)
    matches, others = left_out
    own = _sentence(library, topic, said, linked, alone=not near, whole=not matches)
    return f"{_looked_at(matches)}{own}{_near_sentence(library, said, near, others)} {once}".rstrip()


def _sentence(
    library: FindingSource, topic: Topic, events: Sequence[Event], linked: _Links, *, alone: bool, whole: bool
) -> str:
    """Answer when it was first said, what was recommended and done, and whether it came back.

    `alone` says that nothing is near it in other words, `whole` that all that matched was looked at.
    """
    where = f" in {topic.area}" if topic.area else ""
    since = f" since {topic.since}" if topic.since else ""
    about = topic.in_words(library.vocabulary)
    words = "" if alone else " in these words"
    if not events:
        none = "This library has no finding" if whole else "None of these is a finding"
        return f"{none} about {about}{where}{since}{words}."
    told = f"{where}{since}, {about}".strip(" ,") if where or since else about
    again = _again(
        library,
        events,
        linked,
        "no later finding in this library is linked to this" if alone else "it was not found again in these words",
        topic.area,
    )
    parts = (
        f"{told} was {_first(library, events, words)}",
        _asked_sentence(library, events),
        _done_sentence(library, events),
        again,
    )
    return " ".join(f"{formatting.capital(part)}." for part in parts)


def _near_sentence(library: FindingSource, said: Sequence[Event], near: Sequence[Event], left_out: int) -> str:
    """Say how much similar was said in other words, since when, and whether before or after the exact words."""
    if not near:
        return ""
    stood = [event.holding for event in near if not event.under]
    dated = sorted(when(held) for held in stood if when(held))
    reviews = sources((event.holding.review for event in near), library.vocabulary)
    counted = f"{formatting.count_phrase(len(stood), 'finding')} in {reviews}"
    years = f" ({formatting.years(int(dated[0][:4]), int(dated[-1][:4]))})" if dated else ""
    told = f" {counted}{years} may say the same in other words"
    own = sorted(when(event.holding) for event in said if when(event.holding))
    if left_out:
        more = formatting.count_phrase(left_out, "more finding")
        told += f" ({more} on these themes with some of the words {'was' if left_out == 1 else 'were'} not looked at)"
    elif dated and own and dated[0][:4] < own[0][:4]:
        first = next(held for held in stood if when(held) == dated[0])
        earlier = formatting.count_phrase(int(own[0][:4]) - int(dated[0][:4]), "year")
        told += f"; the first ({first.review.title}) {earlier} before your words"
    judged = "It is a possible match" if len(stood) == 1 else "They are possible matches"
    return f"{told}. {judged}, not yet checked."


def _first(library: FindingSource, events: Sequence[Event], words: str) -> str:
    first = events[0]
    if not when(first.holding):
        every = sources((event.holding.review for event in events), library.vocabulary)
        return f"said{words} in {every} without a date"
    date, title = publication_time(first.holding), first.holding.review.title
    verb = {
        ThreadStage.RECOMMENDED: "recommended",
        ThreadStage.ACTED: "addressed",
        ThreadStage.GOOD_PRACTICE: "praised",
    }
    near = "on" if date[:1].isdigit() and " " in date else "in"
    told = f"in a document that {date}" if date.startswith("covers") else f"{near} {date}"
    return f"first {verb.get(first.stage, 'said')}{words} {told} ({title})"


def _asked_sentence(library: FindingSource, events: Sequence[Event]) -> str:
    asked = [event for event in events if event.stage is ThreadStage.RECOMMENDED]
    if not asked:
        return "no recommendation about it is in this library"
    years = [int(year) for event in asked if (year := when(event.holding)[:4])]
    when_ = f", {formatting.years(min(years), max(years))}" if years else ""
    reviews = sources((event.holding.review for event in asked), library.vocabulary)
    verb = "is" if len(asked) == 1 else "are"
    return f"there {verb} {formatting.count_phrase(len(asked), 'recommendation')} in {reviews}{when_}"


def _done_sentence(library: FindingSource, events: Sequence[Event]) -> str:
    """Say how many recommendations have an action or response, with which status; the numbers add up."""
    asked = [event for event in events if event.stage is ThreadStage.RECOMMENDED]
    answered = [event for event in asked if event.actions]
    alone = sum(event.stage is ThreadStage.ACTED and not event.under for event in events)
    parts = []
    if asked:
        states = f" ({_states(library, answered)}{_part(events)})" if answered else ""
        parts.append(
            f"an action or response is recorded in this library for {_share(len(answered), len(asked))}{states}"
        )
    if alone:
        more = "more action" if asked else "action"
        is_ = "is" if alone == 1 else "are"
        parts.append(f"{formatting.count_phrase(alone, more)} {is_} recorded in this library without a recommendation")
    return "; ".join(parts) or "no action about it is recorded in this library"


def _share(some: int, of: int) -> str:
    return f"{some or 'none'} of them" if of > 1 else "it" if some else "none"


def _states(library: FindingSource, answered: Sequence[Event]) -> str:
    counts: dict[Status, int] = {}
    for event in answered:
        counts[event.status or Status.UNCLEAR] = counts.get(event.status or Status.UNCLEAR, 0) + 1
    return formatting.join_words(
        [f"{number} {status_in_line(status, library.vocabulary)}" for status, number in counts.items()]
    )


def _part(events: Sequence[Event]) -> str:
    """Say in how many recommendations that are under way one action of several is reported complete."""
    under = [event for event in events if event.under and event.status and event.status.is_reached]
    done = {event.answers[0].finding.id for event in under}
    part = sum(e.holding.finding.id in done and not (e.status and e.status.is_reached) for e in events)
    return f", {part} of these partly complete" if part else ""


def _again(library: FindingSource, events: Sequence[Event], linked: _Links, otherwise: str, area: str) -> str:
    """Say whether other reviews found it again after the first dated action, which is placed where no `area` is."""
    action = _first_action(events)
    if action is None:
        return "this library cannot show whether it was found again after action was taken"
    after = [event.holding for event in events if found_after(action, event.holding, WANTING_OR_ASKING_KINDS)]
    if not after:
        return otherwise
    told = {event.holding.finding.id for event in events}
    later = [held for held in after if linked.is_found_again(held, told)]
    begun = int(when(action)[:4])
    if not later:
        others = sources((held.review for held in after), library.vocabulary)
        return f"after the first action recorded ({begun}), {others} mention it, but none is linked as the same lesson"
    gap = max(int(when(held)[:4]) for held in later) - begun
    years = sorted({when(held)[:4] for held in later})
    named = formatting.join_words(years) if len(years) <= NAMED_REVIEWS else f"{years[0]} to {years[-1]}"
    found = sources((held.review for held in later), library.vocabulary)
    place = f", {action.review.area}" if action.review.area and not area else ""
    apart = f", up to {formatting.count_phrase(gap, 'year')} after the first action recorded ({begun}{place})"
    return f"it was found again in {named} in {found}{apart if gap else ''}"
