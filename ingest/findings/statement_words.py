"""The words of a statement as signs of its kind: each root, and each pair of roots that stand together.

Signs of ingest/words/signs.toml carry the wordings that somebody thought of; roots carry what labelled statements have
in common beside them. Only the roots of our own invented statements and of the sample library have weights.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.text.tokens import stems

_OPENING = "^"
_NUMBER = "#"  # every number is one sign
PREFIX = "words: "
_WORTH = 3.0  # of all the words of a statement together, beside its other signs


def word_signs(text: str) -> Iterator[tuple[str, float]]:
    """Yield the roots and pairs of roots of a statement as names of signs, with how much each counts."""
    roots = [_NUMBER if root[0].isdigit() else root for root in stems(text)]
    pairs = [f"{one} {other}" for one, other in zip([_OPENING, *roots], roots, strict=False)]
    names = dict.fromkeys((*roots, *pairs))
    amount = _WORTH / max(len(names), 1) ** 0.5
    for name in names:
        yield f"{PREFIX}{name}", amount
