"""The thread that reads what was handed in draws it for those who check it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.errors import KbError
from tests.papers import child_z
from tests.waiting import within
from web.reading import UploadReader


@pytest.mark.parametrize("fault", [KbError("It cannot be drawn."), ValueError("a fault of this program")])
def test_what_was_handed_in_is_drawn_the_newest_first_and_one_that_cannot_be_holds_up_none(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    drawn = list[str]()

    def draw(document: str) -> None:
        drawn.append(own.document(document).name)
        if len(drawn) == 1:
            raise fault

    monkeypatch.setattr(own, "draw_beforehand", draw)
    older, newer = child_z(tmp_path), tmp_path / "newer.md"
    newer.write_text(
        "# Review of Child Q\n\n## Recommendations\n\n1. The trust should ask who else lives in the house.\n"
    )
    for path in (older, newer):
        own.uploads.put(path.name, path, "anna")
    reader = UploadReader(own)
    reader.start()
    try:
        assert within(lambda: len(drawn) == 2)
    finally:
        reader.stop()
    assert drawn == ["newer.md", "child-z.md"]  # the desk leads to the newest first


def test_a_new_file_is_read_before_more_is_drawn(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, drawn = UploadReader(own), list[str]()

    def draw(document: str) -> None:
        drawn.append(document)
        reader.wake()

    monkeypatch.setattr(own, "draw_beforehand", draw)
    reader._to_draw.extend(["older", "newer"])
    reader._draw()
    assert drawn == ["newer"]
    reader._woken.clear()
    reader._draw()
    assert drawn == ["newer", "older"]
