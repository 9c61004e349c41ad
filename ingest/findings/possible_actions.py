"""Statements of a paper that may tell what became of a review's recommendations, and by themselves are no actions.

Minutes, newsletters and reports on a year tell in passing what a body did: "Eighty-four of the practices now have a
lead." By itself such a sentence is a figure, a lesson, praise or nothing. It is an action where it answers what the
review asked for to which the paper belongs. Here are the candidates; `kb.recurrence.in_light` decides among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.findings.announcements import speaks_to_readers
from ingest.findings.clauses import tells_deed
from ingest.findings.compiled_vocabulary import CompiledVocabulary
from ingest.findings.divided_document import divide_document
from ingest.findings.statement_signs import StatementPlace, add_place_signs, own_signs
from ingest.findings.statements import paragraph_label, parted_piece, reckon, weights_of
from ingest.structure.account import genre_as_read
from ingest.structure.boilerplate import is_boilerplate
from ingest.structure.chapters import Chapter, chapters_of, tells_story
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Document, Role
from kb.core.expressions import expression
from kb.core.finding_ids import finding_id
from kb.core.model import Finding, Kind, Status
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary

_MAY_TURN = frozenset({Kind.EVIDENCE, Kind.LESSON, Kind.GOOD_PRACTICE})
# what is wrong is not what was done; that what was asked was not begun, or refused, is
_LEFT_UNDONE = frozenset({Status.NOT_STARTED, Status.NOT_MET, Status.NOT_ACCEPTED, Status.SUPERSEDED, Status.OVERDUE})
_LEFT = expression(  # "Nothing has been put in place", "the pilot was abandoned"; not "Interpreters were missing"
    r"^(?:nothing|no\s+(?:work|progress|action)|nobody|no\s+one)\b.*?\b(?:has|have|had|is)\b|"
    r"\b(?:has|have|had|was|were)\s+(?:not|never)\s+(?:yet\s+)?(?:been\s+)?(?:begun|started|set\s+up|taken\s+(?:place|up|forward)|"
    r"happened|gone\s+ahead|written|appointed|agreed|put\s+in\s+place|introduced|made|done)\b|"
    r"\b(?:abandoned|dropped|shelved|given\s+up|called\s+off|handed\s+back|came\s+to\s+(?:a\s+halt|nothing)|declined|refused|turned\s+down)\b",
    re.IGNORECASE,
)
_STILL_WRONG = expression(
    r"\b(?:do|does|did|is|are|was|were|has|have|had)\s+not\b|\bnot\s+yet\b|\bstill\b", re.IGNORECASE
)
_NOT_TOLD_THERE = frozenset({Chapter.ANALYSIS, Chapter.STORY, Chapter.METHOD, Chapter.TERMS, Chapter.FURNITURE})
_NEVER = frozenset({"contents", "glossary", "contacts", "how_to_use", "boilerplate"})
_NO_DEED = frozenset({"elsewhere", "what the author did", "what is true of people"})  # signs
_DEED = 0.05  # chance by the model that is enough for what tells a deed
_PAIR = 2  # sentences
_FEWEST = 5  # words of a statement that tells something
_IN_A_REPLY = StatementPlace(Chapter.PROGRESS, "response", 0, 1)  # where what is told is what was done
_GIVEN_AGAIN = expression(  # what the review found or asked, before the answer
    r"\b(?:you|your\s+\w+|(?:the|our|its|this)\s+(?:review|report|panel|author)|what\s+(?:we|you|it|they))\s+"
    r"(?:also\s+|then\s+)?(?:found|heard|asked|recommend\w*|concluded|wanted|called\s+for)\b",
    re.IGNORECASE,
)

_LOOKED = r"looked\s+(?:at|into|through)|considered|examined|evaluated|sampled|scrutini[sz]ed"
_LOOKED_INTO = expression(  # how its authors came to what they write
    r"^(?:they\s+(?:also\s+)?(?:" + _LOOKED + r")|"
    r"(?:(?:the|our|these|two|three)\s+)?(?:(?:lead|independent|joint)\s+)?"
    r"(?:inspect(?:ors?|ion(?:\s+team)?)|reviewers?|auditors?|authors?|scrutineers?|review\s+(?:team|panel))\s+"
    r"(?:(?:also|then|and|jointly)\s+)*(?:" + _LOOKED + r"|tracked|observed|read|visited|spoke|talked|met|interviewed|"
    r"heard\s+from|held\s+(?:\w+\s+){0,2}discussions))\b",
    re.IGNORECASE,
)


def possible_actions(document: Document, found: Sequence[Finding], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what a reply would tell as done, were the paper one, in reading order, as the actions that it would be.

    One of `found` keeps its id and words where it was read as a figure, a lesson or praise, or as a concern that what
    was asked was not begun or was refused. What is an action or a
    recommendation already, what chapters of analysis and story tell, and cells of tables are left out.
    """
    divided = divide_document(document, vocabulary)
    compiled = divided.compiled
    ids = {one.id for one in found}
    made: dict[str, Finding] = {}
    for part, chapter in zip(
        divided.parts, chapters_of(divided.parts, genre_as_read(divided.genre, divided.parts)), strict=True
    ):
        if part.sort in _NEVER or chapter in _NOT_TOLD_THERE:
            continue
        pieces = [
            piece for piece in part.pieces if piece.cell is None and not piece.tabled and piece.role is not Role.NOTE
        ]
        for statement, label in (one for piece in pieces for one in _statements(piece, divided.reader)):
            read = [one for one in found if _meets(one, statement)]
            told_there = _tells(statement.text, compiled, deeds=not tells_story(part.path))
            if not read and told_there:
                new = _action(statement, label, part, document, compiled, ids)
                ids.add(new.id)
                made[new.id] = new
            elif len(read) == 1 and _may_turn(read[0], part, compiled) and _tells(read[0].text, compiled):
                made[read[0].id] = replace(read[0], kind=Kind.ACTION, status=_status(read[0].text, compiled))
    return tuple(made.values())


