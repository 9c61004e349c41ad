"""What is made of the same object is made once, and of another one anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.core.remembering import MadeOfEach, once_for_each

Numbers = tuple[int, ...]


class Adder:
    """Adds up numbers, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.total: Callable[[Numbers], int] = once_for_each(self._add)

    def _add(self, numbers: Numbers) -> int:
        self.times += 1
        return sum(numbers)


@pytest.fixture
def adder() -> Adder:
    return Adder()


def test_an_equal_object_is_another_one(adder: Adder) -> None:
    first, second = tuple(range(2)), tuple(range(2))
    assert [adder.total(one) for one in (first, first, second, first)] == [1, 1, 1, 1]
    assert adder.times == 2


def test_the_last_two_are_remembered(adder: Adder) -> None:
    several = [(1,), (2,), (3,)]
    assert [adder.total(one) for one in (*several, several[2], several[1])] == [1, 2, 3, 3, 2]
    assert adder.times == 3
    assert adder.total(several[0]) == 1
    assert adder.times == 4


def test_what_is_made_of_a_thing_is_made_anew_once_it_is_another() -> None:
    made: list[Numbers] = []

    def total(numbers: Numbers) -> int:
        made.append(numbers)
        return sum(numbers)

    totals = MadeOfEach(total, most=2)
    asked = [("a", (1,)), ("a", (1,)), ("b", (2,)), ("a", (3,)), ("b", (2,)), ("c", (4,)), ("b", (2,))]
    assert [totals.of(*one) for one in asked] == [1, 1, 2, 3, 2, 4, 2]
    assert made == [(1,), (2,), (3,), (4,), (2,)], "with a third name the two before it are forgotten"


def test_of_a_large_thing_only_its_mark_is_kept() -> None:
    made: list[Numbers] = []

    def total(numbers: Numbers) -> int:
        made.append(numbers)
        return sum(numbers)

    totals = MadeOfEach(total, most=2, mark=hash)
    assert [totals.of("a", numbers) for numbers in ((1, 2), (1, 2), (3, 4))] == [3, 3, 7]
    assert made == [(1, 2), (3, 4)]
    assert totals._known["a"] == (hash((3, 4)), 7)
