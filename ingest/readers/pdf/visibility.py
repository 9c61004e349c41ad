"""Keep the letters of a page that are shown and belong to its text: inside its edge, no watermark, initials joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.layout.marks import ARTIFACT, LetterRun, MarkedPage
from ingest.readers.pdf.ink import OUTSIDE, Ink
from kb.core.expressions import expression

_EDGE = 2.0  # points beyond the page's edge
_ASLANT = 0.3  # of a page's letters, from which those that stand aslant are its text and no watermark
SCAN = 0.5  # of the page: a picture so large is a scan, whose words are laid over it without ink
_LARGE = 2.5  # times the size of most letters, from which words may be a watermark that stands level
_INNER = 0.25  # of the page's height: nearer to its top or foot stand titles
_MARKING = expression(
    r"(?:(?:final|working|consultation|first|second)\s+)?drafts?|(?:strictly\s+|private\s+(?:and|&)\s+)?confidential|"
    r"official(?:\s*[-–—:]*\s*sensitive)?|restricted|embargoed|sample|specimen|copy|"
    r"draft\s+v(?:ersion)?\s*[\d.]+|embargoed(?:\s+\S+){1,4}|"
    r"not\s+(?:for|to\s+be)\s+(?:\w+\s+){0,2}?(?:circulat|publi[cs]|distribut|releas|disclos|shar|quot|cop(?:y|ied)|reproduc|us[ei]|pass)\w*"
    r"(?:\s+\w+){0,2}",
    re.IGNORECASE,
)
_BEGINS_WORD = expression(  # letters with which an English word can begin, and a vowel behind them
    r"(?:[bcdfghjklmnpqrstvwyz]|[bcfgkps]l|[bcdfgkptw]r|s[chkmnpqtw]|st?r|sp[lr]|scr|[cgkpstw]h|[dst]w|qu|thr|shr|chr)?[aeiouy]\w",
)
_RATHER = 1.6  # the same, from which words within a page that say how to treat it are one
_SHORTEST = 4  # letters of such words; a large first letter is none
_SMALLER, _COUNTED = 0.95, 3  # of the usual size, and how many: the numbers of lines
_EACH_FIFTH = 5  # every fifth line counted, from the fifth: two such numbers are enough
_TILED = 3  # times that the same words stand aslant
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


def large_words(sheets: Sequence[MarkedPage]) -> dict[str, int]:
    """Return the words of watermarks that stand level, each with its first page: set large, and marked as no text.

    Lines run across them, or they stand on one place within several pages, or they say how to treat the paper.
    """
    places: dict[tuple[str, int, int], list[int]] = {}
    found: dict[str, int] = {}
    for sheet in sheets:
        usual = _usual_size(sheet.runs)
        for run in sheet.runs:
            words = " ".join(run.text.split())
            if run.turn != 0 or run.size < _RATHER * usual or len(words) < _SHORTEST:
                continue
            inner = _INNER < run.y / sheet.height < 1 - _INNER
            if inner and _MARKING.fullmatch(words):
                found.setdefault(words, sheet.number)
            if run.size < _LARGE * usual:
                continue
            if _MARKING.fullmatch(words) or _is_run_across(run, sheet.runs, usual):
                found.setdefault(words, sheet.number)
            if inner:
                places.setdefault((words, round(run.x0), round(run.y)), []).append(sheet.number)
    for (words, _, _), pages in places.items():
        if len(pages) > 1 and len(pages) >= len(sheets) / 2:
            found.setdefault(words, pages[0])
    return found


def _usual_size(runs: Sequence[LetterRun]) -> float:
    sizes = sorted(run.size for run in runs for _ in run.text.split())
    return sizes[len(sizes) // 2] if sizes else 0.0


def _is_run_across(run: LetterRun, runs: Sequence[LetterRun], usual: float) -> bool:
    """Return whether lines of the page's own type run across large words."""
    high, low = run.y - 0.7 * run.size, run.y + 0.1 * run.size
    return any(
        other.size < run.size / _LARGE + usual
        and other.turn == 0
        and high < other.y - 0.3 * other.size < low
        and min(other.x1, run.x1) - max(other.x0, run.x0) > other.size
        for other in runs
        if other is not run and len(other.text.strip()) > 1
    )


