"""Which words of a question are surely misspelt."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search.understanding.correction import is_of_field, put_places_right, put_right

VOCABULARY = load()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("visits in Nortby", "visits in Northby"),
        ("Nortby, and Eastvile", "Northby, and Eastville"),
        ("visits in Northby", ""),  # held: nothing to put right
        ("Marsh school", ""),
        ("ferries", ""),
    ],
)
def test_a_place_is_put_right_where_one_area_alone_is_near(text: str, right: str) -> None:
    unheld = {"nortby", "eastvile", "marsh", "ferries"}
    assert put_places_right(text, unheld, ["Northby", "Eastville", "Ilde"]) == right


def test_a_place_near_two_areas_or_held_stays() -> None:
    assert put_places_right("Harfeld", {"harfeld"}, ["Harfield", "Hartfeld"]) == ""
    assert put_places_right("Nortby", set(), ["Northby"]) == ""
    assert put_places_right("Ilda", {"ilda"}, ["Ilde"]) == ""  # a name of four letters


@pytest.mark.parametrize(
    ("text", "likely", "right"),
    [
        ("housing neglekt", "housing neglect", ("housing neglect", True)),
        ("neglect", "neglect", ("", False)),
        ("two words", "one", ("", False)),
        ("“neglekt”", "neglect", ("", False)),  # in the language of questions
        ("the Neglekt case", "the neglect case", ("the neglect case", False)),  # it may be a name
        ("NEGLEKT", "neglect", ("neglect", True)),
        ("many long words before neglct here", "many long words before neglect here", None),
    ],
)
def test_a_sure_mistake_is_put_right(text: str, likely: str, right: tuple[str, bool] | None) -> None:
    if right is not None:
        assert put_right(text, likely, VOCABULARY) == right
    else:
        assert put_right(text, likely, VOCABULARY)[0] == likely


def test_words_of_titles_and_of_the_vocabulary_are_no_mistakes() -> None:
    assert put_right("neglekt", "neglect", VOCABULARY, frozenset({"neglekt"})) == ("", False)
    assert put_right("quiz", "quit", VOCABULARY) == ("", False)


def test_an_unsure_mistake_is_offered_in_a_brief_question_alone() -> None:
    assert put_right("ferrys", "ferries", VOCABULARY) == ("ferries", False)
    assert put_right("ferrys for our school teams", "ferries for our school teams", VOCABULARY) == ("", False)


def test_a_word_of_a_name_or_cue_is_the_field_s() -> None:
    assert is_of_field("neglect", VOCABULARY)
    assert not is_of_field("lighthouse", VOCABULARY)


def test_a_long_question_has_its_sure_mistake_put_right_after_one_that_is_not() -> None:
    typed = "ferrys for our school teams and neglekt"
    assert put_right(typed, "ferries for our school teams and neglect", VOCABULARY)[0] == (
        "ferrys for our school teams and neglect"
    )
