"""Tick boxes that are drawn on a PDF page with lines, and ticks: what no font shows is put among the letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.layout.marks import UNMARKED, LetterRun, Rule
from ingest.readers.pdf.ink import WHITE, Box
from ingest.readers.pdf.pen import Path, Piece

_SMALLEST, _LARGEST = 5.0, 18.0  # points: the sides of a box to be ticked
_SQUARE = 1.25  # of its shorter side, which the longer one of a box may be
_MOST_PIECES = 60  # of a path that is looked at
_MOST = 600  # shapes of a page
_LEAST = 0.3  # of a box's side: what is smaller within it is no mark
_OVER = 0.35  # of a box's side: how far a mark may reach beyond it
_TICKS = frozenset("xX✓✔✗✘√☑☒●•■×✕✖")
_SIGNS = frozenset("☐☒☑□■○●◯◉❏❑❒◻◼▢✓✔")
_APART, _NEXT = 14.0, 0.4  # type sizes between one choice and the next, and where they are set close
_CHOICE = 5  # words of a choice
_BESIDE = 2.0  # sides of a box between it and its words


@dataclass(slots=True)
class DrawnBoxes:
    """Gathers small shapes of one page: squares and rings that may be ticked, and what is drawn within them."""

    _open: list[Box] = field(default_factory=list)
    _solid: list[Box] = field(default_factory=list)  # filled: bullets, or boxes that a browser draws when ticked
    _marks: list[Box] = field(default_factory=list)
    _ticks: list[Box] = field(default_factory=list)  # drawn without a box

    def see(self, path: Path, places: list[Box], shade: float | None, *, filled: bool, stroked: bool) -> None:
        """Take a path that was painted, whose parts stand at `places`; `shade` is that of its fill."""
        if len(self._open) + len(self._marks) >= _MOST or not places:
            return
        hollow = (stroked and not filled) or (
            filled and ((shade is not None and shade >= WHITE) or not path.solid_boxes())
        )
        around = _around(places)
        if max(around[2] - around[0], around[3] - around[1]) <= _LARGEST * (1 + 2 * _OVER):
            if hollow and _is_square(around) and (path.bends or path.is_closed):
                self._open.append(around)
            else:
                if filled and _is_square(around):
                    self._solid.append(around)
                self._marks.append(around)
                if stroked and not filled and path.is_tick:
                    self._ticks.append(around)
            return
        if hollow:
            self._open.extend(box for box in places if _is_square(box))

    def put_among(self, runs: list[LetterRun]) -> list[LetterRun]:
        """Return the runs with a box, ticked or empty, where one is drawn; none where no box of the page is ticked."""
        filled = [box for box in self._solid if any(_marks(mark, box) and mark != box for mark in self._marks)]
        boxes = _apart([*self._open, *filled])
        marks = [(box, [mark for mark in self._marks if _marks(mark, box)]) for box in boxes]
        ticked = [(box, bool(inside) or any(_is_tick_in(run, box) for run in runs)) for box, inside in marks]
        if not any(is_ticked for _, is_ticked in ticked):
            ticked = []
        kept = [run for run in runs if not any(_is_tick_in(run, box) for box, _ in ticked)]
        for box, is_ticked in ticked:
            _put(kept, box, "☒" if is_ticked else "☐")
        for tick in self._ticks:
            if not any(_marks(tick, box) for box in boxes):
                _put(kept, tick, "✓")
        return kept


def with_choices_joined(runs: list[LetterRun], rules: Sequence[Rule]) -> list[LetterRun]:
    """Return the runs with the boxes of one line set close to each other's words: "☐ Yes      ☒ No" is no table.

    Words that a drawn line parts, and boxes without words of their own, stand in columns of a table and are left.
    """
    joined = list(runs)
    signs = [place for place, run in enumerate(runs) if run.turn == 0 and run.text.lstrip()[:1] in _SIGNS]
    for place in signs:
        sign = joined[place]
        if sign.text.strip() in _SIGNS:  # a font that is not in the file does not say how wide its signs are
            sign = joined[place] = sign._replace(x1=min(sign.x1, sign.x0 + sign.size))
        line = [run for at, run in enumerate(joined) if at != place and run.turn == 0 and _on_line(run, sign)]
        before = max((run for run in line if run.x1 <= sign.x0 + 1), key=lambda run: run.x1, default=None)
        behind = min((run for run in line if run.x0 >= sign.x1 - 1), key=lambda run: run.x0, default=None)
        if before is None or not before.text.strip() or before.text.strip() in _SIGNS:
            continue
        labelled = sign.text.strip() not in _SIGNS or (behind is not None and behind.x0 - sign.x1 <= 2 * sign.size)
        is_choice = before.text.rstrip().endswith(":") or any(run.text.lstrip()[:1] in _SIGNS for run in line)
        parted = any(
            rule.y1 - rule.y0 > _LARGEST and before.x1 - 1 <= rule.x0 <= sign.x0 + 1 and rule.y0 <= sign.y <= rule.y1
            for rule in rules
        )
        gap = sign.x0 - before.x1
        if labelled and is_choice and not parted and sign.size < gap <= _APART * sign.size:
            joined[place] = sign._replace(x0=before.x1 + _NEXT * sign.size)
    return joined


def _on_line(run: LetterRun, sign: LetterRun) -> bool:
    return abs(run.y - sign.y) <= 0.4 * max(run.size, sign.size) and len(run.text.split()) <= _CHOICE


def small_parts(path: Path) -> list[Piece]:
    """Return the box around each part of a path that may be a tick box or a mark in one; none of long paths."""
    return path.parts() if path.count <= _MOST_PIECES else []


def _put(runs: list[LetterRun], box: Box, sign: str) -> None:
    """Put a sign among the runs, before the words that stand behind it on its line or after those before it."""
    left, top, right, bottom = box
    side = bottom - top
    level = [
        (place, run)
        for place, run in enumerate(runs)
        if run.turn == 0 and run.text.strip() and top - 0.3 * side <= run.y - 0.35 * run.size <= bottom + 0.3 * side
    ]
    behind = min((one for one in level if one[1].x0 >= right - 1), key=lambda one: one[1].x0, default=None)
    before = max((one for one in level if one[1].x1 <= left + 1), key=lambda one: one[1].x1, default=None)
    near = min(
        (one for one in (behind, before) if one is not None),
        key=lambda one: max(one[1].x0 - right, left - one[1].x1),
        default=None,
    )
    run = near[1] if near else LetterRun("", left, right, bottom, side, False, UNMARKED, 0)
    belongs = near is not None and max(run.x0 - right, left - run.x1) <= _BESIDE * side
    made = LetterRun(sign, left, right, run.y, run.size, False, run.mark if belongs else UNMARKED, 0)
    if near is None:
        runs.append(made)
    else:
        runs.insert(near[0] + (near is not behind), made)


def _is_square(box: Box) -> bool:
    across, down = box[2] - box[0], box[3] - box[1]
    shorter, longer = sorted((across, down))
    return shorter >= _SMALLEST and longer <= _LARGEST and longer <= _SQUARE * shorter


def _marks(mark: Box, box: Box) -> bool:
    """Return whether a shape is a mark within a box."""
    side = box[2] - box[0]
    over = _OVER * side
    large = max(mark[2] - mark[0], mark[3] - mark[1]) >= _LEAST * side
    return (
        large
        and mark[0] >= box[0] - over
        and mark[1] >= box[1] - over
        and mark[2] <= box[2] + over
        and mark[3] <= box[3] + over
    )


def _is_tick_in(run: LetterRun, box: Box) -> bool:
    middle, height = (run.x0 + run.x1) / 2, run.y - 0.35 * run.size
    return run.text.strip() in _TICKS and box[0] <= middle <= box[2] and box[1] <= height <= box[3]


def _apart(boxes: list[Box]) -> list[Box]:
    """Return the boxes without those that only draw the frame of another once more."""
    kept: list[Box] = []
    for box in boxes:
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not any(o[0] <= middle[0] <= o[2] and o[1] <= middle[1] <= o[3] for o in kept):
            kept.append(box)
    return kept


def _around(boxes: list[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
