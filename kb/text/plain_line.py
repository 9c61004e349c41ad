"""Words that a person states in one line, such as a title: as they show, and nothing that does not."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"  # between letters they change how these look
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their class that show nothing


def plain_line(stated: str) -> str:
    """Return a line without what does not show, turns the direction or steers a terminal; "" where nothing is left.

    Without this a title may be there for a program and an empty line for a reader.
    """
    words = " ".join("".join(letter for letter in stated if letter.isspace() or _shows(letter)).split())
    return words if words.strip(_JOINERS + " ") else ""


def _shows(letter: str) -> bool:
    return letter in _JOINERS or (letter.isprintable() and letter not in _BLANKS)
