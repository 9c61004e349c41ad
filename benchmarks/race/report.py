"""The table of a race: what was measured, as ratios to tantivy, and who agrees with whom."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.race.measure import percentile

BASE = "tantivy"
_COLUMNS = (
    "build s",
    "peak MB",
    "size MB",
    "open ms",
    "first p50 ms",
    "warm mean ms",
    "warm p50",
    "warm p95",
    "private MB",
    "q/s, 2 processes",
)


@dataclass(slots=True)
class Measurement:
    """What was measured of one entrant."""

    name: str
    built: dict[str, Any] = field(default_factory=dict)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    per_second: float = 0.0

    def median(self, name: str) -> float:
        """Return the median of a number over the rounds."""
        return float(statistics.median(one[name] for one in self.rounds))

    def times(self, name: str) -> list[float]:
        """Return each question's median over the rounds, without the one of everything, which some know by heart."""
        return [statistics.median(each) for each in zip(*(one[name] for one in self.rounds), strict=True)][:-1]

    @property
    def mean(self) -> float:
        """The mean warm time."""
        return statistics.mean(self.times("warm_ms"))

    @property
    def p95(self) -> float:
        """The warm time of the slow ones."""
        return percentile(self.times("warm_ms"), 0.95)

    @property
    def median_first(self) -> float:
        """The median time of questions asked for the first time."""
        return statistics.median(self.times("first_ms"))


def table(size: int, measured: Mapping[str, Measurement]) -> str:
    """Return the report as Markdown."""
    lines = [
        f"# Search at {size:,} findings",
        "",
        f"{_machine()}. One run, in turns; the first 20 and five facets over all matches, unless told otherwise.",
        "",
        f"| entrant | {' | '.join(_COLUMNS)} |",
        "|" + "---|" * (len(_COLUMNS) + 1),
        *(_row(one) for one in measured.values()),
        "",
        *_ratios(measured),
        *_by_sort(measured),
        *_agreement(measured),
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, numpy {np.__version__}"
    )


def _row(one: Measurement) -> str:
    built = one.built
    told = [
        *(f"{built[name]:.0f}" if built else "–" for name in ("seconds", "peak_mb", "size_mb")),
        f"{one.median('open_ms'):.0f}",
        f"{one.median_first:.2f}",
        f"{one.mean:.2f}",
        f"{statistics.median(one.times('warm_ms')):.2f}",
        f"{one.p95:.2f}",
        f"{one.median('private_mb'):.0f}",
        f"{one.per_second:.0f}",
    ]
    return f"| {one.name} | {' | '.join(told)} |"


_RATIOS: dict[str, tuple[Callable[[Measurement], float], bool]] = {
    "warm mean": (lambda one: one.mean, False),
    "warm p95": (lambda one: one.p95, False),
    "first p50": (lambda one: one.median_first, False),
    "q/s, 2 processes": (lambda one: one.per_second, False),
    "build": (lambda one: one.built.get("seconds", 0.0), True),
    "size": (lambda one: one.built.get("size_mb", 0.0), True),
}


def _ratios(measured: Mapping[str, Measurement]) -> list[str]:
    base = measured.get(BASE)
    if base is None:
        return []
    lines = [f"As ratios to {BASE}:", "", f"| entrant | {' | '.join(_RATIOS)} |", "|" + "---|" * (len(_RATIOS) + 1)]
    for one in measured.values():
        told = []
        for of, built in _RATIOS.values():
            missing = built and not (one.built and base.built)
            told.append("–" if missing else f"{of(one) / of(base):.2f}")
        lines.append(f"| {one.name} | {' | '.join(told)} |")
    return [*lines, ""]


def _by_sort(measured: Mapping[str, Measurement]) -> list[str]:
    some = next(iter(measured.values()))
    sorts = list(dict.fromkeys(some.rounds[0]["sorts"][:-1]))
    lines = [
        "Mean warm ms by sort of question:",
        "",
        f"| entrant | {' | '.join(sorts)} |",
        "|" + "---|" * (len(sorts) + 1),
    ]
    for one in measured.values():
        times = one.times("warm_ms")
        told = [
            statistics.mean(taken for taken, sort in zip(times, one.rounds[0]["sorts"], strict=False) if sort == wanted)
            for wanted in sorts
        ]
        lines.append(f"| {one.name} | {' | '.join(f'{mean:.2f}' for mean in told)} |")
    return [*lines, ""]


def _agreement(measured: Mapping[str, Measurement]) -> list[str]:
    ours = measured.get("ours")
    if ours is None:
        return []
    lines = []
    mine = ours.rounds[0]
    for one in measured.values():
        theirs = one.rounds[0]
        if one is ours or not theirs["counts"]:
            continue
        asked = len(mine["totals"])
        totals = sum(a == b for a, b in zip(mine["totals"], theirs["totals"], strict=True))
        counts = sum(a == b for a, b in zip(mine["counts"], theirs["counts"], strict=True))
        lines.append(f"- {one.name}: same total as ours in {totals} of {asked} questions, same counts in {counts}.")
    if "ours, reviews counted too" in measured:
        lines.append("")
        lines.append(
            "Where reviews are counted too, counts are those of the pages: a facet's own choices do not narrow them."
        )
    return lines
