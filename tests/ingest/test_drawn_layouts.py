"""Unusual layouts drawn as PDF pages: sidebars, tables without lines, cards, tables over several small pages.

Each file of drawn/ holds the page as HTML with its style, and the findings with the kinds that are right.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Metadata
from kb.vocabulary import load
from tests.ingest.readers.papers import print_pdf
from tests.ingest.reading import plain_text

DRAWN = sorted((Path(__file__).parent / "drawn").glob("*.toml"))
MISSED = {  # told as events of a story, without a word that judges
    "Two agencies each thought the other was leading.",
    "A bruise was written down and not spoken of.",
    "The midwife went back on foot through the snow.",
    "The health visitor kept a drawing that he had made.",
}


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_drawn_layout_gives_its_findings_whole_and_no_others(path: Path) -> None:
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    given = reading_of(read(print_pdf(held["body"], held["style"]), "drawn.pdf"), Metadata(), load())
    kinds = {plain_text(words): kind.split() for kind, words in held["finds"]}
    found = {plain_text(finding.text): finding.kind.value for finding in given.findings}
    assert set(found) == set(kinds) - {plain_text(words) for words in MISSED}
    assert [text for text, kind in found.items() if kind not in kinds[text]] == []
