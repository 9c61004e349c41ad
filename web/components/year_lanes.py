"""A picture of the years: in one lane each, how many problems, recommendations, actions and praise, on one scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kb.core.model import FindingInContext
from kb.exports.history import LANES, findings_by_year

LEFT, RIGHT, TOP = 150, 20, 12
LANE_HEIGHT, BAR_HEIGHT = 64, 36
_STEP = 54  # width of a year
_LEAST_YEARS = 2
_SHAPES = {"Good practice": "praise"}  # class in the style sheet, where it is not the lane's name


@dataclass(frozen=True, slots=True)
class LaneBar:
    """One year of a lane."""

    x: float
    y: float
    width: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class YearLane:
    """A lane with its name, its base line and its bars."""

    name: str
    base: float
    shape: str  # chooses a fill; the name alone carries the meaning
    bars: tuple[LaneBar, ...]


@dataclass(frozen=True, slots=True)
class LaneTick:
    """A year on the axis."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class YearLanes:
    """The picture, and the same in words."""

    width: int
    height: int
    lanes: tuple[YearLane, ...]
    ticks: tuple[LaneTick, ...]
    words: str


def year_lanes(holdings: Iterable[FindingInContext]) -> YearLanes | None:
    """Draw findings by year and sort; None where fewer than two years are known."""
    by_year = findings_by_year(holdings)
    if len(by_year) < _LEAST_YEARS:
        return None
    every = range(min(by_year), max(by_year) + 1)
    counted = {lane: Counter({year: at[lane] for year, at in by_year.items() if at[lane]}) for lane in LANES}
    most = max(max(numbers.values(), default=0) for numbers in counted.values())
    lanes = tuple(
        YearLane(name, _base(at), _SHAPES.get(name, name.lower()), _bars(counted[name], every, most, _base(at)))
        for at, name in enumerate(LANES)
    )
    ticks = tuple(LaneTick(LEFT + at * _STEP + _STEP / 2, year) for at, year in enumerate(every))
    told = ". ".join(
        f"{name}: {', '.join(f'{numbers[year]} in {year}' for year in sorted(numbers)) or 'none'}"
        for name, numbers in counted.items()
    )
    height = TOP + LANE_HEIGHT * len(LANES) + 30
    return YearLanes(LEFT + len(every) * _STEP + RIGHT, height, lanes, ticks, f"Findings by year. {told}.")


def _base(at: int) -> float:
    return TOP + LANE_HEIGHT * (at + 1)


def _bars(numbers: Counter[int], years: range, most: int, base: float) -> tuple[LaneBar, ...]:
    return tuple(
        LaneBar(LEFT + at * _STEP + 10, base - height, _STEP - 20, height, numbers[year])
        for at, year in enumerate(years)
        if (height := round(numbers[year] / most * BAR_HEIGHT, 1))
    )
