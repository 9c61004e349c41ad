"""Drafts are compared a few at a time; who would wait too long for a turn is told to come back."""

from __future__ import annotations

import anyio
import pytest
from anyio import CapacityLimiter

from kb.core.errors import LibraryBusy
from web.pages import check


def compare(number: int) -> int:
    return number + 1


def test_who_would_wait_too_long_for_a_turn_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_TURNS", CapacityLimiter(1))

    async def ask_while_another_is_compared() -> None:
        await check._TURNS.acquire_on_behalf_of("another")
        with pytest.raises(LibraryBusy, match="Try again in 30 seconds"):
            await check.take_turn(compare, 1, wait=0)
        check._TURNS.release_on_behalf_of("another")
        assert await check.take_turn(compare, 1) == 2

    anyio.run(ask_while_another_is_compared)


def test_a_draft_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_TURNS", CapacityLimiter(1))

    async def fail_and_go_on() -> None:
        with pytest.raises(TypeError):
            await check.take_turn(compare, "one")
        assert await check.take_turn(compare, 1) == 2

    anyio.run(fail_and_go_on)
