"""What is made of the same object is made once, and of another one anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.core.remembering import once_for_each

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
