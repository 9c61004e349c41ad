"""Tables of recommendations and actions: what each row says, by what the columns hold (`table_columns`).

What becomes of a table whose columns say nothing is in `layout_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.findings.candidate import Candidate
from ingest.findings.colour_legend import UNKNOWN, explains_letters, legend_of, pictured_colour
from ingest.findings.status import colour_alone
from ingest.findings.table_columns import columns_of, header_ends, is_number
from ingest.findings.ticks import ticks_in
from ingest.structure.boilerplate import is_boilerplate, is_unfilled
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.labels import label_of
from ingest.structure.letter_runs import letter_alone
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.phrases import words_of

_STATES = frozenset(wordlist("columns")["state"])  # headers of columns of which one is ticked in each row
_TICK = expression(r"^\W*(?:[✓✔☑☒✅√xX●■◉]|yes|y|tick(?:ed)?|ü|þ)\W*$", re.IGNORECASE)
_CROSS = expression(r"^\W*[✗✘❌☓✕✖×]\W*$")
_DONE = expression(  # in a head: "Complete (Y/N)", "Has it been done?"
    r"\b(?:completed?|done|finished|achieved|implemented|closed|delivered|met|in place)\b", re.IGNORECASE
)
_YES_NO = expression(r"\W*(?:y|n|yes|no)\W*", re.IGNORECASE)
_REPORT = 14  # words of a progress column that are a status, and not a story
_NOT_KNOWN = expression(
    r"[\s.–—-]*(?:tbc|tba|tbd|to\s+be\s+(?:confirmed|advised|agreed|decided))?[\s.–—-]*", re.IGNORECASE
)
_COLOUR_LETTERS = {"R": "red", "A": "amber", "Y": "yellow", "G": "green", "B": "blue"}
_FEWEST = 3  # words of a cell that is a finding
_SAYS_DONE = expression(  # "Guidance written", and no "Not started" or "As agreed"
    r"(?!(?:not|never|none|no|as|if|where|when|to|yet)\b).*"
    r"\b(?:\w{3,}ed|sent|done|written|held|made|built|begun|set|bought|taught|told|given)[.\s]*$",
    re.IGNORECASE,
)
_MATTER = 3  # words of a cell that says what its row is about
_TWO_WORDS = expression(  # what a recommendation is called: "Full timetable", and no "As above" or "1, 5"
    r"\W*(?!(?:as|see|not|no|none|n/?a|same|ditto|all|various|tbc|to|rec|above|below)\b)[A-Z][^\W\d_]{2,}\s+[^\W\d_]{3,}",
    re.IGNORECASE,
)
_SAYS_HOW_FAR = (  # and names nothing that is done
    r"none|yes|see|same|ditto|above|below|various|all|tbc|nil|complete[d]?|closed|open|done|started|agreed|noted|pending|"
    r"overdue|outstanding|ongoing|green|amber|red|blue|accepted|rejected|met|partial(?:ly)?|superseded|action|actions|update|progress|"
    r"unknown|unclear|immediate(?:ly)?|continuous"
)
_ONE_WORD = expression(  # an action in a tracker: "Audit", "Supervision"
    rf"(?!(?:{_SAYS_HOW_FAR})\b)[A-Z][a-z]{{3,}}\.?", re.IGNORECASE
)
_NAMED_IN_TWO = expression(  # "New guidance.", "Staff rota", and no "Work ongoing", "Not applicable", "On track"
    rf"(?!(?:{_SAYS_HOW_FAR}|as|not|no|on|off|in|to|n/?a|further|nothing|nearly|almost|work|under|fully|mostly|partly)\b)"
    rf"[A-Z][\w’'-]{{2,}}\s+(?!(?:{_SAYS_HOW_FAR}|applicable|required|needed|known|follow|way|track)\b)[a-z][\w’'-]{{2,}}\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RowUnit:
    """A finding in a row, with what the row says beside it. `row` links recommendation and action.

    Its words decide between `kinds` where its column may hold several.
    """

    unit: Candidate
    kind: Kind
    why: str
    row: tuple[int, int]
    kinds: tuple[Kind, ...] = ()
    owner: str = ""
    due: str = ""
    status: str = ""
    silent: bool = False  # its table has a column of states, which says nothing in this row


_ASKS = expression(r"\b(?:should|must|needs?\s+to|ensures?|will|is\s+to|are\s+to)\b", re.IGNORECASE)


def rows_of(part: SectionPart, reader: DocumentText, heading_cues: HeadingCues) -> Iterator[RowUnit]:
    """Yield the findings in the rows of a section's tables."""
    for cells in tables_of(part.pieces):
        yield from _Table(cells, part, reader, heading_cues).units()


