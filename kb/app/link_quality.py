"""How right the links between findings are: what benchmarks/likeness.py measured, for the page that shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class RankingQuality:
    """How well one way of ranking finds the same lesson elsewhere, on one labelled set."""

    set: str
    way: str
    queries: int
    first: float  # share of queries whose first hit is right
    ten: float  # share of the right ones among the first ten
    average: float  # mean average precision


@dataclass(frozen=True, slots=True)
class ClassQuality:
    """Of one class of judged pairs, how many are linked."""

    name: str
    same: bool  # whether they are one lesson
    pairs: int
    linked: int


@dataclass(frozen=True, slots=True)
class ClaimQuality:
    """Of pairs of published documents about which one claim is made, how many a strict reader calls one lesson."""

    claim: str
    pairs: int
    same: int


@dataclass(frozen=True, slots=True)
class LinksQuality:
    """All that was measured in one way: with the sentence encoder, or without it."""

    encoder: bool
    ranking: tuple[RankingQuality, ...]
    classes: tuple[ClassQuality, ...]
    published: tuple[ClaimQuality, ...]


@cache
def links_quality() -> tuple[LinksQuality, ...]:
    """Return what was last measured, with the encoder first."""
    kept = resources.files("kb.recurrence").joinpath("data", "quality.json").read_text(encoding="utf-8")
    measured = json.loads(kept)
    return tuple(
        LinksQuality(
            way == "with",
            tuple(RankingQuality(**one) for one in said["ranking"]),
            tuple(ClassQuality(**one) for one in said["classes"]),
            tuple(ClaimQuality(**one) for one in said["published"]),
        )
        for way in ("with", "without")
        if (said := measured.get(way))
    )
