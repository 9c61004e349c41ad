"""Agencies that a question names, by the names of a small vocabulary."""

from __future__ import annotations

from dataclasses import replace

from kb.vocabulary.values import VocabularyEntry
from search.understanding.asked_places import agencies_named, agency_of, agency_to_act, agency_told
from tests.search.makers import vocabulary

FEW = replace(
    vocabulary(),
    agencies={"quay": VocabularyEntry("quay", "Harbour"), "watch": VocabularyEntry("watch", "Harbour watch")},
)


def test_the_longest_name_is_the_agency_that_a_question_begins_with() -> None:
    told = agency_told("the harbour watch on lanterns", FEW)
    assert told is not None
    assert (told[0], told[1]["agency"]) == ("watch", "harbour watch")
    assert agency_told("lanterns of the harbour", FEW) is None


def test_an_agency_is_named_with_a_hyphen_or_for_several() -> None:
    assert agencies_named("Harbour-watch and harbours of the north", FEW) == ("Harbour-watch", "harbours")
    assert [agency_of(one, FEW) for one in ("Harbour-watch", "harbours")] == ["watch", "quay"]


def test_what_an_agency_should_do_names_it() -> None:
    asked = agency_to_act(FEW).match("what should the harbour watch do about lanterns")
    assert asked is not None
    assert asked["agency"] == "harbour watch"
