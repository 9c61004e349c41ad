"""Word and PowerPoint files from a small Markdown dialect, the same bytes every time.

Understood: `#` headings, paragraphs, `-` bullets (two spaces deeper a level), `1.` numbered items whose number is made
by the style and so is not in the text, `|` tables with a header row, `**bold**`, `[^1]` footnotes (Word only) and
`Notes:` (speaker notes, PowerPoint only). In a deck each `##` begins a slide, and `::: box` … `:::` is a box apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Pt
from pptx.util import Inches
from pptx.util import Pt as Points

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LONG_AGO = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DialectBlock:
    """One block of the dialect: its sort, depth and words, or the rows of a table."""

    sort: str  # heading, paragraph, bullet, number, table, notes, box
    text: str = ""
    depth: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


def pieces(source: str) -> Iterator[DialectBlock]:
    """Yield the blocks of a source in the dialect. Lines that follow on without a mark belong to the block above."""
    for chunk in re.split(r"\n\s*\n", source.strip()):
        if chunk.startswith("|"):
            rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in chunk.splitlines()]
            yield DialectBlock("table", rows=tuple(row for row in rows if not set("".join(row)) <= set("-: ")))
            continue
        yield from _lines(chunk)


def _lines(chunk: str) -> Iterator[DialectBlock]:
    held: DialectBlock | None = None
    for line in chunk.splitlines():
        if fresh := _mark_of(line):
            if held:
                yield held
            held = fresh
        elif held and held.sort != "heading":
            held = DialectBlock(held.sort, f"{held.text} {line.strip()}".strip(), held.depth)
        else:
            if held:
                yield held
            held = DialectBlock("paragraph", line.strip())
    if held:
        yield held


def _mark_of(line: str) -> DialectBlock | None:
    if match := re.match(r"(#+)\s+(.*)", line):
        return DialectBlock("heading", match[2], len(match[1]))
    if match := re.match(r"( *)- +(.*)", line):
        return DialectBlock("bullet", match[2], len(match[1]) // 2 + 1)
    if match := re.match(r"1\. +(.*)", line):
        return DialectBlock("number", match[1])
    if match := re.match(r"\[\^(\d+)\]: +(.*)", line):
        return DialectBlock("footnote", match[2], int(match[1]))
    if match := re.match(r"Notes: +(.*)", line):
        return DialectBlock("notes", match[1])
    if match := re.match(r"::: ?(.*)", line):
        return DialectBlock("box", match[1])
    return None


def word(source: str, title: str, publisher: str, published: datetime) -> bytes:
    """Return a Word file of the source."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(11)
    blocks = list(pieces(source))
    for block in blocks:
        if block.sort == "table":
            _word_table(document, block)
        elif block.sort != "footnote":
            _runs(document.add_paragraph(style=_style(block)), block.text)
    if notes := [block for block in blocks if block.sort == "footnote"]:
        _add_footnotes(document, notes)
    _stamp(document.core_properties, title, publisher, published)
    return _repack(document.save)


def _style(block: DialectBlock) -> str:
    if block.sort == "heading":
        return "Title" if block.depth == 1 else f"Heading {block.depth - 1}"
    if block.sort == "bullet":
        return "List Bullet" if block.depth == 1 else f"List Bullet {block.depth}"
    return "List Number" if block.sort == "number" else "Normal"


def _runs(paragraph: Any, text: str) -> None:
    for part in re.split(r"(\*\*.+?\*\*|\[\^\d+\])", text):
        if match := re.fullmatch(r"\[\^(\d+)\]", part):
            mark = f'<w:r xmlns:w="{_WORD}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            paragraph._p.append(parse_xml(f'{mark}<w:footnoteReference w:id="{match[1]}"/></w:r>'))
        elif part:
            paragraph.add_run(part.strip("*") if part.startswith("**") else part).bold = part.startswith("**") or None


def _word_table(document: Any, block: DialectBlock) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for number, row in enumerate(block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], f"**{text}**" if number == 0 else text)
    document.add_paragraph()


def _add_footnotes(document: Any, notes: list[DialectBlock]) -> None:
    body = "".join(
        f'<w:footnote w:id="{note.depth}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {note.text}</w:t></w:r></w:p></w:footnote>'
        for note in notes
    )
    separators = "".join(
        f'<w:footnote w:type="{sort}" w:id="{number}"><w:p><w:r><w:{sort}/></w:r></w:p></w:footnote>'
        for number, sort in ((-1, "separator"), (0, "continuationSeparator"))
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_WORD}">{separators}{body}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def slides(source: str, title: str, publisher: str, published: datetime) -> bytes:
    """Return a PowerPoint file of the source."""
    deck = pptx.Presentation()
    slide: Any = None
    body: Any = None
    for block in pieces(source):
        if block.sort == "heading":
            slide = deck.slides.add_slide(deck.slide_layouts[0 if block.depth == 1 else 1])
            slide.shapes.title.text = block.text
            body = slide.placeholders[1].text_frame
            _furniture(slide, publisher, len(deck.slides))
        elif block.sort == "table":
            _slide_table(slide, block)
        elif block.sort == "notes":
            slide.notes_slide.notes_text_frame.text = block.text
        elif block.sort == "box":
            if block.text:
                body = slide.shapes.add_textbox(Inches(0.6), Inches(5.1), Inches(8.6), Inches(1.4)).text_frame
                body.word_wrap = True
                body.text = block.text.removeprefix("box").strip()
        else:
            _slide_line(body, block)
    for page in deck.slides:
        _drop_empty(page)
    _stamp(deck.core_properties, title, publisher, published)
    return _repack(deck.save)


def _slide_line(body: Any, block: DialectBlock) -> None:
    line = body.paragraphs[0] if not body.text else body.add_paragraph()
    line.text = block.text.replace("**", "")
    line.level = block.depth - 1
    for run in line.runs:
        run.font.size = Points(18)


def _furniture(slide: Any, publisher: str, number: int) -> None:
    for left, text in ((0.4, publisher), (9.2, str(number))):
        box = slide.shapes.add_textbox(Inches(left), Inches(7.05), Inches(6 if left < 1 else 0.5), Inches(0.3))
        box.text_frame.text = text
        box.text_frame.paragraphs[0].runs[0].font.size = Points(10)


def _slide_table(slide: Any, block: DialectBlock) -> None:
    size = (Inches(0.5), Inches(1.6), Inches(9), Inches(0.6 * len(block.rows)))
    table = slide.shapes.add_table(len(block.rows), len(block.rows[0]), *size).table
    for row, cells in enumerate(block.rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
            for run in table.cell(row, column).text_frame.paragraphs[0].runs:
                run.font.size = Points(13)


def _drop_empty(slide: Any) -> None:
    for shape in list(slide.placeholders):
        if shape.has_text_frame and not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)


def _stamp(properties: Any, title: str, publisher: str, published: datetime) -> None:
    properties.title, properties.author, properties.last_modified_by = title, publisher, publisher
    properties.created = properties.modified = published
    properties.revision, properties.comments = 1, "Illustrative document"


def _repack(save: Any) -> bytes:
    """Return the saved package with fixed dates and order, so that the same source gives the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    save(raw)
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _LONG_AGO), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
