"""The tree of a query as parsed: frozen nodes, before the vocabulary is consulted.

Made by parser.py, compiled by ../plan/compile.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A plain word, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words in quotes: exactly these next to each other, the last in either number, or with `~n` all within n words."""

    text: str
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A beginning of a word, with a star."""

    text: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that may be spelt a little differently."""

    text: str
    distance: int = 1


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A facet's value typed into the question: kind:lesson, theme:neglect, area:"West Sussex"."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class YearRange:
    """year:2015 or year:2015..2022; None leaves an end open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """A query restricted to one field: title:x, heading:(x y)."""

    field: str
    part: Tree


@dataclass(frozen=True, slots=True)
class Beside:
    """Parts next to each other without AND or OR: how many must match is the reader's choice."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Parts that must all match."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Parts of which one must match."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    part: Tree


@dataclass(frozen=True, slots=True)
class AnyFinding:
    """No words at all: every entry."""


ExactPart = QuotedWords | Beginning | Spelling | FacetValue | YearRange  # typed with signs of its own
Tree = QueryWord | ExactPart | Inside | Beside | All | Any | Not | AnyFinding


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A text as it was read, and sentences about what could not be."""

    tree: Tree
    notices: tuple[str, ...] = ()
