"""A document being written down, block after block; it ends as the text and blocks of a Document."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.layout.markers import heading_marker, marker_of
from ingest.layout.pictures import notes_on_pictures
from kb.core.document import Block, Document, Note, Page, Role, TableCell


class Manuscript:
    """Collects the text of a document and the blocks that lie in it, in order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.pages: list[Page] = []
        self._pictures: list[int] = []  # large ones, by the number of blocks before each

    @property
    def text(self) -> str:
        """All that was written so far."""
        return "".join(self._parts)

    def page(self, number: int, label: str = "") -> None:
        """Begin a page; what is written next stands on it."""
        if self._length:
            self._write("\n\n")
        self.pages.append(Page(self._length, number, label))

    def add(
        self,
        words: str,
        role: Role,
        *,
        level: int = 0,
        marker: str = "",
        size: float = 0.0,
        bold: bool = False,
        cell: TableCell | None = None,
        continues: bool = False,
    ) -> None:
        """Write a block after its marker. One without words is not written."""
        words = words.strip()
        if not words:
            return
        begun = self.pages[-1].start if self.pages else 0
        if self._length > begun:
            self._write("\n" if _close(self.blocks[-1], role, cell) else "\n\n")
        if marker:
            self._write(f"{marker} ")
        start = self._length
        self._write(words)
        self.blocks.append(
            Block(start, self._length, role, level, marker, size, bold=bold, cell=cell, continues=continues)
        )

    def picture(self) -> None:
        """Keep in mind that a large picture stands here."""
        self._pictures.append(len(self.blocks))

    def document(
        self, name: str, form: str, engine: str, notes: Iterable[Note], properties: Iterable[tuple[str, str]]
    ) -> Document:
        """Return all that was written as the document of a file, its hash left to whoever has the bytes."""
        return Document(
            name=name,
            sha256="",
            format=form,
            text=self.text,
            pages=tuple(self.pages),
            blocks=tuple(self.blocks),
            notes=(*notes, *notes_on_pictures(self.blocks, self.text, self._pictures)),
            properties=tuple(properties),
            engine=engine,
        )

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def split_marker(words: str, marker: str = "", *, heading: bool = False) -> tuple[str, str]:
    """Return marker and words, the marker taken from the words where the format gave none."""
    printed = heading_marker(words) if heading else marker_of(words)
    if printed is None:
        return marker, words
    return f"{marker} {printed.text}".strip(), words[printed.begins :]


def _close(last: Block, role: Role, cell: TableCell | None) -> bool:
    """Items of a list and cells of a row stand on lines that follow each other."""
    if cell is not None and last.cell is not None:
        return cell.table == last.cell.table
    return role is Role.ITEM and last.role is Role.ITEM
