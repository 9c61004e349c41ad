"""What a page carries before anything is read into it: runs of letters, drawn rules and pictures, with their places.

Places are in points from the top left corner of the page as it is shown, x to the right and y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

UNMARKED = -1  # letters that no structure tag claims
ARTIFACT = -2  # letters that the file itself calls furniture


class LetterRun(NamedTuple):
    """Letters shown by one operation, from `x0` to `x1` on the baseline `y`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float  # of the type
    bold: bool
    mark: int  # the structure tag's number on the page, UNMARKED or ARTIFACT
    turn: int  # quarter turns clockwise in which the letters stand: 0 is upright, -1 is aslant


class Rule(NamedTuple):
    """A straight line drawn across or down the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        """Return whether it runs across the page rather than down it."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """One page's marks in the order in which the file draws them."""

    number: int
    width: float
    height: float
    runs: tuple[LetterRun, ...]
    rules: tuple[Rule, ...] = ()
    pictures: float = 0.0  # the share of the page that its largest picture takes; 0 for none
    label: str = ""
    sure: float = 0.0  # of a hundred: how sure text recognition is of the words, where it read them


def turn_upright(sheet: MarkedPage) -> MarkedPage:
    """Return the sheet turned so that most of its letters stand upright."""
    weights = [0, 0, 0, 0]
    for run in sheet.runs:
        if run.turn >= 0:
            weights[run.turn] += len(run.text)
    turn = weights.index(max(weights))
    if turn == 0:
        return sheet
    width, height = sheet.width, sheet.height

    def turn_point(x: float, y: float) -> tuple[float, float]:
        if turn == 1:
            return y, width - x
        return (width - x, height - y) if turn == 2 else (height - y, x)

    runs = []
    for run in sheet.runs:
        x, y = turn_point(run.x0, run.y)
        runs.append(
            run._replace(x0=x, x1=x + run.x1 - run.x0, y=y, turn=(run.turn - turn) % 4 if run.turn >= 0 else -1)
        )
    rules = []
    for rule in sheet.rules:
        (ax, ay), (bx, by) = turn_point(rule.x0, rule.y0), turn_point(rule.x1, rule.y1)
        rules.append(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    if turn != 2:
        width, height = height, width
    return MarkedPage(sheet.number, width, height, tuple(runs), tuple(rules), sheet.pictures, sheet.label)
