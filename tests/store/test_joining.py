"""The signs of held documents are looked through once in a process, and again where a document says something else."""

from __future__ import annotations

import pytest

from kb.core.model import Metadata, StatedValue
from kb.core.remembering import MadeOfEach
from kb.store import codec, joining
from kb.store.case_signs import signs_of

ABOUT = Metadata(title=StatedValue("Serious case review: Child Quill", "cover"), area=StatedValue("Northby", "cover"))
PACKED = codec.pack(codec.ABOUT, ABOUT)
ASKED = ("The Board should tell schools of each move.",)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Child Quill was seen twice.", ASKED),
        ("Child Bramble was seen twice.", ASKED),
        ("Child Quill was seen twice.", ("Health visitors should be told of each move.", *ASKED)),
        ("", ()),
    ],
)
def test_known_signs_are_those_of_what_a_document_says_now(text: str, asked: tuple[str, ...]) -> None:
    joining._known_signs("one", PACKED, "Child Quill was seen twice.", ASKED)
    for _ in range(2):
        assert joining._known_signs("one", PACKED, text, asked) == signs_of(ABOUT, text, asked)


def test_signs_that_are_kept_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = MadeOfEach(joining._signs_without_text, 3, mark=hash)
    monkeypatch.setattr(joining, "_signs", kept)
    for number in range(9):
        joining._known_signs(f"document {number}", PACKED, "Child Quill.", ASKED)
        assert len(kept._known) <= 3
