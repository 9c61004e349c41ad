"""What the words of a status line are worth."""

from __future__ import annotations

import pytest

from ingest.findings.status_weights import chances, status_signs
from kb.core.model import Status


def test_chances_are_of_every_status_and_sum_to_one() -> None:
    told = chances("Half of the wards have the form")
    assert set(told) == set(Status)
    assert sum(told.values()) == pytest.approx(1)


def test_a_line_without_known_words_still_has_chances() -> None:
    assert sum(chances("zzyzx").values()) == pytest.approx(1)
    assert sum(chances("").values()) == pytest.approx(1)


def test_dates_and_shares_are_signs_whatever_their_number() -> None:
    assert set(status_signs("40% by 3 May 2021")) == set(status_signs("65% by 7 June 2019"))
    assert set(status_signs("100%")) != set(status_signs("90%"))


def test_a_wording_that_no_rule_knows_is_read_from_what_others_share() -> None:
    told = chances("Pharmacist has not returned its form")
    assert max(told, key=lambda status: told[status]) is Status.NO_RESPONSE
