"""How much of a question one finding holds: its parts, each in any way to say it, or by a theme that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, words
from search.understanding.framing import FRAMING

Parts = Mapping[str, tuple[tuple[str, ...], ...]]  # as typed -> each way to say it, as stems

SENTENCE_GAP = expression(r"(?<=[.;?!])\s+")
_WITHIN = 6  # words beyond its own in which the words of one part stand


@dataclass(frozen=True, slots=True)
class FoundText:
    """What a finding says, as far as a question can be held against it."""

    text: str
    themes: tuple[str, ...] = ()


def held_parts(parts: Parts, theme_words: Mapping[str, Mapping[str, float]], found: FoundText) -> frozenset[str]:
    """Return the parts of a question that one finding holds, in words or by a theme that stands for them."""
    held = stems(found.text)
    known = set(held)
    return frozenset(
        part
        for part, ways in parts.items()
        if _stands_for(ways, theme_words, found.themes)
        or any(set(way) <= known and _stand_near(way, held) for way in ways)
    )


def _stands_for(
    ways: tuple[tuple[str, ...], ...], theme_words: Mapping[str, Mapping[str, float]], themes: tuple[str, ...]
) -> bool:
    return bool(ways) and all(any(theme in theme_words.get(word, {}) for theme in themes) for word in ways[0])


def _stand_near(way: tuple[str, ...], held: list[str]) -> bool:
    """Return whether the words of a name stand near each other."""
    wanted = set(way)
    window = len(way) + _WITHIN
    return len(wanted) < 2 or any(
        held[at] in wanted and wanted <= set(held[at : at + window]) for at in range(len(held))
    )


def telling_words(question: str) -> frozenset[str]:
    """Return the stems of the words of a question that tell what it is about."""
    return frozenset(stem(word) for word in words(question) if word not in STOP_WORDS) - FRAMING


def in_one_sentence(question: str, text: str) -> bool:
    """Return whether all words of a question that tell what it is about stand in one sentence of a text."""
    telling = telling_words(question)
    return bool(telling) and any(telling <= set(stems(one)) for one in SENTENCE_GAP.split(text))
