"""English stems, safe between threads: a stemmer keeps the word that it works on, so each thread has one of its own."""

from __future__ import annotations

from threading import local

import snowballstemmer


class _English(local):
    """A stemmer for each thread."""

    def __init__(self) -> None:
        """Make a stemmer; a thread does this when it first stems a word."""
        self.stemmer = snowballstemmer.stemmer("english")


_ENGLISH = _English()


def english_stem(word: str) -> str:
    """Return Snowball's English stem of a word in small letters, whatever other threads stem meanwhile."""
    return str(_ENGLISH.stemmer.stemWord(word))
