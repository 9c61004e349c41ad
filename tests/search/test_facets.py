"""Facets, each declared once."""

from __future__ import annotations

from search import Count, IndexEntry
from search.facets import COUNTED, FACETS, fold, in_order
from tests.search.makers import entry, vocabulary

VOCABULARY = vocabulary()


def test_every_facet_says_what_it_is() -> None:
    for name, facet in FACETS.items():
        assert facet.name == name
        assert facet.label[0].isupper()
        assert (name in COUNTED) == facet.counted


def test_what_is_not_stated_has_no_value() -> None:
    bare = IndexEntry(number=1, id="f1", document="d1", review="ash", body="Nobody asked.")
    values = {name: FACETS[name].values(bare) for name in COUNTED}
    told = {name for name, found in values.items() if found}
    assert told == {name for name in COUNTED if set(FACETS[name].labels(VOCABULARY)) == {"yes", "no"}}


def test_only_facets_of_many_values_have_several() -> None:
    full = entry(themes=("neglect", "neglect", "housing-moves"), agencies=("police", "school"), year=2019)
    several = {name for name, facet in FACETS.items() if len(facet.values(full)) > 1}
    assert several == {name for name, facet in FACETS.items() if facet.many} >= {"theme", "agency"}
    assert FACETS["theme"].values(full) == ("neglect", "housing-moves")


def test_values_have_words_where_the_vocabulary_has() -> None:
    assert FACETS["theme"].label_of("domestic-abuse", VOCABULARY) == "Domestic abuse"
    assert FACETS["area"].label_of("Ilde", VOCABULARY) == "Ilde"
    assert FACETS["answered"].label_of("yes", VOCABULARY) == "Yes"


def test_values_are_compared_without_case_hyphens_or_accents() -> None:
    assert fold("Domestic-Abuse") == fold("domestic abuse") == fold(" DOMESTIC_ABUSE ")
    assert fold("Ynys Môn") == fold("ynys mon")


def test_counts_come_by_number_and_years_by_year() -> None:
    counts = [Count("a", 1, 1), Count("c", 2, 1), Count("b", 2, 2)]
    assert [c.value for c in in_order("area", counts, ())] == ["b", "c", "a"]
    years = [Count("2012", 5, 1), Count("2019", 1, 1)]
    assert [c.value for c in in_order("year", years, ())] == ["2019", "2012"]


def test_a_choice_that_nothing_has_can_be_undone() -> None:
    assert in_order("area", [Count("a", 1, 1)], ("x",)) == (Count("a", 1, 1), Count("x", 0, 0, chosen=True))
