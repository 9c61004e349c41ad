"""Tables of themes: reviews are counted, never files or mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Kind, Polarity
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


def test_what_went_well_is_a_second_figure_and_never_makes_a_theme_recur() -> None:
    held = [
        make_holding("a", "x", review="one", themes=("neglect",), year=2019),
        make_holding("b", "y", review="two", themes=("neglect",), year=2019, kind=Kind.GOOD_PRACTICE),
        make_holding("c", "z", review="two", themes=("neglect",), year=2019, kind=Kind.ACTION),
        make_holding("d", "w", review="three", themes=("housing-moves",), year=2019, kind=Kind.GOOD_PRACTICE),
    ]
    rows = {row.theme: row for row in by_theme(held, load()).rows}
    neglect, moves = rows["neglect"], rows["housing-moves"]
    assert (neglect.total_reviews, neglect.total_findings, neglect.total_praised) == (1, 1, 1)
    assert neglect.praised == {"2019": 1}
    assert (moves.total_reviews, moves.total_praised) == (0, 1)


def test_a_lesson_that_says_what_works_is_praise() -> None:
    lesson = make_holding("a", "x", themes=("neglect",), year=2019)
    well = replace(lesson, finding=replace(lesson.finding, polarity=Polarity.WORKING_WELL))
    (row,) = by_theme([well], load()).rows
    assert (row.total_reviews, row.total_praised) == (0, 1)


def test_of_one_kind_all_its_findings_count() -> None:
    done = make_holding("a", "x", themes=("neglect",), year=2019, kind=Kind.ACTION)
    assert by_theme([done], load()).rows == ()
    (row,) = by_theme([done], load(), every=True).rows
    assert row.total_reviews == 1


def test_inspections_are_counted_as_such() -> None:
    held = [make_holding("a", "x", year=2019), make_holding("b", "y", year=2019, review_type="inspection")]
    table = by_theme(held, load())
    assert (table.all_reviews, table.inspections) == (2, 1)


def test_of_themes_in_as_many_reviews_the_one_in_more_columns_stands_first() -> None:
    held = [
        make_holding("a", "x", themes=("neglect",), year=2019, review="one"),
        make_holding("b", "y", themes=("neglect",), year=2019, review="two"),
        make_holding("c", "x", themes=("recording",), year=2019, review="one"),
        make_holding("d", "y", themes=("recording",), year=2020, review="three"),
    ]
    assert [row.theme for row in by_theme(held, load()).rows] == ["recording", "neglect"]


def test_areas_with_most_reviews_stand_first_and_equal_ones_by_name() -> None:
    places = {"one": "Exby", "two": "Northby", "three": "Eastmere", "four": "Exby"}
    held = [make_holding(slug, "x", review=slug, area=area, themes=("neglect",)) for slug, area in places.items()]
    table = by_theme(held, load(), "area")
    assert (table.by, table.columns) == ("area", ("Exby", "Eastmere", "Northby"))


def test_reviews_that_may_be_one_case_stand_once_in_the_column_of_the_first() -> None:
    first = make_holding("a", "x", themes=("neglect",), year=2019, review="one", area="")
    later = make_holding("b", "y", themes=("neglect",), year=2021, review="two", area="Northby")
    later = replace(later, review=replace(later.review, counted_with="one"))
    table = by_theme([later, first], load())
    assert (table.columns, table.bases, table.all_reviews) == (("2019",), {"2019": 1}, 1)
    assert (table.rows[0].reviews, table.rows[0].total_findings) == ({"2019": 1}, 2)
    assert by_theme([later, first], load(), "area").bases == {"Northby": 1}  # the first states none


def test_each_inspection_of_a_column_is_counted_and_what_is_said_of_each_once() -> None:
    held = [
        make_holding(f"{slug}{n}", "x", review=slug, themes=("neglect",), year=2019, review_type="inspection")
        for slug in ("one", "two")
        for n in range(2)
    ]
    held.append(make_holding("case", "y", review="case", themes=("neglect",), year=2019))
    table = by_theme(held, load())
    assert (table.all_reviews, table.inspections, table.bases) == (3, 2, {"2019": 3})


def test_a_theme_that_the_vocabulary_no_longer_has_is_a_row_like_others() -> None:
    (row,) = by_theme([make_holding("a", "x", themes=("a-theme-of-before",), year=2019)], load()).rows
    assert (row.theme, row.weak, row.total_reviews) == ("a-theme-of-before", False, 1)
