"""What holds of every document there is: the sample library, and the real documents beside the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.document import Document
from kb.core.model import Metadata, Reading
from kb.vocabulary import load
from tests.conftest import ROOT, SHARED

_FORMATS = (".pdf", ".docx", ".pptx", ".html", ".md", ".txt")
SAMPLES = sorted(path for path in (ROOT / "corpus" / "library").glob("*") if path.suffix in _FORMATS)
REAL = sorted(path for path in SHARED.glob("corpus/*/*") if path.suffix in _FORMATS)


def holds(document: Document, given: Reading) -> None:
    """Check what always holds of a document's findings."""
    ids = [finding.id for finding in given.findings]
    assert len(set(ids)) == len(ids)
    taken: set[int] = set()
    for finding in given.findings:
        assert finding.quotation == document.words(finding.span)
        assert finding.text
        assert finding.why
        for start, end in finding.span.stretches:
            assert taken.isdisjoint(range(start, end)), f"in two findings: {document.text[start:end]!r}"
            taken.update(range(start, end))
        if document.pages:
            assert finding.span.page == document.page_of(finding.span.stretches[0][0])
    for answer in given.answers:
        assert answer.recommendation in ids
        assert answer.action in ids
        assert answer.why


def _each_fourth_at_once(paths: Sequence[Path]) -> list[Any]:
    """Return the paths, of which all but each fourth are read at night."""
    return [path if at % 4 == 0 else pytest.param(path, marks=pytest.mark.nightly) for at, path in enumerate(paths)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_findings_of_the_sample_library_are_sound(path: Path) -> None:
    document = read(path.read_bytes(), path.name)
    given = reading_of(document, Metadata(), load())
    assert given.findings
    holds(document, given)


@pytest.mark.parametrize("path", _each_fourth_at_once(REAL) or [Path()], ids=lambda path: path.name[:60])
def test_findings_of_the_real_documents_are_sound(path: Path, shared_folder: Path) -> None:
    document = read((shared_folder / path).read_bytes(), path.name)
    given = reading_of(document, Metadata(), load())
    assert given.findings
    holds(document, given)
