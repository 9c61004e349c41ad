"""The statements of a document that are weighed by their signs, and those that stay just under the bar."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.findings.candidate import Candidate
from ingest.findings.candidates import Candidates
from ingest.findings.divided_document import divide_document
from ingest.findings.statements import Reckoning, reckon, weights_of
from ingest.structure.account import genre_as_read
from ingest.structure.chapters import chapters_of
from ingest.structure.short_lines import is_of_short_lines
from kb.core.document import Document
from kb.vocabulary import Vocabulary


def candidates(document: Document, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Yield the statements of a document that no heading speaks for, in reading order."""
    divided = divide_document(document, vocabulary)
    compiled, genre = divided.compiled, genre_as_read(divided.genre, divided.parts)
    short = is_of_short_lines(divided.parts, genre)
    units = Candidates(divided.reader, compiled.heading_cues, compiled.grammar, genre, short_lines=short)
    for part, chapter in zip(divided.parts, chapters_of(divided.parts, genre), strict=True):
        yield from (unit for unit in units.of(part, chapter) if unit.signs)


def under_bar(document: Document, vocabulary: Vocabulary) -> tuple[tuple[str, Reckoning], ...]:
    """Return the statements whose chance comes near the bar without reaching it, the likeliest first, each with why."""
    weights = weights_of()
    told = [
        (unit.text, reckon(unit.signs, weights)) for unit in candidates(document, vocabulary) if not unit.in_company
    ]
    near = [one for one in told if weights.near <= one[1].chance < weights.bar]
    return tuple(sorted(near, key=lambda one: -one[1].chance))
