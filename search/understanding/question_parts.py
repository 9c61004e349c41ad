"""The ways to part a question in two: "having to move | because of a violent partner"."""

from __future__ import annotations

from itertools import pairwise

from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, Token, tokens
from search.understanding.framing import FRAMING

MOST_WAYS = 4  # of parting one question
_TURN_ROUND = frozenset({"no", "not", "never", "without", "nobody"})  # belong to what follows them
_TURNED = 3  # words after one of these, that tell something though elsewhere they only frame: "not being seen"


def ways_to_part(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to part a question in two, each part with a word that tells something.

    People part what they ask about by small words or a sign ("because of", "where", a comma), so these places come
    first, and of several alike those nearest to the middle.
    """
    held = tokens(text)
    telling = [at for at in range(len(held)) if _tells(held, at)]
    gaps = list(pairwise(telling))
    middle = len(telling) / 2

    def likelihood(gap: tuple[int, int]) -> tuple[bool, float]:
        before, after = gap
        marked = after - before > 1 or bool(text[held[before].end : held[after].start].strip(" -"))
        return not marked, abs(telling.index(after) - middle)

    return tuple(
        (text[: held[before].end], text[held[_begins(held, before, after)].start :])
        for before, after in sorted(gaps, key=likelihood)[:MOST_WAYS]
    )


def _tells(held: list[Token], at: int) -> bool:
    word = held[at].word
    if word in STOP_WORDS:
        return False
    turned = any(one.word in _TURN_ROUND for one in held[max(0, at - _TURNED) : at])
    return turned or stem(word) not in FRAMING


def _begins(held: list[Token], before: int, after: int) -> int:
    """Return where the second part begins: at a word that turns round what follows, else at what tells something."""
    return next((at for at in range(before + 1, after) if held[at].word in _TURN_ROUND), after)
