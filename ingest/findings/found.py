"""A finding as it is found, before its answers are linked and its repeats are left out."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import Finding


@dataclass(frozen=True, slots=True)
class ExtractedFinding:
    """A finding with what its answers are linked by: the label it bears, the label it answers, its table row."""

    finding: Finding
    number: str = ""  # "recommendation 3"
    answers: str = ""
    row: tuple[int, int] | None = None
    part: int = 0
    heads_answers: bool = False  # a recommendation given again above the answers to it
    rows_again: tuple[tuple[int, int], ...] = ()  # table rows that print it again, in an action plan below the list
