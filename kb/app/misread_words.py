"""Words that text recognition misread: what a person reads on the picture instead, close to what it read."""

from __future__ import annotations

from difflib import SequenceMatcher

from kb.core.document import FROM_PICTURE
from kb.core.errors import BadQuestion
from kb.core.model import DocumentSummary, FindingInContext, squeeze

_NOT_THERE = "These words are not in the document, so nothing was changed. Copy them from the text of the page."
_MISREAD = " If text recognition misread a word, correct it in its finding: nearly all letters must stay as they are."
_CLOSE = 0.85  # share of letters that stay: what is less alike is no misreading of the same words


class WordsNotRead(BadQuestion):
    """Words that a person chose are not in the document."""


def words_not_read(document: DocumentSummary) -> WordsNotRead:
    """Return the error that says so, and what can be done where text recognition read the document."""
    from_picture = any(note.code in FROM_PICTURE for note in document.notes)
    return WordsNotRead(_NOT_THERE + (_MISREAD if from_picture else ""))


def is_from_picture(held: FindingInContext) -> bool:
    """Return whether text recognition read a page on which a finding stands."""
    pages = {note.page or 1 for note in held.document.notes if note.code in FROM_PICTURE}
    return not pages.isdisjoint(held.finding.span.pages)


def is_misreading(held: FindingInContext, words: str) -> bool:
    """Return whether `words` may stand on the picture that a finding was read from: nearly all letters are the same."""
    if not is_from_picture(held):
        return False
    alike = SequenceMatcher(None, squeeze(held.finding.quotation), squeeze(words), autojunk=False)
    return alike.real_quick_ratio() >= _CLOSE and alike.ratio() >= _CLOSE  # lengths first: that takes no time


def words_to_correct(held: FindingInContext) -> str:
    """Return the words of a finding as a form shows them: as in the file, or as a person put them right."""
    return held.finding.text if is_from_picture(held) else held.finding.quotation
