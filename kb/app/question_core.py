"""The part of a question on which its meaning hangs: "shotgun" in "shotgun licence", not "rubbish" in "rubbish flats".

What a library does not hold is told by the words that no finding has, but people also say what it does hold in words
that no finding has. How far a question without such a word is from the whole question in meaning tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from kb.app.question_parts import TELLS_AS_MUCH
from search.understanding.part_coverage import FoundText, Parts, held_parts

_RARE = 7.5  # rarity in the field from which a word may be what a question hangs on
HANGS_BELOW = 0.79  # likeness to the whole question of one without a part, below which it hangs on it (0196)
_DONE = ("ed", "ing")  # endings of what is done, which is said in many ways


def parts_it_hangs_on(
    question: str,
    parts: Parts,
    weights: Mapping[str, float],
    found: Sequence[FoundText],
    missing: Collection[str],
    likeness: Callable[[str, str], float | None],
) -> tuple[str, ...]:
    """Return the rarest parts of a question where none of the findings has them and its meaning hangs on them.

    `missing` are the parts that nothing in the library has; `likeness` tells how near two texts are in meaning, None
    where nobody knows.
    """
    most = max((weights.get(part, 0.0) for part in parts), default=0.0)
    lost = tuple(
        part
        for part in parts
        if weights.get(part, 0.0) >= max(_RARE, TELLS_AS_MUCH * most)
        and not (part in missing and part.casefold().endswith(_DONE))
        and not any(held_parts({part: parts[part]}, {}, one) for one in found)
    )
    rest = without_parts(question, lost)
    if not lost or len(lost) == len(parts) or not rest:
        return ()
    kept = likeness(question, rest)
    return lost if kept is not None and kept < HANGS_BELOW else ()


def without_parts(question: str, parts: Collection[str]) -> str:
    """Return a question without these parts of it, each as a whole: "gun" is no part of "begun"."""
    for part in parts:
        question = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", question)
    return " ".join(question.split())
