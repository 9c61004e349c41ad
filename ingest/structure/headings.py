"""Which pieces are headings, and how deep: by role, type, numbering, capitals, shape and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.action_fields import field_of
from ingest.structure.heading_cues import Announcement, HeadingCues
from ingest.structure.labels import Label, label_of
from ingest.structure.paragraphs import TextPiece, body_size
from kb.core.document import Role
from kb.core.expressions import expression

_ENDS = (".", ";", ",", "!", "…")
_LEADERS = expression(r"\.{4,}|(?:\.\s){4,}|…{2,}|\t\d{1,3}$")
_PAGE_AT_END = expression(r"\s\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")
_DATE = expression(
    r"^(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\s+\d{4}$"
    r"|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$|^\d{4}$",
    re.IGNORECASE,
)
_REACH = expression(
    r"@|www\.|https?://|\b0\d{2,4}[\s-]?\d{3}[\s-]?\d{3,4}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|^(?:tel|"
    r"telephone|textphone|email|e-mail|fax)\b(?=\s*(?:[:.(+\d]|no\b|number\b|us\b|$))",
    re.IGNORECASE,
)
_CAPTION = expression(
    r"^(?:fig(?:ure)?s?|table|chart|graph|diagram|image|photo|annex\s+\d+\s*[-–]|appendix\s+\w+\s*[-–])\.?\s*\d",
    re.IGNORECASE,
)
_LETTER = expression(r"^(?:dear\b|yours\s+(?:sincerely|faithfully|truly)|to whom it may)", re.IGNORECASE)
_SENTENCE = expression(r"\b(?:is|are|was|were|remain|has|have|had|should|must|will)\b", re.IGNORECASE)
_POST = expression(
    r"\b(?:chief executive|chief officer|director|chief constable|commissioner|inspector|chair|chairperson|"
    r"manager|coroner|officer|scrutineer|head of|lead reviewer|author|independent reviewer|ceo|"
    r"accountable officer)\b",
    re.IGNORECASE,
)
_CASE = expression(r"^(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\s*[-–—]\s*[A-Z].*\s[-–—]\s")  # "2017 – Marshfold – Child T"
_AGENDA = expression(
    r"^\d{1,3}/(?:\d{2}|\d{4})[.:)]?\s+(?!.*\bto\s+[a-z]+\b)[A-Z]"
)  # "12/19 Kestrel SCR", an item of a meeting
_AGENDA_WORDS = 10
_LABEL_AHEAD = expression(r"^[A-Z][\w ]{2,40}:\s")
_LABELS = expression(r"^(?:key\s+)?themes?\s*\d*\s*[:–-]\s+\S+(?:\s+\S+){0,3}$", re.IGNORECASE)
_BOTH_WAYS = expression(  # "What was done and what was not" stands over findings of either sort
    r"\b(?:and|or)\s+(?:what\s+|how\s+(?:it\s+|they\s+)?)?(?:(?:was|were|is|did|does|do|had|has)\s*(?:not|n[’']t)|not)\W*$",
    re.IGNORECASE,
)
_ASKS = expression(
    r"\b(?:should|must|need(?:s|ed)?\s+to|ought|recommend\w*|is\s+to|are\s+to)\b|[:–-]\s+(?:to\s+)?(?:ensure|improve|review|"
    r"develop|strengthen|reduce|increase|make|provide|establish)\b",
    re.IGNORECASE,
)
_CLOSES = (".", "!", "?", ":", ";", "”", "’", '"')
_NAMED = 3  # headings marked as such, from which a document marks its headings
_BELOW = 240  # letters below a heading that tell whether it asks
_SENTENCE_IN_CAPITALS = 6  # words of a line in capitals that may be an item
_LONGEST = 16  # words of a heading recognised by its shape alone
_LONGEST_ANNOUNCED = 24
_LONGEST_STYLED = 32
_SHOWN = 140  # letters of a heading in a path; a recommendation given in full above its answer is longer


@dataclass(frozen=True, slots=True)
class Heading:
    """A piece that heads what follows. `rank` grows with depth; 0 is a document's title."""

    piece: TextPiece
    rank: int
    announced: Announcement | None = None
    label: str = ""  # "recommendation 3" where it is headed so

    @property
    def opens_case(self) -> bool:
        """Return whether it names another case: "2017 – Marshfold – Child T"."""
        return bool(_CASE.match(self.piece.text))

    @property
    def text(self) -> str:
        """The heading as a path shows it: with its number, and not too long."""
        said = f"{self.piece.marker} {self.piece.text}" if self.piece.number else self.piece.text
        return said if len(said) <= _SHOWN else said[: said.rindex(" ", 0, _SHOWN)] + " …"


