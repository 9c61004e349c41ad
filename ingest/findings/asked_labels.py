"""The label under which a paper tells of what was asked: "Strategy 2 (both parents are spoken to): The form ...".

A board may call its recommendations strategies, improvements or aims. The words after the label are what became of the
one, and each sentence of them says for itself what it is; the label tells which one they answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.expressions import expression
from kb.text.request_names import REQUEST_NAMES

_LABELLED = expression(
    rf"^(?P<label>(?:{REQUEST_NAMES})\s+(?:no\.?\s*)?(?:\d{{1,2}}|(?-i:[A-Ha-h])(?=[\s.:–—-]+\W?[A-Z(])))\s*"
    r"(?:\((?P<matter>[^()]{3,90})\)\s*)?(?:[:.–—-]\s*|(?<=\)\s))(?=(?-i:[A-Z“‘\"]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedLabel:
    """A printed label, the matter that it gives in brackets, and the words of the paragraph after it."""

    printed: str = ""
    matter: str = ""
    told: TextPiece | None = None


def asked_label(piece: TextPiece, reader: DocumentText) -> AskedLabel:
    """Return the label with which a paragraph begins, with what it tells, or an empty one."""
    found = _LABELLED.match(piece.text)
    told = reader.between(piece, found.end(), len(piece.text)) if found else None
    return AskedLabel(found["label"], found["matter"] or "", told) if found and told else AskedLabel()
