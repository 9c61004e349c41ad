"""Letters that count as numbers do: "A", "b)", "(c)", none left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kb.core.expressions import expression

_FEWEST = 3  # letters in a row: two may be anything
_ALONE = expression(r"\W*([A-Za-z])\W*")
_BEFORE = expression(r"(?:\((?P<inside>[A-Za-z])\)|(?P<letter>[A-Za-z])[.):])\s+(?=[\W\d]*[A-Z])")


def letter_alone(text: str) -> str:
    """Return the one letter of a text, small: "c" for "(C)"; "" for any other text."""
    found = _ALONE.fullmatch(text)
    return found[1].lower() if found else ""


def count_in_letters(texts: Sequence[str]) -> bool:
    """Return whether texts are letters that count on, each once, from any one of the alphabet."""
    places = [ord(letter) for text in texts if (letter := letter_alone(text))]
    return len(places) == len(texts) >= _FEWEST and all(b - a == 1 for a, b in pairwise(places))


def letter_before(text: str) -> str:
    """Return the letter that is printed before a paragraph with a mark behind it, as it stands: "A."; "" for none."""
    found = _BEFORE.match(text)
    return found.group().strip() if found else ""


def lettered_paragraphs(texts: Sequence[str]) -> Mapping[int, str]:
    """Return the places of paragraphs that letters count from A on, each with its letter as printed.

    Nothing where fewer than three are counted, or where most have no other paragraph below them: that is a list.
    """
    counted: dict[int, str] = {}
    for place, text in enumerate(texts):
        printed = letter_before(text)
        if printed and letter_alone(printed) == chr(ord("a") + len(counted)):
            counted[place] = printed
    places = [*counted]
    told = sum(after - before > 1 for before, after in pairwise(places))
    return counted if len(places) >= _FEWEST and 2 * told >= len(places) - 1 else {}
