"""Which parts of a plan are loosened where little is found, and which stay firm."""

from __future__ import annotations

from search import Query
from search.plan.compile import plan
from search.plan.loosen import FEW_WITH_QUOTES, STEPS
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    FacetMatch,
    Lift,
    ThemeMatch,
    Without,
)
from search.ranking import Ranking
from tests.search.plan.plans import CORE_GROUP, make_plan, term, words_known


def test_most_words_are_more_than_half_and_looser_steps_are_ready_for_when_few_match() -> None:
    asked = make_plan("lamp walls moulder")
    words = tuple(map(term, ("lamp", "wall", "moulder")))
    assert asked.node == AtLeast(2, words)
    assert [step.node for step in asked.looser] == [Enough(percent, words) for percent, _, _ in STEPS]
    assert asked.looser[-1].below == 1, "single words are only for questions that nothing else answers"
    assert make_plan("lamp walls moulder", match="all").node == AtLeast(3, words)
    assert make_plan("lamp walls moulder", match="any").node == AtLeast(1, words)
    assert make_plan("lamp walls moulder", match="all").looser == ()
    assert make_plan("lamp").looser == ()


def test_a_name_of_several_words_is_loosened_to_any_of_them_where_nothing_has_all() -> None:
    (step,) = make_plan("child protection plan").looser
    assert step.below == 1
    assert isinstance(step.node, BestOf)
    assert step.node.parts[0][0] == AtLeast(1, tuple(map(term, ("child", "protect", "plan"))))


def test_the_name_of_a_theme_is_never_loosened_to_one_of_its_words() -> None:
    assert make_plan("violence at home").looser == ()


def test_a_theme_stands_for_the_words_that_speak_of_it_when_loosened() -> None:
    asked = plan(Query("coercive lamp walls"), words_known(), Ranking(close=0, sentence=0, about_floor=1.0))
    loosened = asked.looser[0].node
    assert isinstance(loosened, Lift)
    assert isinstance(loosened.node, Enough)
    assert loosened.node.parts[0] == BestOf(((term("coerc"), 100), (ThemeMatch("domestic-abuse"), 0)))
    assert loosened.node.parts[1:] == (term("lamp"), term("wall"))


def test_quotes_stay_firm_until_nothing_has_them_and_then_it_is_reported() -> None:
    asked = make_plan('lamp walls "core group"')
    firm, (alone, few), words = (
        asked.looser[: len(STEPS)],
        asked.looser[len(STEPS) : len(STEPS) + 2],
        asked.looser[len(STEPS) + 2 :],
    )
    assert all(isinstance(step.node, AtLeast) and CORE_GROUP in step.node.parts for step in firm)
    assert isinstance(alone.node, Lift)
    assert alone.node.node == CORE_GROUP
    assert (few.node, few.below) == (alone.node, FEW_WITH_QUOTES), "those with the other words too stand first"
    assert {step.told for step in words} == {
        "No results contain the exact words “core group”. We searched for the words separately."
    }
    assert {step.below for step in (alone, *words)} == {1}, "what has the exact words is never put aside"
    assert all("exact=True" not in repr(step.node) for step in words)
    assert make_plan('lamp "core group"', match="all").looser == ()
    assert len(make_plan('lamp walls "core group"~4').looser) == len(STEPS)


def test_filters_and_refusals_stay_firm_when_words_are_loosened() -> None:
    asked = make_plan("lamp walls kind:lesson -mould")
    for step in asked.looser:
        assert isinstance(step.node, AtLeast)
        assert step.node.count == len(step.node.parts) == 3
        assert Without(term("mould")) in step.node.parts
        assert FacetMatch("kind", ("lesson",)) in step.node.parts
