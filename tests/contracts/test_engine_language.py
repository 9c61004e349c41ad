"""What words and filters mean, the same in every search engine."""

from __future__ import annotations

import pytest

from search import Engine, Query, limits
from tests.contracts.engines import STOCK, find_ids, ids
from tests.search.makers import entry

# What words mean


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("moves", [1, 4]),  # stems
        ('"moved"', [1]),  # as written
        ('"was not brought"', [2]),
        ('"brought was not"', []),
        ("brought AND appointment", [2]),
        ("brought OR damp", [2, 3]),
        ("families -damp", [1]),
        ("famil*", [1, 3]),
        ("neglcet~1", [3]),
        ('"damp neglect"~4', [3]),
        ('"damp neglect"~0', []),
        ("title:rowan", [3]),
        ("rowan", [2, 3]),
        ("heading:rowan", [2]),
        ("kind:action", [4]),
        ("theme:neglect", [3]),
        ("area:ilde", [4]),
        ("year:2020..", [4]),
        ("year:2015..2019 moved", [1]),
        ("(damp OR moved) NOT (title:rowan)", [1, 4]),
        ("infant", [4]),  # a synonym of "baby"
    ],
)
def test_the_language(stocked_engine: Engine, text: str, wanted: list[int]) -> None:
    assert find_ids(stocked_engine, text) == [f"f{number:05}" for number in wanted]


def test_synonyms_can_be_turned_off(engine: Engine) -> None:
    engine.put([entry(1, "Mum was alone"), entry(2, "Mother was alone")], mark=1)
    assert find_ids(engine, "mum") == ["f00001", "f00002"]
    assert find_ids(engine, "mum", synonyms=False) == ["f00001"]
    assert engine.search(Query("mum")).also == ("mother",)
    assert engine.search(Query("mum", synonyms=False)).also == ()


def test_words_that_name_a_theme_find_what_is_tagged_with_it(engine: Engine) -> None:
    engine.put([entry(1, "She feared him", themes=("domestic-abuse",)), entry(2, "Plain words")], mark=1)
    assert find_ids(engine, "violence at home") == ["f00001"]
    assert "Domestic abuse" in engine.search(Query("violence at home")).also


def test_few_matches_of_most_words_are_loosened_with_a_notice(engine: Engine) -> None:
    engine.put([entry(1, "damp ladder school"), entry(2, "damp only"), entry(3, "police")], mark=1)
    loosened = engine.search(Query("damp ladder school"))
    assert sorted(ids(loosened)) == ["f00001", "f00002"]
    assert any("Not many" in notice for notice in loosened.notices)
    strict = engine.search(Query("damp ladder school", match="all"))
    assert (ids(strict), strict.notices) == (["f00001"], ())


def test_enough_matches_of_most_words_are_not_loosened(engine: Engine) -> None:
    both = [entry(number, "damp ladder") for number in range(1, limits.FEW_RESULTS + 1)]
    engine.put([*both, entry(999, "damp alone")], mark=1)
    results = engine.search(Query("damp ladder", size=100))
    assert results.total == limits.FEW_RESULTS
    assert results.notices == ()


def test_a_long_question_shows_what_holds_its_telling_words_and_leaves_the_rest(engine: Engine) -> None:
    common = [entry(number, "family meeting held") for number in range(1, 61)]
    told = [entry(number, "the bailiff came to the family") for number in range(101, 104)]
    near = [entry(201, "a bailiff with a ladder"), entry(202, "ladder alone")]
    engine.put([*common, *told, *near], mark=1)
    results = engine.search(
        Query("what did reviews say about the bailiff and the ladder at the family meeting held", size=100)
    )
    assert sorted(ids(results)) == ["f00101", "f00102", "f00103", "f00201", "f00202"]
    assert results.total == 5, "sixty findings with two everyday words are no answer"
    assert [notice for notice in results.notices if "most important" in notice or "one or two of them" in notice]


def test_a_question_that_only_single_words_answer_is_answered_by_them(engine: Engine) -> None:
    engine.put([entry(1, "a bailiff"), entry(2, "a ladder"), entry(3, "a candle"), entry(4, "nothing of it")], mark=1)
    assert find_ids(engine, "bailiff ladder candle lantern saucer kettle") == ["f00001", "f00002", "f00003"]


def test_an_area_typed_in_words_finds_what_is_of_it(engine: Engine) -> None:
    engine.put(
        [entry(1, "ladder", area="North Tarn"), entry(2, "ladder in the north, by a tarn"), entry(3, "ladder")], 1
    )
    assert find_ids(engine, "ladders in North Tarn")[:2] == ["f00001", "f00002"]