def _may_turn(one: Finding, part: SectionPart, compiled: CompiledVocabulary) -> bool:
    """Return whether a finding may tell what was done, or that what was asked was not begun or was refused.

    A judgement over several sentences judges, and what is still wrong is no action. What a paper heads as its lessons
    ("What we learned") tells again what the review found, however near the words are to what it asked for.
    """
    if one.kind is Kind.LESSON and part.sort == Kind.LESSON.value:
        return False
    sentences = split_sentences(one.text)
    if one.kind is Kind.CONCERN:
        undone = _LEFT.search(sentences[0]) is not None and compiled.statuses.of(sentences[0]) in _LEFT_UNDONE
        return undone and len(sentences) <= _PAIR
    return one.kind in _MAY_TURN and len(sentences) == 1 and not _STILL_WRONG.search(one.text)


def _tells(text: str, compiled: CompiledVocabulary, *, deeds: bool = True) -> bool:
    """Return whether a text is a finding by the model where it stands in a reply, or (`deeds`) tells a body's deed."""
    if len(text.split()) < _FEWEST or text.rstrip("”’\"' ").endswith("?"):
        return False
    if _GIVEN_AGAIN.search(text) or _LOOKED_INTO.match(text) or is_boilerplate(text) or speaks_to_readers(text):
        return False
    weights = weights_of()
    signs = add_place_signs([own_signs(text, compiled.grammar)], [_IN_A_REPLY])[0]
    if any(sign.name in _NO_DEED for sign in signs):
        return False
    chance = reckon(signs, weights).chance
    return chance >= weights.bar or (deeds and chance >= _DEED and tells_deed(text))


def _status(text: str, compiled: CompiledVocabulary) -> Status:
    """Return how far an inferred action has come: never complete, for the paper did not say that it is an action."""
    told = compiled.statuses.of(text)
    return Status.UNCLEAR if told.is_reached else told


def _meets(one: Finding, statement: TextPiece) -> bool:
    """Return whether a finding and a statement share a letter of the document."""
    return any(
        start < end_of_other and start_of_other < end
        for start, end in one.span.stretches
        for start_of_other, end_of_other in statement.stretches
    )


def _statements(piece: TextPiece, reader: DocumentText) -> Iterator[tuple[TextPiece, str]]:
    """Yield the sentences of a piece, each with the words that name at its beginning what it is about."""
    parted = parted_piece(piece, reader)
    label = paragraph_label(parted)
    yield from ((one, label) for one in parted[bool(label) :])


def _action(
    statement: TextPiece, label: str, part: SectionPart, document: Document, compiled: CompiledVocabulary, ids: set[str]
) -> Finding:
    span = document.span(*statement.stretches)
    return Finding(
        id=finding_id(document.sha256, statement.text, ids),
        kind=Kind.ACTION,
        quotation=document.words(span),
        text=statement.text,
        span=span,
        lead_in=label,
        heading=part.path,
        agencies=compiled.agencies.of(statement.text, statement.words, part.path, Kind.ACTION),
        status=_status(statement.text, compiled),
    )
