"""What takes part in the race: it builds an index of a corpus, opens it, and answers the questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.race.questions import RaceQuestion

PAGE = 20
TITLE = 0.5  # what a word in the title counts against one in the body


@dataclass(frozen=True, slots=True)
class EntrantAnswer:
    """How many findings match, the first of them, and how many have each value of each facet."""

    total: int
    first: list[str]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class Entrant(Protocol):
    """An engine in the race."""

    name: str
    builds: bool  # or shares the index of another entrant of the same `folder`
    faceted: bool  # or gives the first page alone

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""

    def open(self, folder: Path) -> None:
        """Open the index."""

    def prepare(self, asked: RaceQuestion) -> Any:
        """Return a question in the engine's own form, so that reading it is not timed."""

    def answer(self, prepared: Any) -> EntrantAnswer:
        """Answer it."""

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""


def size_of_folder(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
