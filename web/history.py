"""What was said on a theme or in words, in an area and since a year: the rows in order of time, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb import phrasing
from kb.exports import Event, History
from kb.exports.citations import timed
from kb.library import Library
from kb.model import Holding, Kind, Status
from kb.naming import status_label, theme_label, when
from kb.recurrence import Stage, follow_up
from kb.recurrence.threads import found_after
from kb.recurring import NEEDED_OR_ASKED
from search import analysis
from search.analysis import STOP_WORDS, stem
from search.framing import FRAMING
from search.port import Query
from web import links, noticing

MOST = 400  # findings that words are looked for in
NAMED = 4  # years in which something was found again, that a sentence names
_LEFT_OUT = frozenset({Kind.QUESTION})


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked after. At least a theme or words."""

    theme: str = ""
    words: str = ""
    area: str = ""
    since: int = 0

    @property
    def asked(self) -> bool:
        """Whether there is anything to ask after."""
        return bool(self.theme or self.words)

    def params(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of its address."""
        pairs = (("theme", self.theme), ("area", self.area), ("since", str(self.since or "")), ("q", self.words))
        return tuple((name, value) for name, value in pairs if value)

    def href(self) -> str:
        """Return the address of its history."""
        return links.history(self.params())

    def named(self, library: Library) -> str:
        """Return what it is about, in words."""
        theme = f"“{theme_label(self.theme, library.vocabulary)}”" if self.theme else ""
        words = f"“{self.words}”" if self.words else ""
        return words or theme


def history(library: Library, matter: Matter) -> History:
    """Return the history of a matter; nothing of it where there is nothing to ask after."""
    chosen = _chosen(library, matter) if matter.asked else ()
    events = _events(library, chosen)
    return History(events, _sentence(library, matter, events) if matter.asked else "")


def _chosen(library: Library, matter: Matter) -> tuple[Holding, ...]:
    """Return the findings on a matter in order of time; one that is tagged without certainty is not on a theme."""
    found = _with_words(library, matter) if matter.words else library.findings()
    fitting = [
        held
        for held in found
        if held.finding.kind not in _LEFT_OUT
        and (not matter.theme or matter.theme in held.finding.themes)
        and (not matter.area or held.review.area == matter.area)
        and (not matter.since or when(held)[:4] >= str(matter.since))
    ]
    return tuple(sorted(fitting, key=_in_time))


def _with_words(library: Library, matter: Matter) -> tuple[Holding, ...]:
    """Return what a search for the words finds; without a theme beside them, first what has all of them."""
    filters = {"theme": (matter.theme,), "area": (matter.area,)}
    asked = Query(
        matter.words,
        {name: value for name, value in filters.items() if value[0]},
        size=MOST,
        facets=(),
        count_reviews=False,
    )
    hits = () if matter.theme else library.search(replace(asked, match="all")).hits
    found = library.holdings([hit.id for hit in hits or library.search(asked).hits])
    asked_after = _telling(noticing.topic(matter.words, library.vocabulary))
    return tuple(held for held in found if _holds(held, asked_after))


def _telling(words: str) -> list[str]:
    """Return the stems of the words that say what is asked after, in their order."""
    spoken = analysis.words(words)
    telling = [stem(word) for word in spoken if word not in STOP_WORDS and stem(word) not in FRAMING]
    return telling or list(map(stem, spoken))


def _holds(held: Holding, asked: list[str]) -> bool:
    """Whether a finding says all that is asked, or half of it with two words of it side by side ("core group")."""
    stems = analysis.stems(f"{' '.join(held.finding.heading[-1:])} {held.finding.lead_in} {held.finding.text}")
    said = set(asked) & set(stems)
    beside = not set(pairwise(asked)).isdisjoint(pairwise(stems))
    return said == set(asked) or (beside and 2 * len(said) >= len(set(asked)))


def _in_time(held: Holding) -> tuple[str, str, str, int]:
    return when(held) or "9", held.review.slug, held.document.id, held.finding.span.start


def _events(library: Library, chosen: Sequence[Holding]) -> tuple[Event, ...]:
    """Return rows in order of time, each action under the recommendation that it answers where that is among them."""
    asked = {held.finding.id for held in chosen if held.finding.kind is Kind.RECOMMENDATION}
    rows: list[Event] = []
    printed: set[str] = set()  # other printings of a recommendation that stands above
    for held in chosen:
        one = held.finding
        if one.kind is Kind.RECOMMENDATION and one.id not in printed:
            rows += (told := _recommended(library, held))
            printed |= {other.finding.id for other in told[0].printed}
        elif one.kind is Kind.ACTION:
            answers = tuple(other for _, other in library.answers(one.id))
            if not any(other.finding.id in asked for other in answers):
                rows.append(Event(Stage.ACTED, held, one.status, answers))
        elif one.kind is not Kind.RECOMMENDATION:
            rows.append(Event(Stage.GOOD_PRACTICE if one.kind is Kind.GOOD_PRACTICE else Stage.SAID, held))
    first = _first_action(rows)
    return tuple(_placed(event, first) for event in rows)


def _first_action(events: Iterable[Event]) -> Holding | None:
    """Return the earliest action that states a date."""
    acted = (event.holding for event in events if event.stage is Stage.ACTED and when(event.holding))
    return min(acted, key=when, default=None)


def _placed(event: Event, action: Holding | None) -> Event:
    """Return a row as found again where another review found something wanting after the first action."""
    again = event.stage is Stage.SAID and action is not None and found_after(action, event.holding)
    return replace(event, stage=Stage.FOUND_AGAIN) if again else event


def _recommended(library: Library, held: Holding) -> list[Event]:
    answered = library.answers(held.finding.id)
    status = follow_up(held, answered, ()).status if answered else None
    printed = library.printings(held.finding.id)
    return [
        Event(Stage.RECOMMENDED, held, status, actions=len(answered), printed=printed),
        *(Event(Stage.ACTED, action, action.finding.status, (held,), under=True) for _, action in answered),
    ]


def _sentence(library: Library, matter: Matter, events: Sequence[Event]) -> str:
    """Answer in one sentence: when it was first said, what was recommended and done, and whether it came back."""
    where = f" in {matter.area}" if matter.area else ""
    since = f" since {matter.since}" if matter.since else ""
    about = matter.named(library)
    if not events:
        return f"Nothing on {about}{where}{since} is held in this library."
    told = f"{where}{since}, {about}".strip(" ,") if where or since else about
    parts = (f"{told} was {_first(events)}", _asked(events), _done(library, events), _again(events))
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _first(events: Sequence[Event]) -> str:
    first = events[0]
    if not when(first.holding):
        return f"said in {phrasing.counted(_reviews(events), 'review')} without a date"
    date, title = timed(first.holding), first.holding.review.title
    verb = {Stage.RECOMMENDED: "recommended", Stage.ACTED: "acted on", Stage.GOOD_PRACTICE: "seen done well"}
    near = "on" if date[:1].isdigit() and " " in date else "in"
    told = f"in a document that {date}" if date.startswith("covers") else f"{near} {date}"
    return f"first {verb.get(first.stage, 'said')} {told} ({title})"


def _reviews(events: Sequence[Event]) -> int:
    return len({event.holding.review.slug for event in events})


def _asked(events: Sequence[Event]) -> str:
    asked = [event for event in events if event.stage is Stage.RECOMMENDED]
    if not asked:
        return "no recommendation on it is held here"
    years = [int(year) for event in asked if (year := when(event.holding)[:4])]
    when_ = f", {phrasing.years(min(years), max(years))}" if years else ""
    reviews = phrasing.counted(_reviews(asked), "review")
    return f"{phrasing.counted(len(asked), 'recommendation')} in {reviews}{when_}"


def _done(library: Library, events: Sequence[Event]) -> str:
    """Say for how many recommendations an action is recorded and with which status; the numbers add up."""
    asked = [event for event in events if event.stage is Stage.RECOMMENDED]
    answered = [event for event in asked if event.actions]
    alone = sum(event.stage is Stage.ACTED and not event.under for event in events)
    parts = []
    if asked:
        states = f" ({_states(library, answered)}{_part(events)})" if answered else ""
        parts.append(f"an action is recorded here for {len(answered) or 'none'} of them{states}")
    if alone:
        more = "more action" if asked else "action"
        parts.append(f"{phrasing.counted(alone, more)} recorded without a recommendation on it here")
    return phrasing.listed(parts) or "no action on it is recorded here"


def _states(library: Library, answered: Sequence[Event]) -> str:
    counts: dict[Status, int] = {}
    for event in answered:
        counts[event.status or Status.UNCLEAR] = counts.get(event.status or Status.UNCLEAR, 0) + 1
    return phrasing.listed(
        [f"{number} {status_label(status, library.vocabulary).casefold()}" for status, number in counts.items()]
    )


def _part(events: Sequence[Event]) -> str:
    """Say in how many recommendations that are under way one action of several is reported complete."""
    under = [event for event in events if event.under and event.status is Status.REPORTED_COMPLETE]
    done = {event.answers[0].finding.id for event in under}
    part = sum(e.holding.finding.id in done and e.status is not Status.REPORTED_COMPLETE for e in events)
    return f", {part} of these in part complete" if part else ""


def _again(events: Sequence[Event]) -> str:
    """Say whether other reviews wrote it down again after the first action that states a date."""
    action = _first_action(events)
    if action is None:
        return "whether it came back after an action cannot be told from this library"
    later = [event.holding for event in events if found_after(action, event.holding, NEEDED_OR_ASKED)]
    if not later:
        return "no later evidence in this library"
    begun = int(when(action)[:4])
    gap = max(int(when(held)[:4]) for held in later) - begun
    years = sorted({when(held)[:4] for held in later})
    named = phrasing.listed(years) if len(years) <= NAMED else f"{years[0]} to {years[-1]}"
    reviews = phrasing.counted(len({held.review.slug for held in later}), "later review")
    apart = f", up to {phrasing.counted(gap, 'year')} after the first action recorded ({begun})" if gap else ""
    return f"found again in {named} in {reviews}{apart}"
