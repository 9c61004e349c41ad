"""The kind of a unit among those that its heading announces, or another where its words speak against the heading.

To add a reason against a heading of a kind, write a function of a `UnitInPart` that gives the other kind and why, or
None, and enter it below that kind in `_RULES`; the first that speaks decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.findings.candidate import Candidate
from ingest.findings.classification import has_verb, quote_words
from ingest.findings.classify_prose import PAPERS, SOME
from ingest.findings.express_wordings import ends_a_wrong, judges_undone
from ingest.findings.grammar import SentenceGrammar, SentenceTraits
from ingest.findings.status import Statuses
from ingest.structure.heading_cues import Announcement
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind, Status
from kb.text.sentences import split_sentences

_ADDRESSED = expression(
    r"^(?:all\s+|the\s+|each\s+|every\s+)?(?:[\w’'-]+\s+){0,4}(?:practitioners?|professionals?|staff|workers?|"
    r"managers?|officers?|agenc(?:y|ies)|services?|teams?|schools?|"
    r"trusts?|partnership|board|council|police|nurses?|gps?|midwi(?:fe|ves)|partners|"
    r"organisations?)\s+(?:[\w’'-]+\s+){0,4}?(?:should|must)\b",
    re.IGNORECASE,
)
_PROGRESS = expression(r"\bprogress\b.*\bsince\b|\bsince\b.*\binspection\b", re.IGNORECASE)
_TITLE = expression(r"^[^.:;?!]{3,80}:\s+(?=[A-Z])")
_PAST = expression(
    r"\b(?:was|were|did|had|took|gave|kept|rang|saw|went|stayed|made|told|found|spoke|wrote|met|knew|held|"
    r"sent|got|came|\w{3,}ed)\b"
)
_AT_LENGTH = 25  # words from which an area for improvement tells the concern itself


@dataclass(frozen=True, slots=True)
class UnitInPart:
    """A unit, the section where it stands, what its words do, and the document's genre and readers of words."""

    unit: Candidate
    part: SectionPart
    moods: SentenceTraits
    genre: str
    grammar: SentenceGrammar
    statuses: Statuses

    @property
    def announcement(self) -> Announcement | None:
        """What its own lead-in announces, or else its heading; None where neither announces anything."""
        return self.unit.announced or self.part.announced

    def mostly_asks(self) -> bool:
        """Return whether more than half of the unit's sentences ask firmly, its title apart."""
        return self._mostly_asks(self.unit.text)

    def read_mostly_asks(self) -> bool:
        """Return the same of the words that were read, without the sentence that opens a list."""
        return self._mostly_asks(self.moods.text)

    def asks(self, sentence: str) -> bool:
        """Return whether a sentence asks firmly: an order, "must", "should", or a verb of recommending."""
        moods = self.grammar.read(sentence)
        firm = [words for words in moods.asks if not words.startswith("to ")]
        return bool(firm or moods.is_order or "must" in moods.should or "should" in moods.should)

    def _mostly_asks(self, text: str) -> bool:
        sentences = split_sentences(_TITLE.sub("", text))
        return 2 * sum(self.asks(sentence) for sentence in sentences) > len(sentences)


OtherKind = tuple[Kind, str]  # and why


def kind_against_heading(kind: Kind, placed: UnitInPart) -> OtherKind | None:
    """Return another kind and why, where the words speak against the kind that the heading announces, or None."""
    announced = placed.part.announced
    if announced is not None and announced.box:
        return None if kind is Kind.GOOD_PRACTICE else (Kind.CONCERN, "from a case study")
    return next((other for rule in _RULES.get(kind, ()) if (other := rule(placed))), None)


def kind_among(kinds: Sequence[Kind], placed: UnitInPart) -> Kind:
    """Return the kind of a unit under a heading that announces several, by its words; the first where none speak."""
    moods = placed.moods
    if Kind.RECOMMENDATION in kinds and placed.read_mostly_asks():
        return Kind.RECOMMENDATION
    if Kind.ACTION in kinds and moods.acts:
        return Kind.ACTION
    if Kind.MISSED_OPPORTUNITY in kinds and moods.missed:
        return Kind.MISSED_OPPORTUNITY
    blames = moods.sentiment.blame - moods.sentiment.praise >= SOME
    if Kind.CONCERN in kinds and blames and not moods.lesson_shaped and not moods.teaches:
        return Kind.CONCERN
    return _praised_or_other(kinds, moods) if Kind.GOOD_PRACTICE in kinds else kinds[0]


