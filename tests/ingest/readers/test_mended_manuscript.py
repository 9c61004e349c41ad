"""Letters saved twice through the wrong encoding are put right in every format that holds them so."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from ingest.readers import read

SHOWN, SAID = "the childâ€™s words, Â£40", "the child’s words, £40"


def _rich_text() -> bytes:
    shown = "".join(f"\\'{code:02x}" if code > 127 else chr(code) for code in SHOWN.encode("cp1252"))
    return rf"{{\rtf1\ansi\ansicpg1252 {shown}\par}}".encode("ascii")


def _slides() -> bytes:
    deck, out = Presentation(), io.BytesIO()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = SHOWN
    deck.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "data"), [("a.rtf", _rich_text()), ("a.pptx", _slides())])
def test_letters_saved_twice_are_put_right_and_noted(name: str, data: bytes) -> None:
    document = read(data, name)
    assert document.text == SAID
    assert [note.code for note in document.notes] == ["encoded_twice"]
