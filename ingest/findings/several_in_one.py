"""Several findings in a paragraph, of the kind its heading announces: "The Board should ... The Trust should ..."."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ingest.findings.clauses import main_clause
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.statements import WHO_IS_TO, parted_piece
from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.expressions import expression
from kb.core.model import Kind

_FEWEST = 2  # findings that part a paragraph
_BRIEF = 5  # words of a sentence that stands by itself
_POINTS_BACK = expression(
    r"\W*(?:it(?!\s+is\s+(?:also\s+|therefore\s+|further\s+)?recommended\b)|its|they|their|them|this|that|these|those|such|he|she|his|her|both|here|there|so|then|thus|otherwise|"
    r"for\s+(?:example|instance)|in\s+(?:this|that|particular|addition|doing|practice|[\w’']+[’']s)\b|to\s+(?:do|support|help|achieve|enable)\s+(?:this|that|so)|"
    r"at\s+(?:present|the\s+time)|because|without|where\s+(?:this|that|it|they)|if\s+(?:this|that|it|they|so)|as\s+(?:part|a\s+result)|"
    r"the\s+(?:same|aim|purpose|intention|reason|result|outcome|work|review|audit|guidance|training|protocol|pathway|policy|plan)|"
    r"also|however|but|and|or|yet|\w+ly,)\b",
    re.IGNORECASE,
)
_NAME = expression(r"(?:The\s+)?(?:[A-Z][\w’'&-]*\s+(?:(?:and|of|for|&)\s+)?){1,6}(?:should|must|needs?\s+to|ought)\b")
_BODIES = frozenset(["the body", "bodies", "any body", "we", "anyone", "nobody", "a general noun", "a word"])
_IS_RECOMMENDED = expression(r"\W*it\s+is\s+(?:also\s+|therefore\s+|further\s+)?recommended\b", re.IGNORECASE)
_GENERAL = frozenset(["present", "should", "can", "has done"])


def parted_by_kind(piece: TextPiece, kind: Kind, reader: DocumentText, grammar: SentenceGrammar) -> list[TextPiece]:
    """Return the findings of one paragraph under a heading that announces `kind`, each with what only explains it.

    The paragraph is one finding, and returned whole, unless two sentences of it stand by themselves as that kind.
    Actions are not parted: what a body did is often told over several sentences.
    """
    begins = _BEGINS.get(kind)
    if begins is None:
        return [piece]
    runs: list[list[TextPiece]] = []
    count = 0
    for sentence in parted_piece(piece, reader):
        own = _stands(sentence.text) and begins(sentence.text, grammar)
        if not runs or (own and count):
            runs.append([])
        count += own
        runs[-1].append(sentence)
    return [reader.join(run) for run in runs] if count >= _FEWEST else [piece]


def _stands(text: str) -> bool:
    """Return whether a sentence can be understood without the one before it."""
    return len(text.split()) >= _BRIEF and text[0].isalpha() and text.endswith(".") and not _POINTS_BACK.match(text)


def _asks(text: str, grammar: SentenceGrammar) -> bool:
    """Return whether a sentence says who should do what, or orders it."""
    moods = grammar.read(text)
    if moods.is_order:
        return True
    if _IS_RECOMMENDED.match(text) or (text[:1].isupper() and WHO_IS_TO.match(text)):
        return True
    to_whom = main_clause(_fold(text)).subject in _BODIES or bool(_NAME.match(text))
    return bool(moods.asks or moods.should or moods.recommends or "must" in moods.words) and to_whom


def _teaches(text: str, grammar: SentenceGrammar) -> bool:
    """Return whether a sentence says what holds for anyone and now, as a lesson does."""
    clause = main_clause(_fold(text))
    if grammar.read(text).is_question:
        return False
    return clause.tense in _GENERAL and clause.subject not in (
        "this",
        "he or she",
        "we",
        "you",
        "somebody’s",
        "a question",
    )


def _fold(text: str) -> str:
    """Return a sentence in small letters, with curly apostrophes and single spaces."""
    return " ".join(text.replace("'", "’").lower().split())


_BEGINS: Mapping[Kind, Callable[[str, SentenceGrammar], bool]] = {
    Kind.RECOMMENDATION: _asks,
    Kind.LESSON: _teaches,
}
