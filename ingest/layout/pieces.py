"""Pieces: lines that belong together, on their way to being blocks of a document."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.layout.lines import TextLine
from kb.core.document import Role, TableCell


@dataclass(frozen=True, slots=True)
class LayoutPiece:
    """Lines of one page that make a heading, a paragraph, an item or a cell, or a part of one."""

    page: int
    lines: tuple[TextLine, ...]
    role: Role
    level: int = 0
    marker: str = ""
    cell: TableCell | None = None
    continues: bool = False

    @property
    def text(self) -> str:
        """Its lines, each on a line of its own."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_bold(self) -> bool:
        """Return whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def size(self) -> float:
        """The size of most of its letters in points; 0 where it has no line."""
        sizes: dict[float, int] = {}
        for line in self.lines:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
        return max(sizes, key=lambda s: sizes[s]) if sizes else 0.0
