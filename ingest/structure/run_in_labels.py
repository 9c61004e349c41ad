"""Labels that run into a paragraph: "Learning: ...", "Key issues: ...". Each heads the words after it."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.structure.heading_cues import Announcement, HeadingCues
from ingest.structure.headings import Heading
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.expressions import expression
from kb.core.model import Kind

RUN_IN_RANK = 400  # below every heading that stands by itself
_RUN_IN = expression(
    r"(?:^|(?<=[.;!?:]\s)|(?<=[.;!?]\n)|"
    r"(?<=\s[-–]\s))(?P<label>[A-Z][A-Za-z’'/&,\- ]{2,60}?)(?:\s+(?:include[sd]?|are|is))?:(?=\s+\S)"
)
_LOST_LABEL = expression(r"(?:^|\n)(?P<label>includ(?:es|ing|e):\s+)(?=\S)")  # of "Learning includes:"
_LEARNING = Announcement(Kind.LESSON.value, (Kind.LESSON,), "includes")
_RUN_IN_SORTS = ("background", "glossary", "narrative")
_LABEL_WORDS = 9  # at most
_NAME_WORDS = 4  # at most, of what a label only names


def begins_with_label(piece: TextPiece) -> bool:
    """Return whether a paragraph begins with words that run into it as a label does."""
    return _RUN_IN.match(piece.text) is not None


class RunInLabels:
    """Parts the paragraphs of a document at the labels that run into them."""

    def __init__(self, reader: DocumentText, heading_cues: HeadingCues) -> None:
        self._reader = reader
        self._heading_cues = heading_cues

    def part(self, piece: TextPiece) -> Iterator[tuple[Heading | None, TextPiece | None]]:
        """Yield each label of a paragraph as a heading, with the words that it heads; None where there is neither."""
        if ":" not in piece.text or piece.cell is not None or piece.is_item or label_of(piece.text):
            yield None, piece
            return
        marks = list(self._labels(piece))
        if not marks:
            yield None, piece
            return
        first = marks[0][0]
        before = self._reader.cut(piece, piece.stretches[0][0], first)
        if before is not None:
            yield None, before
        ends = [mark[0] for mark in marks[1:]] + [piece.stretches[-1][1]]
        for (start, after, announced), end in zip(marks, ends, strict=True):
            head, rest = self._reader.cut(piece, start, after), self._reader.cut(piece, after, end)
            if head is not None:
                yield Heading(head, RUN_IN_RANK, announced), rest

    def with_named(self, label: Heading, rest: TextPiece) -> Heading | None:
        """Return a label with the few words after it where it may only name what findings are about, else None.

        "Key theme: discharge" is one heading.
        """
        is_name = rest.length <= _NAME_WORDS and not rest.text.endswith((".", "?"))
        if label.announced is None or label.announced.sort != Kind.LESSON or not is_name:
            return None
        return Heading(self._reader.join([label.piece, rest]), RUN_IN_RANK)

    def _labels(self, piece: TextPiece) -> Iterator[tuple[int, int, Announcement]]:
        text = self._reader.document.text
        for start, end in piece.stretches:
            words = text[start:end]
            for lost in _LOST_LABEL.finditer(words):
                yield start + lost.start("label"), start + lost.end(), _LEARNING
            for found in _RUN_IN.finditer(words):
                label = found["label"].split()
                announced = self._heading_cues.heading(" ".join(label)) if len(label) <= _LABEL_WORDS else None
                if announced is not None and (announced.kinds or announced.sort in _RUN_IN_SORTS):
                    yield start + found.start("label"), start + found.end(), announced
