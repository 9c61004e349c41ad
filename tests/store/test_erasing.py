"""The mark of an erasure that was begun."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.store.erasing import FILE, LEFT_SECONDS, ErasureMark


@pytest.mark.parametrize("away", [-2 * LEFT_SECONDS, 300 * LEFT_SECONDS])
def test_a_mark_is_left_over_after_a_while_and_where_the_clock_was_set_back(away: float, tmp_path: Path) -> None:
    mark = ErasureMark(tmp_path)
    assert not mark.is_left()
    mark.make()
    assert not mark.is_left()
    made = (tmp_path / FILE).stat().st_mtime
    os.utime(tmp_path / FILE, (made + away, made + away))
    assert mark.is_left()
