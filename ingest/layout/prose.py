"""Where a sentence runs on: what the end of one stretch and the start of the next say of each other."""

from __future__ import annotations

import re

from kb.core.expressions import expression

_ENDS = ".!?:;”\"’'…)]"
_OPEN = expression(
    r"\b(?:an?|and|are|as|at|be|by|for|from|has|have|if|in|including|into|is|of|on|or|that|the|their|these|this|to|"
    r"was|were|which|who|whose|will|with|within|would|should)$"
)
_GREETS_OR_CLOSES = expression(  # a line of a letter by itself, though a comma ends it
    r"(?:dear\s+[\w .’'-]{2,50}|yours\s+\w+|"
    r"(?:with\s+)?(?:my\s+|our\s+)?(?:(?:kind|best|warm)(?:est)?\s+)?(?:regards|wishes)),",
    re.IGNORECASE,
)


def runs_on(before: str, after: str) -> bool:
    """Return whether a sentence left open at the end of `before` goes on at the start of `after`.

    It is open without a mark at its end, and it goes on in lower case; a comma, a slash, a dash or a word that wants
    another ("of", "and") opens it for a capital too.
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return False
    if _GREETS_OR_CLOSES.fullmatch(before):
        return False
    last, first = before[-1], after[0]
    if last in ",/–—" or (last in "-\u00ad" and before[-2:-1].isalpha()):
        return first.isalnum()
    if last in _ENDS and not (last in ")]’'" and first.islower()):
        return False
    if first.islower():
        return not _looks_like_marker(after)
    opened = len(before) > 25 and _OPEN.search(before[-12:])
    return bool(opened and (first.isalnum() or first in "‘“('\""))


def _looks_like_marker(words: str) -> bool:
    return bool(re.match(r"(?:[a-z]|[ivx]{1,4})[.)]\s", words))
