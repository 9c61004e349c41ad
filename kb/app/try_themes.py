"""Try the vocabulary on a sentence, and check each theme against the examples in its own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.model import Finding, Kind, fingerprint
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example in a theme's file that the tagger does not treat as the file says."""

    theme: str
    sentence: str
    should: str  # "match" or "spare"


def try_sentence(text: str, vocabulary: Vocabulary, heading: str = "") -> Finding:
    """Return a sentence as a lesson with the themes that fire on it, and their evidence."""
    path = (heading,) if heading else ()
    finding = Finding(fingerprint(text), Kind.LESSON, text, text, Span(((0, max(len(text), 1)),)), path)
    (tagged,) = tag((finding,), vocabulary)
    return tagged


def failed_examples(vocabulary: Vocabulary) -> Iterator[FailedExample]:
    """Yield every sentence that a theme must match and does not, or must spare and does not."""
    for theme in vocabulary.themes.values():
        for sentence in theme.must_match:
            if theme.slug not in {one.theme for one in try_sentence(sentence, vocabulary).tags}:
                yield FailedExample(theme.slug, sentence, "match")
        for sentence in theme.must_spare:
            if theme.slug in try_sentence(sentence, vocabulary).themes:
                yield FailedExample(theme.slug, sentence, "spare")
