"""How far two findings carry the same themes: for one finding held to all others, a column at a time, or to one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kb.recurrence.feature_columns import Column
from kb.recurrence.features import Floats

ThemeWeights = Mapping[int, float]  # what each theme counts, by its number
# what a theme counts against the overlap where only one side has it (Tversky's alpha and beta)
UNSHARED_THEME_PENALTY = 0.3
RELATED_THEME_WEIGHT = 0.1  # what a related theme counts of a shared one


class ThemeColumns:
    """What each theme counts for each finding, and the sum of what all themes count for each."""

    def __init__(self, columns: Mapping[str, Column], whose: str) -> None:
        """`whose` is "own_" for the themes of findings by themselves, "" for those in their place."""
        held = columns[f"{whose}themes_held"].tolist()
        self.rows: dict[int, Floats] = dict(zip(held, columns[f"{whose}theme_rows"], strict=True))
        self.mass = columns[f"{whose}mass"]

    def overlaps(self, own: ThemeWeights, related: ThemeWeights) -> Floats:
        """Return the weighted overlap of themes, 0 to 1 (Tversky's index), with each; a related theme lends a part."""
        size = len(self.mass)
        shared, near, least = (np.zeros(size, np.float32) for _ in range(3))
        for theme, weight in own.items():
            if theme in self.rows:
                np.minimum(self.rows[theme], np.float32(weight), out=least)
                shared += least
        for theme, weight in related.items():
            if theme in self.rows:
                np.minimum(self.rows[theme], np.float32(weight), out=least)
                np.maximum(near, least, out=near)
        near *= np.float32(RELATED_THEME_WEIGHT)
        near += shared
        whole = (np.float32(sum(own.values())) - shared) + (self.mass - shared)
        whole *= np.float32(UNSHARED_THEME_PENALTY)
        whole += shared
        np.maximum(whole, np.float32(1e-30), out=whole)  # nothing is shared where there is nothing
        near /= whole
        return np.minimum(near, 1, out=near)

    def overlap(self, own: ThemeWeights, related: ThemeWeights, place: int) -> float:
        """Return how far, 0 to 1, themes are those of the finding at a place, as `overlaps` tells of all."""
        if not own:
            return 0.0
        rows = self.rows
        shared = math.fsum(min(rows[theme].item(place), weight) for theme, weight in own.items() if theme in rows)
        near = max(
            (min(rows[theme].item(place), weight) for theme, weight in related.items() if theme in rows), default=0
        )
        whole = shared + UNSHARED_THEME_PENALTY * (sum(own.values()) + self.mass.item(place) - 2 * shared)
        counted: float = min((shared + RELATED_THEME_WEIGHT * near) / max(whole, 1e-30), 1.0)
        return counted


class ThemeRows:
    """What each theme counts for each finding, gathered for some findings at a time."""

    def __init__(self) -> None:
        self._blocks: list[tuple[dict[int, Floats], int]] = []  # rows of themes that any has, and how many findings
        self._mass: list[Floats] = []

    def add(self, counted: Sequence[ThemeWeights]) -> None:
        """Add what the themes of these findings count."""
        rows: dict[int, Floats] = {}
        for place, one in enumerate(counted):
            for theme, weight in one.items():
                if theme not in rows:
                    rows[theme] = np.zeros(len(counted), np.float32)
                rows[theme][place] = weight
        self._blocks.append((rows, len(counted)))
        self._mass.append(np.array([sum(one.values()) for one in counted], np.float32))

    def columns(self, whose: str) -> dict[str, Column]:
        """Return for each theme what it counts for each finding, and the sum of what all themes count for each."""
        held = sorted({theme for rows, _ in self._blocks for theme in rows})
        every = np.zeros((len(held), sum(count for _, count in self._blocks)), np.float32)
        begins = 0
        for rows, count in self._blocks:
            for row, theme in enumerate(held):
                if theme in rows:
                    every[row, begins : begins + count] = rows[theme]
            begins += count
        self._blocks.clear()
        mass = np.concatenate(self._mass)
        return {f"{whose}themes_held": np.array(held, np.int32), f"{whose}theme_rows": every, f"{whose}mass": mass}
