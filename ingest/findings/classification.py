"""The verdict on a unit: of which kind the finding is, and why, with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings.grammar import SentenceTraits
from kb.core.model import Kind

_SUBORDINATE = frozenset("which who whose that where when so because as if while to how whether in".split()) - {
    "in",
    "to",
}
_TELLING = frozenset(
    "is are was were has have had do does did cannot can will would may might must should lacks remain "
    "remains waits receive receives leads limits".split()
)


@dataclass(frozen=True, slots=True)
class Classification:
    """The kind of a finding, and why; `shown_by` are its own words that made it one, None where a heading did."""

    kind: Kind
    why: str
    shown_by: tuple[str, ...] | None = None


def has_verb(moods: SentenceTraits) -> bool:
    """Return whether a verb tells something before the first subordinate word: a phrase asks, a clause tells."""
    for place, word in enumerate(moods.words):
        if word in _SUBORDINATE and (place > 0 or word == "how"):
            return False
        if word in _TELLING:
            return True
    return False


def quote_words(words: tuple[str, ...]) -> str:
    """Return the first few of these words, each once and in quotes."""
    return ", ".join(f'"{word}"' for word in dict.fromkeys(words[:4]))


def by_words(kind: Kind, words: tuple[str, ...]) -> Classification:
    """Return the verdict on a unit that calls itself this kind in these words."""
    return Classification(kind, f"uses the words: {quote_words(words)}", words)
