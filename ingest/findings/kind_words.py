"""How the kinds of findings are called, and the printed labels that name them, by the vocabulary's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kb.core.model import Kind
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class KindWords:
    """What each kind is called within a sentence, and which kind the word before a printed number names."""

    called: Mapping[Kind, str]
    labelled: Mapping[str, Kind]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Self:
        """Return the words of the kinds of a vocabulary."""
        kinds = {Kind(slug): entry for slug, entry in vocabulary.kinds.items()}
        return cls(
            {kind: entry.called for kind, entry in kinds.items()},
            {label: kind for kind, entry in kinds.items() for label in entry.labels},
        )
