"""Deciding on running text under a heading that names no kind, by what the document's genre makes of it."""

from __future__ import annotations

import re

from ingest.findings.candidate import Candidate
from ingest.findings.classification import Classification, by_words, has_verb, quote_words
from ingest.findings.grammar import SentenceTraits
from ingest.findings.kind_words import KindWords
from ingest.findings.status import Statuses
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind, Status

PAPERS = ("committee", "service")
SOME = 0.3
_WEIGHED = 0.5  # praise and blame from which an inspector's sentence judges by itself
_CLAUSE = 5  # words from which a sentence that judges counts
_SENTENCE = 8  # words from which any other does
_UNCLOSED = 14  # words from which one without a full stop does
_TOLD = 15  # words of one that stands under no heading but the title
_TITLE = expression(r"\binspections?\b", re.IGNORECASE)
_CLEAR = 0.9  # by how much praise and blame must differ to speak for themselves
_ANSWERING = expression(
    r"^in\s+response\b|^as\s+a\s+result,|^since\s+then\b|\b(?:has|have)\s+(?:now\s+|also\s+|"
    r"since\s+)?(?:been\s+asked|been\s+in\s+(?:place|use)|met|written|asked|begun|issued)\b",
    re.IGNORECASE,
)
_OF_ACTIONS = expression(
    r"\baction\s+plan\b|\brecommendations?\b.{0,80}\b(?:complete|implemented|green|amber|red|outstanding)\b",
    re.IGNORECASE,
)
_WE_HAVE = expression(
    r"\b(?:said|added|told)\b.{0,40}[“\"‘].{0,40}\bwe\s+(?:have|are|will)\s+(?!been\s+(?:deeply|very)|"
    r"(?:deeply|so|very|truly)\b)\w+",
    re.IGNORECASE,
)
_FOUND_THAT = expression(
    r"^(?:it|the\s+(?:review|report|panel|author))\s+(?:also\s+)?(?:found|concluded|identified)\s+that\b", re.IGNORECASE
)
_DESCRIBES = expression(
    r"^(?!there\b|this\b|it\b|these\b)(?:(?:the|a|an|each|every|our)\s+)?(?:[\w’'()&/-]+\s+){1,9}?(?:is|"
    r"are)\s+(?:part\s+of|responsible\s+for|held\s+(?:when|where|if)|one\s+of|made\s+up\s+of|a\s+|an\s+|"
    r"the\s+|to\s+)"
    r"|^(?:(?:the|a|an|each|every|our|this)\s+)?(?:[\w’'()&/-]+\s+){1,9}?(?:comprises?|consists?\s+of|"
    r"has\s+(?:two|three|four|five|several)\s+(?:main\s+|key\s+)?(?:functions?|parts|teams|arms)|"
    r"organises?\s+and|oversees?|works?\s+with\s+the|employs?|was\s+established\s+(?:in|to)|meets\s+(?:every|"
    r"monthly|quarterly)|brings?\s+together|arranges?|chairs?|exists?\s+to|covers?|decides?|"
    r"provides?\s+(?:for\s+|a\s+service))\b"
    r"|^its\s+role\b|^according\s+to\b(?!.*\b(?:poor|fail|weak)\w*)",
    re.IGNORECASE | re.DOTALL,
)


