"""Before you recommend: who, by when, how shown."""

from __future__ import annotations

import pytest

from kb.recurrence import vague


@pytest.mark.parametrize(
    "text",
    [
        "The Police should report to the Board by March 2025 on the share of incidents shared with schools.",
        "Within six months the Integrated Care Board must audit attendance of GPs at conferences.",
    ],
)
def test_a_full_recommendation_leaves_nothing_open(text: str) -> None:
    found = vague(text)
    assert (found.owner, found.date, found.measure) == (False, False, False)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("All agencies should raise awareness of neglect.", {"owner", "date", "measure"}),
        ("The Board should review its training on neglect.", {"date", "measure"}),
        ("By June 2025 everyone should know the policy, shown by audit.", {"owner"}),
    ],
)
def test_what_is_missing_is_named(text: str, missing: set[str]) -> None:
    found = vague(text)
    assert {name for name in ("owner", "date", "measure") if getattr(found, name)} == missing
    assert len(found.notes) >= len(missing)


def test_training_alone_is_remarked_on() -> None:
    assert any("Training" in note for note in vague("The Board should review training on neglect.").notes)