def _praised_or_other(kinds: Sequence[Kind], moods: SentenceTraits) -> Kind:
    """Return good practice where a unit under "Good practice and ..." is praised or tells a deed, else the other."""
    judged = moods.sentiment
    if judged.praise > judged.blame and not moods.lesson_shaped:
        return Kind.GOOD_PRACTICE
    # Told as past and with nothing against it, a deed stands under "Good practice and lessons" as the former.
    deed = kinds[0] is Kind.GOOD_PRACTICE and judged.praise >= judged.blame and _PAST.search(moods.text)
    if deed and not (moods.teaches or moods.asks or moods.should):
        return Kind.GOOD_PRACTICE
    return next(kind for kind in kinds if kind is not Kind.GOOD_PRACTICE)


def _commends(placed: UnitInPart) -> OtherKind | None:
    moods = placed.moods
    if moods.commends and moods.sentiment.praise > moods.sentiment.blame and not moods.should:
        return Kind.GOOD_PRACTICE, f"uses the words: {quote_words(moods.commends)}"
    return None


def _says_who_should(placed: UnitInPart) -> OtherKind | None:
    if placed.unit.is_item and _ADDRESSED.match(placed.unit.text) and placed.mostly_asks():
        return Kind.RECOMMENDATION, "says who should do what"
    return None


def _judges_what_is_wanting(placed: UnitInPart) -> OtherKind | None:
    return (Kind.CONCERN, "gives a judgement of what is wanting") if judges_undone(placed.unit.text) else None


def _tells_no_status(placed: UnitInPart) -> OtherKind | None:
    """Below a heading of actions, what tells no status may state a need or a weakness."""
    moods = placed.moods
    if placed.statuses.of(placed.unit.text) is not Status.UNCLEAR or moods.acts:
        return None
    if moods.lesson_shaped:
        return Kind.LESSON, "states a need"
    wrong = moods.sentiment.blame >= 0.9 > 3 * moods.sentiment.praise and not ends_a_wrong(placed.unit.text)
    return (Kind.CONCERN, "describes a weakness") if wrong and not moods.is_order else None


def _inspectors_judge_progress(placed: UnitInPart) -> OtherKind | None:
    if placed.genre != "inspection" or not _PROGRESS.search(placed.part.path[-1] if placed.part.path else ""):
        return None
    judged = placed.moods.sentiment
    kind = Kind.GOOD_PRACTICE if judged.praise >= judged.blame else Kind.CONCERN
    return kind, "the inspectors judge progress"


def _orders_improvement(placed: UnitInPart) -> OtherKind | None:
    orders = placed.unit.is_item and (placed.moods.is_order or _ADDRESSED.match(placed.unit.text))
    if orders and "improvement" in " ".join(placed.part.path[-2:]).lower():
        return Kind.RECOMMENDATION, "says what should be done"
    return None


def _paper_tells_deed(placed: UnitInPart) -> OtherKind | None:
    judged = placed.moods.sentiment
    in_paper = placed.part.sort == Kind.CONCERN and placed.genre in PAPERS
    if in_paper and judged.praise > judged.blame and placed.moods.acts:
        return Kind.ACTION, "says what was done"
    return None


def _acts_beside_list(placed: UnitInPart) -> OtherKind | None:
    unit, moods = placed.unit, placed.moods
    beside = not unit.is_item and not unit.opens_list and any(piece.is_item for piece in placed.part.pieces)
    if beside and moods.acts and not moods.asks_at_all:
        return Kind.ACTION, "says what has been or will be done, next to a list of recommendations"
    return None


def _area_for_improvement(placed: UnitInPart) -> OtherKind | None:
    """An area for improvement asks for it in a phrase or an order; told at length it is the concern itself."""
    announced = placed.part.announced
    if placed.genre != "inspection" or announced is None or "improve" not in announced.words:
        return None
    moods, sentences = placed.moods, split_sentences(placed.unit.text)
    firm = sum(1 for sentence in sentences if placed.asks(sentence))
    phrase = moods.words[0] == "how" or (len(sentences) == 1 and not has_verb(moods))
    if phrase or firm * 2 >= len(sentences):
        return None
    tells = len(sentences) > 1 or moods.sentiment.blame > 0 or placed.unit.piece.length > _AT_LENGTH
    return (Kind.CONCERN, "describes a weakness") if tells else None


_RULES: Mapping[Kind, tuple[Callable[[UnitInPart], OtherKind | None], ...]] = {
    Kind.LESSON: (_commends, _says_who_should),
    Kind.ACTION: (_judges_what_is_wanting, _tells_no_status, _inspectors_judge_progress),
    Kind.CONCERN: (_orders_improvement, _paper_tells_deed),
    Kind.RECOMMENDATION: (_acts_beside_list, _area_for_improvement),
}
