"""Recommendations whose label heads a second section: an addendum gives them again and tells what became of each.

The second section is made one of answers. Without that, what was done would be a recommendation given twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.findings.express_wordings import reports_progress, says_who_is_to_act
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.progress_below import tells_done
from ingest.structure.boilerplate import is_boilerplate
from ingest.structure.chapters import Chapter, chapters_of
from ingest.structure.heading_cues import Announcement
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import DocumentText
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.phrases import words_of
from kb.text.sentences import split_sentences

_LEAST, _SHARED = 3, 0.6  # telling words of a recommendation given again, and their share of the shorter one's
_STEM = 5  # letters by which "ring" and "ringing", "alarm" and "alarms" are told to be one word
_STATES = expression(  # how an answer begins: "Complete.", "Update March 2023: ...", "Status - in progress"
    r"\W*(?:status|progress|update[ds]?|response|position|completed?|done|achieved|implemented|closed|finished|in\s+progress|"
    r"under\s*way|ongoing|on\s+track|not\s+(?:yet\s+)?(?:started|begun|complete|met)|(?:partly|partially|fully|not)?\s*"
    r"(?:accepted|met|achieved)|overdue|delayed|superseded|green|amber|red)\b(?!\s+(?:the|a|an|that|how|to|its|all|each)\b)",
    re.IGNORECASE,
)
_RESPONSE = expression(  # a heading of what became of the recommendation above it
    r"\W*(?:(?:our|the|agency|board|partnership|council|trust|current|latest)(?:[’']s)?\s+){0,2}"
    r"(?:response|reply|answer|update|progress|position|actions?(?:\s+taken)?|outcome|what\s+(?:was|has\s+been)\s+done)"
    r"(?:\s+(?:to\s+date|so\s+far|since))?\W*",
    re.IGNORECASE,
)
_SINCE = expression(
    r"\b(?:addend(?:um|a)|supplement\w*|post[- ]?script|updates?|follow[- ]?up|since|progress|respon\w+)\b",
    re.IGNORECASE,
)
_ASKS = expression(r"\b(?:should|must|ought|needs?\s+to|(?:is|are)\s+(?:asked|recommended|to))\b", re.IGNORECASE)
_WILL = expression(r"\b(?:will|(?:has|have)\s+(?:been|now|since)|continues?|now)\b", re.IGNORECASE)
_COMMON = frozenset(
    "should must with that this from their they have been were will would each every when where which before after "
    "they them than into also review ensure recommendation recommended".split()
)


def with_answers_below_labels(
    parts: Sequence[SectionPart], reader: DocumentText, grammar: SentenceGrammar
) -> tuple[SectionPart, ...]:
    """Return the parts, those that a recommendation's label heads again above what became of it made answers to it."""
    asked: dict[str, str] = {}  # of each label what was asked, in the words of its first printing
    chapters = chapters_of(parts)
    made: list[SectionPart] = []
    for place, part in enumerate(parts):
        label = part.heading.label if part.heading is not None else ""
        followed = place + 1 < len(parts) and _responds(parts[place + 1])
        if label.startswith("recommendation") and label in asked:
            again = _Again(part, asked[label], reader, grammar)
            since = chapters[place] is Chapter.PROGRESS or any(_SINCE.search(text) for text in part.path[:-1])
            if part.answers:
                part = again.without_repeat(followed=followed)
            elif again.is_answered(since=since) or (followed and again.is_only_asked):
                part = again.as_answer(label)
        elif made and (before := _label_above(made[-1])) and not label and _responds(part):
            part = replace(part, answers=before, announced=_ANSWERS, inherited="")
        _note_what_is_asked(part, asked)
        made.append(part)
    return tuple(made)


_ANSWERS = Announcement("responses", (Kind.ACTION,), "recommendation given again")


