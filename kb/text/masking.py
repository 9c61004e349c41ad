"""Contact details in the text of documents: found, and left out of what is shown.

Reports carry the direct lines and addresses of people who left their posts years ago. Published helplines (0800, 0808,
116...) are left as they are, since a reader may need one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from kb.core.expressions import expression

_EMAIL = expression(r"[\w.+'-]{1,100}\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE = expression(
    r"""(?<![\w/.£-])(?!0\s?8\s?0\s?[08])      # freephone helplines stay
        (?:\+\s?44\s?(?:\(\s?0\s?\)\s?)?|\(?0)  # a British number
        \d(?:[\s)-]{0,2}\d){8,9}(?![\d/]|\.\d)""",
    re.VERBOSE,
)
EMAIL = "[email address hidden]"
PHONE = "[phone number hidden]"


def contacts(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return each contact detail: its first character, the one after its last, and the words to show in its place.

    Details that overlap are one.
    """
    found = [(m.start(), m.end(), EMAIL) for m in _EMAIL.finditer(text)] if "@" in text else []
    found += [(m.start(), m.end(), PHONE) for m in _PHONE.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for start, end, words in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, words))
        elif end > kept[-1][1]:  # an address that begins with the digits of a number: none of it may stay
            kept[-1] = (kept[-1][0], end, words)
    return tuple(kept)


def mask(text: str) -> str:
    """Return `text` without contact details."""
    return "".join(words for words, _ in cut(text, ())) if contacts(text) else text


def cut(text: str, marks: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Cut `text` at `marks` into (words, marked) with contact details left out, even one that a mark divides.

    A mark is its first character and the one after its last.
    """
    flags = sorted(set(marks))
    hidden = contacts(text)
    edges = {0, len(text)}
    edges.update(at for start, end in flags for at in (start, end) if 0 <= at <= len(text))
    edges = {at for at in edges if not any(start < at < end for start, end, _ in hidden)}
    edges.update(at for start, end, _ in hidden for at in (start, end))
    labels = {start: words for start, _, words in hidden}
    points = sorted(edges)
    pieces: list[tuple[str, bool]] = []
    for start, end in itertools.pairwise(points):
        words = labels.get(start, text[start:end])
        marked = any(a < end and start < b for a, b in flags)
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (pieces[-1][0] + words, marked)
        else:
            pieces.append((words, marked))
    return tuple(pieces)
