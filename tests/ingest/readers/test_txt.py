"""Plain text keeps its letters; its blank lines, marks and indents say what belongs together."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.core.document import Block, Document, Role


def document(text: str) -> Document:
    return read(text.encode(), "paper.txt")


def words(paper: Document, block: Block) -> str:
    return paper.text[block.start : block.end]


def texts_of(paper: Document) -> list[str]:
    return [words(paper, block) for block in paper.blocks]


def test_the_text_is_the_files_own_but_for_its_line_ends() -> None:
    assert read(b"One\r\ntwo  words\rthree\n", "a.txt").text == "One\ntwo  words\nthree\n"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The health visitor went to the home four times in the spring and found nobody in. Each\n"
        "visit was written down as a failed one. Nobody asked the school whether the children\n"
        "had been seen that week, although the school was across the road.\n"
        "The review asks services to speak to each other before they close a case, and to say\n"
        "who will do so.\n"
    )
    assert [text.count("\n") for text in texts_of(document(wrapped))] == [2, 1]


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    long = "Sentence after sentence says what was seen and done. " * 4
    assert len(document(f"{long}\n{long}\nShort title\n{long}\n").blocks) == 4


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "\uf0b7", "\uf0a7", "\u25fc", "\u2212", "\uf02d", "o", "➢", ">"])
def test_a_bullet_is_the_items_marker_and_not_its_words(mark: str) -> None:
    (item,) = document(f"{mark} Ask who lives in the home\n").blocks
    assert (item.role, item.marker) == (Role.ITEM, mark)


@pytest.mark.parametrize("mark", ["1.", "12.", "3)", "(4)", "a)", "(b)", "iv.", "2.1", "3.4.1", "- a)"])
def test_a_number_or_letter_is_the_items_marker(mark: str) -> None:
    paper = document(f"{mark} Agencies should agree who leads\n")
    assert [(b.role, b.marker, words(paper, b)) for b in paper.blocks] == [
        (Role.ITEM, mark, "Agencies should agree who leads")
    ]


def test_a_number_glued_to_a_capital_is_a_marker() -> None:
    (item,) = document("1.The need to ask\n").blocks
    assert item.marker == "1."


@pytest.mark.parametrize(
    "line",
    [
        "2022 was the year in which it changed",
        "2.5 million pounds were spent",
        "A second visit was made",
        "*Owing to a change there are no figures",
        "-5 degrees were measured",
        "o'clock was the time",
    ],
)
def test_words_that_only_look_like_a_marker_stay_words(line: str) -> None:
    (block,) = document(f"{line}\n").blocks
    assert (block.role, block.marker) == (Role.PARAGRAPH, "")


def test_an_indented_list_is_deeper() -> None:
    paper = document("- one\n    - inner\n    - inner too\n- two\n")
    assert [block.level for block in paper.blocks] == [1, 2, 2, 1]


def test_bullets_under_a_numbered_item_are_deeper() -> None:
    paper = document("1. The service found:\n- late plans\n- lost notes\n2. It then acted\n")
    assert [block.level for block in paper.blocks] == [1, 2, 2, 1]


def test_an_item_goes_on_in_the_lines_below_it() -> None:
    paper = document(
        "- Core groups should meet within ten working days of the conference and should then\n"
        "  meet every four weeks, with the school and the health visitor both in the room\n"
        "- Minutes should be sent round within a week to everybody who belongs to the group,\n"
        "  whether or not they were there\n"
    )
    assert [block.role for block in paper.blocks] == [Role.ITEM, Role.ITEM]


def test_an_underlined_line_is_a_heading() -> None:
    paper = document("Quality Assurance\n--\n\nThe team audits files.\n")
    assert [(b.role, words(paper, b)) for b in paper.blocks] == [
        (Role.HEADING, "Quality Assurance"),
        (Role.PARAGRAPH, "The team audits files."),
    ]


def test_hashes_mark_headings_in_text_made_from_markdown() -> None:
    paper = document("### **Use of category**\n\nWords below.\n")
    assert (paper.blocks[0].role, paper.blocks[0].level, texts_of(paper)[0]) == (Role.HEADING, 3, "Use of category")


@pytest.mark.parametrize("line", ["12", "Page 3 of 9", "Page 75 5", "- 4 -", "page iv"])
def test_a_lone_page_number_is_furniture(line: str) -> None:
    paper = document(f"Some words before.\n\n{line}\n\nSome words after.\n")
    assert [block.role for block in paper.blocks] == [Role.PARAGRAPH, Role.FURNITURE, Role.PARAGRAPH]


def test_a_sentence_cut_by_a_page_number_goes_on_after_it() -> None:
    paper = document("Guidance for the priority\n\n7\n\nrehousing of families was written.\n")
    assert [block.continues for block in paper.blocks] == [False, False, True]


def test_two_whole_sentences_do_not_go_on_in_each_other() -> None:
    paper = document("The plan was late.\n\nthe school knew.\n")
    assert [block.continues for block in paper.blocks] == [False, False]


def test_a_number_alone_belongs_to_the_paragraph_below_it() -> None:
    paper = document("3.4.1.\nThe panel met four times.\n")
    assert [(b.marker, words(paper, b)) for b in paper.blocks] == [("3.4.1.", "The panel met four times.")]


def test_a_number_inside_a_wrapped_sentence_is_no_item() -> None:
    paper = document(
        "The family was referred to the service under the terms of the guidance and section\n"
        "47. Enquiries then took longer than they should have because nobody had the whole of\n"
        "the file, and the conference was held in the seventh week.\n"
    )
    assert len(paper.blocks) == 1


def test_a_table_of_bars_gives_cells() -> None:
    paper = document("| Action | Owner |\n|---|---|\n| Audit files | Board |\n")
    cells = [(b.cell.row, b.cell.column, b.cell.header, words(paper, b)) for b in paper.blocks if b.cell]
    assert cells == [
        (0, 0, True, "Action"),
        (0, 1, True, "Owner"),
        (1, 0, False, "Audit files"),
        (1, 1, False, "Board"),
    ]


def test_form_feeds_part_pages() -> None:
    paper = document("First page.\n\fSecond page.\n")
    assert [paper.page_of(block.start) for block in paper.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("The child’s café – £5".encode(), ""),
        ("The child’s café – £5".encode("utf-8-sig"), ""),
        ("The child’s café – £5".encode("utf-16"), ""),
        ("The child’s café – £5".encode("cp1252"), "encoding_guessed"),
        ("The child’s café – £5 and more".encode("utf-16-le"), "encoding_guessed"),
    ],
)
def test_letters_are_right_in_every_encoding(data: bytes, note: str) -> None:
    paper = read(data, "a.txt")
    assert paper.text.startswith("The child’s café – £5")
    assert [n.code for n in paper.notes] == [note] * bool(note)


def test_control_characters_are_left_out_and_noted() -> None:
    paper = read(b"A \x1b[31mred\x00 word\xe2\x80\xae", "a.txt")
    assert paper.text == "A [31mred word"
    assert [note.code for note in paper.notes] == ["control_characters"]
