"""What benchmarks/mutants.toml names is there: a room whose tests have moved tries nothing."""

from __future__ import annotations

import tomllib

from benchmarks.mutants import ROOT, SETTINGS


def test_every_module_and_every_test_of_a_room_is_there() -> None:
    rooms = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    named = [(room, path) for room, said in rooms.items() for path in (*said["modules"], *said["tests"])]
    assert [(room, path) for room, path in named if not list(ROOT.glob(path))] == []