class ProseClassifier:
    """Decides on the running text of one document."""

    def __init__(self, kinds: KindWords, statuses: Statuses, genre: str) -> None:
        self._kinds = kinds
        self._statuses = statuses
        self._genre = genre

    def of(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        """Decide on running text under a heading that names no kind; return None where it is no finding."""
        if part.sort == "responses":
            return self._responding(unit, part, moods)
        if self._genre == "inspection":
            return self._decide_inspection(unit, part, moods)
        if self._genre in PAPERS:
            return self._decide_report(unit, moods)
        if self._genre == "minutes":
            return self._decide_minutes(unit)
        return self._decide_review(unit, part, moods)

    def _responding(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        """In a section of responses without numbers, what is asked is a recommendation and what was done an action."""
        if unit.piece.length < 5:
            return None
        if moods.recommends or (moods.asks and not moods.acts):
            asked = moods.recommends or moods.asks
            return Classification(Kind.RECOMMENDATION, f'asked for under "{part.path[-1]}"', asked)
        if moods.acts or self._statuses.of(unit.text) is not Status.UNCLEAR:
            return Classification(Kind.ACTION, f'says what was or will be done, under "{part.path[-1]}"', moods.acts)
        return None

    def _decide_inspection(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        judged = moods.sentiment
        closed, weight = unit.text.endswith("."), judged.praise + judged.blame
        least = _CLAUSE if closed and weight >= _WEIGHED and has_verb(moods) else _SENTENCE if closed else _UNCLOSED
        if unit.piece.length < least:
            return None
        if part.announced is None and not (
            weight >= _WEIGHED and unit.piece.length >= (_TOLD if _is_titled(part) else _SENTENCE)
        ):
            return None
        if judged.sentences == 1 and unit.text[-1].isalnum() and not has_verb(moods):
            return None  # a title over several lines: "The extent of effective work between ..."
        if not judged.judges:
            return (
                Classification(Kind.GOOD_PRACTICE, f'under "{part.path[-1]}", with no criticism')
                if part.path and not describes_body(unit.text)
                else None
            )
        kind = _leaning(moods)
        words = judged.for_words if kind is Kind.GOOD_PRACTICE else judged.against_words
        why = f"the inspectors' words read as {self._kinds.called[kind]}: {quote_words(words)}"
        return Classification(kind, why, words)

    def _decide_report(self, unit: Candidate, moods: SentenceTraits) -> Classification | None:
        """Decide on a paragraph of a committee's paper or a service's report: progress, measures, challenges."""
        judged = moods.sentiment
        against = judged.blame - judged.praise
        if unit.piece.length < 6 or (describes_body(unit.text) and not moods.measures):
            return None
        if moods.is_order and unit.is_item:
            verb = unit.text.split()[0]
            return Classification(Kind.RECOMMENDATION, f'an instruction: "{verb}"', (verb,))
        if moods.measures or moods.figures:
            weak = against >= _CLEAR
            what = quote_words(moods.measures) or "a figure"
            why = f"gives a measure: {what}{', and criticises' if weak else ''}"
            return Classification(Kind.CONCERN if weak else Kind.EVIDENCE, why, moods.measures or moods.figures_given)
        if (moods.acts or _ANSWERING.search(unit.text)) and against < _CLEAR:
            told = quote_words(moods.acts) or "told as an answer"
            return Classification(Kind.ACTION, f"says what was or will be done: {told}", moods.acts)
        if moods.asks and against < _CLEAR:
            return Classification(Kind.RECOMMENDATION, f"asks for something: {quote_words(moods.asks)}", moods.asks)
        if moods.teaches and abs(against) < _CLEAR:
            return Classification(Kind.LESSON, f"states a need: {quote_words(moods.teaches)}", moods.teaches)
        return self._decide_by_sentiment(moods, at_least=0.1)

    def _decide_minutes(self, unit: Candidate) -> Classification | None:
        """Of a meeting's minutes only what is told of a review's actions is kept, and not what the meeting resolves."""
        told = _OF_ACTIONS.search(unit.text)
        if told is None or len(unit.text.split()) < 12:
            return None
        return Classification(Kind.ACTION, "the minutes report progress on the review's actions", (told[0],))

    def _decide_review(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        """Decide on running text of a review: only what calls itself a finding, or weighs clearly in analysis."""
        if unit.piece.length < 7:
            return None
        if moods.missed:
            return by_words(Kind.MISSED_OPPORTUNITY, moods.missed)
        if said := _WE_HAVE.search(unit.text):
            return Classification(Kind.ACTION, "a spokesperson says what was done", (said[0],))
        if moods.recommends:
            return by_words(Kind.RECOMMENDATION, moods.recommends)
        if moods.commends and moods.sentiment.praise >= moods.sentiment.blame:
            return by_words(Kind.GOOD_PRACTICE, moods.commends)
        if part.announced is not None and part.announced.words == "term of reference" and unit.piece.length >= 8:
            return self._decide_by_sentiment(moods, at_least=0.0)
        if found := _FOUND_THAT.match(unit.text):
            blames = moods.sentiment.blame - moods.sentiment.praise >= SOME and not moods.should
            return Classification(Kind.CONCERN if blames else Kind.LESSON, "says what the review found", (found[0],))
        if part.announced is None or unit.piece.length < 15:
            return None
        if moods.says_lesson:
            return by_words(Kind.LESSON, moods.says_lesson)
        return self._decide_by_sentiment(moods, at_least=_CLEAR) if moods.of_practice else None

    def _decide_by_sentiment(self, moods: SentenceTraits, at_least: float) -> Classification | None:
        judged = moods.sentiment
        if abs(judged.praise - judged.blame) < at_least:
            return None
        kind = _leaning(moods)
        words = judged.for_words if kind is Kind.GOOD_PRACTICE else judged.against_words
        return Classification(kind, f"its words read as {self._kinds.called[kind]}: {quote_words(words)}", words)


def describes_body(text: str) -> bool:
    """Return whether a paragraph begins by saying what a body is or does, and not how well."""
    return bool(_DESCRIBES.match(text))


def _is_titled(part: SectionPart) -> bool:
    """Return whether a section stands below nothing but the title of an inspection's report."""
    return not part.path or bool(_TITLE.search(part.path[-1]))


def _leaning(moods: SentenceTraits) -> Kind:
    """Return good practice or concern, by what a text weighs and how it ends."""
    judged = moods.sentiment
    blame = judged.blame
    if judged.ends < 0 and judged.sentences <= 4:
        blame += 0.34
    return Kind.CONCERN if blame > judged.praise * 0.9 else Kind.GOOD_PRACTICE
