"""Reviews that proposals tie are counted as the one that was held first."""

from __future__ import annotations

from kb.core.counted_reviews import count_once, tell_counted_once
from kb.core.model import Review
from kb.store.proposed_cases import count_together


def test_all_that_proposals_tie_are_counted_with_the_first_held() -> None:
    first = {slug: place for place, slug in enumerate("abcdef")}
    assert count_together([("c", "b"), ("e", "f"), ("b", "a")], first) == {"b": "a", "c": "a", "f": "e"}
    assert count_together([("b", "a"), ("d", "c"), ("d", "b")], first) == dict.fromkeys("bcd", "a")
    assert count_together([], first) == {}


def test_a_case_is_told_once_by_the_review_that_was_held_first() -> None:
    a, b, c = Review("a", "A"), Review("b", "B", counted_with="a"), Review("c", "C")
    assert count_once([b, c, a]) == (a, c)
    assert count_once([b, c]) == (b, c)
    assert tell_counted_once([b, c, b]) == ""
    assert "“A” and “B”" in tell_counted_once([a, c, b])
    assert "“C”" not in tell_counted_once([a, c, b])
