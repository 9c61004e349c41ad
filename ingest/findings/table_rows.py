"""Tables of recommendations and actions: what each column holds, and what each row says.

A table whose columns say nothing is a table of layout; its cells are read as paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.findings.candidates import Candidate
from ingest.findings.colour_legend import UNKNOWN, legend_of
from ingest.findings.status import colour_alone
from ingest.findings.ticks import ticks_in
from ingest.structure.boilerplate import is_boilerplate, is_unfilled
from ingest.structure.heading_cues import Announcement, HeadingCues
from ingest.structure.headings import label_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart
from ingest.words import wordlist
from kb.core.document import Role
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.dates import DATE
from kb.text.phrases import PhraseHit, Phrases, words_of

_COLUMNS = Phrases(wordlist("columns"))
_FINDING_COLUMNS = ("recommendation", "action", "what", "progress")
_NUMBER = expression(
    r"^(?:rec(?:ommendation)?\.?\s*)?[A-Z]{0,4}\.?\s?\d{1,3}(?:\.\d{1,3})*\s?(?:\(?[a-z]\)?)?[.):]?$|^[a-z][.)]$",
    re.IGNORECASE,
)
_STATES = frozenset(wordlist("columns")["state"])  # headers of columns of which one is ticked in each row
_DATED = expression(  # the day to which a column is kept: "Status at 30 September 2022", "Update (June 2023)"
    rf"[(\[]?\s*\b(?:(?:as\s+)?(?:at|of|on|to|for)\s+)?(?:{DATE})[)\]]?",
    re.IGNORECASE,
)
_TICK = expression(r"^\W*(?:[✓✔☑☒✅√xX●■◉]|yes|y|tick(?:ed)?|ü|þ)\W*$", re.IGNORECASE)
_REPORT = 14  # words of a progress column that are a status, and not a story
_LEGEND_BEHIND = expression(r"\s*[(\[:–-].*$", re.DOTALL)  # a legend behind a column's name: "RAG (green = done, ...)"
_LONG = 5.0  # words that a column without a known name has on the average, from which it tells what is followed up
_FEWEST = 3  # words of a cell that is a finding
_SAYS_DONE = expression(  # "Guidance written", and no "Not started" or "As agreed"
    r"(?!(?:not|never|none|no|as|if|where|when|to|yet)\b).*"
    r"\b(?:\w{3,}ed|sent|done|written|held|made|built|begun|set|bought|taught|told|given)[.\s]*$",
    re.IGNORECASE,
)
_TWO_WORDS = expression(  # what a recommendation is called: "Full timetable", and no "As above" or "1, 5"
    r"\W*(?!(?:as|see|not|no|none|n/?a|same|ditto|all|various|tbc|to|rec|above|below)\b)[A-Z][^\W\d_]{2,}\s+[^\W\d_]{3,}",
    re.IGNORECASE,
)
_DISCUSSED = expression(  # a column in which minutes are told: its table is read as the text that it is
    r"\W*(?:(?:key|main|points?\s+of|summary\s+of)\s+)?(?:discussions?|minutes?|points\s+discussed|notes(?:\s+of\s+discussion)?)"
    r"(?:\s*(?:/|and|&)\s*(?:decisions?|actions?|agreements?))?\W*",
    re.IGNORECASE,
)
_BROKEN = expression(r"\b([A-Za-z]{5,})\s([a-z]{1,3})\b")
_ROWS = 3  # of a table whose empty column of states may say something by other means


@dataclass(frozen=True, slots=True)
class TableColumn:
    """What a column holds: one of the names above, or "kind" with the kind of finding that its header announces."""

    role: str
    announced: Announcement | None = None


@dataclass(frozen=True, slots=True)
class RowUnit:
    """A finding in a row, with what the row says beside it. `row` links recommendation and action."""

    unit: Candidate
    kind: Kind
    why: str
    row: tuple[int, int]
    owner: str = ""
    due: str = ""
    status: str = ""


def flatten_layout_tables(pieces: Sequence[TextPiece], announcer: HeadingCues) -> tuple[TextPiece, ...]:
    """Return the pieces with the cells of layout tables as paragraphs and items."""
    done: list[TextPiece] = []
    for table, group in groupby(pieces, key=lambda piece: piece.cell.table if piece.cell else None):
        cells = list(group)
        if table is None or _is_grid(cells, announcer):
            done += cells
        else:
            rows = Counter(row for row, _ in {(piece.cell.row, piece.cell.column) for piece in cells if piece.cell})
            beside = sum(count > 1 for count in rows.values()) * 2 > len(rows)
            done += [_without_cell(piece, tabled=beside) for piece in cells]
    return tuple(done)


def rows_of(part: SectionPart, reader: DocumentText, announcer: HeadingCues) -> Iterator[RowUnit]:
    """Yield the findings in the rows of a section's tables."""
    for cells in _tables(part.pieces):
        yield from _Table(cells, part, reader, announcer).units()


