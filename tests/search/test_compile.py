"""From a question to a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import Query
from search.compile import plan
from search.naming import names
from search.plan import (
    About,
    AtLeast,
    Best,
    Everything,
    Lift,
    Near,
    Node,
    Phrase,
    Plan,
    Prefix,
    Tagged,
    Term,
    Without,
    Years,
)
from search.ranking import RANKING, Ranking
from search.synonyms import thesaurus
from tests.search.makers import vocabulary

CORE_GROUP = Phrase(("core", "group"), exact=True)
THESAURUS = thesaurus(vocabulary())


def planned(text: str, **choices: object) -> Plan:
    query = Query(text, **choices)  # type: ignore[arg-type]  # the test names fields of Query
    return plan(query, THESAURUS, Ranking(close=0))


def term(word: str) -> Term:
    return Term(word)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("lamp", term("lamp")),
        ("the lamp of walls", AtLeast(2, (term("lamp"), term("wall")))),
        ("the of", AtLeast(2, (term("the"), term("of")))),
        ("lamp walls moulder rot", AtLeast(3, tuple(map(term, ("lamp", "wall", "moulder", "rot"))))),
        ("lamp lamp", term("lamp")),
        ('"lamp"', Term("lamp", exact=True)),
        ('"the walls"', Phrase(("the", "walls"), exact=True)),
        ('"walls falling"~4', Near(("wall", "fall"), 4)),
        ('"wall walls"~4', term("wall")),
        ("wall*", Prefix("wall")),
        ("title:walls", Term("wall", field="title")),
        ("-lamp", Without(term("lamp"))),
        ("kind:lesson", Tagged("kind", ("lesson",))),
        ("theme:'neglect'", Tagged("theme", ("neglect",))),
        ("theme:Domestic-Abuse", Tagged("theme", ("domestic-abuse",))),
        ("area:nowhere", Tagged("area", ("nowhere",))),
        ("year:2015..", Years(2015, None)),
        (
            'lamp "core group" walls',
            AtLeast(2, (CORE_GROUP, AtLeast(2, (term("lamp"), term("wall"))))),
        ),
    ],
)
def test_nodes(text: str, node: Node) -> None:
    assert planned(text).node == node


def test_most_words_are_more_than_half_and_any_is_ready_for_when_few_match() -> None:
    asked = planned("lamp walls moulder")
    words = tuple(map(term, ("lamp", "wall", "moulder")))
    assert asked.node == AtLeast(2, words)
    assert asked.looser == AtLeast(1, words)
    assert planned("lamp walls moulder", match="all").node == AtLeast(3, words)
    assert planned("lamp walls moulder", match="all").looser is None
    assert planned("lamp").looser is None


def test_words_typed_next_to_each_other_add_points_where_they_stand_close() -> None:
    node = plan(Query("lamp walls"), THESAURUS, Ranking(close=20, close_by=3)).node
    assert node == Lift(AtLeast(2, (term("lamp"), term("wall"))), Near(("lamp", "wall"), 3), 20)
    assert plan(Query("lamp lamp"), THESAURUS).node == term("lamp")


def test_filters_and_refusals_stay_firm_when_words_are_loosened() -> None:
    asked = planned('lamp walls "core group" kind:lesson -mould')
    assert isinstance(asked.looser, AtLeast)
    assert asked.looser.count == len(asked.looser.parts) == 3
    assert Without(term("mould")) in asked.looser.parts
    assert Tagged("kind", ("lesson",)) in asked.looser.parts


def test_a_run_that_the_vocabulary_knows_is_one_part_with_alternatives() -> None:
    node = planned("mum lamp").node
    assert node == AtLeast(2, (Best(((term("mum"), 100), (term("mother"), 100))), term("lamp")))


def test_a_phrase_stays_a_phrase_and_brings_its_short_form() -> None:
    asked = planned("child protection plan")
    assert isinstance(asked.node, Best)
    assert (term("cpp"), RANKING.synonym) in asked.node.parts
    assert asked.also == ("CPP",)
    back = planned("CPP").node
    assert isinstance(back, Best)
    assert (Phrase(("child", "protect", "plan")), RANKING.synonym) in back.parts


def test_a_short_form_that_is_an_ordinary_word_counts_in_capitals_only() -> None:
    assert planned("send").node == term("send")
    assert isinstance(planned("SEND").node, Best)
    assert "SEND" not in planned("special educational needs and disabilities").also


def test_words_that_name_a_theme_are_answered_by_its_tags_too() -> None:
    asked = planned("violence at home")
    assert isinstance(asked.node, AtLeast)
    assert asked.node.count == 1
    assert About("domestic-abuse") in asked.node.parts
    assert "Domestic abuse" in asked.also
    assert About("domestic-abuse") not in getattr(planned("violence at home", match="all").node, "parts", ())
    assert planned("violence at home", synonyms=False).also == ()


def test_a_theme_is_spoken_of_where_its_cues_are() -> None:
    found = names(vocabulary()).themes(["coerciv", "control"], floor=1.0, margin=0.75)
    assert list(found) == ["domestic-abuse"]
    assert names(vocabulary()).themes(["zebra"], floor=1.0, margin=0.75) == {}


def test_a_value_that_there_is_not_is_searched_as_words_with_a_notice() -> None:
    asked = planned("theme:colours")
    assert asked.node == term("colour")
    assert asked.notices == ("There is no theme called “colours”, so it was searched as words.",)


def test_a_notice_from_inside_a_refusal_is_told() -> None:
    assert len(planned("lamp -theme:colours").notices) == 1


def test_highlights_are_what_was_typed_and_meant_but_not_what_was_refused() -> None:
    asked = planned('mum "was not" wall* -lamp')
    assert set(asked.highlights) == {"mum", "mother", '"was not', "wall*"}


def test_the_frame_is_passed_on() -> None:
    query = Query("lamp", filters={"kind": ("lesson", "lesson"), "area": ()}, years=(2012, None), sort="newest", page=2)
    asked = plan(replace(query, facets=("kind",), group="reviews", size=5), THESAURUS)
    assert asked.filters == {"kind": ("lesson",)}
    assert (asked.years, asked.sort, asked.page, asked.size, asked.group) == ((2012, None), "newest", 2, 5, "reviews")
    assert asked.facets == ("kind",)
    assert asked.typed == ("lamp",)
