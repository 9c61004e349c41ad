"""How late the findings reach that hold all of a question is told only where later sources could have said it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kb.app.latest_answer import latest_answer
from kb.vocabulary import load
from search.port import Query

VOCABULARY = load()


def held(text: str, year: str) -> Any:
    return SimpleNamespace(
        finding=SimpleNamespace(text=text, heading=()),
        document=SimpleNamespace(about=SimpleNamespace(published=SimpleNamespace(value=year))),
        review=SimpleNamespace(published=year, title=f"Ferries {year}"),
    )


BOTH = [held("Lanterns were lent to kite makers.", "2013"), held("Kite makers kept lanterns.", "2015-04")]
PART = held("Lanterns were sold.", "2021")


@pytest.mark.parametrize(
    ("nearest", "newest", "years"),
    [
        ([*BOTH, PART], 2022, (2, 2013, 2015)),
        (BOTH, 2016, None),  # the library itself reaches no further
        (BOTH[:1], 2022, None),  # one finding is no series
        ([*BOTH, held("Kite makers and lanterns.", "")], 2022, None),  # one without a date may be the latest
        ([*BOTH, held("Kite makers and lanterns.", "2021")], 2022, None),
    ],
)
def test_years_are_told_of_findings_that_hold_every_part(nearest: list[Any], newest: int, years: Any) -> None:
    reviews: list[Any] = [SimpleNamespace(year=newest), SimpleNamespace(year=None)]
    found = latest_answer(Query("lanterns kite makers"), nearest, reviews, VOCABULARY)
    assert (found and (found.findings, found.first, found.last)) == years
    assert found is None or found.latest is BOTH[1]


def test_a_question_of_one_part_tells_nothing() -> None:
    reviews: list[Any] = [SimpleNamespace(year=2022)]
    assert latest_answer(Query("lanterns"), [*BOTH, PART], reviews, VOCABULARY) is None
