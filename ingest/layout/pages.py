"""The sheets of a whole document put into pieces: by structure tags where they cover a page, else by its geometry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count

from ingest.layout import tagged
from ingest.layout.compose import joined_over_breaks, lines_as_furniture, with_headings, with_notes
from ingest.layout.flow import pieces_of as flow_pieces
from ingest.layout.flow import setting_of
from ingest.layout.furniture import furniture
from ingest.layout.grid import Grid
from ingest.layout.lines import TextLine, join_lines, lines_of
from ingest.layout.marks import ARTIFACT, LetterRun, MarkedPage
from ingest.layout.order import in_order
from ingest.layout.pieces import LayoutPiece
from ingest.layout.ruled import RuledTable, cells_of, places_panels, taken_out
from ingest.layout.tables import joined_tables
from ingest.layout.tagged import Element, Leaf, astray, leaves, tells_structure

_FIRST_RULED = 10_000  # tables that tags tell are numbered from 0, those that lines show from here
_COVER = 0.95  # of a page's words: tags that claim fewer are not trusted for it


def read_sheets(sheets: Sequence[MarkedPage], tags: Element | None) -> list[LayoutPiece]:
    """Return headings, paragraphs, items, cells, notes and furniture of all sheets, in reading order."""
    return with_headings(joined_over_breaks(joined_tables(with_notes(_pieces(sheets, tags)))))


def _pieces(sheets: Sequence[MarkedPage], tags: Element | None) -> list[LayoutPiece]:
    """Return the pieces of all pages in reading order."""
    places = furniture(sheets)
    apart = [_split_furniture(sheet, baselines) for sheet, baselines in zip(sheets, places, strict=True)]
    by_tags = _tagged_pieces(tags, [text for text, _ in apart]) if tags is not None else {}
    flows: dict[int, Sequence[TextLine | RuledTable]] = {}
    for page, (text, _) in enumerate(apart):
        if page not in by_tags:
            before = _table_at_the_end(flows.get(page - 1, ()))
            flows[page] = in_order(taken_out(text, sheets[page].rules, before))
    by_places = _placed_pieces(flows)
    pieces: list[LayoutPiece] = []
    for page, (sheet, (_, aside)) in enumerate(zip(sheets, apart, strict=True)):
        edges = join_lines(lines_of(aside))
        pieces.extend(lines_as_furniture(page, (line for line in edges if line.y < sheet.height / 2)))
        pieces.extend(by_tags[page] if page in by_tags else by_places[page])
        pieces.extend(lines_as_furniture(page, (line for line in edges if line.y >= sheet.height / 2)))
    return pieces


def _table_at_the_end(flow: Sequence[TextLine | RuledTable]) -> Grid | None:
    """Return the table with which a page ends, or None where it ends with other words."""
    last = flow[-1] if flow else None
    return last.grid if isinstance(last, RuledTable) else None


def _placed_pieces(flows: Mapping[int, Sequence[TextLine | RuledTable]]) -> dict[int, list[LayoutPiece]]:
    """Return the pieces of each page that its own geometry shows."""
    setting = setting_of([part for part in flow if isinstance(part, TextLine)] for flow in flows.values())
    tables = count(_FIRST_RULED)
    by_page: dict[int, list[LayoutPiece]] = {}
    for page, flow in flows.items():
        pieces = by_page[page] = []
        lines: list[TextLine] = []
        for part in flow:
            if isinstance(part, TextLine):
                lines.append(part)
                continue
            pieces.extend(flow_pieces(page, lines, setting))
            lines = []
            if places_panels(part):
                for _, words in part.cells:
                    pieces.extend(flow_pieces(page, words, setting))
            else:
                pieces.extend(cells_of(page, part, next(tables)))
        pieces.extend(flow_pieces(page, lines, setting))
    return by_page


def _split_furniture(sheet: MarkedPage, baselines: frozenset[float]) -> tuple[list[LetterRun], list[LetterRun]]:
    """Part a sheet's text from its furniture."""
    text: list[LetterRun] = []
    aside: list[LetterRun] = []
    for run in sheet.runs:
        (aside if run.mark == ARTIFACT or round(run.y, 1) in baselines else text).append(run)
    return text, aside


def _tagged_pieces(tags: Element, pages: Sequence[Sequence[LetterRun]]) -> dict[int, list[LayoutPiece]]:
    """Return the pieces of each page that the tags cover; none where they tell nothing beyond paragraphs."""
    if not tells_structure(tags):
        return {}
    marked: dict[Leaf, list[LetterRun]] = defaultdict(list)
    for page, runs in enumerate(pages):
        for run in runs:
            if run.mark >= 0:
                marked[Leaf(page, run.mark)].append(run)
    known = set(leaves(tags))
    covered = {page for page, runs in enumerate(pages) if _is_covered_by_tags(page, runs, known)} - astray(tags, marked)
    by_page: dict[int, list[LayoutPiece]] = {page: [] for page in covered}
    for piece in tagged.pieces_of(tags, marked):
        if piece.page in covered:
            by_page[piece.page].append(piece)
    return by_page


def _is_covered_by_tags(page: int, runs: Sequence[LetterRun], known: set[Leaf]) -> bool:
    """Return whether structure tags claim nearly all words of a page."""
    total = inside = 0
    for run in runs:
        words = len(run.text.split())
        total += words
        inside += words if run.mark >= 0 and Leaf(page, run.mark) in known else 0
    return total > 0 and inside >= _COVER * total
