"""Letters that count as numbers do."""

from __future__ import annotations

import pytest

from ingest.structure.letter_runs import count_in_letters, lettered_paragraphs

TOLD = "It was done in May."


@pytest.mark.parametrize(
    ("texts", "counted"),
    [
        (("A", "B", "C"), True),
        (("(e)", "(f)", "(g)"), True),
        (("R", "A", "G"), False),
        (("a", "b"), False),
        (("a", "b", "see c"), False),
    ],
)
def test_letters_count_where_none_is_left_out(texts: tuple[str, ...], counted: bool) -> None:
    assert count_in_letters(texts) is counted


def test_lettered_paragraphs_with_others_below_are_counted() -> None:
    texts = ("Paper C was heard.", "A. Ferries should ring.", TOLD, "B. Docks to write.", TOLD, TOLD, "C. Ask.", TOLD)
    assert lettered_paragraphs(texts) == {1: "A.", 3: "B.", 6: "C."}


@pytest.mark.parametrize(
    "texts",
    [
        ("A. Ferries", "B. Docks", "C. Lighthouses", TOLD),
        ("A. Ferries", TOLD, "B. Docks", TOLD),
        ("A. Ferries", TOLD, "C. Docks", TOLD, "D. Lighthouses", TOLD),
        ("A ferry left.", TOLD, "B flats were shut.", TOLD, "C wing too.", TOLD),
    ],
    ids=["a list", "two", "one left out", "words"],
)
def test_other_paragraphs_are_not(texts: tuple[str, ...]) -> None:
    assert lettered_paragraphs(texts) == {}
