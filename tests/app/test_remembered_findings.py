"""The findings that one answer asked for are read once."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from kb.app.remembered_findings import RememberedFindings


class RenamedFindings:
    """Gives findings by their ids, of which "old" is by now "new" and "gone" is not held."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, ids: Sequence[str]) -> tuple[Any, ...]:
        self.asked.append(list(ids))
        held = dict.fromkeys("new" if one == "old" else one for one in ids if one != "gone")
        return tuple(SimpleNamespace(finding=SimpleNamespace(id=one)) for one in held)


def ids_of(found: Sequence[Any]) -> list[str]:
    return [one.finding.id for one in found]


def test_a_finding_is_read_once_and_given_in_the_order_that_is_asked_for() -> None:
    shelf = RenamedFindings()
    findings = RememberedFindings(shelf)
    assert ids_of(findings(["kite", "lamp"])) == ["kite", "lamp"]
    assert ids_of(findings(["lamp", "boat", "kite", "lamp"])) == ["lamp", "boat", "kite"]
    assert shelf.asked == [["kite", "lamp"], ["boat"]]
    assert ids_of(findings([])) == []


def test_what_is_not_held_or_is_another_by_now_is_given_as_the_library_gives_it() -> None:
    findings = RememberedFindings(RenamedFindings())
    for _ in range(2):
        assert ids_of(findings(["kite", "gone", "old", "new"])) == ["kite", "new"]
