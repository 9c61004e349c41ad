"""Keep the letters of a page that are shown and belong to its text: inside its edge, no watermark, initials joined."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.marks import LetterRun
from ingest.readers.pdf.ink import OUTSIDE, Ink

_EDGE = 2.0  # points beyond the page's edge
_ASLANT = 0.3  # of a page's letters, from which those that stand aslant are its text and no watermark
SCAN = 0.5  # of the page: a picture so large is a scan, whose words are laid over it without ink
_CAP = 1.8  # times the size of the line's other letters


def runs_on_page(runs: Sequence[LetterRun], width: float, height: float, ink: Ink) -> list[LetterRun]:
    """Return the runs that lie within the page as it is shown."""
    kept = []
    for run in runs:
        shown = run.x1 > -_EDGE and run.x0 < width + _EDGE and -_EDGE < run.y - 0.3 * run.size < height + _EDGE
        if shown and run.turn == 0:
            shown = (max(run.x0, 0.0) + min(run.x1, width)) / 2 > 0.0 and min(run.x1, width) - max(run.x0, 0.0) > 0
        if shown:
            kept.append(run)
        else:
            ink.leave_out(OUTSIDE, run.text)
    return kept


def without_watermark(runs: list[LetterRun]) -> tuple[list[LetterRun], str]:
    """Return the runs without a watermark (slanted words over the page), and the words of the watermark."""
    aslant = [run for run in runs if run.turn == -1]
    letters = sum(len(run.text) for run in runs)
    if not aslant or sum(len(run.text) for run in aslant) > _ASLANT * letters:
        return runs, ""
    words = " ".join(" ".join(run.text for run in aslant).split())
    return [run for run in runs if run.turn != -1], words


def with_capitals_joined(runs: list[LetterRun]) -> list[LetterRun]:
    """Return the runs with a large first letter joined to the line whose word it begins."""
    joined = list(runs)
    for at, cap in enumerate(runs):
        if len(cap.text.strip()) != 1 or not cap.text.strip().isupper() or cap.turn != 0:
            continue
        begun = _word_begun(runs, at, cap)
        if begun is not None:
            rest = joined[begun]
            joined[begun] = rest._replace(text=cap.text.strip() + rest.text.lstrip(), x0=min(cap.x0, rest.x0))
            joined[at] = cap._replace(text="")
    return [run for run in joined if run.text]


def _word_begun(runs: Sequence[LetterRun], at: int, cap: LetterRun) -> int | None:
    """Return the run that continues the word of a large initial: the topmost line beside it, or None."""
    best: int | None = None
    for place in range(max(0, at - 3), min(len(runs), at + 6)):
        run = runs[place]
        if place == at or run.turn != 0 or run.size * _CAP > cap.size or not run.text.lstrip()[:1].islower():
            continue
        beside = -0.2 * cap.size <= run.x0 - cap.x1 <= 0.4 * cap.size
        level = cap.y - cap.size <= run.y - run.size * 0.7 and run.y <= cap.y + 0.2 * run.size
        if beside and level and (best is None or run.y < runs[best].y):
            best = place
    return best
