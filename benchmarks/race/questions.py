"""The questions of the race, as plain values that each engine turns into its own; words are stems already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.race.corpus import AREAS, vocabulary
from kb.text.stemming import stem


@dataclass(frozen=True, slots=True)
class OneWord:
    """One word, in title or body."""

    text: str


@dataclass(frozen=True, slots=True)
class AdjacentWords:
    """Words next to each other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begins:
    """A word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class But:
    """The one without the other."""

    part: Part
    refused: Part


@dataclass(frozen=True, slots=True)
class EveryFinding:
    """Every finding."""


Part = OneWord | AdjacentWords | Begins | AllOf | Either | But | EveryFinding


@dataclass(frozen=True, slots=True)
class RaceQuestion:
    """A question with its filters."""

    sort: str
    part: Part
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int, int] | None = None


def _w(text: str) -> OneWord:
    return OneWord(stem(text))


def _both(text: str) -> AllOf:
    return AllOf(tuple(map(_w, text.split())))


def _either(text: str) -> Either:
    return Either(tuple(map(_w, text.split())))


def _adjacent(text: str) -> AdjacentWords:
    return AdjacentWords(tuple(map(stem, text.split())))


def questions() -> list[RaceQuestion]:
    """Return all of them."""
    words = vocabulary()
    rare = [words[place] for place in (400, 1500, 5000, 20_000, 60_000)]
    singles = ["child", "neglect", "abuse", "information", "supervision", "marac", "curiosity", *rare]
    pairs = ["domestic abuse", "information sharing", "child neglect", "mental health", "homeless eviction",
             "police marac", f"{words[60]} {words[90]}", f"{words[300]} {words[800]}", "bruising baby",
             f"family {words[2500]}"]  # fmt: skip
    either = ["domestic violence", "alcohol drugs", "the children", "fathers unseen", f"{words[200]} {words[900]}",
              "supervision oversight"]  # fmt: skip
    threes = ["child protection plan", "domestic abuse marac", "family history assessment", "children mental health",
              "the child family"]  # fmt: skip
    either_threes = ["neglect hygiene hungry", "escalation dispute managers", "the of child",
                     f"{words[150]} {words[1500]} {words[9000]}"]  # fmt: skip
    phrases = ["domestic abuse", "professional curiosity", "information sharing", "child protection plan",
               "voice of the child", "core group", "mental health", "of the"]  # fmt: skip
    return [
        *(RaceQuestion("word", _w(text)) for text in singles),
        *(RaceQuestion("two, all", _both(text)) for text in pairs),
        *(RaceQuestion("two, any", _either(text)) for text in either),
        *(RaceQuestion("three, all", _both(text)) for text in threes),
        *(RaceQuestion("three, any", _either(text)) for text in either_threes),
        *(RaceQuestion("phrase", _adjacent(text)) for text in phrases),
        RaceQuestion("brackets", But(_both("domestic abuse"), _w("marac"))),
        RaceQuestion("brackets", AllOf((_w("neglect"), _either("school nursery attendance")))),
        RaceQuestion("brackets", But(_either("suicidal overdose"), _w("adult"))),
        RaceQuestion("brackets", AllOf((_adjacent("information sharing"), _either("consent database")))),
        RaceQuestion("brackets", AllOf((_either("bruising fracture"), _either("baby immobile")))),
        *(RaceQuestion("beginning", Begins(text)) for text in ("exploit", "superv", "prof", "bre")),
        RaceQuestion("filter", _both("information sharing"), {"theme": ("domestic_abuse",)}),
        RaceQuestion("filter", _w("neglect"), {"theme": ("neglect",)}),
        RaceQuestion("filter", _w("police"), {"theme": ("exploitation",), "kind": ("recommendation",)}),
        RaceQuestion("filter", _adjacent("professional curiosity"), {"review_type": ("scr",)}, (2015, 2020)),
        RaceQuestion("filter", _w("child"), {"area": (AREAS[7],)}),
        RaceQuestion("filter", _either("midwife antenatal"), {"agency": ("midwifery", "health_visiting")}),
        RaceQuestion("no words", EveryFinding(), {"theme": ("domestic_abuse",)}),
        RaceQuestion("no words", EveryFinding(), {"area": (AREAS[3],)}, (2018, 2024)),
        RaceQuestion("no words", EveryFinding(), {"kind": ("recommendation",), "agency": ("police",)}),
        RaceQuestion("no words", EveryFinding(), {}, (2010, 2019)),
        RaceQuestion("everything", EveryFinding()),
    ]
