"""The same briefing says the same, whatever kind of file it comes as."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.core.document import Document, Role
from kb.text.reading_text import reading_text, words_of
from tests.ingest.readers import papers

KINDS = {"h1": Role.HEADING, "h2": Role.HEADING, "p": Role.PARAGRAPH, "li": Role.ITEM, "ol": Role.ITEM}
SAID = [(KINDS[line.kind], line.words) for line in papers.BRIEFING]
LEVELS = [int(line.kind[1]) for line in papers.BRIEFING if line.kind[0] == "h"]


def texts_of(document: Document) -> list[tuple[Role, str]]:
    words = words_of(document.text)
    return [
        (block.role, reading_text(document.text[block.start : block.end], words))
        for block in document.blocks
        if block.role is not Role.FURNITURE
    ]


@pytest.mark.parametrize("name", papers.FILES)
def test_every_format_says_the_same(name: str) -> None:
    document = read(papers.FILES[name](), name)
    assert texts_of(document) == SAID


@pytest.mark.parametrize("name", papers.FILES)
def test_every_format_ranks_the_headings_alike(name: str) -> None:
    document = read(papers.FILES[name](), name)
    assert [block.level for block in document.blocks if block.role is Role.HEADING] == LEVELS


@pytest.mark.parametrize("name", papers.FILES)
def test_every_format_numbers_the_recommendations_alike(name: str) -> None:
    document = read(papers.FILES[name](), name)
    numbered = [block.marker for block in document.blocks if block.marker.rstrip(".").isdigit()]
    assert numbered == ["1.", "2."]


@pytest.mark.parametrize("name", papers.FILES)
def test_only_a_pdf_has_pages(name: str) -> None:
    document = read(papers.FILES[name](), name)
    assert bool(document.pages) is name.endswith(".pdf")
