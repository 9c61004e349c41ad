"""Reading a few lines of invented text to the end, for tests of the finder."""

from __future__ import annotations

from functools import cache

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Finding, Metadata, Reading
from kb.text.phrases import words_of
from kb.vocabulary import load


@cache
def reading(text: str, format: str = "txt") -> Reading:
    """Return what a text of this format gives."""
    return reading_of(read(text.encode(), f"sample.{format}"), Metadata(), load())


def reading_of_file(data: bytes, name: str) -> Reading:
    """Return what a file gives."""
    return reading_of(read(data, name), Metadata(), load())


def findings(text: str, format: str = "txt") -> tuple[Finding, ...]:
    """Return the findings of a text."""
    return reading(text, format).findings


def kinds_and_texts(text: str, format: str = "txt") -> list[tuple[str, str]]:
    """Return the findings of a text as kind and words."""
    return [(finding.kind.value, finding.text) for finding in findings(text, format)]


def starting(given: Reading, words: str) -> Finding:
    """Return the one finding whose words or label begin so."""
    found = [f for f in given.findings if f.text.startswith(words) or (f.label and f.label.startswith(words))]
    assert len(found) == 1, f"{len(found)} findings begin with {words!r}"
    return found[0]


def plain_text(text: str) -> str:
    """Return the words alone, to compare texts without regard to marks."""
    return " ".join(words_of(text))