def _tables(pieces: Sequence[TextPiece]) -> Iterator[list[TextPiece]]:
    """Yield the cells of each table."""
    in_tables = (piece for piece in pieces if piece.cell is not None)
    for _, cells in groupby(in_tables, key=lambda piece: piece.cell.table if piece.cell else -1):
        yield list(cells)


def colours_in(pieces: Sequence[TextPiece], announcer: HeadingCues, text: str) -> tuple[bool, bool]:
    """Return whether colours of cells without words are read as states, and whether a column's colours stay unread.

    They are read in a column of states of a document whose `text` has a legend.
    """
    legend: dict[str, str] | None = None  # looked for in the whole text, so only where a table has colours
    read = unread = False
    for cells in _tables(pieces):
        rows = {piece.cell.row: piece.cell.colours for piece in cells if piece.cell}
        counts = Counter(column for colours in rows.values() for column, _ in colours)
        if not counts:
            continue
        legend = legend_of(text) if legend is None else legend
        named = _columns(cells, announcer)
        explained = bool(legend) and _is_grid(cells, announcer)
        for column, count in counts.items():
            states = explained and column in named and named[column].role == "status"
            read = read or states
            unread = unread or (not states and count * 2 >= len(rows) - 1)
    return read, unread


def states_without_words(pieces: Sequence[TextPiece], announcer: HeadingCues) -> tuple[str, ...]:
    """Return the headers of columns of states of which no cell holds a word or a colour, in tables of findings."""
    found: dict[str, None] = {}
    for cells in _tables(pieces):
        rows = {piece.cell.row for piece in cells if piece.cell}
        if len(rows) < _ROWS or not _is_grid(cells, announcer):
            continue
        first = min(rows)
        spoken = {piece.cell.column for piece in cells if piece.cell and piece.cell.row > first}
        spoken |= {column for piece in cells if piece.cell for column, _ in piece.cell.colours}
        for column, named in _columns(cells, announcer).items():
            if named.role == "status" and column not in spoken:
                heads = (one.text for one in cells if one.cell and (one.cell.row, one.cell.column) == (first, column))
                found |= dict.fromkeys(heads)
    return tuple(found)


def _is_grid(cells: Sequence[TextPiece], announcer: HeadingCues) -> bool:
    columns = {piece.cell.column for piece in cells if piece.cell}
    first = min((piece.cell.row for piece in cells if piece.cell), default=0)
    told = any(_DISCUSSED.fullmatch(one.text) for one in cells if one.cell and one.cell.row == first)
    if len(columns) < 2 or told:
        return False
    named = _columns(cells, announcer)
    return any(column.role in (*_FINDING_COLUMNS, "kind") for column in named.values())


def _without_cell(piece: TextPiece, *, tabled: bool) -> TextPiece:
    blocks = tuple(
        replace(block, role=Role.ITEM if block.marker else Role.PARAGRAPH, cell=None) for block in piece.blocks
    )
    return replace(piece, blocks=blocks, tabled=tabled)


def _columns(cells: Sequence[TextPiece], announcer: HeadingCues) -> dict[int, TableColumn]:
    """Return what the columns hold, by the table's header row."""
    first = min(piece.cell.row for piece in cells if piece.cell)
    header = [piece for piece in cells if piece.cell and (piece.cell.header or piece.cell.row == first)]
    named: dict[int, TableColumn] = {}
    for piece in header:
        assert piece.cell is not None
        said = _LEGEND_BEHIND.sub("", piece.text) if legend_of(piece.text) else piece.text
        if len(words_of(said)) > 8:
            return {}
        found = _column(said, announcer)
        if found and piece.cell.column not in named:
            named[piece.cell.column] = found
    if named and not any(column.role == "number" for column in named.values()):
        _name_numbers(cells, named, first)
    _name_followed_up(cells, named, first)
    return named


def _name_followed_up(cells: Sequence[TextPiece], named: dict[int, TableColumn], first: int) -> None:
    """Name the fullest column as that of actions, where others say how far and by whom or by when something is done.

    Without a status it may be a chronology: "Date", "Agency", "Event".
    """
    roles = {column.role for column in named.values()}
    if roles & {*_FINDING_COLUMNS[:3], "how", "kind"} or "status" not in roles or not roles & {"owner", "due"}:
        return
    lengths: defaultdict[int, list[int]] = defaultdict(list)
    for piece in cells:
        if piece.cell and piece.cell.row > first and piece.cell.column not in named:
            lengths[piece.cell.column].append(piece.length)
    fullest = max(lengths, key=lambda column: sum(lengths[column]), default=None)
    if fullest is not None and sum(lengths[fullest]) >= _LONG * len(lengths[fullest]):
        named[fullest] = TableColumn("action")


