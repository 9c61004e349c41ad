"""Folders that tests share are filled once, and never left half filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prepared import prepare_once


def test_a_folder_is_filled_once_and_anew_where_filling_failed(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    name = f"prepared-for-{tmp_path.name}"
    calls = 0

    def fill(folder: Path) -> None:
        nonlocal calls
        calls += 1
        folder.mkdir()
        (folder / f"call-{calls}").touch()
        if calls == 1:
            raise OSError

    with pytest.raises(OSError):
        prepare_once(tmp_path_factory, name, fill)
    for _ in range(2):
        folder = prepare_once(tmp_path_factory, name, fill)
        assert [one.name for one in folder.iterdir()] == ["call-2"]