class Headings:
    """Tells the headings among the pieces of one document."""

    def __init__(self, pieces: Sequence[TextPiece], heading_cues: HeadingCues) -> None:
        self._pieces = pieces
        self._heading_cues = heading_cues
        self._body = body_size(pieces)
        self.styled = self._body > 0
        self._named = sum(piece.role is Role.HEADING for piece in pieces) >= _NAMED
        self._ranks = self._styles()

    def at(self, place: int) -> Heading | None:
        """Return the piece at `place` as a heading, or None where it is none."""
        piece = self._pieces[place]
        if piece.cell is not None or piece.tabled or piece.role is Role.NOTE or not _can_head(piece):
            return None
        short = piece.length <= (
            _LONGEST_ANNOUNCED if piece.text.endswith("?") or piece.role is Role.HEADING else _LONGEST
        )
        announced = self._heading_cues.heading(piece.text) if short else None
        if not self._heads(place, piece, announced):
            return None
        if announced is not None and (_LABELS.match(piece.text) or _BOTH_WAYS.search(piece.text)):
            announced = None  # "Key theme: discharge" names a theme and announces nothing
        label = label_of(piece.text)
        if label and self._names_subject(label, place):
            announced = label = None
        return Heading(piece, self._rank(piece), announced, f"{label.kind} {label.number}" if label else "")

    def _names_subject(self, label: Label, place: int) -> bool:
        """Return whether a numbered heading names what is told below and is no finding: "Priority 1: Neglect" in a
        report on the year, "Concern 2: that the call was not heard" in an answer to a coroner.
        """
        if label.kind == "concern":
            return self._heading_cues.genre == "response"
        if label.kind != "priority" or self._heading_cues.genre == "inspection":
            return False
        below = self._pieces[place + 1].text[:_BELOW] if place + 1 < len(self._pieces) else ""
        return not _ASKS.search(f"{self._pieces[place].text} {below}")

    def _heads(self, place: int, piece: TextPiece, announced: Announcement | None) -> bool:
        before = self._pieces[place - 1] if place else None
        after = self._pieces[place + 1] if place + 1 < len(self._pieces) else None
        if piece.role is Role.TITLE:
            return True
        if piece.role is Role.HEADING:
            return piece.length <= _LONGEST_STYLED and not (piece.text.endswith(_ENDS) and piece.length > _LONGEST)
        if field_of(piece.text):
            return False
        if after is None:
            return announced is not None and announced.sort == "contacts"
        if (after.cell is not None and after.cell.row > 0) or _reads_as_text(piece, after, announced):
            return False
        if piece.is_item:
            return self._item_heads(piece, before, after, announced)
        if _goes_on(piece, before, after, announced):
            return False
        if announced is not None:
            return not piece.text.endswith(":") or piece.length <= 8
        return self._looks_like_heading(place, piece, after)

    def _item_heads(
        self, piece: TextPiece, before: TextPiece | None, after: TextPiece, announced: Announcement | None
    ) -> bool:
        """A numbered or bulleted line that heads what follows: alone of its kind, short, with running text below."""
        if _colon(piece.text) and _SENTENCE.search(piece.text):
            return False
        if not piece.number:
            alone = not after.is_item and not (before and before.is_item and before.level == piece.level)
            return alone and piece.length <= 8 and announced is None and after.length > 8 and not _colon(piece.text)
        beside = [other for other in (before, after) if other is not None and _siblings(piece, other)]
        if announced is not None and all(other.length > _LONGEST or other.text.endswith(".") for other in beside):
            return True
        if not beside:
            return not _colon(piece.text) or piece.length <= 4
        return len(beside) == 2 and piece.length <= 10 and all(_is_prose(other) for other in beside)

    def _looks_like_heading(self, place: int, piece: TextPiece, after: TextPiece) -> bool:
        """A line of no known words that looks like a heading."""
        if _CASE.match(piece.text) or (_AGENDA.match(piece.text) and piece.length <= _AGENDA_WORDS):
            return True
        if _capitals(piece.text) and piece.length <= 12:
            return not self._in_capital_list(place)
        if self.styled:
            return (piece.is_bold or piece.size > self._body + 0.6) and not _colon(piece.text)
        if _colon(piece.text):
            return piece.length <= 4 and not after.is_item
        if self._named and not after.is_item and not after.text.endswith(_CLOSES):
            return False  # one of a few lines without a full stop, in a document that marks its headings
        return piece.length <= 12 and (after.is_item or after.length > 10 or bool(_LABEL_AHEAD.match(after.text)))

    def _in_capital_list(self, place: int) -> bool:
        """Return whether a line in capitals is one of several sentences set so, under words that announce a kind."""
        begin = end = place
        while begin > 0 and _is_sentence_in_capitals(self._pieces[begin]):
            begin -= 1
        while end < len(self._pieces) and _is_sentence_in_capitals(self._pieces[end]):
            end += 1
        announced = self._heading_cues.heading(self._pieces[begin].text)
        return end - begin > 2 and announced is not None and bool(announced.kinds)

    def _styles(self) -> dict[tuple[float, bool, bool], int]:
        """Rank the styles of type that headings are set in: larger before smaller, bold before plain."""
        styles = {
            _style(piece) for piece in self._pieces if piece.role in (Role.HEADING, Role.TITLE) and not piece.level
        }
        return {style: 100 + place for place, style in enumerate(sorted(styles, reverse=True))}

    def _rank(self, piece: TextPiece) -> int:
        if piece.role is Role.TITLE:
            return 0
        if piece.role is Role.HEADING and piece.level:
            return piece.level * 10
        if piece.number and piece.number[0].isdigit():
            return 60 + piece.number.count(".")
        if piece.role is Role.HEADING:
            return self._ranks.get(_style(piece), 150)
        return 200


