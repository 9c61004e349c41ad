"""How the letters of a group of a rich text file are set, and which of its words set them so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class GroupState:
    """What holds inside one group: how its letters are set and whether they are shown."""

    target: str = ""  # "" the text, else the group whose letters are gathered or left out
    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    deleted: bool = False
    colour: int = 0
    font: int = 0
    ground: bool = False  # a colour behind the letters
    skip: int = 1  # letters that stand for one of Unicode where a program cannot show it
    first: bool = True  # nothing of the group was read
    ignorable: bool = False  # opened as what older programs leave out


def _is_on(number: int | None) -> bool:
    """Return whether a word of the file turns something on: with no number or any but 0."""
    return number != 0


LETTERING: Mapping[str, tuple[str, Callable[[int | None], object]]] = {  # fields of a `GroupState`, and their values
    "uc": ("skip", lambda number: number or 0),
    "b": ("bold", _is_on),
    "fs": ("size", lambda number: (number or 24) / 2),  # in half points
    "v": ("hidden", _is_on),
    "deleted": ("deleted", _is_on),
    "cf": ("colour", lambda number: number or 0),
    **dict.fromkeys(("highlight", "cb", "chcbpat", "cbpat", "clcbpat"), ("ground", bool)),
}
