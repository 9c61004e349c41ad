"""What the columns of a table hold, by their headers: recommendations, actions, who leads, by when, how far."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.findings.colour_legend import legend_of
from ingest.structure.heading_cues import Announcement, HeadingCues
from ingest.structure.letter_runs import count_in_letters
from ingest.structure.paragraphs import TextPiece
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.text.dates import DATE, date_in
from kb.text.phrases import PhraseHit, Phrases, words_of

_COLUMNS = Phrases(wordlist("columns"))
_FINDING_COLUMNS = ("recommendation", "action", "what", "progress")
_NUMBER = expression(
    r"^(?:rec(?:ommendation)?\.?\s*)?[A-Z]{0,4}\.?\s?\d{1,3}(?:\.\d{1,3})*\s?(?:\(?[a-z]\)?)?[.):]?$|^[a-z][.)]$",
    re.IGNORECASE,
)
_YES_OR_NO = expression(r"\(?\b(?:y|yes)\s*(?:/|or)\s*(?:n|no)\b\)?\s*$", re.IGNORECASE)  # "Complete (Y/N)"
_HOW_TO_FILL_IN = expression(  # "Status (delete as appropriate)", "Complete [please tick]"
    r"[(\[]\s*(?:please\s+)?(?:delete|tick|circle|mark|select|choose|strike|cross|highlight)\b[^)\]]*[)\]]",
    re.IGNORECASE,
)
_DATED = expression(  # the day to which a column is kept: "Status at 30 September 2022", "Update (June 2023)"
    rf"[(\[]?\s*\b(?:(?:as\s+)?(?:at|of|on|to|for)\s+)?(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)\b|{DATE})[)\]]?",
    re.IGNORECASE,
)
_LEGEND_BEHIND = expression(r"\s*[(\[:–-].*$", re.DOTALL)  # a legend behind a column's name: "RAG (green = done, ...)"
_NAME = 4  # words of a column's name in a second header row
_LONG = 5.0  # words that a column without a known name has on the average, from which it tells what is followed up
_DISCUSSED = expression(  # a column in which minutes are told: its table is read as the text that it is
    r"\W*(?:(?:key|main|points?\s+of|summary\s+of)\s+)?(?:discussions?|minutes?|points\s+discussed|notes(?:\s+of\s+discussion)?)"
    r"(?:\s*(?:/|and|&)\s*(?:decisions?|actions?|agreements?))?\W*",
    re.IGNORECASE,
)
_OF_EVENTS = expression(  # which a chronology has as well
    r"\W*(?:date|when|who|agency|agencies|organisation|for)\W*", re.IGNORECASE
)
_NO_PLAN = expression(  # a column of what is no action, in tables that say who and how far as well
    r"\b(?:risks?|hazards?|threats?|issues?|concerns?|events?|incidents?|referrals?|allegations?|complaints?|contacts?|"
    r"involvement|reasons?|decisions?|questions?|versions?|amend\w*|revisions?|changes\s+made|of\s+changes|documents?|"
    r"polic(?:y|ies)|happened)\b",
    re.IGNORECASE,
)
_SHOULD = expression(
    r"\b(?:should(?!\s+have\b)|must|needs?\s+to|(?:is|are)\s+(?:asked|recommended|required)\s+to)\b", re.IGNORECASE
)
_OF_PLANS = frozenset(("action", "progress", "owner", "due", "status"))
_IN_SHORT = expression(
    r"\W*what\s+(?:was|were|had\s+been)\s+(?:meant|expected|supposed|intended|planned|due)\s+to\s+happen\W*|"
    r"\W*what\s+(?:should\s+have\s+happened|(?:was|we)\s+(?:expected|planned))\W*|"
    r"\W*(?:in\s+(?:a\s+nutshell|short|brief|outline|a\s+sentence)|the\s+(?:story|case)|what\s+happened)\W*",
    re.IGNORECASE,
)
_ALONE = frozenset(("now", "today"))  # names of a column by themselves: "Now what?" asks for something else
_BROKEN = expression(r"\b([A-Za-z]{5,})\s([a-z]{1,3})\b")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """What a column holds: a name in columns.toml, or "kind" with the kind of finding that its header announces."""

    role: str
    announced: Announcement | None = None


def columns_of(cells: Sequence[TextPiece], heading_cues: HeadingCues) -> dict[int, TableColumn]:
    """Return what the columns hold, by the table's header row."""
    first = min(piece.cell.row for piece in cells if piece.cell)
    header = [piece for piece in cells if piece.cell and (piece.cell.header or piece.cell.row == first)]
    named: dict[int, TableColumn] = {}
    for piece in header:
        assert piece.cell is not None
        said = _LEGEND_BEHIND.sub("", piece.text) if legend_of(piece.text) else piece.text
        if len(words_of(said)) > 8:
            return {}
        found = _column(said, heading_cues)
        if found and piece.cell.column not in named:
            named[piece.cell.column] = found
    for place, column in _named_below(cells, first, heading_cues).items():
        named[place] = column
    if named and not any(column.role == "number" for column in named.values()):
        _name_numbers(cells, named, first)
    _name_asked(cells, named, first)
    _name_followed_up(cells, named, first)
    return named


