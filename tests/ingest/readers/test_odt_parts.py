"""An OpenDocument text gives the numbers that it prints and the signs of its fonts, and no words that nobody sees."""

from __future__ import annotations

import pytest

from ingest.readers import read
from kb.core.document import Document
from tests.ingest.readers.papers import zip_members

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
SAID = "<text:p>The board should ask again.</text:p>"


def _paper(body: str, styles: str) -> Document:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.text"
    return read(zip_members({"mimetype": kind, "content.xml": content.encode()}, packed=False), "paper.odt")


def _style(properties: str, family: str = "paragraph") -> str:
    return f'<style:style style:name="S" style:family="{family}"><style:text-properties {properties}/></style:style>'


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        (
            'style:num-format="1" style:num-prefix="Recommendation " style:num-suffix=":"',
            ["Recommendation 1:", "Recommendation 2:"],
        ),
        ('style:num-format="i" style:num-suffix=")"', ["i)", "ii)"]),
        ('style:num-format="A" text:start-value="3"', ["C", "D"]),
        ('style:num-format=""', ["•", "•"]),
    ],
)
def test_items_have_the_marks_that_their_list_prints(form: str, marks: list[str]) -> None:
    styles = f'<text:list-style style:name="L"><text:list-level-style-number text:level="1" {form}/></text:list-style>'
    items = "".join(f"<text:list-item><text:p>Ask {who}</text:p></text:list-item>" for who in ("him", "her"))
    paper = _paper(f'<text:list text:style-name="L">{items}</text:list>', styles)
    assert [block.marker for block in paper.blocks] == marks


@pytest.mark.parametrize("look", ['fo:color="#ffffff"', 'fo:font-size="1pt"', 'text:display="none"'])
def test_words_that_nobody_sees_are_left_out_and_noted(look: str) -> None:
    paper = _paper(f'<text:p text:style-name="S">Nowhere Lane</text:p>{SAID}', _style(look))
    assert paper.text == "The board should ask again."
    assert [note.code for note in paper.notes] == ["hidden_text"]


def test_white_words_on_a_ground_are_read() -> None:
    ground = '<style:paragraph-properties fo:background-color="#00b050"/><style:text-properties fo:color="#ffffff"/>'
    styles = f'<style:style style:name="S" style:family="paragraph">{ground}</style:style>'
    assert _paper(f'<text:p text:style-name="S">Seen</text:p>{SAID}', styles).text.startswith("Seen")


WHITE = '<style:style style:name="W" style:family="paragraph"><style:text-properties fo:color="#ffffff"/></style:style>'
SEEN = '<text:p text:style-name="W">Seen</text:p>'


@pytest.mark.parametrize("coloured", ["table", "table-row", "table-cell"])
def test_white_words_of_a_table_are_read_whatever_part_of_it_is_coloured(coloured: str) -> None:
    look = f'<style:{coloured}-properties fo:background-color="#00338d"/>'
    styles = f'{WHITE}<style:style style:name="B" style:family="{coloured}">{look}</style:style>'
    body = SEEN
    for part in ("table-cell", "table-row", "table"):
        named = ' table:style-name="B"' if part == coloured else ""
        body = f"<table:{part}{named}>{body}</table:{part}>"
    paper = _paper(body + SAID, styles)
    assert paper.text.startswith("Seen")
    assert paper.notes == ()


@pytest.mark.parametrize(
    "look", ['fo:background-color="#00338d"', 'draw:fill="solid" draw:fill-color="#00338d"'], ids=["ground", "fill"]
)
def test_white_words_in_a_coloured_box_are_read(look: str) -> None:
    styles = (
        f'{WHITE}<style:style style:name="B" style:family="graphic"><style:graphic-properties {look}/></style:style>'
    )
    box = f'<draw:frame draw:style-name="B"><draw:text-box>{SEEN}</draw:text-box></draw:frame>'
    assert _paper(f"<text:p>{box}</text:p>{SAID}", styles).text.startswith("Seen")


@pytest.mark.parametrize("look", ['fo:color="#000000"', 'style:use-window-font-color="true"'])
def test_dark_words_in_a_paragraph_whose_style_is_white_are_read(look: str) -> None:
    styles = WHITE + _style(look, "text")
    paper = _paper('<text:p text:style-name="W">gone <text:span text:style-name="S">Seen</text:span></text:p>', styles)
    assert paper.text == "Seen"
    assert [note.code for note in paper.notes] == ["hidden_text"]


def test_a_box_in_a_tiny_empty_paragraph_is_read() -> None:
    box = "<draw:frame><draw:text-box><text:p>Seen</text:p></draw:text-box></draw:frame>"
    paper = _paper(f'<text:p text:style-name="S">{box}</text:p>{SAID}', _style('fo:font-size="1pt"'))
    assert paper.text.startswith("Seen")
    assert paper.notes == ()


@pytest.mark.parametrize(("sign", "shown"), [("ü", "✓"), ("þ", "☑")])
def test_signs_of_a_font_of_symbols_are_read_as_they_look(sign: str, shown: str) -> None:
    body = f'<text:p><text:span text:style-name="S">{sign}</text:span> Complete</text:p>'
    assert shown in _paper(body, _style('style:font-name="Wingdings"', "text")).text
