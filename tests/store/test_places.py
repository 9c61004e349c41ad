"""Words that a person typed are found as they are printed."""

from __future__ import annotations

import pytest

from kb.core.document import Document
from kb.store.places import locate_as_printed

TEXT = (
    "The child\u2019s nursery rang twice and nobody rang back. The panel asked "
    "\u201cwho lives here?\u201d at each visit.\n"
    "The 2019\u201321 plan, which the child\u2019s nursery rang\nabout, was closed."
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("The child\u2019s nursery rang twice", "The child\u2019s nursery rang twice"),
        ("The child's nursery rang twice.", "The child\u2019s nursery rang twice"),
        ("nobody  rang\nback.", "nobody  rang\nback."),  # words as they are, parted by other blanks
        ('asked "who lives here?" at each visit', "asked \u201cwho lives here?\u201d at each visit"),
        ("The 2019-21 plan.", "The 2019\u201321 plan"),
    ],
)
def test_a_keyboards_marks_and_a_last_full_stop_do_not_count(typed: str, printed: str) -> None:
    found = locate_as_printed(Document("a", "", "md", TEXT), typed, 0)
    assert found is not None
    assert found[0] == printed


def test_of_several_places_the_nearest_is_taken() -> None:
    found = locate_as_printed(Document("a", "", "md", TEXT), "child's nursery rang", len(TEXT))
    assert found == ("child\u2019s nursery rang", TEXT.rindex("child"))


@pytest.mark.parametrize(
    "typed", ["nobody rang them", "", "nobody rang back!", "Nobody rang back", "The panel ask.", "'s nurse"]
)
def test_other_words_are_nowhere(typed: str) -> None:
    assert locate_as_printed(Document("a", "", "md", TEXT), typed, 0) is None
