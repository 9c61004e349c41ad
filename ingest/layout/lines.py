"""Runs of letters joined to the lines that they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.layout.markers import bullet_alone, marker_alone
from ingest.layout.marks import LetterRun

_GAP = 0.15  # of the type size: a gap as wide parts two words
_WIDE = 1.1  # of the type size: a gap as wide parts two columns, or a label and its value
_SAME = 0.3  # of the type size: baselines this near are one line
_RAISED = 0.65  # of the type size: small type raised this far still belongs to the line
_MARK = 3  # letters of a footnote's mark
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class TextLine:
    """Letters on one baseline with no wide gap between them."""

    text: str
    x0: float
    x1: float
    y: float  # baseline
    size: float  # of most of its letters
    bold: bool  # all of its letters
    mark: int  # of its first letters

    @property
    def top(self) -> float:
        """Where tall letters reach: points from the top of the page."""
        return self.y - 0.8 * self.size


class _Open:
    """A line that runs are still being joined to."""

    __slots__ = ("_letters", "_plain", "_sizes", "base", "mark", "parts", "size", "x0", "x1", "y")

    def __init__(self, run: LetterRun) -> None:
        self.parts: list[str] = []
        self.x0, self.x1, self.y, self.mark = run.x0, run.x0, run.y, run.mark
        self.size = self.base = run.size
        self._sizes: dict[float, int] = {}
        self._letters = 0
        self._plain = 0

    def take(self, run: LetterRun, *, apart: bool) -> None:
        text = run.text
        count = len(text) - text.count(" ")
        if run.y < self.y - 0.2 * self.size and self._letters:
            text = text.translate(_SUPERSCRIPT)
        elif count and run.size > self.size * 1.01 and self._letters < count:
            self.y, self.size = run.y, run.size
        if apart:
            self.parts.append(" ")
        self.parts.append(text)
        if count:
            self.x1 = max(self.x1, run.x1 - (run.x1 - run.x0) * _trailing(text))
            self._sizes[run.size] = self._sizes.get(run.size, 0) + count
            self._letters += count
            if not run.bold:
                self._plain += count

    def finish(self) -> TextLine | None:
        text = " ".join("".join(self.parts).replace("\u00a0", " ").split(" ")).strip()
        while "  " in text:
            text = text.replace("  ", " ")
        if not text or not self._letters:
            return None
        size = max(self._sizes, key=lambda s: (self._sizes[s], s))
        return TextLine(text, self.x0, self.x1, self.y, round(size, 1), self._plain == 0, self.mark)


def _trailing(text: str) -> float:
    """The share of a run that is the space at its end."""
    spaces = len(text) - len(text.rstrip())
    return 0.5 * spaces / len(text) if spaces else 0.0


def lines_of(runs: Iterable[LetterRun], wide: float = _WIDE) -> list[TextLine]:
    """Join runs, in the order given, to lines. A gap of more than `wide` type sizes begins a new one."""
    done: list[TextLine] = []
    line: _Open | None = None
    last: LetterRun | None = None
    for run in runs:
        if not run.text.strip():
            if line is not None and run.text and _beside(line, run):
                line.parts.append(" ")
            continue
        if last is not None and _repeats(last, run):
            continue
        last = run
        if line is not None:
            gap = run.x0 - line.x1
            if _on(line, run, gap) and -0.6 * run.size <= gap <= wide * max(run.size, line.size):
                line.take(run, apart=gap > _GAP * min(run.size, line.size))
                continue
            finished = line.finish()
            if finished:
                done.append(finished)
        line = _Open(run)
        line.take(run, apart=False)
    finished = line.finish() if line is not None else None
    if finished:
        done.append(finished)
    return done


def join_lines(lines: Iterable[TextLine], *, bullets: bool = False) -> list[TextLine]:
    """Join neighbours on one baseline, left to right, whatever the gap; or no more than bullets with their words."""
    done: list[TextLine] = []
    for line in lines:
        if (
            done
            and on_one_line(done[-1], line)
            and line.x0 >= done[-1].x1 - 1
            and (not bullets or marks_alone(done[-1]))
        ):
            before = done.pop()
            size = before.size if len(before.text) > len(line.text) else line.size
            bold = line.bold and (before.bold or marks_alone(before))
            line = TextLine(f"{before.text} {line.text}", before.x0, line.x1, line.y, size, bold, before.mark)
        done.append(line)
    return done


def marks_alone(line: TextLine) -> bool:
    """Return whether nothing but a bullet or a number stands on the line."""
    return bullet_alone(line.text) or bool(marker_alone(line.text))


def on_one_line(a: TextLine, b: TextLine) -> bool:
    """Return whether two lines stand on the same baseline."""
    return abs(a.y - b.y) <= _SAME * max(a.size, b.size)


def _on(line: _Open, run: LetterRun, gap: float) -> bool:
    """Return whether a run stands on the line, or is raised from it as a footnote's mark is."""
    size = max(run.size, line.size)
    rise = abs(line.y - run.y)
    if rise <= _SAME * size:
        return True
    smaller = min(run.size, line.size) < 0.85 * size
    mark = len(run.text.strip()) <= _MARK and abs(gap) <= 2 * _GAP * size
    return rise <= _RAISED * size and (smaller or mark)


def _beside(line: _Open, run: LetterRun) -> bool:
    return abs(line.y - run.y) <= _RAISED * max(run.size, line.size) and run.x0 <= line.x1 + line.size


def _repeats(last: LetterRun, run: LetterRun) -> bool:
    """Letters drawn twice on nearly one spot are a shadow or a bold without a bold face."""
    near = 0.25 * run.size
    return abs(run.x0 - last.x0) < near and abs(run.y - last.y) < near and run.text.strip() == last.text.strip()