def without_words(sheet: MarkedPage, words: Container[str]) -> MarkedPage:
    """Return a page without the large words that are a watermark on it or on another page."""
    least = _RATHER * _usual_size(sheet.runs)
    kept = tuple(run for run in sheet.runs if run.size < least or " ".join(run.text.split()) not in words)
    return replace(sheet, runs=kept) if len(kept) < len(sheet.runs) else sheet


def without_margins(sheet: MarkedPage) -> MarkedPage:
    """Return a page on which words sideways beside the text and numbers of its lines are called furniture."""
    level = [run for run in sheet.runs if run.turn == 0 and run.text.strip()]
    if not level:
        return sheet
    left, right = min(run.x0 for run in level), max(run.x1 for run in level)
    aside = {id(run) for run in sheet.runs if run.turn in (1, 3) and not left - 1 <= run.x0 <= right + 1}
    aside |= {id(run) for run in _line_numbers(level, left, right)}
    if not aside:
        return sheet
    return replace(sheet, runs=tuple(run._replace(mark=ARTIFACT) if id(run) in aside else run for run in sheet.runs))


def _line_numbers(level: Sequence[LetterRun], left: float, right: float) -> list[LetterRun]:
    """Return the small numbers that count a page's lines at one of its edges, none where they do not count on."""
    usual = _usual_size(level)
    small = [
        run
        for run in sorted(level, key=lambda run: run.y)
        if run.text.strip().isdecimal() and run.size < _SMALLER * usual
    ]
    for edge in ([run for run in small if run.x1 > right - usual], [run for run in small if run.x0 < left + usual]):
        steps = {int(after.text) - int(before.text) for before, after in pairwise(edge)}
        from_step = len(edge) > 1 and {int(edge[0].text)} == steps and min(steps) >= _EACH_FIFTH
        if (len(edge) >= _COUNTED or from_step) and len(steps) == 1 and steps <= {1, 2, 5, 10}:
            return edge
    return []


def without_watermark(runs: list[LetterRun]) -> tuple[list[LetterRun], str]:
    """Return the runs without a watermark (slanted words over the page), and the words of the watermark."""
    aslant = [run for run in runs if run.turn == -1]
    letters = sum(len(run.text) for run in runs)
    said = Counter(" ".join(run.text.split()) for run in aslant)
    tiled = len(said) == 1 and len(aslant) >= _TILED and len(next(iter(said))) >= _SHORTEST
    if not aslant or (not tiled and sum(len(run.text) for run in aslant) > _ASLANT * letters):
        return runs, ""
    words = " ".join(" ".join(said if tiled else (run.text for run in aslant)).split())
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
            initial = f"{cap.text.strip()} " if _is_word_alone(cap, rest, runs) else cap.text.strip()
            joined[begun] = rest._replace(text=initial + rest.text.lstrip(), x0=min(cap.x0, rest.x0))
            joined[at] = cap._replace(text="")
    return [run for run in joined if run.text]


def _is_word_alone(cap: LetterRun, rest: LetterRun, runs: Sequence[LetterRun]) -> bool:
    """Return whether a large "A" or "I" is a word of its own before the word behind it: "A child", and no "A ll"."""
    letter, behind = cap.text.strip(), rest.text.lstrip().partition(" ")[0].strip(".,;:’'")
    if letter not in "AI" or not _BEGINS_WORD.match(behind):
        return False
    said = {word.strip(".,;:’'()") for run in runs for word in run.text.lower().split()}
    return letter.lower() + behind not in said


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
