"""Which share of the work a status line says is done."""

from __future__ import annotations

import pytest

from ingest.findings.status import Statuses
from ingest.findings.status_shares import share_done
from kb.core.model import Status
from kb.vocabulary import load


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Six in ten are in time", 0.6),
        ("Three in every four cases have a plan", 0.75),
        ("1 in 4 staff trained", 0.25),
        ("Two in ten days", None),
        ("Ten in ten homes", None),
        ("Delivered 3 in 2024", None),
    ],
)
def test_one_in_so_many_is_a_share(text: str, share: float | None) -> None:
    assert share_done(text) == share


@pytest.mark.parametrize(
    "text", ["One in ten have been trained", "Three in every four cases have a plan", "1 in 4 staff trained"]
)
def test_a_share_of_one_in_so_many_is_not_complete(text: str) -> None:
    assert Statuses(load()).of_cell(text) in (Status.PARTLY_MET, Status.IN_PROGRESS)
