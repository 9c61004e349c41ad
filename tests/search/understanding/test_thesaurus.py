"""What words may also be called: synonyms, short and long forms, themes, values of facets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.text.tokens import stems
from kb.vocabulary import Cues, Theme, load
from search.understanding.thesaurus import Thesaurus, everyday_sayings, thesaurus, words_of
from tests.search.makers import vocabulary

POND = Theme("pond", "Ponds", "harm", "Where water is a danger.", Cues(strong=("unfenced gardens",)))


@pytest.fixture
def words() -> Thesaurus:
    """The thesaurus of the small vocabulary."""
    return thesaurus(vocabulary())


def sayings_of(words: Thesaurus, *run: str, printed: str = "") -> set[str]:
    return {saying.text for saying in words.sayings(run, printed or " ".join(run))}


def test_each_of_a_group_may_be_said_as_the_others_and_never_as_itself(words: Thesaurus) -> None:
    assert {"moved address", "housing move"} <= sayings_of(words, "rehous")
    assert "rehoused" in sayings_of(words, "move", "address")
    assert "rehoused" not in sayings_of(words, "rehous")


def test_a_short_form_is_known_by_its_capitals_and_stands_for_what_its_long_form_may_be_called(
    words: Thesaurus,
) -> None:
    assert {"was not brought", "did not attend", "missed appointment"} <= sayings_of(words, "wnb", printed="WNB")
    assert "was not brought" in sayings_of(words, "wnb", printed="wnb")
    assert "special educational needs and disabilities" in sayings_of(words, "send", printed="SEND")
    assert "special educational needs and disabilities" not in sayings_of(words, "send", printed="send"), (
        "an ordinary word"
    )


def test_a_long_form_may_be_said_by_its_short_form(words: Thesaurus) -> None:
    assert "CPP" in sayings_of(words, "child", "protect", "plan")
    assert "SEND" not in sayings_of(words, "special", "educ", "need", "and", "disabl"), (
        "nobody looks for an ordinary word so"
    )


def test_a_value_of_a_facet_is_known_by_slug_and_label_however_typed(words: Thesaurus) -> None:
    assert words.value("theme", "Housing  MOVES") == "housing-moves"
    assert words.value("theme", "housing-moves") == "housing-moves"
    assert words.value("theme", "gardens") is None
    assert words.value("area", "Anywhere") == "Anywhere", "a facet without a list holds whatever is typed"


def test_themes_are_named_by_label_and_other_names(words: Thesaurus) -> None:
    assert words.themes["hous", "move"] == ("housing-moves",)
    assert words.themes["miss", "appoint"] == ("was-not-brought",)
    assert words.labels["neglect"] == "Neglect"
    assert words.longest >= 4


def test_another_word_for_a_theme_names_it_unless_it_is_one_word_alone() -> None:
    told = thesaurus(replace(vocabulary(), synonyms=(("housing moves", "flitting", "changing homes"),)))
    assert told.themes[tuple(stems("changing homes"))] == ("housing-moves",)
    assert tuple(stems("flitting")) not in told.themes


def test_without_synonyms_a_word_is_only_what_it_is(words: Thesaurus) -> None:
    plain = words.without_synonyms()
    assert plain.sayings(("rehous",), "rehoused") == ()
    assert (plain.themes, plain.labels, plain.kind_signs) == ({}, {}, ())
    assert plain.value("theme", "Housing moves") == "housing-moves"


def test_words_of_names_are_more_surely_the_fields_than_those_of_cues() -> None:
    levels = words_of(replace(vocabulary(), themes={"pond": POND}))
    assert levels["ponds"] > levels["unfenced"] > levels["water"] > 0
    assert "da" not in levels, "the beginning of a word is none"


def test_only_a_short_form_of_letters_alone_may_have_full_stops() -> None:
    told = thesaurus(replace(vocabulary(), acronyms={"A&E": "accident and emergency", "CIN": "child in need"}))
    plain, dotted = (
        {saying.stems for saying in told.sayings(tuple(stems(long)), long)}
        for long in ("accident and emergency", "child in need")
    )
    assert () not in plain
    assert ("c", "i", "n") in dotted


def test_a_weak_theme_is_not_named_and_those_after_it_are() -> None:
    weak = replace(POND, slug="water", label="Water everywhere", weak=True)
    told = thesaurus(replace(vocabulary(), themes={"water": weak, "pond": POND}))
    assert told.themes[tuple(stems("Ponds"))] == ("pond",)
    assert tuple(stems("Water everywhere")) not in told.themes


def test_where_no_saying_with_room_begins_nothing_is_spread(words: Thesaurus) -> None:
    assert words.spread_at(("weather",)) == (0, None)


def test_a_name_may_begin_with_a_short_form_of_its_first_words() -> None:
    told = thesaurus(
        replace(vocabulary(), acronyms={"EHC": "education health care", "EHCP": "education health care plan"})
    )
    assert {"EHCP", "education health care plan"} <= sayings_of(told, "ehc", "plan")
    assert not sayings_of(told, "ehc", "meet")


@pytest.mark.parametrize("printed", ["CIN", "cin", "CINs", "CIN's", "cin’s"])
def test_a_short_form_is_known_of_several_and_of_an_owner(printed: str) -> None:
    told = thesaurus(replace(vocabulary(), acronyms={"CIN": "child in need"}))
    assert told.short_form(printed)
    assert not told.short_form("cinema")


@pytest.mark.parametrize(("one", "other"), [("surgery", "surgeries"), ("overdose", "overdosed")])
def test_two_everyday_words_of_one_stem_have_what_is_said_of_either(one: str, other: str) -> None:
    known, said = thesaurus(load()), everyday_sayings()
    both = {saying.stems for word in (one, other) for saying in said[word]}
    assert said[one] != said[other]
    assert both <= {saying.stems for saying in known.also[tuple(stems(one))]}
