"""A weight of nearness is chosen on all question sets but one, and changed only where enough is gained."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.order_weights import JudgedOrder, TriedWeight
from kb.app.nearness_signs import NearnessSigns, OrderWeights
from search.port import Hit

NO_SIGNS = NearnessSigns(0, 0, 0, 0, 0, 0, 0, 0)
HITS = (Hit("first", 10.0), Hit("answer", 9.0))


def judged_order(set_: str, *, learned: str) -> JudgedOrder:
    """Return two hits of which the second answers, and which of them is a lesson."""
    signs = {hit.id: replace(NO_SIGNS, lesson=float(hit.id == learned)) for hit in HITS}
    return JudgedOrder(set_, HITS, signs, {"answer": 2})


def test_an_order_is_scored_with_the_weights_that_are_given() -> None:
    told = judged_order("a", learned="answer")
    assert told.score(OrderWeights(lesson=0.0)) < 1.0
    assert told.score(OrderWeights(lesson=0.3)) == 1.0


def test_a_weight_is_chosen_without_the_set_that_it_is_scored_on() -> None:
    helped = [judged_order(name, learned="answer") for name in ("a", "a", "b")]
    harmed = judged_order("c", learned="first")
    tried = TriedWeight("lesson", OrderWeights(lesson=0.0), [*helped, harmed])
    assert tried.choose() > 0.0
    assert tried.choose(without="c") > 0.0
    gains = tried.gains()
    assert all(gain > 0 for gain in gains[:3])
    assert gains[3] <= 0  # what was chosen on the others is no gain on the set that was left out


def test_a_weight_that_gains_nothing_stays_as_it_is() -> None:
    tried = TriedWeight(
        "lesson", OrderWeights(lesson=0.0), [judged_order("a", learned=""), judged_order("b", learned="")]
    )
    assert tried.choose() == 0.0
    assert set(tried.gains()) == {0.0}
