"""Pieces of all pages written down as one document, with headings recognised by their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.layout.lines import TextLine
from ingest.layout.manuscript import Manuscript
from ingest.layout.markers import bullet_alone, heading_marker, marker_of
from ingest.layout.pieces import LayoutPiece
from ingest.layout.prose import runs_on
from kb.core.document import Role
from kb.core.expressions import expression

_Style = tuple[float, bool]  # size and weight

_LONGEST_HEADING = 16  # words
_ENDS_SENTENCE = expression(r"[.;,]$")
_RUNNING = (Role.PARAGRAPH, Role.ITEM)  # what may run over a break
_FOOTNOTE = expression(r"(?:\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[*†‡])\s*\S")
_LETTER = expression(r"[^\W\d_]")


def body_size(pieces: Iterable[LayoutPiece]) -> float:
    """Return the size of type, in points, in which most of the text is set; 0 where there is none."""
    sizes: Counter[float] = Counter()
    cells: Counter[float] = Counter()
    for piece in pieces:
        if piece.role is not Role.FURNITURE:
            for line in piece.lines:
                (cells if piece.cell else sizes)[line.size] += len(line.text)
    usual = sizes or cells
    return usual.most_common(1)[0][0] if usual else 0.0


def with_headings(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with those that look like headings as headings, ranked by size and weight.

    Headings that tags or styles state keep their level.
    """
    body = body_size(pieces)
    mostly_bold = _mostly_bold(pieces)
    looks = [(not mostly_bold and _looks_like_heading(piece, body)) or _is_large(piece, body) for piece in pieces]
    stated = {
        _style(piece, body): piece.level for piece in reversed(pieces) if piece.role is Role.HEADING and piece.lines
    }
    told = {_style(piece, body) for piece, heading in zip(pieces, looks, strict=True) if heading}
    rank = _ranks(told, stated)
    return [
        replace(piece, role=Role.HEADING, level=rank[_style(piece, body)]) if heading else piece
        for piece, heading in zip(pieces, looks, strict=True)
    ]


def _ranks(told: set[_Style], stated: Mapping[_Style, int]) -> dict[_Style, int]:
    """Return a level for each style by its looks: that of tags for the same style, else one below larger ones."""
    ranks: dict[_Style, int] = {}
    for style in sorted(told, reverse=True):
        larger = [level for known, level in {**stated, **ranks}.items() if known > style]
        ranks[style] = stated.get(style, min(max(larger, default=0) + 1, 6))
    return ranks


def with_notes(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with footnotes as notes: numbered small type that nothing larger follows on its page."""
    small = 0.9 * body_size(pieces)
    done: list[LayoutPiece] = []
    foot, page = True, -1
    for piece in reversed(pieces):
        if piece.page != page:
            foot, page = True, piece.page
        if piece.role in _RUNNING and not piece.cell:
            foot = foot and piece.size <= small
            if foot and _FOOTNOTE.match(f"{piece.marker} {piece.text}".strip()):
                piece = replace(piece, role=Role.NOTE, level=0)
        elif piece.role not in (Role.FURNITURE, Role.NOTE):
            foot = False
        done.append(piece)
    return done[::-1]


def write(pieces: Sequence[LayoutPiece], labels: Sequence[str], pages: int) -> Manuscript:
    """Write the pieces down, page after page."""
    paper = Manuscript()
    by_page: dict[int, list[LayoutPiece]] = {}
    for piece in pieces:
        by_page.setdefault(piece.page, []).append(piece)
    for number in range(pages):
        paper.page(number + 1, labels[number] if number < len(labels) else "")
        for piece in by_page.get(number, ()):
            _write(paper, piece)
    return paper


def _write(paper: Manuscript, piece: LayoutPiece) -> None:
    words, marker, role = piece.text, piece.marker, piece.role
    if role is not Role.FURNITURE and not piece.continues:
        if bullet_alone(marker) or not marker:
            printed = heading_marker(words) if role is Role.HEADING else marker_of(words)
            if printed:
                marker = f"{marker} {printed.text}".strip()
                words = words[printed.begins :]
        if marker and role is Role.PARAGRAPH:
            role = Role.ITEM
    level = piece.level or (1 if role is Role.ITEM else 0)
    paper.add(
        words,
        role,
        level=level,
        marker=marker,
        size=piece.size,
        bold=piece.is_bold,
        cell=piece.cell,
        continues=piece.continues,
    )


def _style(piece: LayoutPiece, body: float) -> _Style:
    return (round(max(piece.size, body) * 2) / 2, piece.is_bold)


def _mostly_bold(pieces: Sequence[LayoutPiece]) -> bool:
    bold = total = 0
    for piece in pieces:
        for line in piece.lines:
            total += len(line.text)
            bold += len(line.text) if line.bold else 0
    return bold > 0.5 * total


def _looks_like_heading(piece: LayoutPiece, body: float) -> bool:
    """Return whether a paragraph is short, bold or larger than the body, and no sentence."""
    if piece.role not in (Role.PARAGRAPH, Role.ITEM) or piece.continues or piece.cell or not piece.lines:
        return False
    if piece.marker and bullet_alone(piece.marker):
        return False
    return piece.is_bold and piece.size >= 0.95 * body and _is_short(piece)


def _is_large(piece: LayoutPiece, body: float) -> bool:
    if piece.role is not Role.PARAGRAPH or piece.continues or piece.cell or not piece.lines:
        return False
    return piece.size >= 1.15 * body and _is_short(piece)


def _is_short(piece: LayoutPiece) -> bool:
    words = piece.text.split()
    last = piece.lines[-1].text
    return (
        len(words) <= _LONGEST_HEADING
        and len(piece.lines) <= 3
        and not _ENDS_SENTENCE.search(last)
        and bool(_LETTER.search(piece.text))
    )


def lines_as_furniture(page: int, lines: Iterable[TextLine]) -> list[LayoutPiece]:
    """Return each line as a piece of furniture."""
    return [LayoutPiece(page, (line,), Role.FURNITURE) for line in lines]


def joined_over_breaks(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Mark the pieces that go on with the sentence of an earlier one, over a column, a page or its furniture."""
    done: list[LayoutPiece] = []
    before: LayoutPiece | None = None
    for piece in pieces:
        if piece.role in (Role.FURNITURE, Role.NOTE):
            done.append(piece)
            continue
        if before is not None and before.page != piece.page and _goes_on(before, piece):
            piece = replace(piece, role=before.role, level=before.level, continues=True)
        done.append(piece)
        before = piece
    return done


def _goes_on(before: LayoutPiece, piece: LayoutPiece) -> bool:
    if piece.continues or piece.marker or piece.cell or before.cell or marker_of(piece.text):
        return False
    if before.role not in _RUNNING or piece.role not in _RUNNING:
        return False
    if abs(before.size - piece.size) >= 0.6 or before.is_bold != piece.is_bold:
        return False
    return runs_on(before.lines[-1].text, piece.lines[0].text) or _is_cut(before, piece)


def _is_cut(before: LayoutPiece, piece: LayoutPiece) -> bool:
    """Return whether a paragraph of several lines ends a page with a full line and no end of sentence."""
    last = before.lines[-1]
    full = len(before.lines) > 1 and last.x1 >= max(line.x1 for line in before.lines) - 5 * last.size
    prose = len(piece.lines) > 1 or piece.text.endswith(".")
    return full and prose and last.text[-1] not in ".?!:;" and not piece.is_bold
