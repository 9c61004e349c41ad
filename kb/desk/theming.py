"""Try the vocabulary on a sentence, and hold each theme to the sentences in its own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.themes import tag
from kb.model import Finding, Kind, Span, fingerprint
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Missed:
    """A sentence of a theme's file that did not come out as the file says."""

    theme: str
    sentence: str
    should: str  # "match" or "spare"


def tried(text: str, vocabulary: Vocabulary, heading: str = "") -> Finding:
    """Return a sentence as a lesson with the themes that fire on it, and their evidence."""
    path = (heading,) if heading else ()
    finding = Finding(fingerprint(text), Kind.LESSON, text, text, Span(((0, max(len(text), 1)),)), path)
    (tagged,) = tag((finding,), vocabulary)
    return tagged


def missed(vocabulary: Vocabulary) -> Iterator[Missed]:
    """Give every sentence that a theme must match and does not, or must spare and does not."""
    for theme in vocabulary.themes.values():
        for sentence in theme.must_match:
            if theme.slug not in {one.theme for one in tried(sentence, vocabulary).tags}:
                yield Missed(theme.slug, sentence, "match")
        for sentence in theme.must_spare:
            if theme.slug in tried(sentence, vocabulary).themes:
                yield Missed(theme.slug, sentence, "spare")
