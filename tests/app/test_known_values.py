"""Nothing found is an answer only where all that was asked for is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.app.library import Library
from kb.core.errors import NotHeld
from kb.core.recurrence_values import TableChoice


@pytest.mark.parametrize(
    "asked",
    [
        lambda library: library.findings(theme="nosuch"),
        lambda library: library.findings(kind="nosuch"),
        lambda library: library.findings(review="nosuch"),
        lambda library: library.findings(document="nosuch"),
        lambda library: library.threads(theme="nosuch"),
        lambda library: library.threads(area="nosuch"),
        lambda library: library.came_back(theme="nosuch"),
        lambda library: library.came_back(area="nosuch"),
        lambda library: library.recurrence(theme="nosuch"),
        lambda library: library.recurrence(chosen=TableChoice(area="nosuch")),
        lambda library: library.recurrence(chosen=TableChoice(review_type="nosuch")),
        lambda library: library.recurrence(chosen=TableChoice(polarity="nosuch")),
        lambda library: library.recurrence(chosen=TableChoice(agency="nosuch")),
        lambda library: library.recurrence(chosen=TableChoice(kinds=("lesson", "nosuch"), since=2100)),
    ],
)
def test_nothing_is_no_answer_where_a_value_is_not_known(asked: Callable[[Library], object], two: Library) -> None:
    with pytest.raises(NotHeld, match="nosuch"):
        asked(two)


def test_nothing_is_the_answer_where_every_value_is_known(two: Library) -> None:
    area = two.reviews()[0].area
    assert not two.came_back(area, theme="neglect")
    assert not two.recurrence(chosen=TableChoice(area=area, polarity="working_well", since=2100)).rows