def _reads_as_text(piece: TextPiece, after: TextPiece, announced: Announcement | None) -> bool:
    """Return whether a line is too long for a heading, ends as a sentence does, or names a person."""
    asking = announced is not None and piece.text.endswith("?")
    boxed = announced is not None and announced.box and piece.length <= 8
    trails = announced is not None and after.is_item and piece.text.endswith(("…", "..."))
    long = piece.length > (_LONGEST_ANNOUNCED if asking else _LONGEST)
    return long or (piece.text.endswith(_ENDS) and not (boxed or trails)) or _is_person(piece.text)


def _goes_on(piece: TextPiece, before: TextPiece | None, after: TextPiece, announced: Announcement | None) -> bool:
    """Return whether a line goes on from another, leads in with a sentence, or is one of several questions."""
    told = announced is not None and announced.share >= 0.6
    if piece.text[:1].islower() or (_colon(piece.text) and not told and _SENTENCE.search(piece.text)):
        return True
    asked_before = announced is None and before is not None and before.text.endswith("?")
    return piece.text.endswith("?") and (after.text.endswith("?") or asked_before)


def _can_head(piece: TextPiece) -> bool:
    text = piece.text
    letters = next(filter(str.isalpha, text), "")
    if not letters or len(text) > 260 or (piece.is_item and not piece.number and letters.islower()):
        return False
    return not (
        _LEADERS.search(text) or _DATE.match(text) or _REACH.search(text) or _CAPTION.match(text) or _LETTER.match(text)
    )


def is_contents_line(text: str) -> bool:
    """Return whether a line is one of a contents list: dotted leaders, or a title with a page number at its end."""
    if _LEADERS.search(text):
        return True
    found = _PAGE_AT_END.search(text)
    return bool(
        found and len(text) < 120 and not text[: found.start()].rstrip().endswith((",", "of", "and", "the", "in"))
    )


def is_caption(text: str) -> bool:
    """Return whether a line names a figure or table."""
    return bool(_CAPTION.match(text))


def is_reach(text: str) -> bool:
    """Return whether a line only says how somebody is reached: a telephone, an address, a web page."""
    return bool(_REACH.search(text)) and len(text.split()) < 16


def is_date(text: str) -> bool:
    """Return whether a line holds a date and nothing else."""
    return bool(_DATE.match(text.strip()))


def _is_person(text: str) -> bool:
    """Return whether a line names a person by name and post: "Jo Moss, Director of ..."."""
    head, comma, rest = text.partition(",")
    return bool(comma and _POST.search(rest) and 1 < len(head.split()) <= 5 and head.istitle())


def _siblings(piece: TextPiece, other: TextPiece) -> bool:
    return (
        other.is_item
        and other.level == piece.level
        and bool(other.number)
        and marker_shape(other.marker) == marker_shape(piece.marker)
    )


def marker_shape(marker: str) -> str:
    """Return the shape of a printed marker: "1." for "12.", "(a)" for "(c)" and "(iii)"; items of one list share it."""
    return re.sub(r"[a-zA-Z]+", "a", re.sub(r"\d+", "1", marker))


def _is_prose(piece: TextPiece) -> bool:
    return piece.length >= 15 and piece.text.endswith((".", ":", ".”"))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) / len(letters) > 0.9


def _is_sentence_in_capitals(piece: TextPiece) -> bool:
    return piece.length >= _SENTENCE_IN_CAPITALS and piece.role is not Role.HEADING and _capitals(piece.text)


def _colon(text: str) -> bool:
    return text.endswith(":")


def _style(piece: TextPiece) -> tuple[float, bool, bool]:
    return round(piece.size), piece.is_bold, _capitals(piece.text)
