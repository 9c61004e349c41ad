"""Geometry of small charts, as values: a bar for each year, and the steps of a thread in three lanes.

Templates draw them with classes only, since the content security policy allows no style in markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.core.recurrence_values import Thread, ThreadStage, ThreadStep
from kb.vocabulary.labels import when

SPARK_WIDTH, SPARK_HEIGHT = 120, 24
WIDTH, LEFT, RIGHT = 900, 130, 40
LANES = (("Recommended", 70), ("Action", 140), ("Found", 210))
_LANE_OF = {
    ThreadStage.RECOMMENDED: 0,
    ThreadStage.ANSWERED: 1,
    ThreadStage.ACTED: 1,
    ThreadStage.GOOD_PRACTICE: 1,
    ThreadStage.SAID: 2,
    ThreadStage.FOUND_AGAIN: 2,
}
_SHAPE = {0: "recommended", 1: "action", 2: "found"}
MARK_DISTANCE = 22  # marks of one lane and year stand this far from each other


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a sparkline."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spark:
    """A bar for each year, and the same information in words."""

    bars: tuple[Bar, ...]
    words: str
    first: str = ""  # the ends of its axis, as years
    last: str = ""
    most: int = 0  # in one of its years


def spark(columns: Sequence[str], numbers: Mapping[str, int], scale: int) -> Spark:
    """Draw how many reviews there are in each column; a bar of `scale` reviews fills the height."""
    own_most = max(numbers.values(), default=0)
    if not columns or not own_most:
        return Spark((), "none")
    scale = max(scale, own_most)
    step = SPARK_WIDTH / len(columns)
    bars = tuple(
        Bar(
            round(at * step, 1),
            round(SPARK_HEIGHT - numbers.get(column, 0) / scale * SPARK_HEIGHT, 1),
            round(max(step - 1, 1), 1),
            round(numbers.get(column, 0) / scale * SPARK_HEIGHT, 1),
        )
        for at, column in enumerate(columns)
        if numbers.get(column)
    )
    told = ", ".join(f"{column}: {numbers[column]}" for column in columns if numbers.get(column))
    return Spark(bars, told, columns[0], columns[-1], own_most)


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the timeline."""

    name: str
    y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A step on the timeline: its lane's shape, and the number by which the list below knows it."""

    x: float
    y: float
    shape: str  # recommended (square), action (ring), found (triangle)
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the timeline."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A thread as a picture; empty where fewer than two years are known."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    caption: str


def timeline(thread: Thread) -> Timeline | None:
    """Draw the dated steps of a thread."""
    dated = [(number, step, year) for number, step in enumerate(thread.steps, 1) if (year := _year(step))]
    if len({year for _, _, year in dated}) < 2:
        return None
    first, last = min(y for *_, y in dated), max(y for *_, y in dated)
    across = (WIDTH - LEFT - RIGHT) / (last - first)
    taken: dict[tuple[int, int], int] = {}
    marks = []
    for number, step, year in dated:
        lane = _LANE_OF[step.stage]
        beside = taken[lane, year] = taken.get((lane, year), -1) + 1
        x = LEFT + (year - first) * across
        marks.append(
            Mark(round(x, 1), LANES[lane][1] - beside * MARK_DISTANCE, _SHAPE[lane], number, f"#step-{number}")
        )
    rise = max(taken.values()) * MARK_DISTANCE
    return Timeline(
        WIDTH,
        250 + rise,
        tuple(Lane(name, y + rise) for name, y in LANES),
        tuple(Tick(round(LEFT + (year - first) * across, 1), year) for year in _years(first, last)),
        tuple(Mark(m.x, m.y + rise, m.shape, m.number, m.href) for m in marks),
        f"Findings from {first} to {last}, numbered as in the list below. Square: recommended. "
        "Ring: action, response or good practice recorded. Triangle: found.",
    )


def _year(step: ThreadStep) -> int | None:
    text = when(step.holding)[:4]
    return int(text) if text.isdigit() else None


def _years(first: int, last: int) -> tuple[int, ...]:
    every = max(1, -(-(last - first) // 10))
    years = list(range(first, last + 1, every))
    return tuple(years if years[-1] == last else [*years, last])
