"""Reviews that proposals tie are counted as the one that was held first."""

from __future__ import annotations

from dataclasses import replace

from kb.core.counted_reviews import count_once, part_by_case, tell_counted_once
from kb.core.model import Review
from kb.store.proposed_cases import count_together
from tests.recurrence.makers import make_holding


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


def test_findings_are_parted_by_case_and_not_by_review() -> None:
    made = [make_holding(slug, "x", review=slug) for slug in "abc"]
    second = replace(made[1], review=replace(made[1].review, counted_with="a"))
    assert part_by_case([made[0], second, made[2]]) == ((made[0], made[2]), (second,))


def test_of_many_cases_a_sentence_names_the_first_few_and_counts_the_others() -> None:
    def pairs(number: int) -> list[Review]:
        return [
            Review(f"{half}{one}", f"{half}{one}", counted_with=f"a{one}" * (half == "b"))
            for one in range(number)
            for half in "ab"
        ]

    assert tell_counted_once(pairs(5)).endswith("“a4” and “b4”.")
    assert tell_counted_once(pairs(6)).endswith("“a4” and “b4”; and 1 more case.")
    assert tell_counted_once(pairs(60)).endswith("“a4” and “b4”; and 55 more cases.")
