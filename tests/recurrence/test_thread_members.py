"""Which findings stand in one thread: those on one matter, each borne out by another."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import pytest

from kb.core.model import Echo
from kb.recurrence import Ties, threads
from kb.vocabulary import load
from tests.recurrence.makers import make_holding

STAR = ("hub", "left", "right")


def star_ties(*more: frozenset[str], near: Set[str] = frozenset(), beside: bool = False) -> Ties:
    """Tie one finding ("hub") to two others, which `more` may tie to each other."""
    held = {one: make_holding(one, f"Of {one}", review=f"review-{one}", year=2010 + n) for n, one in enumerate(STAR)}
    tied = {frozenset(("hub", "left")), frozenset(("hub", "right")), *more}

    def echoes(id_: str) -> list[Echo]:
        return [Echo(id_, one, 1.0, "alike", near=one in near) for one in STAR if frozenset((id_, one)) in tied]

    others = {"left": ("right",), "right": ("left",)} if beside else {}
    return Ties(echoes, held.get, {}, {}, beside=lambda id_: others.get(id_, ()))


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        (star_ties(), []),  # it speaks of two matters, and either is a pair that nothing bears out
        (star_ties(frozenset(("left", "right"))), ["hub", "left", "right"]),
        (star_ties(beside=True), ["hub", "left", "right"]),
        (star_ties(near={"right"}), ["hub", "right"]),
        (replace(star_ties(), verdicts={frozenset(("hub", "left")): True}), ["hub", "left"]),
    ],
)
def test_a_finding_on_two_matters_makes_no_thread_of_both(given: Ties, steps: list[str]) -> None:
    hub = given.holding("hub")
    assert hub is not None
    told = [[step.holding.finding.id for step in thread.steps] for thread in threads([hub], given, load())]
    assert told == ([steps] if steps else [])
