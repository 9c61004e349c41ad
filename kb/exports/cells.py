"""Cells that no spreadsheet takes for a formula.

A text whose first visible character could begin a formula is given an apostrophe before it, as spreadsheets themselves
mark text. `unescape_cell` takes it away again; a text that already has apostrophes there gets one more, so that no two
texts
become the same cell.
"""

from __future__ import annotations

import re
import unicodedata

from kb.core.expressions import expression

# = + - @, their full-width and small forms, and the mathematical minus sign, which some programs read as one.
_SIGNS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫−")
_BREAKS = expression(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = expression(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = expression(r"[\ud800-\udfff]")


def strip_unprintable(text: str) -> str:
    """Return `text` without characters that a file cannot hold or that turn the direction of what stands after them.

    Every sort of line break becomes a line feed.
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return `text` as one line of characters that any file can hold."""
    return re.sub(r"[\t\n]+", " ", strip_unprintable(text))


def safe_cell(text: str) -> str:
    """Return `text` as one line that no spreadsheet takes for a formula."""
    line = one_line(text)
    return f"'{line}" if _risky(line) else line


def unescape_cell(cell: str) -> str:
    """Return the line that `safe_cell` made a cell of."""
    return cell[1:] if cell.startswith("'") and _risky(cell) else cell


def _risky(line: str) -> bool:
    """Return whether a formula begins, once white space, unseen marks and apostrophes are passed."""
    first = next((c for c in line if c != "'" and unicodedata.category(c)[0] not in "ZC"), "")
    return first in _SIGNS
