"""The labelled statements of reviews told in prose as findings, each where it stands in its document.

A labelled statement is one sentence, and many need the one before ("Audiology did the same"). The document itself
says what stands around it: where it begins, and the last heading before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ingest.readers import read
from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.model import DocumentSummary, Finding, FindingInContext, Kind, Metadata, Review
from kb.vocabulary import Vocabulary

SHARED = Path(__file__).resolve().parents[2] / "shared"
PROSE = (SHARED / "cases/narrative/gold", SHARED / "cases/narrative2/gold")
_WORD = re.compile(r"[A-Za-z0-9]+")
_FIRST = 8  # words by which a statement is found
_LONGEST_HEADING = 90  # characters
_CLOSED = re.compile(r"[.:;,?!”]$")


def prose(vocabulary: Vocabulary, *, in_place: bool = True) -> tuple[list[FindingInContext], dict[str, str]]:
    """Return the labelled statements as findings, and the source of each; without their places if not `in_place`.

    Each document stands as a review of its own: what recurs between documents is scored, as by score_recurrence.py.
    """
    made: list[FindingInContext] = []
    source: dict[str, str] = {}
    for folder in PROSE:
        about = {one["source"]: one for one in json.loads((folder / "metadata.json").read_text(encoding="utf-8"))}
        for row in read_rows(folder / "findings_recur.jsonl"):
            if row["id"] and row["kinds"]:
                source[row["id"]] = row["source"]
                path = folder.parent / "files" / row["source"]
                start, heading = place_of(path, row["text"]) if in_place else (0, "")
                made.append(_finding_in_context(row, about[row["source"]], vocabulary, start, heading))
    return made, source


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _finding_in_context(
    row: Mapping[str, Any], about: Mapping[str, Any], vocabulary: Vocabulary, start: int, heading: str
) -> FindingInContext:
    text, source = row["text"], row["source"]
    span = Span(((start, start + len(text)),), (1,))
    made = Finding(row["id"], Kind(row["kinds"][0]), text, text, span, (heading,) if heading else ())
    kind = str(about["review_type"] or "").replace(" ", "-")
    document = DocumentSummary(source, source, source, "txt", "", 0, "", 0, Metadata(), (), 0)
    return FindingInContext(tag((made,), vocabulary)[0], document, Review(source, about["title"], kind))


def place_of(path: Path, statement: str) -> tuple[int, str]:
    """Return where a statement begins in a document, and the last heading before it; (0, "") where it is not found."""
    words, starts, headings = _text_of(path)
    wanted = [one.lower() for one in _WORD.findall(statement)][:_FIRST]
    for at in range(len(words) - len(wanted) + 1):
        if words[at : at + len(wanted)] == tuple(wanted):
            before = [heading for place, heading in headings if place < starts[at]]
            return starts[at], before[-1] if before else ""
    return 0, ""


@cache
def _text_of(path: Path) -> tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[int, str], ...]]:
    text = read(path.read_bytes(), path.name).text
    found = [(one.group().lower(), one.start()) for one in _WORD.finditer(text)]
    return tuple(word for word, _ in found), tuple(start for _, start in found), tuple(_headings(text))


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of one short line that no stop closes, with where they begin."""
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        said = paragraph.group().strip()
        if 0 < len(said) < _LONGEST_HEADING and "\n" not in said and not _CLOSED.search(said):
            yield paragraph.start(), said
