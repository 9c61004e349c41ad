"""The vocabulary: themes, kinds, acronyms, synonyms and controlled lists as data that a practitioner may edit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kb.vocabulary.files import read
from kb.vocabulary.values import Cues, KindEntry, ReviewType, Theme, Vocabulary, VocabularyEntry
from kb.vocabulary.weights import Weights

__all__ = ["Cues", "KindEntry", "ReviewType", "Theme", "Vocabulary", "VocabularyEntry", "Weights", "load", "read"]


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Vocabulary:
    """Return the vocabulary, read once a process; `extra` is a folder whose files add to it or replace files of it.

    Raises BadVocabulary with a sentence that names the file and the field. `read` does the same afresh.
    """
    return read(extra)
