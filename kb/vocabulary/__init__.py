"""The vocabulary: themes, kinds, acronyms, synonyms and controlled lists as data that a practitioner may edit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kb.vocabulary.files import read
from kb.vocabulary.values import Cues, KindEntry, ReviewType, Theme, Vocabulary, VocabularyEntry
from kb.vocabulary.weights import Weights

__all__ = [
    "Cues",
    "KindEntry",
    "ReviewType",
    "Theme",
    "Vocabulary",
    "VocabularyEntry",
    "Weights",
    "load",
    "read",
    "state_of",
]


def load(extra: Path | None = None) -> Vocabulary:
    """Return the vocabulary, read anew where its files have changed; `extra` is a folder whose files add to the
    supplied ones or replace files of them.

    Raises BadVocabulary with a sentence that names the file and the field. `read` does the same afresh.
    """
    return _load(extra, state_of(extra))


@lru_cache(maxsize=8)
def _load(extra: Path | None, _: tuple[object, ...]) -> Vocabulary:
    return read(extra)


def state_of(extra: Path | None) -> tuple[object, ...]:
    """Return what differs as soon as a file of a folder has changed."""
    if extra is None:
        return ()
    paths = sorted((*extra.rglob("*.toml"), *extra.glob("weights.json")))
    return tuple(_state(path) for path in paths)


def _state(path: Path) -> tuple[object, ...]:
    try:
        found = path.stat()
    except OSError:  # gone since the folder was listed, or a link to nothing
        return (str(path),)
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