def _name_numbers(cells: Sequence[TextPiece], named: dict[int, TableColumn], first: int) -> None:
    """Name a column of numbers whose header says nothing: "#"."""
    texts: dict[int, list[str]] = {}
    for piece in cells:
        if piece.cell and piece.cell.row > first:
            texts.setdefault(piece.cell.column, []).append(piece.text)
    column = next((column for column, said in texts.items() if column not in named and is_number(said)), None)
    if column is not None:
        named[column] = TableColumn("number")


def _column(text: str, announcer: HeadingCues) -> TableColumn | None:
    words = words_of(_DATED.sub(" ", text)) or words_of(text)
    hits = _hits(words)
    if not hits:
        hits = _hits_of_broken(text)
    if hits:
        return TableColumn(max(hits, key=lambda hit: hit.end - hit.start).label)
    announced = announcer.heading(text)
    return TableColumn("kind", announced) if announced and announced.kinds else None


def _hits(words: Sequence[str]) -> list[PhraseHit]:
    return [hit for hit in _COLUMNS.find(words) if (hit.end - hit.start) * 2 >= len(words)]


def _hits_of_broken(text: str) -> list[PhraseHit]:
    """Return the names of columns that stand in a header whose narrow column breaks a word without a hyphen.

    A name must hold a joined word: "Reason for action" is not a header "Reasonfor action".
    """
    joined = {"".join(found.groups()).lower() for found in _BROKEN.finditer(text)}
    words = words_of(_BROKEN.sub(r"\1\2", text))
    return [hit for hit in _hits(words) if joined.intersection(words[hit.start : hit.end])]


