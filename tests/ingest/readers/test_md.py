"""Markdown says what the rendered page says."""

from __future__ import annotations

from ingest.readers import read
from kb.core.document import Document, Role


def paper(source: str) -> Document:
    return read(source.encode(), "paper.md")


def texts_of(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_marks_of_emphasis_and_addresses_are_gone() -> None:
    assert texts_of(paper("Some **bold**, *slanted* and [linked](https://example.org) words")) == [
        "Some bold, slanted and linked words"
    ]


def test_both_kinds_of_heading_are_headings() -> None:
    document = paper("# One\n\nTwo\n---\n\n### 3.2 Three\n")
    assert [(b.role, b.level, b.marker) for b in document.blocks] == [
        (Role.HEADING, 1, ""),
        (Role.HEADING, 2, ""),
        (Role.HEADING, 3, "3.2"),
    ]


def test_lists_keep_depth_and_numbers() -> None:
    document = paper("- one\n  1. inner\n  2. inner\n- two\n")
    assert [(b.level, b.marker) for b in document.blocks] == [(1, "-"), (2, "1."), (2, "2."), (1, "-")]


def test_a_letter_after_a_bullet_belongs_to_the_marker() -> None:
    (item,) = paper("- a) ask again\n").blocks
    assert item.marker == "- a)"


def test_a_table_gives_cells() -> None:
    document = paper("| A | B |\n|---|---|\n| x | y |\n")
    assert [(b.cell.row, b.cell.column, b.cell.header) for b in document.blocks if b.cell] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
        (1, 1, False),
    ]


def test_bullets_that_markdown_does_not_know_are_items_too() -> None:
    document = paper("\uf0b7 one\n\uf0b7 two\n")
    assert [(b.role, text) for b, text in zip(document.blocks, texts_of(document), strict=True)] == [
        (Role.ITEM, "one"),
        (Role.ITEM, "two"),
    ]


def test_front_matter_gives_properties_and_no_text() -> None:
    document = paper('---\ntitle: Child M\nauthor: "The Board"\n---\n\nWords.\n')
    assert document.properties == (("title", "Child M"), ("author", "The Board"))
    assert texts_of(document) == ["Words."]


def test_html_inside_is_reduced_to_its_words() -> None:
    document = paper("<div onclick='x()'>Boxed</div>\n\n<script>bad()</script>\n\nAfter\n")
    assert "onclick" not in document.text
    assert "After" in texts_of(document)


def test_a_wholly_bold_paragraph_is_bold() -> None:
    assert [block.bold for block in paper("**All of it**\n\n**Some** of it\n").blocks] == [True, False]
