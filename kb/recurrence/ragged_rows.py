"""Rows of unequal length that stand one after the other in one array, and some of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def is_among(numbers: npt.NDArray[np.int32], few: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return whether each number is one of a few: for these it is quicker than to sort all."""
    told = np.zeros(len(numbers), np.bool_)
    for one in few:
        told |= numbers == one
    return told


class RaggedRows:
    """Some rows: where their entries stand in the array, and to which of them each belongs."""

    def __init__(self, starts: npt.NDArray[np.int64]) -> None:
        """`starts` says where each row begins, and at its end where the last one ends."""
        self._starts = starts

    def take(self, places: Places) -> TakenRows:
        """Return the rows at some places."""
        return TakenRows(self._starts[places], self.sizes(places))

    def sizes(self, places: Places) -> Places:
        """Return how many entries each row at some places has."""
        return self._starts[places + 1] - self._starts[places]


class TakenRows:
    """Some of all rows, numbered from 0 in the order in which they were asked for."""

    def __init__(self, begins: Places, sizes: Places) -> None:
        self.sizes = sizes
        self.owners: Places = np.repeat(np.arange(len(sizes)), sizes)  # the row of each entry
        ends = np.cumsum(sizes)
        self.entries: Places = np.arange(len(self.owners)) + np.repeat(begins - (ends - sizes), sizes)

    def sums(self, worths: Doubles) -> Doubles:
        """Return the sum of what the entries of each row are worth."""
        told: Doubles = np.bincount(self.owners, weights=worths, minlength=len(self.sizes)).astype(
            np.float64, copy=False
        )
        return told