class _Table:
    """One table with its columns told."""

    def __init__(self, cells: list[TextPiece], part: SectionPart, reader: DocumentText, announcer: HeadingCues) -> None:
        self._table = cells[0].cell.table if cells[0].cell else -1
        self._part = part
        self._reader = reader
        self._columns = _columns(cells, announcer)
        self._rows: dict[int, dict[int, list[TextPiece]]] = {}
        for piece in cells:
            assert piece.cell is not None
            self._rows.setdefault(piece.cell.row, {}).setdefault(piece.cell.column, []).append(piece)
        self._head = {column: " ".join(p.text for p in found) for column, found in self._rows[min(self._rows)].items()}
        colours = {piece.cell.row: piece.cell.colours for piece in cells if piece.cell and piece.cell.colours}
        legend = legend_of(reader.document.text) if colours else {}
        self._colour_states = {  # by row and column, for cells without words
            row: {column: legend.get(colour, UNKNOWN) for column, colour in shown if legend}
            for row, shown in colours.items()
        }
        self._above = min(self._rows)  # the row whose recommendation the next rows answer

    def units(self) -> Iterator[RowUnit]:
        """Yield the findings of all rows but the header's."""
        places = sorted(self._rows)
        for place in places[1:]:
            row = self._rows[place]
            if {column: " ".join(p.text for p in found) for column, found in row.items()} != self._head:
                yield from self._row(place, row)

    def _row(self, place: int, row: dict[int, list[TextPiece]]) -> Iterator[RowUnit]:
        cells = {column: self._reader.join(pieces) for column, pieces in row.items()}
        if len(cells) == 1 and (only := next(iter(cells.values()))) and (label := label_of(only.text)):
            self._above = place
            yield RowUnit(
                Candidate(only, label.printed, number=f"{label.kind} {label.number}"),
                Kind.RECOMMENDATION,
                "a row of its own in a table",
                (self._table, place),
            )
            return
        by_role = {
            role: cell for role in ("owner", "due", "status", "number", "progress") if (cell := self._cell(cells, role))
        }
        details = {role: cell.text for role, cell in by_role.items()}
        main = self._finding_cells(cells)
        if any(kind is Kind.RECOMMENDATION for _, _, kind, _ in main):
            self._above = place
        for cell, role, kind, why in main:
            named = role == "recommendation" and len(main) > 1 and bool(_TWO_WORDS.match(cell.text))
            least = _FEWEST - bool(named or (role == "action" and _SAYS_DONE.match(cell.text)))
            numbers = not any(char.isalpha() for char in cell.text)  # "1, 5": whom each recommendation is for
            empty = numbers or is_unfilled(cell.text) or bool(legend_of(cell.text))
            if is_boilerplate(cell.text, cell.words) or cell.length < least or empty:
                continue
            printed = label_of(cell.text)
            number = f"{printed.kind} {printed.number}" if printed else ""
            said = (
                printed.printed
                if printed
                else details.get("number", "")
                if _NUMBER.match(details.get("number", ""))
                else cell.number
            )
            answering = kind is Kind.ACTION and role != "kind"
            yield RowUnit(
                Candidate(cell, said, number=number),
                kind,
                why,
                (self._table, self._above if answering else place),
                owner=details.get("owner", ""),
                due=details.get("due", ""),
                status=self._ticked_header(cells) or self._status_words(cells, place, details.get("progress", ""))
                if kind is Kind.ACTION or not any(other is Kind.ACTION for _, _, other, _ in main)
                else "",
            )

    def _finding_cells(self, cells: dict[int, TextPiece]) -> list[tuple[TextPiece, str, Kind, str]]:
        """Return the cells of a row that hold findings, with the kind of each and why."""
        found: list[tuple[TextPiece, str, Kind, str]] = []
        for role, kind in (("recommendation", Kind.RECOMMENDATION), ("action", Kind.ACTION)):
            cell = self._cell(cells, role)
            if cell:
                found.append((cell, role, kind, f'in the column "{self._header(role)}"'))
        found += self._what_and_how(cells) if not found else []
        if not any(kind is Kind.ACTION for _, _, kind, _ in found):
            role = next(
                (role for role in ("what", "progress", "how") if self._has(role) and (role != "how" or found)), ""
            )
            cell = self._cell(cells, role) if role else None
            if cell:
                found.append((cell, role, Kind.ACTION, f'in the column "{self._header(role)}"'))
        for column, named in self._columns.items():
            if named.role == "kind" and named.announced and column in cells:
                found.append(
                    (cells[column], "kind", named.announced.kinds[0], f'in the column "{self._head.get(column, "")}"')
                )
        return sorted(found, key=lambda one: one[0].stretches[0])

    def _what_and_how(self, cells: dict[int, TextPiece]) -> list[tuple[TextPiece, str, Kind, str]]:
        """Where both are columns, "What?" says what is to be reached and "How?" what is done for it."""
        what, how = self._cell(cells, "what"), self._cell(cells, "how")
        if what is None or how is None:
            return []
        pairs = ((what, "what", Kind.RECOMMENDATION), (how, "how", Kind.ACTION))
        return [(cell, role, kind, f'in the column "{self._header(role)}"') for cell, role, kind in pairs]

    def _cell(self, cells: dict[int, TextPiece], role: str) -> TextPiece | None:
        return next(
            (cells[column] for column, named in self._columns.items() if named.role == role and column in cells), None
        )

    def _status_words(self, cells: dict[int, TextPiece], place: int, progress: str) -> str:
        """Return what a row's status columns say: words before a tick, and a tick before a colour, named or shown.

        What a progress column reports in a few words counts before a colour too, which is held against it.
        """
        said = [
            cells[column].text for column, named in self._columns.items() if named.role == "status" and column in cells
        ]
        if not said:
            shown = self._colour_states.get(place, {})
            states = (column for column, named in self._columns.items() if named.role == "status")
            return next((shown[column] for column in states if column in shown), progress)
        told = max(said, key=lambda text: (not colour_alone(text) and not ticks_in(text), not colour_alone(text)))
        colour = colour_alone(told)
        return f"{progress} ({colour})" if colour and 0 < len(progress.split()) <= _REPORT else told

    def _ticked_header(self, cells: dict[int, TextPiece]) -> str:
        """Return the header of the one column that is ticked in a row, where several columns are each a status.

        Where two are ticked or none is, no status can be told: "?".
        """
        columns = [column for column, said in self._head.items() if _key(said) in _STATES]
        if len(columns) < 2:
            return ""
        marked = [column for column in columns if column in cells and _is_tick(cells[column].text)]
        if len(marked) == 1:
            return self._head[marked[0]].rstrip(" ?")  # "Done?" asks, and the tick answers it
        return "?" if not any(column in cells and not _is_tick(cells[column].text) for column in columns) else ""

    def _has(self, *roles: str) -> bool:
        return any(named.role in roles for named in self._columns.values())

    def _header(self, role: str) -> str:
        return next((self._head.get(column, "") for column, named in self._columns.items() if named.role == role), "")


def _key(text: str) -> str:
    return " ".join(words_of(text))


def _is_tick(text: str) -> bool:
    """Return whether a cell holds a tick and nothing else; in a column of its own a cross is one too."""
    return bool(_TICK.match(text))


def is_number(texts: Iterable[str]) -> bool:
    """Return whether all these cells hold only a printed number."""
    return all(_NUMBER.match(text) for text in texts)
