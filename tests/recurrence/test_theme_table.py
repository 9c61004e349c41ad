"""Tables of themes: reviews are counted, never files or mentions."""

from __future__ import annotations

import pytest

from kb.recurrence import by_theme
from kb.vocabulary import load
from tests.recurrence.makers import make_holding


def test_a_review_with_three_mentions_counts_once() -> None:
    mentions = [make_holding(str(i), "x", review="one", themes=("neglect",), year=2019) for i in range(3)]
    row = by_theme(mentions, load()).rows[0]
    assert (row.reviews["2019"], row.findings["2019"], row.total_reviews) == (1, 3, 1)


def test_a_year_without_reviews_is_a_column_all_the_same() -> None:
    table = by_theme([make_holding("a", "x", year=2019), make_holding("b", "y", year=2022)], load())
    assert table.columns == ("2019", "2020", "2021", "2022")
    assert table.bases.get("2020", 0) == 0


def test_reviews_without_a_date_are_counted_as_left_out() -> None:
    table = by_theme([make_holding("a", "x", year=None, themes=("neglect",))], load())
    assert (table.rows, table.undated) == ((), 1)


def test_weak_themes_stand_last() -> None:
    held = [make_holding(str(i), "x", themes=("multi-agency-working",)) for i in range(3)]
    held.append(make_holding("n", "y", themes=("neglect",)))
    table = by_theme(held, load())
    assert [row.theme for row in table.rows] == ["neglect", "multi-agency-working"]


@pytest.mark.parametrize("by", ["area", "review_type"])
def test_the_columns_may_be_areas_or_review_types(by: str) -> None:
    held = [make_holding("a", "x", themes=("neglect",), area="Eastmere", review_type="serious-case-review")]
    assert by_theme(held, load(), by).all_reviews == 1


def test_an_empty_library_has_an_empty_table() -> None:
    assert by_theme([], load()).columns == ()
