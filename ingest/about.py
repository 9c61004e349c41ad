"""What a document says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.sections import Part
from kb.model import About, Document
from kb.vocabulary import Vocabulary


def describe(document: Document, parts: Sequence[Part], about: About, vocabulary: Vocabulary, genre: str) -> About:
    """Return what is known of a document."""
    return about
