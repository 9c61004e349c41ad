"""What ink a PDF page lays down, as far as it decides whether letters can be seen: fills and what they cover."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.layout.marks import LetterRun

Box = tuple[float, float, float, float]  # left, top, right, bottom, from the top left corner of the page

WHITE = 0.97  # of one; what is lighter cannot be distinguished from paper
DARK = 0.3  # what is darker hides what it is laid over
_LOWEST, _NARROWEST = 4.0, 8.0  # points of a fill that may hide letters
_MOST = 400  # fills of a page that are looked at for what they cover
_HIDING = 0.5  # of the page, from which a dark fill is a background and hides nothing by itself
_TIGHT = 60.0  # points: a light fill no higher, laid over words, was put there to hide them
_PARTLY = 0.5  # the same, of a dark fill
_WHOLE = 0.9  # of a run's length and height that a light fill or a picture covers where it hides it
_CONTRAST = 0.1  # of one: letters that differ less from a dark ground cannot be read on it
_SAME = 0.002  # of one: letters of just the lightness of the colour below are of that colour
_SMALLEST = 1.5  # points of type that can be read
_TOUCHING = 0.5  # points between fills that make one bar
LAYER, WHITENED, UNPAINTED, COVERED, OUTSIDE = "layer", "white", "invisible", "covered", "outside"
BENEATH, TINY = "beneath", "tiny"


@dataclass(slots=True)
class Ink:
    """Gathers what was filled on a page, and which letters cannot be seen for it."""

    unseen: dict[str, int] = field(default_factory=dict)  # letters that are not shown, by why
    _grounds: list[tuple[Box, float | None]] = field(default_factory=list)  # with how light each is
    _dark: bool = False  # whether any of them is dark
    _looked: int = 0
    _bar: Box | None = None  # the last dark fill, with those that it adjoins: a bar may be drawn stroke by stroke
    _lettered: int = 0  # how many runs there were when it was laid; letters set since stand on it

    def leave_out(self, why: str, text: str) -> None:
        """Count letters that are not shown."""
        if text.strip():
            self.unseen[why] = self.unseen.get(why, 0) + len(text.strip())

    def fill(self, box: Box, shade: float | None, runs: list[LetterRun], page: float, *, opaque: bool) -> None:
        """Lay a fill down; opaque, it hides the letters that were there before, which go from `runs`."""
        if opaque and shade is not None and shade <= DARK:
            box = self._bar = _joined_bar(self._bar if len(runs) == self._lettered else None, box)
            self._lettered = len(runs)
        left, top, right, bottom = box
        across, down = right - left, bottom - top
        wide = across >= _NARROWEST and down >= _LOWEST
        if shade is None or shade < WHITE or (wide and self._dark):
            self._grounds.append((box, shade))
            self._dark = self._dark or (wide and shade is not None and shade <= DARK)
        dark = shade is not None and shade <= DARK
        if shade is None or not opaque or not wide or (not dark and down > _TIGHT):
            return
        self._hide(box, runs, page, COVERED, _PARTLY if dark else _WHOLE)
        self._lettered = len(runs) if dark else self._lettered

    def lay_picture(self, box: Box, runs: list[LetterRun], page: float, *, opaque: bool) -> None:
        """Lay a picture down; opaque, it hides the letters that were there before, unless it is the page's scan.

        One no higher than a few lines may be a bar that was to take a name out.
        """
        self._grounds.append((box, None))
        if opaque:
            self._hide(box, runs, page, COVERED if box[3] - box[1] <= _TIGHT else BENEATH, _WHOLE)

    def _hide(self, box: Box, runs: list[LetterRun], page: float, why: str, least: float) -> None:
        left, top, right, bottom = box
        if (right - left) * (bottom - top) > _HIDING * page or self._looked >= _MOST:
            return
        self._looked += 1
        kept = [run for run in runs if not self._covers(box, run, least, why)]
        if len(kept) < len(runs):
            runs[:] = kept

    def _covers(self, box: Box, run: LetterRun, least: float, why: str) -> bool:
        left, top, right, bottom = box
        if run.turn != 0 or not run.text.strip():
            return False
        high, low = run.y - 0.7 * run.size, run.y
        over = min(bottom, low) - max(top, high)
        along = min(right, run.x1) - max(left, run.x0)
        enough = least * (run.x1 - run.x0)
        if least < _WHOLE:
            enough = min(enough, 0.8 * run.size)
        if over < least * (low - high) or along < enough:
            return False
        self.leave_out(why, run.text)
        return True

    def unseen_reason(self, run: LetterRun, shade: float | None) -> str:
        """Return why letters of this lightness (0 black to 1 white, None unknown) cannot be seen there, or ""."""
        if 0 < run.size < _SMALLEST:
            return TINY
        if shade is None:
            return ""
        if DARK < shade < WHITE:
            beneath = self._ground_of(run)
            same = beneath is not None and beneath[1] is not None and abs(beneath[1] - shade) < _SAME
            return WHITENED if same else ""
        if shade >= WHITE:
            return "" if self._ground_of(run) is not None else WHITENED
        ground = self._ground_of(run) if self._dark else None
        below = ground[1] if ground is not None else None
        return COVERED if below is not None and below <= DARK and abs(below - shade) < _CONTRAST else ""

    def _ground_of(self, run: LetterRun) -> tuple[Box, float | None] | None:
        """Return the last fill on which letters stand, or None on bare paper."""
        middle, height = (run.x0 + run.x1) / 2, run.y - 0.3 * run.size
        for box, shade in reversed(self._grounds):
            left, top, right, bottom = box
            if left - 1 <= middle <= right + 1 and top - 1 <= height <= bottom + 1:
                return box, shade
        return None


def _joined_bar(bar: Box | None, box: Box) -> Box:
    """Return a dark fill with the bar that it goes on with, beside it in one height or below it in one width."""
    if bar is None:
        return box
    level = abs(bar[1] - box[1]) <= _TOUCHING and abs(bar[3] - box[3]) <= _TOUCHING
    upright = abs(bar[0] - box[0]) <= _TOUCHING and abs(bar[2] - box[2]) <= _TOUCHING
    beside = level and bar[0] - _TOUCHING <= box[0] <= bar[2] + _TOUCHING
    below = upright and bar[1] - _TOUCHING <= box[3] and box[1] <= bar[3] + _TOUCHING
    if not beside and not below:
        return box
    return min(bar[0], box[0]), min(bar[1], box[1]), max(bar[2], box[2]), max(bar[3], box[3])
