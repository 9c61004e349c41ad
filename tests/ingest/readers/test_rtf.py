"""Rich text gives what its page shows, and says what it left out."""

from __future__ import annotations

import pytest

from ingest.pipeline import reading_of
from ingest.readers import Limits, read, sniff
from kb.core.document import Document, Role
from kb.core.errors import FileRefused
from kb.core.model import Metadata
from kb.vocabulary import load

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Calibri;}{\f1\fcharset2 Symbol;}}"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s15 Title;}}{\info{\title Learning review: Child Wren}}"
    r"{\header Running head\par}"
)
BODY = r"""\pard\s15\fs52 Learning review: Child Wren\par
\pard\plain\s1\b Recommendations\par
\pard\plain\s0 {\listtext 1.\tab}The board\rquote s audit should show how visits are recorded{\v , secretly}.\par
{\listtext\f1\'b7\tab}Schools should share caf\'e9 \u8211? records{\cf2 in white}{\deleted and gone}.{\footnote A note.}
\par
{\*\annotation Is this right?}\trowd\pard\intbl Action\cell Status\cell\row
\pard\intbl A form was written.\cell Complete\cell\row
\pard The end.\par}"""


def rtf(body: str = BODY) -> Document:
    return read((HEAD + body).encode("cp1252"), "review.rtf")


def blocks(document: Document, role: Role) -> list[str]:
    return [document.text[one.start : one.end] for one in document.blocks if one.role is role]


def test_headings_items_cells_and_notes_are_distinguished() -> None:
    document = rtf()
    assert blocks(document, Role.TITLE) == ["Learning review: Child Wren"]
    assert blocks(document, Role.HEADING) == ["Recommendations"]
    assert [one.marker for one in document.blocks if one.role is Role.ITEM] == ["1.", "•"]
    assert blocks(document, Role.ITEM) == [
        "The board’s audit should show how visits are recorded.",
        "Schools should share café – records.",
    ]
    assert blocks(document, Role.CELL) == ["Action", "Status", "A form was written.", "Complete"]
    assert blocks(document, Role.NOTE) == ["A note."]
    assert dict(document.properties)["title"] == "Learning review: Child Wren"


@pytest.mark.parametrize("words", ["secretly", "in white", "and gone", "Is this right", "Running head"])
def test_what_the_page_does_not_show_is_left_out(words: str) -> None:
    assert words not in rtf().text


def test_what_was_left_out_is_noted() -> None:
    assert {note.code for note in rtf().notes} == {"hidden_text", "deleted_text", "comments"}


def test_white_words_on_a_dark_ground_are_shown() -> None:
    assert "Key learning" in rtf(r"\pard\cbpat1\cf2 Key learning\par}").text


def test_a_letter_of_two_halves_is_one() -> None:
    assert "well \U0001f44d done" in rtf(r"\pard well \u-10179?\u-9139? done\par}").text


def test_findings_are_read() -> None:
    assert [one.kind.value for one in reading_of(rtf(), Metadata(), load()).findings][:2] == [
        "recommendation",
        "recommendation",
    ]


def test_a_file_cut_short_gives_what_is_there() -> None:
    assert "Recommendations" in rtf(BODY[: len(BODY) // 2]).text


@pytest.mark.parametrize("data", [b"{\\rtf1 " + b"{" * 5000, b"{\\rtf1 \\bin99999999999 x}", b"{\\rtf1 \\'"])
def test_broken_files_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read(data, "review.rtf")


def test_too_much_text_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read((HEAD + BODY).encode("cp1252"), "review.rtf", Limits(max_text=60))
    assert refused.value.code == "too_large"


def test_bytes_say_that_it_is_rich_text() -> None:
    assert sniff(b"{\\rtf1 words}", "file") == "rtf"
