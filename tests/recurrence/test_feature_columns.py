"""Findings are made into columns some at a time: what stands in them is the same for blocks of any size."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from kb.core.model import FindingInContext, Kind
from kb.recurrence import EchoFinder, echoes, feature_columns
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

WORDS = (
    "nurse health visitor flat moved told nobody school GP neglect core group plan drift police the MCA 2005".split()
)
THEMES = ("neglect", "housing-moves", "information-sharing", "agency-participation")


def invent(count: int, seed: int) -> list[FindingInContext]:
    """Return invented findings of a third as many reviews; documents do not all stand together."""
    chance = random.Random(seed)
    return [
        make_holding(
            f"finding{number}",
            " ".join(chance.choices(WORDS, k=chance.randint(3, 20))).capitalize() + ".",
            review=f"review{chance.randrange(1 + count // 3)}",
            kind=chance.choice((Kind.LESSON, Kind.RECOMMENDATION, Kind.ACTION)),
            themes=tuple(chance.sample(THEMES, chance.randint(0, 2))),
            heading=chance.choice(((), ("Moves",))),
        )
        for number in range(count)
    ]


def columns_of(holdings: list[FindingInContext]) -> dict[str, np.ndarray]:
    """Return what a finder of these findings keeps."""
    finder = EchoFinder(load(), anew=0)
    finder.add(holdings)
    columns = dict(finder.columns())
    names = json.loads(columns.pop("named").tobytes())["themes"]  # numbered as they are met
    return columns | {name: np.array([names[number] for number in columns[name]]) for name in ("themes", "around")}


def likest_after_changes(holdings: list[FindingInContext]) -> dict[str, dict[str, tuple[object, ...]]]:
    """Take one finding away, add some to known documents; return who is like whom, and around whom that changed."""
    finder = EchoFinder(load(), anew=0)
    finder.add(holdings[:-6])
    finder.arrange()
    finder.remove([holdings[0].finding.id])
    finder.add(holdings[-6:])
    told: dict[str, dict[str, tuple[object, ...]]] = {
        one: {like.id: (pytest.approx(like.score, abs=1e-5), like.near, like.verbatim) for like in finder.rank(one, 40)}
        for one in finder.ids()
    }
    return {**told, "moved": dict.fromkeys(finder.take_moved(), ())}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("size", [1, 5])
def test_blocks_of_any_size_give_the_same(seed: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings = invent(24, seed)
    whole, likest = columns_of(holdings), likest_after_changes(holdings)
    monkeypatch.setattr(echoes, "PACKED_AT_ONCE", size)
    monkeypatch.setattr(feature_columns, "IN_BLOCK", size)
    parts = columns_of(holdings)
    assert whole.keys() == parts.keys()
    assert [name for name in whole if not np.array_equal(whole[name], parts[name])] == []
    assert likest_after_changes(holdings) == likest


def test_none_have_columns_too() -> None:
    finder = EchoFinder(load())
    finder.add([])
    assert finder.ids() == ()
    assert len(finder.columns()["review"]) == 0


def test_what_came_first_no_longer_stands_as_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(echoes, "PACKED_AT_ONCE", 5)
    finder = EchoFinder(load())
    finder.add(invent(40, 1))
    assert len(finder._said._fresh) < 10
    assert len(list(finder._said.walk())) == 40