def tables_of(pieces: Sequence[TextPiece]) -> Iterator[list[TextPiece]]:
    """Yield the cells of each table."""
    in_tables = (piece for piece in pieces if piece.cell is not None)
    for _, cells in groupby(in_tables, key=lambda piece: piece.cell.table if piece.cell else -1):
        yield list(cells)


class _Table:
    """One table with its columns named."""

    def __init__(
        self, cells: list[TextPiece], part: SectionPart, reader: DocumentText, heading_cues: HeadingCues
    ) -> None:
        self._table = cells[0].cell.table if cells[0].cell else -1
        self._part = part
        self._reader = reader
        self._columns = columns_of(cells, heading_cues)
        self._header_ends = header_ends(cells, heading_cues)
        self._rows: dict[int, dict[int, list[TextPiece]]] = {}
        for piece in cells:
            assert piece.cell is not None
            self._rows.setdefault(piece.cell.row, {}).setdefault(piece.cell.column, []).append(piece)
        self._head = {column: " ".join(p.text for p in found) for column, found in self._rows[min(self._rows)].items()}
        colours = {piece.cell.row: piece.cell.colours for piece in cells if piece.cell and piece.cell.colours}
        pictured = any(pictured_colour(piece.text) for piece in cells)
        whole = reader.document.text
        self._legend = legend = legend_of(whole) if colours or pictured else {}
        self._colour_states = {  # by row and column, for cells without words
            row: {column: legend.get(colour, UNKNOWN) for column, colour in shown if legend}
            for row, shown in colours.items()
        }
        states = {column for column, named in self._columns.items() if named.role == "status"}
        told = {piece.text.strip() for piece in cells if piece.cell and piece.cell.row and piece.cell.column in states}
        self._has_letters = (  # "R", "A" and "G" all down a column; what a key says of them is not guessed
            len(told) > 1 and bool(told & {"R", "G"}) and told <= _COLOUR_LETTERS.keys() and not explains_letters(whole)
        )
        self._above = min(self._rows)  # the row whose recommendation the next rows answer

    def units(self) -> Iterator[RowUnit]:
        """Yield the findings of all rows but the header's."""
        places = sorted(self._rows)
        for place in (one for one in places if one > self._header_ends):
            row = self._rows[place]
            if {column: " ".join(p.text for p in found) for column, found in row.items()} != self._head:
                yield from self._row(place, row)

    def _row(self, place: int, row: dict[int, list[TextPiece]]) -> Iterator[RowUnit]:
        cells = {column: self._reader.join(pieces) for column, pieces in row.items()}
        if len(cells) == 1 and (only := next(iter(cells.values()))) and (label := label_of(only.text)):
            if label.kind.endswith("theme") and not _ASKS.search(only.text[label.ends :]):
                return  # a band across the table that names what the rows below are about
            self._above = place
            yield RowUnit(
                Candidate(only, label.printed, number=f"{label.kind} {label.number}"),
                Kind.RECOMMENDATION,
                "a row of its own in a table",
                (self._table, place),
            )
            return
        roles = ("owner", "due", "status", "number", "progress")
        details = {role: cell.text for role in roles if (cell := self._cell(cells, role))}
        main = self._telling_cells(cells, details)
        kinds = [kind for _, _, kind, _ in main]
        if Kind.RECOMMENDATION in kinds:
            self._above = place
        for cell, role, kind, why in main:
            has_status = kind is Kind.ACTION or Kind.ACTION not in kinds
            status = self._row_status(cells, place, details.get("progress", "")) if has_status else ""
            yield RowUnit(
                self._candidate(cell, kind, cells, details.get("number", "")),
                kind,
                why,
                (self._table, self._above if kind is Kind.ACTION and role != "kind" else place),
                kinds=self._kinds_of(cell, cells) if role == "kind" else (),
                owner=details.get("owner", ""),
                due=details.get("due", ""),
                status=status,
                silent=has_status and not status and self._has("status"),
            )

    def _telling_cells(
        self, cells: dict[int, TextPiece], details: Mapping[str, str]
    ) -> list[tuple[TextPiece, str, Kind, str]]:
        """Return the cells of a row that hold findings and tell something; else its status is the other's."""
        main = self._finding_cells(cells)
        stated = {name for name in ("owner", "due", "status", "progress") if details.get(name)}
        return [
            one
            for one in main
            if not _tells_nothing(one[0], one[1], alone=len(main) == 1, has_fields=bool(stated - {one[1]}))
        ]

    def _candidate(self, cell: TextPiece, kind: Kind, cells: dict[int, TextPiece], in_column: str) -> Candidate:
        """Return a cell as a candidate, labelled by its own words or by the number in its column (`in_column`)."""
        printed = label_of(cell.text)
        if printed:
            said, number = printed.printed, f"{printed.kind} {printed.number}"
        else:
            said, number = (in_column if is_number(in_column) or letter_alone(in_column) else cell.number), ""
        lead_in = self._matter(cells, cell) if kind is Kind.ACTION else ""
        return Candidate(cell, said, lead_in=lead_in, number=number)

    def _kinds_of(self, cell: TextPiece, cells: dict[int, TextPiece]) -> tuple[Kind, ...]:
        """Return the kinds that the header of a cell's column announces."""
        columns = ((self._columns[column].announced, held) for column, held in cells.items() if column in self._columns)
        return next((told.kinds for told, held in columns if told is not None and held is cell), ())

    def _row_status(self, cells: dict[int, TextPiece], place: int, progress: str) -> str:
        told = self._ticked_header(cells) or self._status_words(cells, place, progress)
        if _CROSS.match(told) or _is_tick(told):
            return told
        return "" if told != "?" and (is_unfilled(told) or _NOT_KNOWN.fullmatch(told)) else told

    def _matter(self, cells: dict[int, TextPiece], action: TextPiece) -> str:
        """Return what a row's action is about, where a column without a known name says it first: "You said"."""
        if self._has("recommendation"):
            return ""
        before = (cells[at] for at in sorted(cells) if at not in self._columns and cells[at] is not action)
        told = (one for one in before if one.stretches[0] < action.stretches[0] and one.length >= _MATTER)
        return next((one.text for one in told), "")

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
            progress = self._answer_to_head("progress", progress) or progress
            return next((shown[column] for column in states if column in shown), progress)
        said = [self._legend.get(colour, colour) if (colour := pictured_colour(one)) else one for one in said]
        said = [_COLOUR_LETTERS.get(one.strip(), one) for one in said] if self._has_letters else said
        told = max(said, key=lambda text: (not colour_alone(text) and not ticks_in(text), not colour_alone(text)))
        if asked := self._answer_to_head("status", told):
            return asked
        colour = colour_alone(told)
        return f"{progress} ({colour})" if colour and 0 < len(progress.split()) <= _REPORT else told

    def _answer_to_head(self, role: str, answer: str) -> str:
        """Return what the head of a column asks, with a cell's "Y" or "No" as its answer; "" for any other cell.

        A yes under "Status" or "Progress" tells nothing.
        """
        if not _YES_NO.fullmatch(answer):
            return ""
        done = _DONE.search(self._header(role))
        return f"{done.group() if done else 'Status'}? {answer}"

    def _ticked_header(self, cells: dict[int, TextPiece]) -> str:
        """Return the header of the one column that is ticked in a row, where several columns are each a status.

        Where two are ticked or none is, no status is clear: "?".
        """
        columns = [column for column, said in self._head.items() if _key(said) in _STATES]
        if len(columns) < 2:
            return ""
        marked = [column for column in columns if column in cells and _is_tick(cells[column].text)]
        if not marked:  # a cross under "Done" may as well deny it
            crossed = [column for column in columns if column in cells and _CROSS.match(cells[column].text)]
            marked = crossed if not any(_DONE.search(self._head[column]) for column in crossed) else []
        if len(marked) == 1:
            return self._head[marked[0]].rstrip(" ?")  # "Done?" asks, and the tick answers it
        return "?" if not any(column in cells and not _is_tick(cells[column].text) for column in columns) else ""

    def _has(self, *roles: str) -> bool:
        return any(named.role in roles for named in self._columns.values())

    def _header(self, role: str) -> str:
        return next((self._head.get(column, "") for column, named in self._columns.items() if named.role == role), "")


