"""A case and its dated events cite their documents as these are called now."""

from __future__ import annotations

from pathlib import Path

from kb.app.library import Library
from kb.core.settings import Settings
from kb.vocabulary.labels import document
from tests.papers import paper

WREN = """# Serious case review: Wren

## What happened

Wren was four months old and lived with her mother in one room above a shop in Fenmere.

On 4 March 2018 a neighbour rung for help. Wren died from a skull fracture in June 2018.
"""


def names(library: Library, slug: str) -> set[str]:
    review, story = library.review(slug), library.story(slug)
    assert story is not None
    events = library.timeline(slug)
    assert events
    return {document(held, review) for held in (story.document, *(one.document for one in events))}


def test_a_case_cites_a_document_by_the_title_that_a_person_gave_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "library")
    with Library.open(settings) as library, Library.open(settings, elsewhere=True) as other:
        held = library.document(library.add([paper(tmp_path, "wren.md", WREN)]).outcomes[0].document_id)
        for one in (library, other):
            assert "A child in Fenmere" not in names(one, held.review)
        library.make_correction(lambda desk: desk.describe(held.id, [("title", "A child in Fenmere")], "anna"))
        for one in (library, other):
            assert names(one, held.review) == {"A child in Fenmere"}
