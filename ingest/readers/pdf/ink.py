"""What ink a PDF page lays down, as far as it decides whether letters can be seen: fills and what they cover."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.layout.marks import LetterRun

Box = tuple[float, float, float, float]  # left, top, right, bottom, from the top left corner of the page

WHITE = 0.97  # of one; what is lighter cannot be told from paper
DARK = 0.3  # what is darker hides what it is laid over
_LOWEST, _NARROWEST = 4.0, 8.0  # points of a fill that may hide letters
_MOST = 400  # fills of a page that are looked at for what they cover
_HIDING = 0.5  # of the page, from which a dark fill is a background and hides nothing by itself
LAYER, WHITENED, UNPAINTED, COVERED, OUTSIDE = "layer", "white", "invisible", "covered", "outside"


@dataclass(slots=True)
class Ink:
    """Gathers what was filled on a page, and which letters cannot be seen for it."""

    unseen: dict[str, int] = field(default_factory=dict)  # letters that are not shown, by why
    _grounds: list[Box] = field(default_factory=list)
    _looked: int = 0

    def leave_out(self, why: str, text: str) -> None:
        """Count letters that are not shown."""
        if text.strip():
            self.unseen[why] = self.unseen.get(why, 0) + len(text.strip())

    def fill(self, box: Box, shade: float | None, runs: list[LetterRun], page: float, *, opaque: bool) -> None:
        """Lay a fill down; dark and opaque it hides the letters that were there before, which go from `runs`."""
        if shade is None or shade < WHITE:
            self._grounds.append(box)
        left, top, right, bottom = box
        across, down = right - left, bottom - top
        if shade is None or shade > DARK or not opaque or across < _NARROWEST or down < _LOWEST:
            return
        if across * down > _HIDING * page or self._looked >= _MOST:
            return
        self._looked += 1
        kept = [run for run in runs if not self._hides(box, run)]
        if len(kept) < len(runs):
            runs[:] = kept

    def _hides(self, box: Box, run: LetterRun) -> bool:
        left, top, right, bottom = box
        if run.turn != 0 or not run.text.strip():
            return False
        high, low = run.y - 0.7 * run.size, run.y
        over = min(bottom, low) - max(top, high)
        along = min(right, run.x1) - max(left, run.x0)
        if over < 0.5 * (low - high) or along < min(0.5 * (run.x1 - run.x0), 0.8 * run.size):
            return False
        self.leave_out(COVERED, run.text)
        return True

    def shows_white(self, run: LetterRun) -> bool:
        """Whether white letters stand on something that is not white."""
        middle, height = (run.x0 + run.x1) / 2, run.y - 0.3 * run.size
        return any(
            left - 1 <= middle <= right + 1 and top - 1 <= height <= bottom + 1
            for left, top, right, bottom in self._grounds
        )


def shade_of(parts: list[float]) -> float | None:
    """Return how light a colour of one, three or four parts is, from 0 to 1; None for any other."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 3:
        return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow)) * (1 - black)
    return None
