"""A document's type by its form and its title: what its table, its letter's first words or its cover say it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ingest.metadata.titles import CoverLine, says_only_its_sort
from kb.core.expressions import expression
from kb.core.model import StatedValue

_COVER = 12  # lines in which a letter says that it answers
_FIRST = 4  # lines in which a heading that announces a section still says what the document is
_LINES = 14
_TELLING = 8  # words from which a line with a full stop is a sentence
_LONGEST = 16  # words of a line that says what a document is
_PAPERS = ("committee", "service", "minutes", "")
_ANSWERS = expression(
    r"\b(?:response|reply)\s+(?:of|from|by|to)\b|\bin\s+(?:response|reply|answer)\s+to\s+(?:your|the)\b|"
    r"\bthank\s+you\s+for\s+your\s+(?:report|letter)\b|\bwrite\s+in\s+(?:response|reply)\b|\bnow\s+respond\s+to\s+your\b",
    re.IGNORECASE,
)
_ASKED = expression(
    r"^(?:no\.?|ref|recs?\.?|#|recommendations?|findings?|learning(?:\s+points?)?|what\??)(?!\w)", re.IGNORECASE
)
_TRACKED = expression(
    r"\b(?:actions?|lead|owner|responsib\w+|target|timescales?|deadline|due|by\s+when|status|progress|rag|milestones?|outcomes?)\b",
    re.IGNORECASE,
)
_COLUMNS = 3  # that an action plan's table has beside what was recommended, at least two of them of following it up
_PLANNED = 0.5  # of a document's pieces that stand in its tables, from which the tables are what it is


class Matcher(Protocol):
    """A controlled list that finds its entries' words in a line."""

    @property
    def order(self) -> Sequence[str]:
        """The slugs, in the order of the list."""

    def slug(self, text: str) -> str:
        """Return the entry whose words the text holds, or ""."""


def document_type(
    listed: Matcher, title: StatedValue | None, lines: Sequence[CoverLine], of_genre: str, genre: str, form: str
) -> StatedValue | None:
    """Return a document's type, or None where nothing says it; `form` is its file's format."""
    where = lines[0].where if lines else "the text"
    if of_genre in listed.order:
        return StatedValue(of_genre, where)
    answers = next((line for line in lines[:_COVER] if _ANSWERS.search(line.text)), None)
    if genre in ("pfd", "response") and answers is not None:
        return StatedValue("addendum", answers.where)
    if genre == "minutes":
        return StatedValue("committee-report", where)
    found = _type_named(listed, title, lines)
    if found is not None and found.value == "committee-report" and genre not in _PAPERS:
        found = None
    if form == "pptx" and (found is None or found.value == "learning-summary"):
        return StatedValue("presentation", "its form: slides")
    if found is None and is_plan(lines):
        return StatedValue("action-plan", "its form: a table of actions")
    return found


def _type_named(listed: Matcher, title: StatedValue | None, lines: Sequence[CoverLine]) -> StatedValue | None:
    said = [(title.value, title.where)] if title else []
    for place, line in enumerate(lines[:_LINES]):
        free = line.is_free or (place < _FIRST and line.may_title and _names_a_paper(line.text))
        if free and not line.piece.is_item and line.piece.cell is None and _is_label(line):
            said.append((line.text, line.where))
    return next((StatedValue(slug, where) for text, where in said if (slug := listed.slug(text))), None)


def _names_a_paper(text: str) -> bool:
    """Return whether a heading names a whole paper ("Executive summary") and not a part of one ("Key learning")."""
    return says_only_its_sort(text) and "learning" not in text.lower()


def _is_label(line: CoverLine) -> bool:
    sentence = line.piece.length > _TELLING and line.text.rstrip().endswith(".")
    return line.piece.length <= _LONGEST and (not sentence or line.text.startswith("This "))


def is_plan(lines: Sequence[CoverLine]) -> bool:
    """Return whether the beginning is a table of what was recommended, what is done about it, by whom and by when."""
    cells = [line for line in lines if line.piece.cell is not None]
    if len(cells) < _PLANNED * len(lines):
        return False
    heads = [line.text for line in cells if line.piece.cell is not None and line.piece.cell.row == 0]
    asked = any(_ASKED.match(head) for head in heads)
    followed = sum(bool(_TRACKED.search(head)) for head in heads)
    return asked and len(heads) >= _COLUMNS and followed >= _COLUMNS - 1
