"""The dated events of a case as a small picture and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.core.case_values import DatedEvent
from kb.text import formatting
from kb.text.masking import mask
from web import urls
from web.urls import Link

WIDTH, LEFT, RIGHT = 900, 24, 24
_APART = 26  # marks that stand nearer than this on one line are set above each other
_BASE = 44  # height below the lowest mark, for the years
_MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event: its date for reading, its sentence and where that stands."""

    number: int
    date: str
    words: str
    place: Link


@dataclass(frozen=True, slots=True)
class EventMark:
    """The mark of an event in the picture, with its number in the list."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class YearTick:
    """The beginning of a year on the axis."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class CaseTimeline:
    """The events in order; `marks` are empty where fewer than two different dates are known."""

    events: tuple[ListedEvent, ...]
    width: int = WIDTH
    height: int = 0
    axis: float = 0
    ticks: tuple[YearTick, ...] = ()
    marks: tuple[EventMark, ...] = ()
    caption: str = ""


def case_timeline(events: Sequence[DatedEvent]) -> CaseTimeline | None:
    """Lay events out; None where there are none."""
    if not events:
        return None
    listed = tuple(_list_entry(number, one) for number, one in enumerate(events, 1))
    times = [_time(one.date) for one in events]
    if max(times) == min(times):
        return CaseTimeline(listed)
    first, last = int(min(times)), int(max(times)) + 1
    across = (WIDTH - LEFT - RIGHT) / (last - first)
    placed = _place([LEFT + (time - first) * across for time in times])
    levels = max(level for _, level in placed) + 1
    axis = levels * _APART + 4
    every = -(-(last - first) // _MOST_TICKS)
    return CaseTimeline(
        listed,
        WIDTH,
        axis + _BASE,
        axis,
        tuple(YearTick(round(LEFT + (year - first) * across, 1), year) for year in range(first, last + 1, every)),
        tuple(EventMark(round(x, 1), axis - 16 - level * _APART, n) for n, (x, level) in enumerate(placed, 1)),
        f"{formatting.count_phrase(len(events), 'dated event')} from {_year(events[0])} to {_year(events[-1])}, "
        "numbered as in the list below.",
    )


def _list_entry(number: int, one: DatedEvent) -> ListedEvent:
    noun = "slide" if one.document.format == "pptx" else "page"
    place = f"{noun} {one.page}" if one.page else "in the document"
    return ListedEvent(
        number,
        formatting.capital(one.printed),
        mask(one.words),
        Link(place, urls.page(one.document.id, one.page or 1)),
    )


def _time(iso: str) -> float:
    """Return a date as a year with its part; of a year or month alone, its beginning."""
    parts = [int(part) for part in iso.split("-")]
    month, day = (*parts[1:], 1, 1)[:2]
    return parts[0] + (month - 1) / 12 + (day - 1) / 372


def _place(xs: Sequence[float]) -> list[tuple[float, int]]:
    """Return each x (units of the drawing) with the lowest level, from 0, on which no earlier mark is near."""
    ends: list[float] = []
    placed = []
    for x in xs:
        level = next((at for at, end in enumerate(ends) if x - end >= _APART), len(ends))
        ends[level : level + 1] = [x]
        placed.append((x, level))
    return placed


def _year(one: DatedEvent) -> str:
    return one.date[:4]