def _named_below(cells: Sequence[TextPiece], first: int, heading_cues: HeadingCues) -> dict[int, TableColumn]:
    """Return the columns that a second header row names: "Action" and "Lead" below "Delivery"."""
    second = header_ends(cells, heading_cues)
    if second == first:
        return {}
    below = ((one.cell.column, _column(one.text, heading_cues)) for one in cells if one.cell and one.cell.row == second)
    return {place: column for place, column in below if column is not None}


def header_ends(cells: Sequence[TextPiece], heading_cues: HeadingCues) -> int:
    """Return the last row of a table's header: the second where it names columns that the first leaves together.

    Such a row has no cell below the columns that the first names by themselves, and nothing but names.
    """
    rows = sorted({piece.cell.row for piece in cells if piece.cell})
    first, second = rows[0], rows[min(1, len(rows) - 1)]
    above = {piece.cell.column for piece in cells if piece.cell and piece.cell.row == first}
    below = [piece for piece in cells if piece.cell and piece.cell.row == second]
    places = {piece.cell.column for piece in below if piece.cell}
    if len(rows) < 3 or not places - above or not above - places:
        return first
    names = all(piece.length <= _NAME and _column(piece.text, heading_cues) is not None for piece in below)
    return second if names else first


def is_grid(cells: Sequence[TextPiece], heading_cues: HeadingCues) -> bool:
    """Return whether a table holds findings in its columns, and neither lays out a page nor tells of a meeting."""
    columns = {piece.cell.column for piece in cells if piece.cell}
    if len(columns) < 2:
        return False
    named = columns_of(cells, heading_cues)
    holds_findings = any(column.role in (*_FINDING_COLUMNS, "kind") for column in named.values())
    return holds_findings and not _is_of_minutes(cells, named) and not _is_chronology(cells, named)


def _is_chronology(cells: Sequence[TextPiece], named: Mapping[int, TableColumn]) -> bool:
    """Return whether a table tells what happened when, and no plan: dates in their order, and "What" beside them.

    A plan says what is to be done before it says by when, and mostly by whom.
    """
    days = next((place for place, column in named.items() if column.role == "due"), -1)
    told = next((place for place, column in named.items() if column.role == "what"), -1)
    if not 0 <= days < told or {column.role for column in named.values()} - {"due", "what", "number"}:
        return False
    first = min(piece.cell.row for piece in cells if piece.cell)
    dates = [date_in(one.text) for one in cells if one.cell and one.cell.column == days and one.cell.row > first]
    return len(dates) > 1 and all(dates) and all(one[:7] <= other[:7] for one, other in pairwise(dates))


def _is_of_minutes(cells: Sequence[TextPiece], named: Mapping[int, TableColumn]) -> bool:
    """Return whether a table tells what a meeting discussed, and then what is to be done: "Item", "Notes", "Actions".

    A plan has a column of notes or of discussion too: behind its actions, or beside a recommendation or a status.
    """
    first = min(piece.cell.row for piece in cells if piece.cell)
    told = [one.cell.column for one in cells if one.cell and one.cell.row == first and _DISCUSSED.fullmatch(one.text)]
    if not told or any(column.role in ("recommendation", "status") for column in named.values()):
        return False
    return all(place >= min(told) for place, column in named.items() if column.role == "action")


