"""Running headers, footers and page numbers: what stands on page after page in the same place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.layout.lines import TextLine, join_lines, lines_of
from ingest.layout.marks import ARTIFACT, MarkedPage
from ingest.layout.plain import is_page_number
from kb.core.expressions import expression

_BAND = 0.09  # of the page's height, at its top and at its bottom
_DIGITS = expression(r"\d+|\b[ivxl]+\b")
_LONGEST = 160  # letters of a running line
_SHORT = 80  # letters of one that left or right pages alone may bear
_NEAR = 2.5  # points: what stands this near to a running line's baseline belongs to it


def furniture(sheets: Sequence[MarkedPage]) -> list[frozenset[float]]:
    """Return for each sheet the baselines, in points, on which only furniture stands."""
    banded = [_lines_in_bands(sheet) for sheet in sheets]
    seen = Counter(key for lines in banded for key in {_key(line, top=top) for line, top in lines})
    enough = max(2, -(-len(sheets) // 2))
    facing = max(2, -(-len(sheets) // 4)) if len(sheets) > 5 else enough  # left and right pages differ
    found: list[frozenset[float]] = []
    for sheet, lines in zip(sheets, banded, strict=True):
        places = [line.y for line, top in lines if _is_running(line, seen[_key(line, top=top)], enough, facing)]
        found.append(frozenset(round(run.y, 1) for run in sheet.runs if any(abs(run.y - y) <= _NEAR for y in places)))
    return found


def _is_running(line: TextLine, count: int, enough: int, facing: int) -> bool:
    return count >= (facing if len(line.text) <= _SHORT else enough) or is_page_number(line.text)


def _lines_in_bands(sheet: MarkedPage) -> list[tuple[TextLine, bool]]:
    """Return the lines in the page's bands, each with whether it stands at the top."""
    top, bottom = sheet.height * _BAND, sheet.height * (1 - _BAND)
    runs = [run for run in sheet.runs if (run.y < top or run.y > bottom) and run.mark != ARTIFACT]
    lines = join_lines(lines_of(runs))
    return [(line, line.y < top) for line in lines if len(line.text) <= _LONGEST]


def _key(line: TextLine, *, top: bool) -> tuple[str, bool]:
    return f"{_DIGITS.sub('#', line.text.casefold())} {round(line.y / 3)}", top
