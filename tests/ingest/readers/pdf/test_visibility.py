"""Words across a page or sideways in its margin are no part of its text; large titles are."""

from __future__ import annotations

import pytest

from ingest.readers import read
from tests.ingest.readers.papers import joined_pdf
from tests.ingest.readers.pdf.test_unshown import SEEN, codes, draw_pdf

LINES = SEEN + "BT /F1 11 Tf 72 430 Td (Schools should tell the nurse when a pupil moves away.) Tj ET\n"


def _large_words(words: str, y: int, size: int = 60) -> str:
    return f"0.8 g BT /F1 {size} Tf 40 {y} Td ({words}) Tj ET 0 g\n"


@pytest.mark.parametrize(
    "content",
    [
        _large_words("PLOVER ONLY", 415) + LINES,
        LINES + _large_words("Strictly confidential", 200),
        LINES + _large_words("DRAFT", 550),
        LINES + _large_words("OFFICIAL", 300, 22),
    ],
    ids=["lines run across it", "says how to treat it", "draft", "not so large"],
)
def test_large_words_across_a_page_are_left_out_and_noted(content: str) -> None:
    document = read(draw_pdf(content), "paper.pdf")
    assert document.text.split() == read(draw_pdf(LINES), "paper.pdf").text.split()
    assert codes(document) == ["watermark"]


def test_large_words_on_one_place_within_every_page_are_left_out() -> None:
    document = read(joined_pdf(*(draw_pdf(LINES + _large_words("PLOVER ONLY", 300)) for _ in range(2))), "paper.pdf")
    assert "PLOVER" not in document.text
    assert codes(document) == ["watermark"]


def test_a_large_title_is_kept() -> None:
    document = read(draw_pdf(_large_words("Child Arlen", 760) + LINES), "paper.pdf")
    assert document.text.startswith("Child Arlen")
    assert codes(document) == []


@pytest.mark.parametrize(("words", "kept"), [("Not to be forgotten", True), ("Not for onward circulation", False)])
def test_a_heading_within_a_page_is_kept_unless_it_says_how_to_treat_the_paper(words: str, kept: bool) -> None:
    assert (words in read(draw_pdf(LINES + _large_words(words, 300, 22)), "paper.pdf").text) is kept


@pytest.mark.parametrize("matrix", ["0 1 -1 0 40 250", "0 -1 1 0 560 600"], ids=["left", "right"])
def test_words_sideways_in_the_margin_are_no_part_of_the_text(matrix: str) -> None:
    margin = f"BT /F1 14 Tf {matrix} Tm (Draft version 3, not to be passed on) Tj ET\n"
    plain, document = (read(draw_pdf(content), "paper.pdf") for content in (LINES, margin + LINES))
    said = [document.text[block.start : block.end] for block in document.blocks if block.role.value != "furniture"]
    assert said == [plain.text[block.start : block.end] for block in plain.blocks]


@pytest.mark.parametrize(
    ("initial", "behind", "begins"),
    [("A", "child of nine cared for her brothers", "A child"), ("A", "lthough the nurse rang, she", "Although")],
)
def test_a_large_initial_that_is_a_word_stands_apart(initial: str, behind: str, begins: str) -> None:
    cap = (
        LINES.replace("700", "600")
        + f"BT /F1 32 Tf 72 688 Td ({initial}) Tj ET BT /F1 11 Tf 98 700 Td ({behind}) Tj 0 -14 Td (went on.) Tj ET"
    )
    assert f"{begins} " in read(draw_pdf(cap), "paper.pdf").text


def test_the_same_words_aslant_all_over_a_page_are_left_out() -> None:
    tiles = "".join(
        f"BT /F1 14 Tf 0.87 0.5 -0.5 0.87 {60 + 150 * x} {90 + 140 * y} Tm (Not for release) Tj ET\n"
        for x in range(3)
        for y in range(4)
    )
    document = read(draw_pdf(tiles + LINES), "paper.pdf")
    assert "release" not in document.text
    assert codes(document) == ["watermark"]


@pytest.mark.parametrize("edge", [40, 530])
@pytest.mark.parametrize(("first", "step"), [(1, 1), (11, 1), (5, 5)])
def test_small_numbers_of_lines_at_an_edge_are_no_words(first: int, step: int, edge: int) -> None:
    said = ("The board should hold one list of", "all open cases, so that each of its", "services can ask about them.")
    drawn = "".join(
        f"BT /F1 11 Tf 72 {700 - 15 * at} Td ({words}) Tj ET\n"
        f"BT /F1 8 Tf {edge} {700 - 15 * at} Td ({first + step * at}) Tj ET\n"
        for at, words in enumerate(said)
    )
    document = read(draw_pdf(drawn), "paper.pdf")
    shown = [document.text[block.start : block.end] for block in document.blocks if block.role.value != "furniture"]
    assert " ".join(" ".join(shown).split()) == " ".join(said)


def test_two_numbers_that_count_each_fifth_line_are_no_words() -> None:
    drawn = "".join(
        f"BT /F1 11 Tf 72 {700 - 15 * at} Td (so that the nurse may ask about it) Tj ET\n" for at in range(10)
    )
    drawn += "".join(f"BT /F1 7 Tf 45 {715 - 15 * count} Td ({count}) Tj ET\n" for count in (5, 10))
    document = read(draw_pdf(drawn), "paper.pdf")
    shown = [document.text[block.start : block.end] for block in document.blocks if block.role.value != "furniture"]
    assert not any(char.isdigit() for char in "".join(shown))
