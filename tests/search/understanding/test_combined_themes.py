"""Several themes of one question: which they are, and the question for findings that have all of them."""

from __future__ import annotations

import pytest

from search import Query, limits
from search.understanding.combined_themes import every, groups, named_by, order_by_words
from tests.search.makers import vocabulary

WORDS = vocabulary()
BOTH = (("neglect",), ("domestic-abuse",))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        (Query("neglect and domestic abuse"), BOTH),
        (Query("neglect and domestic abuse", synonyms=False), ()),
        (Query('"neglect" and domestic abuse'), ()),
        (Query("neglect"), ()),
        (Query("damp", filters={"theme": ("neglect", "housing-moves")}), (("neglect",), ("housing-moves",))),
        (Query("neglect and domestic abuse", filters={"theme": ("neglect",)}), ()),
        (
            Query("neglect, domestic abuse, housing moves, missed appointments"),
            (("neglect",), ("domestic-abuse",), ("housing-moves",)),
        ),
    ],
)
def test_themes_are_ticked_or_named_and_three_at_most(query: Query, named: tuple[tuple[str, ...], ...]) -> None:
    assert groups(query, WORDS) == named


def test_every_theme_must_be_there_and_the_words_only_order() -> None:
    asked = every(Query("neglect (and) domestic abuse", filters={"area": ("Ilde",)}), BOTH)
    assert asked.text == (
        "(theme:neglect) AND (theme:domestic-abuse) AND "
        "((neglect  and  domestic abuse) OR ((theme:neglect) AND (theme:domestic-abuse)))"
    )
    assert (asked.match, asked.filters) == ("any", {"area": ("Ilde",)})


def test_ticked_themes_leave_the_filters_and_stand_before_the_words() -> None:
    ticked = Query("damp", filters={"theme": ("neglect", "domestic-abuse"), "year": ("2019",)})
    asked = every(ticked, BOTH)
    assert asked.text == "(theme:neglect) AND (theme:domestic-abuse) AND (damp)"
    assert asked.filters == {"year": ("2019",)}
    assert every(Query("", filters=ticked.filters), BOTH).text == "(theme:neglect) AND (theme:domestic-abuse)"


def test_a_name_may_stand_for_several_themes() -> None:
    either = (("neglect", "housing-moves"), ("damp",))
    assert named_by(either) == "(theme:neglect OR theme:housing-moves) AND (theme:damp)"


def test_a_long_question_orders_by_as_many_whole_words_as_there_is_room_for() -> None:
    assert order_by_words(Query("one two three"), "x", 100) == "((one two three) OR (x))"
    assert order_by_words(Query("one two three"), "x", 13) == "((one two three) OR (x))"
    assert order_by_words(Query("one two three"), "x", 9) == "((one two) OR (x))"
    assert order_by_words(Query("one two three"), "x", 0) == "(x)"
    assert order_by_words(Query("one two three"), "x", -5) == "(x)"
    long = Query(f"neglect and domestic abuse {'damp ' * 500}".strip()[: limits.QUESTION_LENGTH])
    assert len(every(long, BOTH).text) <= limits.QUESTION_LENGTH
