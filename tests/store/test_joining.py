"""The signs of held documents are looked through once in a process, and again where a document says something else."""

from __future__ import annotations

import pytest

from kb.core.model import Metadata, StatedValue
from kb.core.remembering import MadeOfEach
from kb.store import codec, joining
from kb.store.case_names import case_names
from kb.store.case_signs import signs_of
from kb.store.names_met import names_met

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


@pytest.mark.parametrize(
    ("line", "met"),
    [("Looking back at Wren", True), ("After Wren", True), ("Looking back at the Wren flood scheme", False)],
)
def test_a_heading_that_looks_back_names_the_review(line: str, met: bool) -> None:
    assert bool(names_met({"wren"}, "Annual report", f"{line}\n\nIt was a long year.")) is met


def test_a_name_with_a_hyphen_is_one_name() -> None:
    assert "odell ferris-bright" in case_names("Inquest into the death of Odell Ferris-Bright", "")
    assert names_met({"odell ferris-bright"}, "", "Dear coroner\n\nOdell Ferris-Bright\n\nThank you.")
