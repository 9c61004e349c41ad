"""Tick boxes in a line: which of the words beside them is ticked, whatever the boxes are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression

_TICKED = "☑☒🗹🗷✓✔✅■▣◉●⬛🔘⦿⊠⊗☓"
_CROSSED = "✗✘❌✕✖×╳"
_EMPTY = "☐□◻▢◽⬜○◯❏❑❒⭘🔲🔳▫"
_MARK = expression(
    rf"[{_TICKED}{_CROSSED}{_EMPTY}]\ufe0f?|\[\s*(?P<boxed>[xX✓✔*√]?)\s*\](?!\()|\(\s*(?P<round>[xX✓✔√ ])\s*\)"
    r"|(?<![^\s|/])(?P<bare>√)(?![^\s|/])"
)
_EDGE = " \t\n|/,;:-–—."


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box with the words beside it. `mark` is "ticked", "crossed" or "empty"."""

    mark: str
    label: str


def ticks_in(text: str) -> tuple[TickBox, ...]:
    """Return the boxes of a line with their words, or none where it has no box.

    The words stand after their boxes, or before them where the line ends with a box and does not begin with one.
    """
    found = [*_MARK.finditer(text)]
    if not found:
        return ()
    before = bool(text[: found[0].start()].strip(_EDGE)) and not text[found[-1].end() :].strip(_EDGE)
    made = []
    for place, mark in enumerate(found):
        if before:
            begins, ends = (found[place - 1].end() if place else 0), mark.start()
        else:
            begins, ends = mark.end(), (found[place + 1].start() if place + 1 < len(found) else len(text))
        made.append(TickBox(_mark(mark), text[begins:ends].strip(_EDGE)))
    return tuple(made)


def without_ticks(text: str) -> str:
    """Return a line's words without its boxes."""
    return " ".join(_MARK.sub(" ", text).split())


def _mark(found: re.Match[str]) -> str:
    sign = found.group()[0]
    if sign in _CROSSED:
        return "crossed"
    if sign in _EMPTY:
        return "empty"
    if sign in "[(":
        inside = found["boxed"] if sign == "[" else found["round"]
        return "ticked" if inside and inside.strip() else "empty"
    return "ticked"
