"""How far two findings carry the same themes: for one finding held to all others, a column at a time, or to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.recurrence.feature_columns import Column
from kb.recurrence.features import Floats
from kb.recurrence.ragged_rows import Doubles, Places

ThemeWeights = Mapping[int, float]  # what each theme counts, by its number
# what a theme counts against the overlap where only one side has it (Tversky's alpha and beta)
UNSHARED_THEME_PENALTY = 0.3
RELATED_THEME_WEIGHT = 0.1  # what a related theme counts of a shared one
LENT_REMEMBERED = 8  # sets of related themes of which it is remembered what they lend: a document's are much the same


class ThemeColumns:
    """What each theme counts for each finding, and the sum of what all themes count for each."""

    def __init__(self, columns: Mapping[str, Column], whose: str) -> None:
        """`whose` is "own_" for the themes of findings by themselves, "" for those in their place."""
        held = columns[f"{whose}themes_held"].tolist()
        self._every = columns[f"{whose}theme_rows"]
        self._row_of: dict[int, int] = {theme: row for row, theme in enumerate(held)}
        self.rows: dict[int, Floats] = dict(zip(held, self._every, strict=True))
        self.mass = columns[f"{whose}mass"]
        self._lent: dict[tuple[tuple[int, float], ...], Floats] = {}

    def overlaps(self, own: ThemeWeights, related: ThemeWeights) -> Floats:
        """Return the weighted overlap of themes, 0 to 1 (Tversky's index), with each; a related theme lends a part."""
        shared, least = np.zeros(len(self.mass), np.float32), np.empty(len(self.mass), np.float32)
        for theme, weight in own.items():
            if theme in self.rows:
                np.minimum(self.rows[theme], np.float32(weight), out=least)
                shared += least
        near: Floats = self._lend(tuple(related.items())) + shared
        whole = (np.float32(sum(own.values())) - shared) + (self.mass - shared)
        whole *= np.float32(UNSHARED_THEME_PENALTY)
        whole += shared
        np.maximum(whole, np.float32(1e-30), out=whole)  # nothing is shared where there is nothing
        near /= whole
        np.minimum(near, 1, out=near)
        return near

    def _lend(self, related: tuple[tuple[int, float], ...]) -> Floats:
        """Return what related themes, each with what it may lend, add to what is shared with each."""
        known = self._lent.get(related)
        if known is not None:
            return known
        near, least = np.zeros(len(self.mass), np.float32), np.empty(len(self.mass), np.float32)
        for theme, weight in related:
            if theme in self.rows:
                np.minimum(self.rows[theme], np.float32(weight), out=least)
                np.maximum(near, least, out=near)
        near *= np.float32(RELATED_THEME_WEIGHT)
        if len(self._lent) >= LENT_REMEMBERED:
            self._lent.clear()
        self._lent[related] = near
        return near

    def overlaps_at(self, own: ThemeWeights, related: ThemeWeights, at: Places) -> Doubles:
        """Return the same with those at some places, in double precision: it is taken from other likenesses."""
        if not own:
            return np.zeros(len(at))
        shared = self._least(own, at).sum(axis=0)
        near = self._least(related, at).max(axis=0, initial=0.0)
        mass = self.mass[at].astype(np.float64)
        whole = shared + UNSHARED_THEME_PENALTY * (sum(own.values()) + mass - 2 * shared)
        counted: Doubles = np.minimum((shared + RELATED_THEME_WEIGHT * near) / np.maximum(whole, 1e-30), 1.0)
        return counted

    def _least(self, themes: ThemeWeights, at: Places) -> Doubles:
        """Return for those at some places, a column each, the lesser weight of each theme, a row each."""
        rows = [(self._row_of[theme], weight) for theme, weight in themes.items() if theme in self._row_of]
        held = np.array([row for row, _ in rows], np.int64)[:, None]
        theirs = self._every[held, at].astype(np.float64)
        least: Doubles = np.minimum(theirs, np.array([weight for _, weight in rows])[:, None])
        return least


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
