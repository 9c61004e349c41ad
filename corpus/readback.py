"""Read a built file back with other people's libraries, to say on which page some words stand.

Nothing of the project's own readers is used here: the labels must not depend on what they measure.
"""

from __future__ import annotations

import io
import re
import zipfile

import docx
import lxml.html
import pptx
import pypdf
from docx.table import Table
from docx.text.paragraph import Paragraph

_PAGED = (".pdf", ".pptx")
_START = 40  # letters and digits that are enough to find the place


def letters(text: str) -> str:
    """Return only the letters and digits of a text, in lower case: line ends and hyphens do not count."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def pages(name: str, data: bytes) -> tuple[str, ...]:
    """Return the text of each page or slide; one text for a format without pages."""
    form = name.rpartition(".")[2]
    if form == "pdf":
        return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if form == "pptx":
        return tuple(_slide(slide) for slide in pptx.Presentation(io.BytesIO(data)).slides)
    if form == "docx":
        return (_word(data),)
    text = data.decode()
    if form == "html":
        text = lxml.html.tostring(lxml.html.fromstring(text), method="text", encoding="unicode")
    return (re.sub(r"^[ \t]*>[ \t]?|\*\*", "", text, flags=re.MULTILINE),)


def page_of(name: str, words: str, texts: tuple[str, ...]) -> int | None:
    """Return the number of the page on which the words begin, or None in a format without pages."""
    start = letters(words)[:_START]
    stripped = [letters(text) for text in texts]
    for number, text in enumerate(stripped, 1):
        if start in text or any(_runs_over(start, text, after) for after in stripped[number : number + 1]):
            return number if name.endswith(_PAGED) else None
    raise ValueError(f"{name} has no page with the words {words[:80]!r}")


def _runs_over(start: str, text: str, after: str) -> bool:
    """Say whether the words begin at the end of one page and go on in the next one."""
    return any(start[:cut] in text[-200:] and start[cut:] in after for cut in range(8, len(start)))


def _slide(slide: object) -> str:
    texts: list[str] = []
    for shape in slide.shapes:  # type: ignore[attr-defined]  # python-pptx gives no name for a slide's type here
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
    if slide.has_notes_slide:  # type: ignore[attr-defined]  # as above
        texts.append(slide.notes_slide.notes_text_frame.text)  # type: ignore[attr-defined]  # as above
    return "\n".join(texts)


def _word(data: bytes) -> str:
    texts: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Table):
            texts += [cell.text for row in block.rows for cell in row.cells]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "word/footnotes.xml" in package.namelist():
            texts.append(re.sub(r"<[^>]+>", "", package.read("word/footnotes.xml").decode()))
    return "\n".join(texts)
