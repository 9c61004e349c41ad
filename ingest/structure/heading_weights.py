"""What a heading probably announces where no list and no wording knows it, by its likeness to known ones.

The words of a heading are weighed as benchmarks/train_headings.py learned them from headings whose answers were judged
and from the lists of the vocabulary. A heading by itself is not enough: `ingest.structure.sections` asks only where a
list of items that say something stands under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ingest.structure.heading_cues import is_of_the_case, without_card_number, without_subject
from ingest.words.learned import SignGroup, weigh_signs
from kb.core.expressions import expression
from kb.core.model import Kind

WEIGHTS = Path(__file__).parent.parent / "words" / "heading_weights.json"
LIKELY = 0.6  # chance from which a heading is taken to announce a kind
_ROW = 3  # words in a row that may say one thing
_ROOT = 5  # letters that the forms of a long word share
_TOKEN = expression(r"[a-z']+|\?")
_NUMBERING = expression(r"^\s*(?:[\d.]+|[a-z][.)])\s+", re.IGNORECASE)
_NAMED = expression(r"(?<=\w )[A-Z][a-z]+(?:[’']s)?\b")  # a name inside a heading stands for any other


def heading_signs(heading: str) -> Iterator[str]:
    """Yield the signs of a heading, each once: its words in rows of one to three, their roots, its first and last."""
    named = _NAMED.sub("NAME", _NUMBERING.sub("", heading)) if not heading.istitle() else heading
    words = _TOKEN.findall(named.lower().replace("’", "'"))
    found = {f"first {words[0]}", f"last {words[-1]}"} if words else set()
    for length in range(1, _ROW + 1):
        found.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    found.update(f"{word[:_ROOT]}*" for word in words if len(word) > _ROOT)
    yield from sorted(found)


@lru_cache(maxsize=4096)
def likely_kind(heading: str) -> Kind | None:
    """Return the kind of findings that a heading probably announces, or None where its words do not tell."""
    if is_of_the_case(heading):
        return None
    heading = without_subject(without_card_number(heading))
    told = weigh_signs(WEIGHTS, (SignGroup(tuple(heading_signs(heading))),))
    best = max(told, key=lambda answer: told[answer])
    return Kind(best) if best and told[best] >= LIKELY else None