def _name_asked(cells: Sequence[TextPiece], named: dict[int, TableColumn], first: int) -> None:
    """Name a column of which every cell says who should do what as that of recommendations, beside others of a plan.

    Where no column is known beside it, it may be a table of rules.
    """
    roles = {column.role for column in named.values()}
    if "recommendation" in roles or not roles & _OF_PLANS:
        return
    said: defaultdict[int, list[str]] = defaultdict(list)
    for piece in cells:
        if piece.cell and piece.cell.row > first and piece.cell.column not in named:
            said[piece.cell.column].append(piece.text)
    asking = [column for column, texts in said.items() if len(texts) > 1 and all(map(_SHOULD.search, texts))]
    if len(asking) == 1:
        named[asking[0]] = TableColumn("recommendation")


def _name_followed_up(cells: Sequence[TextPiece], named: dict[int, TableColumn], first: int) -> None:
    """Name the fullest column as that of actions, where others say how far and by whom or by when something is done.

    Without a status, or with nothing but "Date" and "Agency" beside it, it may be a chronology or a list of versions.
    """
    heads = {piece.cell.column: piece.text for piece in cells if piece.cell and piece.cell.row == first}
    roles = {column.role for place, column in named.items() if not _OF_EVENTS.fullmatch(heads.get(place, ""))}
    if roles & {*_FINDING_COLUMNS[:3], "how", "kind"} or "status" not in roles or not roles & {"owner", "due"}:
        return
    if any(_NO_PLAN.search(head) for place, head in heads.items() if place not in named):
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
    column = next((column for column, said in texts.items() if column not in named and counts(said)), None)
    if column is not None:
        named[column] = TableColumn("number")


def _column(text: str, heading_cues: HeadingCues) -> TableColumn | None:
    words = words_of(_YES_OR_NO.sub(" ", _DATED.sub(" ", _HOW_TO_FILL_IN.sub(" ", text)))) or words_of(text)
    hits = _hits(words)
    if not hits:
        hits = _hits_of_broken(text)
    announced = None if _IN_SHORT.fullmatch(text) else heading_cues.heading(text)  # beside others it tells the story
    promised = TableColumn("kind", announced) if announced and announced.kinds else None
    if hits and (promised is None or not _says_more(text, hits)):
        return TableColumn(max(hits, key=lambda hit: hit.end - hit.start).label)
    return promised


def _says_more(text: str, hits: Sequence[PhraseHit]) -> bool:
    """Return whether a header that asks says more than "What?": "So what?", "Now what?"."""
    return text.rstrip().endswith("?") and all(hit.phrase == "what" for hit in hits) and words_of(text) != ["what"]


def _hits(words: Sequence[str]) -> list[PhraseHit]:
    hits = [hit for hit in _COLUMNS.find(words) if (hit.end - hit.start) * 2 >= len(words)]
    return [hit for hit in hits if len(words) == 1 or hit.phrase not in _ALONE]


def _hits_of_broken(text: str) -> list[PhraseHit]:
    """Return the names of columns that stand in a header whose narrow column breaks a word without a hyphen.

    A name must hold a joined word: "Reason for action" is not a header "Reasonfor action".
    """
    joined = {"".join(found.groups()).lower() for found in _BROKEN.finditer(text)}
    words = words_of(_BROKEN.sub(r"\1\2", text))
    return [hit for hit in _hits(words) if joined.intersection(words[hit.start : hit.end])]


def counts(texts: Sequence[str]) -> bool:
    """Return whether a column's cells number its rows, in figures or in letters that count on."""
    return all(map(is_number, texts)) or count_in_letters(texts)


def is_number(text: str) -> bool:
    """Return whether a cell holds only a printed number: "1.2", "Rec 3", "b)"."""
    return bool(_NUMBER.match(text))
