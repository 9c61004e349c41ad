"""Which running text speaks for itself, so that its sentences are weighed one by one, and what introduces a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.findings.clauses import tells_deed
from ingest.findings.express_wordings import reports_progress, says_undone
from ingest.findings.grammar import SentenceGrammar, SentenceTraits
from ingest.structure.chapters import Chapter
from ingest.structure.heading_cues import Announcement
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Role
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import figures_of, one_of_numbers
from kb.text.sentences import split_sentences

_TOLD_GENRES = ("", "review", "pfd", "response", "minutes", "briefing", "ombudsman")
_PAPERS = ("committee", "service")
_REVIEWS = ("review", "briefing")
_RESTATES = expression(
    r"\brecommend(?:ed|ation)s?\b|\b(?:review|report)\b.{0,30}\b(?:asked|wished|called|proposed|wanted)\b",
    re.IGNORECASE,
)
_NAMES_ONE = expression(
    r"(?:(?:on|as\s+(?:to|for|regards)|with\s+(?:regard|respect)\s+to|regarding|for|turning\s+to|under|against|"
    r"in\s+(?:answer|response|relation|respect)\s+to)\s+recommendation\s+"
    rf"(?P<number>(?:\d+|{one_of_numbers()})\b|(?-i:[B-HJ-Z](?![\w’'])|[AI](?=[,:;)])))"
    r"|(?:the\s+)?recommendation\s+(?P<asks>\d+)\s+(?:asked|called|wanted|urged|invited|told|proposed|said)\b)",
    re.IGNORECASE,
)
_PAIR = 2  # sentences
_SENTENCE = 8  # words of a paragraph of one sentence that may tell a deed
_NEVER_TOLD = ("contents", "contacts", "glossary", "how_to_use", "boilerplate")
_JUDGED = frozenset([Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN, Kind.MISSED_OPPORTUNITY])
_PROSE = 4  # sentences from which a paragraph under a heading of findings is prose, of which each sentence is weighed
_TEXT = 3  # words of a piece that says something and is no number of a card
_TEXT_OF_A_REVIEW = 36  # words from which the one paragraph below a topic is text and no card
_ANSWER = 3  # sentences from which what answers a recommendation tells more than one thing
_HANDS_OVER = expression(
    r"\b(?:following|follows?|below|these\s+(?:are|were|include)|as\s+listed|set\s+out|(?:recommendations?|"
    r"lessons?|findings|"
    r"learning\s+points|actions|concerns|themes|points|issues|questions|strengths|priorities)\s+(?:are|were|is|"
    r"include[sd]?|"
    r"have\s+been|has\s+been)|(?:makes?|made|identif(?:y|ies|ied)|found|highlights?|highlighted|proposes?|"
    r"agreed|has|have|"
    r"had|there\s+(?:are|were))\b[^.]{0,60}\b(?:recommendations?|lessons?|findings|learning|actions|concerns|"
    r"themes|points|"
    r"strengths|examples|priorities|areas|challenges|factors|gaps|steps|changes|measures))\b",
    re.IGNORECASE,
)
_CLOSED = expression(  # a name may be a colour: "... and to Dr. Green"
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bProf)(?<!\b[A-Z])[.!?;]\)?\s+[\[(]?(?:(?:RAG|Status|Rating)\s*:\s*)?"
    r"(?P<status>GREEN|AMBER|RED|BLUE|Green|Amber|Red|Blue|COMPLETED?|Completed?|IN PROGRESS|In progress|ON TRACK|"
    r"On track|NOT STARTED|Not started|OVERDUE|Overdue|CLOSED|Closed|OUTSTANDING|Outstanding)\W*$"
)
_PARAGRAPH_NUMBER = expression(r"\d{1,2}(?:\.\d{1,3}){1,2}")
_COUNTED = expression(r"\d{1,2}")
_SENTENCES = 0.8  # share of the numbered paragraphs of an answer that are closed by a full stop
_CLAUSE = 8  # words of a numbered paragraph; fewer are a heading or an entry


@dataclass(frozen=True, slots=True)
class Prose:
    """A piece of a section, whether it opens a list, and whether it holds one between semicolons."""

    piece: TextPiece
    opens: bool = False
    chained: bool = False

    def speaks_for_itself(
        self, part: SectionPart, told: Announcement | None, genre: str, chapter: Chapter, grammar: SentenceGrammar
    ) -> bool:
        """Return whether its statements must speak for themselves, for no heading and no lead-in speaks for them."""
        text = self.piece.text
        if closing_status(text):
            return False  # an entry of a tracker, whole
        if not self.piece.is_item or says_undone(part.path):
            part = without_likely_heading(part)
        if genre == "minutes":  # of a meeting each sentence says for itself whether it tells what was found or done
            return part.sort not in _NEVER_TOLD and not (label_of(text) and (part.answers or self._reports_on(grammar)))
        if part.sort in _NEVER_TOLD or (label_of(text) and not (genre == "response" and _answers_concern(text))):
            return False
        if part.answers:
            return chapter is Chapter.PROGRESS and not self.piece.is_item and len(split_sentences(text)) >= _ANSWER
        if genre in _PAPERS:
            return self._tells_progress(part, chapter, grammar)
        if part.announced is not None and part.announced.kinds == (Kind.ACTION,):
            return self._tells_progress(part, chapter, grammar) or (genre in _REVIEWS and self._tells_several())
        return self._is_weighed(part, told, genre, chapter, grammar)

    def _is_weighed(
        self, part: SectionPart, told: Announcement | None, genre: str, chapter: Chapter, grammar: SentenceGrammar
    ) -> bool:
        """Return whether the sentences of a paragraph of a review are weighed, by what is announced over it."""
        announced = told or part.announced
        judged = announced is not None and bool(announced.kinds) and set(announced.kinds) <= _JUDGED
        opening = chapter in (Chapter.OPENING, Chapter.TOLD)
        if genre not in _TOLD_GENRES or (genre == "" and opening and not judged):
            return False  # of a document that is like no other, and names no chapters, no sentence is weighed
        if announced is None or not announced.kinds or announced.sort == "responses":
            return not (told is not None and told.kinds)
        if self.piece.is_item or self.opens or self.chained:
            return False
        if announced.kinds[0] is Kind.RECOMMENDATION:
            return self._mostly_asks_nothing(grammar) if self._tells_several() else self._asks_nothing(grammar)
        each = chapter is Chapter.PROGRESS or genre == "pfd"  # a coroner's concerns are one sentence each
        least = 1 if each or self._stands_beside_text(part, genre) else _PROSE
        return judged and len(split_sentences(self.piece.text)) >= least

    def _stands_beside_text(self, part: SectionPart, genre: str) -> bool:
        """Return whether a section is written as text, so that its heading does not speak for each paragraph."""
        several = sum(piece.length >= _TEXT for piece in part.pieces) > 1  # else a card: its heading speaks for it
        long = genre == "review" and self.piece.length >= _TEXT_OF_A_REVIEW
        below = part.inherited == "below" and (several or long)
        return below or any(is_running_text(piece) for piece in part.pieces)

    def _reports_on(self, grammar: SentenceGrammar) -> bool:
        """Return whether a paragraph of minutes tells how far what it names has come: "Recommendation 3 (...). ..."."""
        label = label_of(self.piece.text)
        asked = label is not None and label.kind in ("recommendation", "action")
        return asked and reports_progress(self.piece.text, grammar.read(self.piece.text))

    def _tells_several(self) -> bool:
        return not self.opens and is_running_text(self.piece)

    def _mostly_asks_nothing(self, grammar: SentenceGrammar) -> bool:
        asking = [_asks(grammar.read(one)) for one in split_sentences(self.piece.text)]
        return 2 * sum(asking) < len(asking)

    def _asks_nothing(self, grammar: SentenceGrammar) -> bool:
        moods = grammar.read(self.piece.text)
        closed = self.piece.text.endswith((".", "!", "?", "”", '"'))  # a line without a full stop is one of a list
        return closed and ";" not in self.piece.text and not (_asks(moods) or moods.acts)

    def _tells_progress(self, part: SectionPart, chapter: Chapter, grammar: SentenceGrammar) -> bool:
        """Return whether a paragraph of a report of progress tells of a recommendation and of what became of it."""
        if chapter is not Chapter.PROGRESS or self.piece.is_item or self.opens:
            return False
        sentences = split_sentences(self.piece.text)
        if len(sentences) == 1 and self.piece.length >= _SENTENCE and tells_deed(self.piece.text):
            moods = grammar.read(self.piece.text)
            return not (moods.measures or moods.figures)  # what was measured is a figure, whatever it tells
        restates = len(sentences) > 1 and bool(_RESTATES.search(sentences[0]))
        asks_or_acts = part.announced is not None and bool({Kind.RECOMMENDATION, Kind.ACTION} & {*part.announced.kinds})
        return restates or len(sentences) >= (_PROSE if asks_or_acts else _PAIR)


def closing_status(text: str) -> str:
    """Return the status that closes a paragraph, as it does each entry of a tracker in prose: "... in use. AMBER"."""
    closed = _CLOSED.search(text)
    return closed["status"] if closed else ""


def without_likely_heading(part: SectionPart) -> SectionPart:
    """Return a section as its paragraphs are read: a heading known by its likeness speaks for its list alone."""
    return replace(part, announced=None) if part.announced is not None and part.announced.learned else part


def is_running_text(piece: TextPiece) -> bool:
    """Return whether a paragraph tells more than one thing, regardless of its heading."""
    return not piece.is_item and piece.cell is None and len(split_sentences(piece.text)) >= _PROSE


def _asks(moods: SentenceTraits) -> bool:
    return bool(moods.asks_at_all or moods.recommends)


def restates(text: str) -> bool:
    """Return whether a sentence gives again what a review asked for: "Your report asked all agencies to ..."."""
    return bool(_RESTATES.search(text))


def recommendation_named(text: str) -> str:
    """Return "recommendation 4" where a sentence begins by saying that it tells of that one, else ""."""
    named = _NAMES_ONE.match(text)
    return f"recommendation {figures_of(named['number'] or named['asks'])}" if named else ""


def hands_over(text: str) -> bool:
    """Return whether a paragraph introduces the list below it: it is left open, or its last sentence says what follows.

    A full stop ends a sentence: "Each agency was told that it must send a report." says nothing of the list below.
    """
    if not text.endswith((".", "!", "?", ".”", ".’")):
        return True
    return bool(_HANDS_OVER.search(split_sentences(text)[-1]))


def strip_paragraph_numbers(pieces: Sequence[TextPiece], genre: str) -> Sequence[TextPiece]:
    """Return pieces of which numbered paragraphs are no items: "6.3. In my view ..." may itself introduce a list.

    So are the paragraphs of an answer that is numbered throughout: "3. Wards now ring first. We check it each month."
    """
    first = next((piece for piece in pieces if piece.is_item), None)
    numbered = _PARAGRAPH_NUMBER
    if genre == "response" and _is_numbered_throughout(pieces):
        numbered = _COUNTED
    if first is None or not numbered.fullmatch(first.number):
        return pieces
    return [
        replace(piece, blocks=(replace(piece.blocks[0], role=Role.PARAGRAPH), *piece.blocks[1:]))
        if piece.is_item and numbered.fullmatch(piece.number) and piece.length >= _CLAUSE
        else piece
        for piece in pieces
    ]


def _is_numbered_throughout(pieces: Sequence[TextPiece]) -> bool:
    """Return whether all pieces are paragraphs with a number, and some of them tell more than one thing."""
    counted = [piece for piece in pieces if piece.is_item and _COUNTED.fullmatch(piece.number)]
    closed = sum(piece.text.endswith(".") for piece in counted)
    several = any(len(split_sentences(piece.text)) > 1 for piece in counted)
    return len(counted) == len(pieces) and several and closed >= _SENTENCES * len(counted)


def _answers_concern(text: str) -> bool:
    """Return whether a letter gives a concern again by its number and answers it in the same paragraph."""
    label = label_of(text)
    return label is not None and label.kind == "concern" and len(split_sentences(text[label.ends :])) > 1
