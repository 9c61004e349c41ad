"""Headings that bear the label of a finding, "Recommendation 3: Housing", and what of the text below is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.findings.candidate import Candidate
from ingest.findings.clauses import main_clause
from ingest.findings.express_wordings import reports_progress
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.progress_below import part_progress
from ingest.findings.prose import is_running_text
from ingest.findings.tracker_entries import parted_entry
from ingest.structure.chapters import Chapter
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart

_ASKED_BY_NUMBER = ("recommendation", "action", "priority")
_ENTRY = 4  # words of a recommendation that heads how far it has come
_TITLED = 8  # words from which a numbered title is a finding by itself
_TOPIC = 5  # words to which a numbered title without a verb names a matter
_BODY = 230  # words after which a labelled finding's body is thought to be commentary


def is_labelled(part: SectionPart, genre: str) -> bool:
    """Return whether a section is headed by the label of a finding that it gives."""
    return bool(part.heading and part.heading.label and not part.answers) and not _heads_prose(part, genre)


def _heads_prose(part: SectionPart, genre: str) -> bool:
    """Return whether a short numbered title heads a chapter: "Learning point two: capacity" over running text."""
    label = label_of(part.heading.piece.text) if part.heading else None
    if label is None or label.kind in _ASKED_BY_NUMBER or genre not in ("review", "briefing"):
        return False
    assert part.heading is not None
    theme = label.kind.endswith("theme")  # names what its chapter is about, at whatever length
    short = theme or len(part.heading.piece.text[label.ends :].split()) < _TITLED
    return short and bool(part.pieces) and is_running_text(part.pieces[0])


class LabelledUnits:
    """What a heading with a label gives, with its body, and what is left below it."""

    def __init__(self, reader: DocumentText, grammar: SentenceGrammar, genre: str) -> None:
        self._reader, self._grammar, self._genre = reader, grammar, genre

    def of(
        self, part: SectionPart, pieces: Sequence[TextPiece], chapter: Chapter
    ) -> tuple[list[Candidate], Sequence[TextPiece]]:
        """Return the units of a heading such as "Recommendation 3: Housing" with its body, and the commentary below."""
        assert part.heading is not None
        head = part.heading.piece
        if entry := parted_entry(head, self._reader, self._grammar, self._genre):
            return entry, pieces
        label = label_of(head.text)
        assert label is not None
        is_recommendation = label.kind in _ASKED_BY_NUMBER
        body = self._body(head, pieces, is_recommendation, title=head.text[label.ends :])
        reports = is_recommendation and bool(body) and chapter is Chapter.PROGRESS
        told = part_progress(body[-1], self._reader, self._grammar) if reports else None
        titled = len(head.text[label.ends :].split()) >= _ENTRY
        if told is None and reports and titled and reports_progress(body[0].text, self._grammar.read(body[0].text)):
            told, body = (head, self._reader.join(body)), []
        elif told is not None:
            body = [*body[:-1], told[0]]
        heads_list = not is_recommendation and bool(pieces) and pieces[0].is_item
        only_topic = heads_list and self._is_topic(head.text[label.ends :])
        units = [] if only_topic else [*self._label_with_body(head, body, label.printed, part.heading.label)]
        if told is not None:
            units.append(Candidate(told[1], number=part.heading.label))
        ends = told[1].stretches[-1][1] if told is not None else 0
        return units, [piece for piece in pieces[len(body) :] if piece.stretches[0][0] >= ends]

    def _is_topic(self, title: str) -> bool:
        """Return whether a numbered title only names what the list below it is about: "Learning point 2: money"."""
        verbless = main_clause(title.lower()).tense == "no verb"
        return len(title.split()) <= _TOPIC and verbless and not self._grammar.read(title).asks

    def _label_with_body(
        self, head: TextPiece, body: Sequence[TextPiece], printed: str, number: str
    ) -> Iterator[Candidate]:
        whole = self._reader.join([head, *body])
        if whole.length > len(printed.split()) + 2:
            yield Candidate(whole, label=printed, number=number)

    def _body(
        self, head: TextPiece, pieces: Sequence[TextPiece], is_recommendation: bool, title: str
    ) -> list[TextPiece]:
        if not is_recommendation:
            return [] if len(title.split()) >= _TITLED or not pieces else [pieces[0]] if not pieces[0].is_item else []
        if self._grammar.read(head.text).asks and (not pieces or not head.text.endswith(":")):
            return []
        body: list[TextPiece] = []
        asked = False
        for piece in pieces:
            asks = self._grammar.read(piece.text).asks_at_all
            if asked and not (piece.is_item and (body[-1].is_item or body[-1].text.endswith(":"))):
                break
            if sum(part.length for part in body) > _BODY:
                break
            body.append(piece)
            asked = asked or asks
        return body if asked else body[:1]
