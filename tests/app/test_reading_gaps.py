"""What the reading of a document left out is worked out once for a text, and again for another text."""

from __future__ import annotations

from dataclasses import replace

from ingest.readers import read
from kb.app.reading_gaps import ReadingGaps
from kb.vocabulary import load

TEXT = """# Child Smew

## Rumours of the quarry

- The lorry was green and stood by the gate
- The gate was painted twice in one summer
- The keeper of the yard had a brown dog

## How the agencies worked together

The visits of the health visitor were seldom shared. The school could perhaps have asked more of the family.
"""


def test_a_text_is_looked_through_once_and_another_of_the_same_document_anew() -> None:
    gaps, document = ReadingGaps(load()), read(TEXT.encode(), "smew.md")
    lists, near = gaps.lists("smew", document), gaps.near_misses("smew", document)
    assert [one.heading[-1] for one in lists] == ["Rumours of the quarry"]
    same = replace(document)
    assert gaps.lists("smew", same) is lists
    assert gaps.near_misses("smew", same) is near
    other = read(TEXT.replace("Rumours", "Tales").encode(), "smew.md")
    assert [one.heading[-1] for one in gaps.lists("smew", other)] == ["Tales of the quarry"]