def test_years_in_words_come_first_and_do_not_filter(engine: Engine) -> None:
    engine.put([entry(1, "ladder", year=2010), entry(2, "ladder", year=2015), entry(3, "ladder")], 1)
    results = engine.search(Query("ladders since 2012"))
    assert sorted(ids(results)) == ["f00001", "f00002", "f00003"]
    assert ids(results)[0] == "f00002"
    assert [notice for notice in results.notices if "year:2012.." in notice]


def test_a_misspelt_word_is_put_right(engine: Engine) -> None:
    engine.put([entry(1, "The chronology was never shared")], mark=1)
    assert engine.search(Query("shared chronolgy")).did_you_mean == "shared chronology"
    assert engine.search(Query("shared chronologies")).did_you_mean == ""


def test_suggestions_put_themes_first_and_know_only_what_is_held(engine: Engine) -> None:
    engine.put([entry(1, "Housed at last, neglectful homes", themes=("housing-moves",))], mark=1)
    assert engine.suggest("hous") == ("Housing moves", "housed")
    assert engine.suggest("negl") == ("neglectful",)
    assert engine.suggest("neglectful ho") == ("neglectful homes", "neglectful housed")
    assert engine.suggest("") == engine.suggest("\x00") == engine.suggest("zzz") == ()


# Facets


def test_a_facets_own_choice_widens_and_others_narrow(engine: Engine) -> None:
    engine.put(
        [
            entry(1, "damp", kind="lesson", area="Ilde", review="a"),
            entry(2, "damp", kind="lesson", area="Ilde", review="a"),
            entry(3, "damp", kind="action", area="Ilde", review="b"),
            entry(4, "damp", kind="action", area="North Tarn", review="c"),
            entry(5, "dry", kind="action", area="Ilde", review="c"),
        ],
        mark=1,
    )
    results = engine.search(Query("damp", filters={"kind": ("lesson",), "area": ("Ilde",)}))
    assert results.total == 2
    assert results.reviews == 1
    counts = {
        name: [(c.value, c.findings, c.reviews, c.chosen) for c in results.facets[name]] for name in results.facets
    }
    assert counts["kind"] == [("lesson", 2, 1, True), ("action", 1, 1, False)]
    assert counts["area"] == [("Ilde", 2, 1, True)]
    both = engine.search(Query("damp", filters={"kind": ("lesson", "action")}))
    assert both.total == 4


def test_a_chosen_value_that_nothing_has_stays_in_the_list(engine: Engine) -> None:
    engine.put([entry(1, "damp")], mark=1)
    results = engine.search(Query("damp", filters={"theme": ("neglect",)}))
    assert results.total == 0
    assert [(c.value, c.findings, c.chosen) for c in results.facets["theme"]] == [("neglect", 0, True)]


def test_years_outside_the_range_are_still_counted(engine: Engine) -> None:
    engine.put([entry(1, "damp", year=2015), entry(2, "damp", year=2020), entry(3, "damp", year=None)], mark=1)
    results = engine.search(Query("damp", years=(2018, None)))
    assert ids(results) == ["f00002"]
    assert [(c.value, c.findings) for c in results.facets["year"]] == [("2020", 1), ("2015", 1)]
    assert [(c.value, c.findings) for c in results.facets["kind"]] == [("lesson", 1)]


def test_a_name_with_a_comma_is_one_value(engine: Engine) -> None:
    engine.put([entry(1, "damp", area="Bournemouth, Poole & Tarn 'Vale'")], mark=1)
    results = engine.search(Query(filters={"area": ("Bournemouth, Poole & Tarn 'Vale'",)}))
    assert [(c.value, c.findings) for c in results.facets["area"]] == [("Bournemouth, Poole & Tarn 'Vale'", 1)]


def test_what_is_near_in_meaning_is_found_beside_the_words_and_within_the_filters(engine: Engine) -> None:
    engine.put(STOCK, mark=1)
    damp, clinics = STOCK[2], STOCK[3]
    found = engine.search(Query("boroughs", nearest=(damp.id, clinics.id, "gone")))
    assert [hit.id for hit in found.hits] == [STOCK[0].id, damp.id, clinics.id]
    assert [hit.score for hit in found.hits[1:]] == [0, 0]
    assert found.total == sum(count.findings for count in found.facets["kind"]) == 3
    narrowed = engine.search(Query("boroughs", nearest=(damp.id, clinics.id), filters={"kind": ("action",)}))
    assert [hit.id for hit in narrowed.hits] == [clinics.id]
    again = engine.search(Query("boroughs", nearest=(STOCK[0].id,)))
    assert again.hits == engine.search(Query("boroughs")).hits


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    engine.put([entry(1, "damp")], mark=1)
    results = engine.search(Query("damp", facets=("kind",), count_reviews=False))
    assert {name: [(c.findings, c.reviews) for c in counts] for name, counts in results.facets.items()} == {
        "kind": [(1, 0)]
    }
