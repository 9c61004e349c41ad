"""The professional name of what a question only describes, from glossary.toml.

"The right to ask about a partner's past" is the domestic violence disclosure scheme. A question means an entry where
most of its telling words are among the entry's, and no other entry has nearly as much of them. An entry without words
of its own is a name alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from pathlib import Path

from kb.core.toml_text import parse_toml
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, words
from search.understanding.framing import FRAMING

_GLOSSARY = Path(__file__).with_name("glossary.toml")
_FEWEST_WORDS = 3  # words of the entry's that a question has
_QUESTION_SHARE = 0.7  # of the question's telling words
_OF_ANY_COUNCIL = frozenset(map(stem, ("local", "authority", "council")))  # in many names, and describe none
_LEAD_OVER_NEXT = 1.2  # times as much as the next entry


@dataclass(frozen=True, slots=True)
class ProfessionalName:
    """A scheme, meeting, order or practice: its names, and the published guidance that explains it."""

    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ProfessionalNames:
    """The entries of the glossary by the words that describe them."""

    entries: tuple[ProfessionalName, ...] = ()
    values: Mapping[str, Mapping[int, float]] = field(default_factory=dict)  # stem -> entry -> value

    def find_described(self, text: str) -> ProfessionalName | None:
        """Return the one entry that a question describes."""
        asked = {stem(word) for word in words(text) if word not in STOP_WORDS} - _OF_ANY_COUNCIL
        telling = {word for word in asked if word in self.values or word not in FRAMING}
        found: Counter[int] = Counter()
        shared: Counter[int] = Counter()
        for word in telling:
            for entry, value in self.values.get(word, {}).items():
                found[entry] += value  # type: ignore[assignment]  # a Counter adds floats as well
                shared[entry] += 1
        ranked = found.most_common(2)
        if not ranked:
            return None
        best, value = ranked[0]
        if shared[best] < _FEWEST_WORDS or shared[best] < _QUESTION_SHARE * len(telling):
            return None
        rival = ranked[1][1] if len(ranked) > 1 else 0
        return self.entries[best] if value >= _LEAD_OVER_NEXT * rival else None


@lru_cache(maxsize=1)
def professional_names() -> ProfessionalNames:
    """Return the glossary turned over for looking up."""
    listed = parse_toml(_GLOSSARY.read_text(encoding="utf-8"))["entry"]
    entries = tuple(ProfessionalName((one["name"], *one.get("also", ())), one["source"]) for one in listed)
    own = [_stems((one["words"], one["name"], *one.get("also", ()))) if "words" in one else set() for one in listed]
    having = Counter(word for some in own for word in some)
    values: dict[str, dict[int, float]] = {}
    for number, some in enumerate(own):
        for word in some:
            values.setdefault(word, {})[number] = log(1 + len(own) / having[word])
    return ProfessionalNames(entries, values)


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in words(text) if word not in STOP_WORDS}
