"""How far coders agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number, with intervals.

Each measure is a function of one table of counts, to which every unit adds its own share:

- Cohen's kappa of the table of pairs (J. Cohen, "A coefficient of agreement for nominal scales", Educational and
  Psychological Measurement 20, 1960, 37-46);
- Krippendorff's alpha for nominal values, any number of coders and missing values, of the table of coincidences
  (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011).

Intervals are percentiles of a bootstrap over units (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993,
chapter 13): as many units are drawn again with replacement, and the middle 95 in 100 of the measures are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
_SEED = 20_260
Table = NDArray[np.float64]
Values = Sequence[str | None]  # of one unit, by coder; None where a coder said nothing


@dataclass(frozen=True, slots=True)
class AgreementMeasure:
    """A measure of agreement with its interval. None where it cannot be computed, as where only one value was used."""

    value: float | None
    low: float | None
    high: float | None
    units: int  # that two or more coders had said something of


def cohen_kappa(units: Sequence[Values]) -> AgreementMeasure:
    """Return Cohen's kappa of the two coders whose values each unit holds; units that one left out do not count."""
    complete = [unit for unit in units if None not in unit]
    names = _names(complete)
    shares = np.zeros((len(complete), len(names), len(names)))
    for at, (one, other) in enumerate(complete):
        shares[at, names[str(one)], names[str(other)]] = 1
    return _measure(shares, _kappa)


def krippendorff_alpha(units: Sequence[Values]) -> AgreementMeasure:
    """Return Krippendorff's nominal alpha; units of which fewer than two coders said something do not count."""
    pairable = [said for unit in units if len(said := [value for value in unit if value is not None]) > 1]
    names = _names(pairable)
    shares = np.zeros((len(pairable), len(names), len(names)))
    for at, said in enumerate(pairable):
        for one, value in enumerate(said):
            for other, beside in enumerate(said):
                if one != other:
                    shares[at, names[value], names[beside]] += 1 / (len(said) - 1)
    return _measure(shares, _alpha)


def _names(units: Sequence[Values]) -> dict[str, int]:
    return {name: at for at, name in enumerate(sorted({str(value) for unit in units for value in unit}))}


def _measure(shares: Table, measure: Callable[[Table], Table]) -> AgreementMeasure:
    """Return a measure of the sum of units' shares, and its interval."""
    count = len(shares)
    if not count:
        return AgreementMeasure(None, None, None, 0)
    value = float(measure(shares.sum(axis=0, keepdims=True))[0])
    if np.isnan(value):
        return AgreementMeasure(None, None, None, count)
    made = measure(np.tensordot(_draws(count), shares, axes=1))
    known = made[~np.isnan(made)]
    if len(known) < DRAWS / 2:  # too few of the draws have two different values
        return AgreementMeasure(round(value, 3), None, None, count)
    low, high = np.percentile(known, (2.5, 97.5))
    return AgreementMeasure(round(value, 3), round(float(low), 3), round(float(high), 3), count)


@lru_cache(maxsize=8)
def _draws(count: int) -> Table:
    """Return how often each of so many units is drawn (draws, units); the same for all measures."""
    drawn = np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    return drawn.astype(np.float64)


def _kappa(tables: Table) -> Table:
    """Return kappa of each table of pairs (draws, values, values); NaN where chance alone would always agree."""
    total = tables.sum(axis=(1, 2))
    agreed = np.trace(tables, axis1=1, axis2=2) / total
    expected = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / total**2
    return _divide(agreed - expected, 1 - expected)


def _alpha(tables: Table) -> Table:
    """Return alpha of each table of coincidences (draws, values, values); NaN where only one value was used."""
    total = tables.sum(axis=(1, 2))
    observed = total - np.trace(tables, axis1=1, axis2=2)
    expected = total**2 - (tables.sum(axis=2) ** 2).sum(axis=1)
    return 1 - _divide((total - 1) * observed, expected)


def _divide(above: Table, below: Table) -> Table:
    possible = np.abs(below) > 1e-9
    return np.where(possible, above / np.where(possible, below, 1), np.nan)
