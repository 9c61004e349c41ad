"""The questions of the race, as plain values that each engine turns into its own; words are stems already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.race.corpus import AREAS, vocabulary
from search.analysis import stem


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in title or body."""

    text: str


@dataclass(frozen=True, slots=True)
class Together:
    """Words next to each other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begins:
    """A word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Both:
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
class All:
    """Every finding."""


Part = Word | Together | Begins | Both | Either | But | All


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters."""

    sort: str
    part: Part
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int, int] | None = None


def _w(text: str) -> Word:
    return Word(stem(text))


def _both(text: str) -> Both:
    return Both(tuple(map(_w, text.split())))


def _either(text: str) -> Either:
    return Either(tuple(map(_w, text.split())))


def _together(text: str) -> Together:
    return Together(tuple(map(stem, text.split())))


def questions() -> list[Asked]:
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
        *(Asked("word", _w(text)) for text in singles),
        *(Asked("two, all", _both(text)) for text in pairs),
        *(Asked("two, any", _either(text)) for text in either),
        *(Asked("three, all", _both(text)) for text in threes),
        *(Asked("three, any", _either(text)) for text in either_threes),
        *(Asked("phrase", _together(text)) for text in phrases),
        Asked("brackets", But(_both("domestic abuse"), _w("marac"))),
        Asked("brackets", Both((_w("neglect"), _either("school nursery attendance")))),
        Asked("brackets", But(_either("suicidal overdose"), _w("adult"))),
        Asked("brackets", Both((_together("information sharing"), _either("consent database")))),
        Asked("brackets", Both((_either("bruising fracture"), _either("baby immobile")))),
        *(Asked("beginning", Begins(text)) for text in ("exploit", "superv", "prof", "bre")),
        Asked("filter", _both("information sharing"), {"theme": ("domestic_abuse",)}),
        Asked("filter", _w("neglect"), {"theme": ("neglect",)}),
        Asked("filter", _w("police"), {"theme": ("exploitation",), "kind": ("recommendation",)}),
        Asked("filter", _together("professional curiosity"), {"review_type": ("scr",)}, (2015, 2020)),
        Asked("filter", _w("child"), {"area": (AREAS[7],)}),
        Asked("filter", _either("midwife antenatal"), {"agency": ("midwifery", "health_visiting")}),
        Asked("no words", All(), {"theme": ("domestic_abuse",)}),
        Asked("no words", All(), {"area": (AREAS[3],)}, (2018, 2024)),
        Asked("no words", All(), {"kind": ("recommendation",), "agency": ("police",)}),
        Asked("no words", All(), {}, (2010, 2019)),
        Asked("everything", All()),
    ]
