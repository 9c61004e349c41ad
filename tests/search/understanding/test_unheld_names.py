"""A scheme, a section or a place that nothing found bears is told, though all its words stand everywhere."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search.understanding.part_coverage import FoundText
from search.understanding.unheld_names import (
    FieldName,
    places_not_covered,
    spoken_names,
    unheld_names,
    with_ways,
    words_of_held_rows,
)

VOCABULARY = load()
PLACES = frozenset({"borders", "wendlebrook", "north wendlebrook", "reading"})
WORDS_OF_ALL = (
    "The right person cared for her and made the right enquiries under section 47 of the plan, in Marlow Vale.",
    "An operation was planned. Illness was fabricated by nobody; injuries were induced by none. The lantern was lent.",
)


def unheld(question: str, *texts: str, themes: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = [FoundText(text, themes) for text in texts or WORDS_OF_ALL]
    return unheld_names(question, found, VOCABULARY, lambda name: name.casefold() in PLACES)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Right Care Right Person", ("Right Care Right Person",)),
        ("right care right person and welfare checks", ("right care right person",)),
        ("section 42 enquiries", ("section 42",)),
        ("fabricated or induced illness", ("fabricated or induced illness",)),
        ("FII in schools", ("FII",)),
        ("what did the Lantern Lenders say", ("Lantern Lenders",)),
        ("Lending Lanterns programme", ("Lending Lanterns",)),  # a name may begin a question
        ("Marlow Lenders scheme for carers", ("Marlow Lenders",)),
        ("Marlow Vale programme", ()),
        ("Lantern lent by nobody", ()),
        ("falls in care homes", ("care homes",)),
        ("lanterns in wendlebrook", ("wendlebrook",)),
        ("North Wendlebrook lanterns", ("North Wendlebrook",)),
        ("the lantern was lent", ()),
        ("lanterns of Marlow Vale", ()),
        ("children crossing borders", ()),
        ("reading the plan", ()),  # a place and an ordinary word
        ("plans in Reading", ("Reading",)),
        ("Lantern Plans Made By Nobody", ()),  # a heading's capitals name nothing
    ],
)
def test_what_nobody_found_bears_is_reported(question: str, names: tuple[str, ...]) -> None:
    assert unheld(question) == names


def test_a_name_is_held_where_its_words_stand_in_a_row_of_names() -> None:
    row = "The crew met Bargee, Showman and Boatdweller families twice."
    assert unheld("advice on Bargee Boatdweller families", row) == ()
    assert unheld("advice on Bargees Showmen Boatdwellers", row) == ()
    assert unheld("advice on Bargee Lenders", row) == ("Bargee Lenders",)
    apart = "Bargee families came. The boatdweller left, and much later a Boatdweller was seen by a bargee."
    assert unheld("advice on Bargee Boatdweller families", apart) == ("Bargee Boatdweller",)


@pytest.mark.parametrize(
    ("question", "name", "text"),
    [
        (
            "staff used the Silver Otter Programme",
            "Silver Otter Programme",
            "The Silver Heron Programme was run twice.",
        ),
        ("Operation Silver Otter", "Operation Silver Otter", "Operation Silver Heron began in May."),
        ("Operation Otter", "Operation Otter", "Operation Heron began in Otter Lane."),
    ],
)
def test_another_name_with_most_of_the_same_words_is_no_row_of_names(question: str, name: str, text: str) -> None:
    assert unheld(question, text) == (name,)


def test_a_name_is_held_by_any_name_of_the_same_thing() -> None:
    assert unheld("FII in schools", "Fabricated and induced illness was suspected at the school.") == ("FII",)
    assert unheld("FII in schools", "A fabricated or induced illness was suspected at the school.") == ()
    assert unheld("Clare's Law", "She used the right to ask.") == ()
    assert unheld("falls in care homes", "A resident of the nursing home fell.") == ()
    assert unheld("falls in care homes", "She fell at home, and care was offered in the homes of others.") == (
        "care homes",
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("There were programmes for violent perpetrators.", True),
        ("A perpetrator finished two long programmes.", True),
        ("The programmes ended and perpetrators left.", False),
        ("A perpetrator was seen. Programmes are for parents.", False),
    ],
)
def test_two_plain_words_of_a_name_may_stand_apart_where_one_is_for_the_other(text: str, held: bool) -> None:
    assert unheld("perpetrator programmes", text) == (() if held else ("perpetrator programmes",))


def test_a_short_form_is_held_by_any_name_of_what_it_stands_for() -> None:
    assert unheld("attendance at ICPCs", "Doctors seldom came to a child protection conference.") == ()
    assert unheld("RCPC", "Police came to more child protection review conferences.") == ()
    assert unheld("RCPC", "The conference heard of a child. A review of protection followed.") == ("RCPC",)
    assert unheld("MARAC", "A conference of agencies assessed each risk.") == ("MARAC",)


def test_a_name_is_held_by_findings_on_a_theme_that_is_called_so() -> None:
    said = "Nobody asked what the boy made of his days."
    assert unheld("wishes and feelings", said) == ("wishes and feelings",)
    assert unheld("wishes and feelings", said, themes=("voice-lived-experience",)) == ()
    assert unheld("Operation Encompass", said, themes=("school-role", "domestic-abuse")) == ("Operation Encompass",)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("lessons from Wendlebrook", ("Wendlebrook",)),
        ("neglect in north wendlebrook", ("north wendlebrook",)),
        ("neglect in Marlow Vale", ()),  # no place on the list
        ("Wendlebrook protocol", ()),  # a name, and no place that is asked about
        ("housing in Reading", ()),  # covered
        ("babies in London", ()),  # has many areas in it
        ("Wendlebrook protocol copied from", ()),  # what ends a question leads to nothing
    ],
)
def test_a_place_that_no_area_or_title_has_is_told_as_not_covered(question: str, places: tuple[str, ...]) -> None:
    listed, held = PLACES | {"london"}, spoken_names(["Reading and district"])
    assert places_not_covered(question, held, lambda name: name.casefold() in listed) == places


def test_a_name_of_the_field_adds_each_way_to_say_it_once() -> None:
    name = FieldName("FII", (("fii",), ("fabric", "ill")))
    parts = {"FII": (("fii",),), "lantern": (("lantern",),)}
    assert with_ways(parts, [name]) == {"FII": (("fii",), ("fabric", "ill")), "lantern": (("lantern",),)}


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("advice on Gypsy and Traveller families", "Work with Gypsy, Roma and Traveller families.", ()),
        ("advice on Gypsy, Roma and Irish Traveller families", "Work with Gypsy, Roma and Traveller families.", ()),
        (
            "advice on Gypsy, Roma and Irish Traveller families",
            "Work with Roma families.",
            ("Gypsy, Roma and Irish Traveller",),
        ),
        ("help from Old Orchard and New Meadow", "The orchard is old. A meadow.", ("Old Orchard and New Meadow",)),
        ("what happened to Orla and Finn", "Finn was older than Orla.", ()),
        ("what happened to Orla and Finn", "Finn was older. He had a dog.", ("Orla and Finn",)),
        ("what happened to Orla and Finn", "Finn was older. Orla was not.", ("Orla and Finn",)),
    ],
)
def test_those_whom_a_name_joins_are_held_where_one_sentence_has_each(
    question: str, text: str, names: tuple[str, ...]
) -> None:
    assert unheld_names(question, [FoundText(text)], VOCABULARY, lambda place: False) == names


@pytest.mark.parametrize(
    "text", ["Sec. 117 aftercare began late.", "No s117 meeting was held.", "They met under S.117."]
)
def test_the_section_of_an_act_is_held_however_it_is_written(text: str) -> None:
    assert unheld("section 117", text) == ()
    assert unheld("section 117", "Section 17 was named on page 117.") == ("section 117",)


def test_a_name_that_begins_with_a_short_form_is_held_by_the_whole_in_either_form() -> None:
    assert unheld("EHC plan", "Her EHCP was late.") == ()
    assert unheld("EHC plan", "His education, health and care plan was late.") == ()
    assert unheld("EHC plan", "The plan for her health was late.") == ("EHC plan",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Work with Ashan, Birch and Elmer families.", {"ashan", "birch", "and", "upper", "elmer"}),
        ("Work with Elmer.", set()),
    ],
)
def test_no_name_of_a_row_that_is_held_is_missing(text: str, words: set[str]) -> None:
    assert words_of_held_rows("advice on Ashan, Birch and Upper Elmer families", [FoundText(text)]) == words
