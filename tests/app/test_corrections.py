"""Naming the kind of a heading that was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.cli import main
from kb.core.errors import BadQuestion
from kb.core.model import Kind
from kb.core.settings import Settings

TEXT = """# Review of Child Smew

Published in June 2021 by the Farrow Mere Safeguarding Children Partnership.

## Rumours of the quarry

- The lorry was green and stood by the gate
- The gate was painted twice in one summer
- The keeper of the yard had a brown dog

## Recommendations

- The Partnership should ask each agency how it records the voice of a child.
"""
ITEMS = {
    "The lorry was green and stood by the gate",
    "The gate was painted twice in one summer",
    "The keeper of the yard had a brown dog",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    paper = tmp_path / "smew.md"
    paper.write_text(TEXT, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        opened.add([paper])
        yield opened


def lessons(library: Library) -> set[str]:
    return {one.finding.text for one in library.findings() if one.finding.kind is Kind.LESSON}


def test_items_become_findings_of_the_named_kind_stay_when_read_again_and_go_with_undo(library: Library) -> None:
    (held,) = library.documents()
    assert [len(one.items) for one in library.correcting.unnamed_lists(held.id)] == [3]
    batch = library.make_correction(lambda desk: desk.name_heading(held.id, "rumours of the QUARRY", "lesson", "anna"))
    assert lessons(library) == ITEMS
    assert all(
        one.finding.heading[-1] == "Rumours of the quarry" for one in library.findings() if one.finding.text in ITEMS
    )
    assert library.correcting.unnamed_lists(held.id) == ()
    assert library.reread().troubles == ()
    assert lessons(library) == ITEMS
    library.make_correction(lambda desk: desk.undo(batch, "anna"))
    assert lessons(library) == set()


def test_a_heading_that_is_not_there_is_refused_with_those_that_are(library: Library) -> None:
    (held,) = library.documents()
    with pytest.raises(BadQuestion, match="There are lists under “Rumours of the quarry”"):
        library.correcting.name_heading(held.id, "Recommendations", "lesson", "anna")
    with pytest.raises(BadQuestion, match="'story' is no kind"):
        library.correcting.name_heading(held.id, "Rumours of the quarry", "story", "anna")


def test_the_command_names_a_heading(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (held,) = library.documents()
    monkeypatch.setenv("KB_DATA", str(tmp_path / "library"))
    assert main(["amend", "heading", held.id, "Rumours of the quarry", "--kind", "lesson"]) == 0
    assert lessons(library) == ITEMS