def _tells_nothing(cell: TextPiece, role: str, *, alone: bool, has_fields: bool) -> bool:
    """Return whether a cell for findings is too short, unfilled, or holds only numbers, a legend or standing text.

    One word may be an action where the row says who, by when or how far (`has_fields`).
    """
    named = role == "recommendation" and not alone and bool(_TWO_WORDS.match(cell.text))
    least = _FEWEST - bool(named or (role == "action" and _SAYS_DONE.match(cell.text)))
    if role == "action" and has_fields and _names_a_thing(cell.text):
        least = 1
    if is_boilerplate(cell.text, cell.words) or cell.length < least:
        return True
    numbers = not any(char.isalpha() for char in cell.text)  # "1, 5": whom each recommendation is for
    return numbers or is_unfilled(cell.text) or bool(legend_of(cell.text))


def _names_a_thing(text: str) -> bool:
    """Return whether one or two words of a cell name what is done: "Audit", "New guidance.", and no "Work ongoing"."""
    return bool(_ONE_WORD.fullmatch(text) or _NAMED_IN_TWO.fullmatch(text))


def _key(text: str) -> str:
    return " ".join(words_of(text))


def _is_tick(text: str) -> bool:
    """Return whether a cell holds a tick and nothing else; in a column of its own a cross is one too."""
    return bool(_TICK.match(text))