class _Again:
    """A section headed by the label of a recommendation that was given before."""

    def __init__(self, part: SectionPart, asked: str, reader: DocumentText, grammar: SentenceGrammar) -> None:
        assert part.heading is not None
        self._part, self._reader, self._grammar = part, reader, grammar
        head = part.heading.piece
        first = part.pieces[0] if part.pieces and part.pieces[0].cell is None else None
        below = first is not None and _gives_again(first.text) and _is_same(first.text, asked)
        self.restates = below or _is_same(_without_label(head.text), asked)
        self._restated = reader.join([head, first]) if below and first is not None else None
        self.rest = part.pieces[1:] if below else part.pieces

    @property
    def is_only_asked(self) -> bool:
        """Return whether it says nothing, or nothing but what was asked, so that what stands below answers that."""
        assert self._part.heading is not None
        says_nothing = not _telling(_without_label(self._part.heading.piece.text))
        return not self.rest and (self.restates or says_nothing)

    def is_answered(self, *, since: bool) -> bool:
        """Return whether what stands below it, beside what was asked, tells what became of it."""
        told = next((piece for piece in self.rest if not is_boilerplate(piece.text, piece.words)), None)
        if told is None or told.cell is not None:
            return False
        if self._tells(told.text):
            return True
        moods = self._grammar.read(told.text)
        return since and self.restates and not moods.asks_at_all and not moods.is_question

    def without_repeat(self, *, followed: bool) -> SectionPart:
        """Return a section of answers without what it gives again of what was asked, in short, before it answers."""
        if self._restated is None or not (self.rest or followed):
            return self._part
        return replace(self._part, pieces=tuple(self.rest), restated=self._restated)

    def as_answer(self, label: str) -> SectionPart:
        """Return the section as one that answers its label."""
        return replace(
            self._part,
            pieces=tuple(self.rest),
            announced=_ANSWERS,
            inherited="",
            answers=label,
            restated=self._restated,
        )

    def _asks(self, text: str) -> bool:
        return self._grammar.read(text).asks_at_all or says_who_is_to_act(text)

    def _tells(self, text: str) -> bool:
        first = split_sentences(text)[0] if text else ""
        if _STATES.match(first):
            return True
        if self._asks(first):
            return False
        return reports_progress(text, self._grammar.read(text)) or tells_done(first)


def _note_what_is_asked(part: SectionPart, asked: dict[str, str]) -> None:
    """Keep what a part's label, the labels of its paragraphs or the numbers of its list say is asked."""
    if part.answers:
        return
    if part.heading is not None and part.heading.label.startswith("recommendation"):
        below = " ".join(piece.text for piece in part.pieces[:1])
        asked.setdefault(part.heading.label, f"{_without_label(part.heading.piece.text)} {below}")
        return
    listed = part.announced is not None and part.announced.kinds == (Kind.RECOMMENDATION,)
    for piece in part.pieces:
        label = label_of(piece.text)
        if label is not None and label.kind == "recommendation":
            asked.setdefault(f"{label.kind} {label.number}", piece.text[label.ends :])
        elif listed and piece.is_item and (number := piece.number.strip("().: ")).isdecimal():
            asked.setdefault(f"recommendation {number}", piece.text)


def _gives_again(text: str) -> bool:
    """Return whether a text says what is asked, and not what somebody will do about it."""
    return bool(_ASKS.search(text) or says_who_is_to_act(text)) and not _WILL.search(text)


def _label_above(part: SectionPart) -> str:
    """Return the label of the recommendation that a section gives or answers, "" for any other."""
    label = part.heading.label if part.heading is not None else ""
    return part.answers or (label if label.startswith("recommendation") else "")


def _responds(part: SectionPart) -> bool:
    return part.heading is not None and bool(_RESPONSE.fullmatch(part.heading.piece.text))


def _without_label(text: str) -> str:
    label = label_of(text)
    return text[label.ends :] if label is not None else text


def _is_same(text: str, asked: str) -> bool:
    """Return whether a text gives again what was asked, in the same words or in short."""
    one, other = _telling(text), _telling(asked)
    return len(one & other) >= max(_LEAST, _SHARED * min(len(one), len(other)))


def _telling(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words_of(text) if len(word) > _LEAST and word not in _COMMON)
