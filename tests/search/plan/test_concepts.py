"""What the parts of a question become in a plan: names, compounds, lists, ages, short forms and themes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import Query
from search.plan.compile import plan
from search.plan.nodes import (
    AtLeast,
    BestOf,
    EveryEntry,
    FacetMatch,
    Lift,
    NearWords,
    Node,
    Phrase,
    ThemeMatch,
)
from search.ranking import RANKING, Ranking
from search.understanding.implied_themes import theme_words
from tests.search.makers import vocabulary
from tests.search.plan.plans import make_plan, term, words_known


def test_a_place_is_looked_for_among_areas_as_well() -> None:
    words = AtLeast(2, (term("west"), term("sussex")))
    place = BestOf(((words, 100), (FacetMatch("area", ("West Sussex",), RANKING.area), 100)))
    assert make_plan("lamps in West Sussex").node == AtLeast(2, (term("lamp"), place))
    assert make_plan("lamps in west sussex").node == AtLeast(2, tuple(map(term, ("lamp", "west", "sussex"))))
    assert "area" not in repr(make_plan("Lamps In Sussex").node), "a heading says nothing by its capitals"


def test_a_compound_is_found_parted_and_joined() -> None:
    parted = Phrase(("multi", "lamp"))
    assert make_plan("multilamp").node == BestOf(((term("multilamp"), 100), (parted, 100)))
    for text in ("multi-lamps", "multi lamps"):
        assert make_plan(text).node == BestOf(((parted, 100), (term("multilamp"), 100)))
    assert make_plan("multi-lamps", synonyms=False).node == parted


def test_a_compound_is_one_word_whose_parts_alone_are_not_meant() -> None:
    asked = make_plan("self-lamp")
    assert asked.looser == ()
    assert term("self") not in getattr(make_plan("self-lamp", match="any").node, "parts", ())
    assert asked.highlights[0] == "self lamp"
    small = Phrase(("over", "lamp"))
    assert make_plan("over-lamp").node == BestOf(((small, 100), (term("overlamp"), 100))), (
        "a compound keeps its small words"
    )


def test_the_words_of_a_name_are_worth_less_where_they_stand_apart() -> None:
    node = make_plan("child protection plan").node
    assert isinstance(node, BestOf)
    stemmed = ("child", "protect", "plan")
    assert node.parts[0] == (NearWords(stemmed, RANKING.name_by), 100)
    assert node.parts[1] == (AtLeast(3, tuple(map(term, stemmed))), RANKING.apart)


def test_a_theme_named_by_another_of_its_names_brings_less_than_by_its_own() -> None:
    assert make_plan("domestic abuse").node.parts[1] == ThemeMatch("domestic-abuse")  # type: ignore[union-attr]
    wider = BestOf(((ThemeMatch("domestic-abuse"), RANKING.wider),))
    assert wider in make_plan("violence at home").node.parts  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["they would not let me in", "she won't let the lamp lighter in", "never let us in"])
def test_everyday_words_may_have_others_between_them(text: str) -> None:
    asked = make_plan(text)
    assert "refused access" in asked.also
    assert (Phrase(("refus", "access")), RANKING.synonym) in getattr(asked.node, "parts", ()) + getattr(
        getattr(asked.node, "node", None), "parts", ()
    )
    assert "refused access" not in make_plan("let us hold a meeting about lamps in").also
    assert "refused access" not in make_plan("not let us hold a long meeting in").also, "no more than three words"


def test_agencies_of_a_list_with_or_are_one_part_and_others_are_several() -> None:
    known = replace(words_known(), agencies=frozenset({("warden",), ("pilot",), ("keeper",)}))

    def parts(text: str) -> Node:
        return plan(Query(text), known, Ranking(close=0, sentence=0)).node

    lamp, warden, pilot, keeper = map(term, ("lamp", "warden", "pilot", "keeper"))
    either = BestOf(((warden, 100), (pilot, 100)))
    assert parts("lamp warden or pilot") == AtLeast(2, (lamp, either))
    assert parts("lamp by a warden, pilot or a keeper") == AtLeast(
        2, (lamp, BestOf(((warden, 100), (pilot, 100), (keeper, 100))))
    )
    assert parts("lamp warden and pilot") == AtLeast(2, (lamp, warden, pilot))
    assert parts("warden or lamp") == AtLeast(2, (warden, lamp))


@pytest.mark.parametrize("text", ["two year old lamp", "lamp of a six-month-old"])
def test_an_age_is_not_looked_for_beside_other_words(text: str) -> None:
    assert make_plan(text).node == term("lamp")


def test_an_age_alone_is_looked_for() -> None:
    assert make_plan("two year old").node != EveryEntry()


def test_a_word_that_the_vocabulary_has_not_is_noted_with_the_nearest_that_it_has() -> None:
    assert make_plan("coercve lamp control").typed == {"coercve": "coercive", "lamp": ""}


def test_words_typed_next_to_each_other_add_points_where_they_stand_close() -> None:
    node = plan(Query("lamp walls"), words_known(), Ranking(close=20, close_by=3, sentence=0)).node
    assert node == Lift(AtLeast(2, (term("lamp"), term("wall"))), NearWords(("lamp", "wall"), 3), 20)
    assert plan(Query("lamp lamp"), words_known()).node == term("lamp")


def test_a_run_that_the_vocabulary_knows_is_one_part_with_alternatives() -> None:
    node = make_plan("mum lamp").node
    assert node == AtLeast(2, (BestOf(((term("mum"), 100), (term("mother"), 100))), term("lamp")))


def test_a_phrase_stays_a_phrase_and_brings_its_short_form() -> None:
    asked = make_plan("child protection plan")
    assert isinstance(asked.node, BestOf)
    assert (term("cpp"), RANKING.synonym) in asked.node.parts
    assert asked.also == ("CPP",)
    back = make_plan("CPP").node
    assert isinstance(back, BestOf)
    assert (Phrase(("child", "protect", "plan")), RANKING.synonym) in back.parts


def test_a_short_form_that_is_an_ordinary_word_counts_in_capitals_only() -> None:
    assert make_plan("send").node == term("send")
    assert isinstance(make_plan("SEND").node, BestOf)
    assert "SEND" not in make_plan("special educational needs and disabilities").also


def test_words_that_name_a_theme_are_answered_by_its_tags_too() -> None:
    asked = make_plan("violence at home")
    assert isinstance(asked.node, AtLeast)
    assert asked.node.count == 1
    assert "theme='domestic-abuse'" in repr(asked.node.parts[1])
    assert "Domestic abuse" in asked.also
    strict = make_plan("violence at home", match="all").node
    assert isinstance(strict, Lift), "its findings may come first, but a theme alone does not match"
    assert "ThemeMatch" not in repr(strict.node)
    assert make_plan("violence at home", synonyms=False).also == ()


def test_a_theme_is_spoken_of_where_its_cues_are() -> None:
    found = theme_words(vocabulary()).themes(["coerciv", "control"], floor=1.0, margin=0.75)
    assert list(found) == ["domestic-abuse"]
    assert theme_words(vocabulary()).themes(["zebra"], floor=1.0, margin=0.75) == {}


def test_a_theme_is_shown_by_its_cues_the_longest_first() -> None:
    themes = theme_words(vocabulary())
    assert themes.themes_in("coercive control at home and unmet needs, or a DARA form") == ["domestic-abuse", "neglect"]
    assert themes.themes_in("a zebra") == []


@pytest.mark.parametrize(
    "common", ["information", "abuse", "parents", "control of it", "in charge", "section", "meeting"]
)
def test_everyday_words_that_share_a_stem_with_others_do_not_widen_them(common: str) -> None:
    assert not [
        told for told in make_plan(f"lamp {common}").also if told in ("informed", "perpetrator", "parenting skills")
    ]
