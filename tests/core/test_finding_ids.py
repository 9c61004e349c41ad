"""Ids of findings are those that were always given, and are given in time that grows with their number."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from kb.core.finding_ids import finding_id, finding_ids


@given(st.lists(st.sampled_from(["Act now.", "act NOW", "Act", "1", "", "Wait."]), max_size=30))
def test_they_are_those_that_are_given_one_after_another(texts: list[str]) -> None:
    earlier: list[str] = []
    for text in texts:
        earlier.append(finding_id("0" * 64, text, earlier))
    assert list(finding_ids("0" * 64, texts)) == earlier


def test_the_same_words_thousands_of_times_take_no_longer_than_others() -> None:
    begun = time.process_time()
    assert len(set(finding_ids("0" * 64, ["The council should act."] * 5_000))) == 5_000
    assert time.process_time() - begun < 2.0
