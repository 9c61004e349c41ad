"""Deciding whether a unit is a finding, of which kind, and why: heading, grammar and the document's genre together."""

from __future__ import annotations

import re

from ingest.findings.candidates import Candidate
from ingest.findings.classification import Classification, has_verb, quote_words
from ingest.findings.classify_prose import PAPERS, SOME, ProseClassifier
from ingest.findings.colour_legend import explains_colours
from ingest.findings.coroners import as_concern, is_of_concerns, is_only_heard
from ingest.findings.express_wordings import (
    ends_a_wrong,
    given_again,
    judges_undone,
    kind_by_words,
    reports_progress,
    says_undone,
    says_who_is_to_act,
    verdict_on,
)
from ingest.findings.grammar import SentenceGrammar, SentenceTraits
from ingest.findings.kind_words import KindWords
from ingest.findings.progress_below import tells_done
from ingest.findings.prose import closing_status, without_likely_heading
from ingest.findings.status import Statuses
from ingest.structure.boilerplate import (
    announces_only,
    denies_itself,
    is_boilerplate,
    is_definition,
    is_list_of_labels,
    is_meeting_business,
    opens_no_findings,
)
from ingest.structure.chapters import Chapter, chapter_named, tells_story
from ingest.structure.heading_cues import FOUND
from ingest.structure.headings import label_of
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind, Status
from kb.text.sentences import split_sentences

_JUDGEMENTS = (Kind.CONCERN, Kind.LESSON, Kind.GOOD_PRACTICE, Kind.MISSED_OPPORTUNITY)
_NO_TRACKERS = ("inspection", "pfd", "ombudsman")
_ASIDE = ("terms_of_reference", "background")  # where words of recommending say what a review is for
_ASKED_UNDER = (Kind.LESSON, Kind.QUESTION, Kind.GOOD_PRACTICE)  # where briefings put questions to their readers
_IN_PROGRESS = "in a chapter of progress"
_WHOLE = 25  # words before a list's opening sentence that are a finding of their own
_ADDRESSED = expression(
    r"^(?:all\s+|the\s+|each\s+|every\s+)?(?:[\w’'-]+\s+){0,4}(?:practitioners?|professionals?|staff|workers?|"
    r"managers?|officers?|agenc(?:y|ies)|services?|teams?|schools?|"
    r"trusts?|partnership|board|council|police|nurses?|gps?|midwi(?:fe|ves)|partners|"
    r"organisations?)\s+(?:[\w’'-]+\s+){0,4}?(?:should|must)\b",
    re.IGNORECASE,
)
_BODY_TO_ACT = expression(r"^(?:(?:the|all|each|both|every)\s+)?(?:[\w’'&,()-]+\s+){1,8}?to\s+\w+", re.IGNORECASE)
_LED_TO_ACT = expression(r"\b(?:actions?|recommend\w*|propos\w+|steps|changes?|improve\w*|outcomes)\b", re.IGNORECASE)
_DATED_ITEM = expression(
    r"^\W*(?:(?:early|late|mid|by|in|from)\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|christmas|easter|(?:19|20)\d\d|\d{1,2}[:.]\d\d(?:\s?[ap]m)?|"
    r"(?:day|week|month|year|age|aged)\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten))"
    r"(?:\s+(?:(?:19|20)\d\d|evening|morning|afternoon|night))?\s*[:–—-]\s",
    re.IGNORECASE,
)
_REMAINS = expression(r"\b(?:despite|however|remains?|not\s+yet|still|yet\s+to|not\s+been)\b", re.IGNORECASE)
_PROGRESS = expression(r"\bprogress\b.*\bsince\b|\bsince\b.*\binspection\b", re.IGNORECASE)
_TITLE = expression(r"^[^.:;?!]{3,80}:\s+(?=[A-Z])")
_PAST = expression(
    r"\b(?:was|were|did|had|took|gave|kept|rang|saw|went|stayed|made|told|found|spoke|wrote|met|knew|held|"
    r"sent|got|came|\w{3,}ed)\b"
)


class Classifier:
    """Decides on the units of one document."""

    def __init__(self, grammar: SentenceGrammar, kinds: KindWords, statuses: Statuses, genre: str) -> None:
        self._kinds = kinds
        self._grammar = grammar
        self._statuses = statuses
        self._genre = genre
        self._prose = ProseClassifier(kinds, statuses, genre)

    def of(self, unit: Candidate, part: SectionPart) -> Classification | None:
        """Return the verdict on a unit of a section, or None where it is no finding."""
        if self._is_nothing(unit):
            return None
        undone = bool(part.path) and says_undone(part.path[-1])
        if not unit.is_item or undone:
            part = without_likely_heading(part)
        text = unit.text
        if unit.opens_list:
            text = " ".join(split_sentences(text)[:-1])
        moods = self._grammar.read(text, unit.piece.words if text is unit.text else None)
        if unit.opens_list and len(text.split()) < _WHOLE and not (moods.figures and text):
            return None
        labelled = (
            self._kinds.labelled.get(unit.number.rpartition(" ")[0])
            if part.announced is None or part.announced.holds_findings
            else None
        )
        if unit.number == "next steps":
            return (
                Classification(Kind.RECOMMENDATION, "a next step from an inspection")
                if moods.should or moods.asks
                else None
            )
        answered = part.announced is not None and part.announced.sort == "responses"
        told_below = label_of(unit.text) is None and tells_done(unit.text)
        asks = moods.asks or moods.should or moods.is_order
        if labelled is Kind.RECOMMENDATION and (
            reports_progress(unit.text, moods, answered=answered) or (told_below and not asks)
        ):
            return Classification(Kind.ACTION, f"reports progress on {unit.number}")
        if labelled:
            return Classification(labelled, f'printed as "{unit.label}"')
        if (status := closing_status(unit.text)) and self._genre not in _NO_TRACKERS:
            return Classification(Kind.ACTION, f'an entry of a tracker, closed by "{status}"', (status,))
        if unit.signs and unit.is_item and part.announced is None and _DATED_ITEM.match(unit.text):
            return None  # one of a chronicle in short lines: "April: discharged from hospital"
        if unit.signs:
            headed = part.announced.kinds if part.announced is not None and part.inherited != "after" else ()
            if self._genre == "response" and part.heading and part.heading.label.startswith("recommendation"):
                headed = (Kind.ACTION,)  # what follows a recommendation in an answer says what is done about it
            told = verdict_on(
                unit.signs,
                moods,
                aside=part.sort in _ASIDE,
                in_company=unit.in_company,
                headed=headed,
                in_minutes=self._genre == "minutes",
                in_response=self._genre == "response",
                of_story=tells_story(part.path),
                left_undone=undone and any(sign.name == _IN_PROGRESS for sign in unit.signs),
            )
            if self._genre == "response" and (given := given_again(moods.text, unit.signs, told)):
                return given
            told = _as_request(self._as_change(told, unit, part), unit, part)
            return as_concern(told, moods, part) if is_of_concerns(part, self._genre) else told
        if part.answers:
            return self._answering(part, moods)
        announced = unit.announced or part.announced
        if announced is not None and announced.kinds:
            told = self._decide_announced(unit, part, moods) if self._genre != "minutes" else None
            return self._as_change(told, unit, part)
        if announced is not None and announced.sort not in ("narrative", "responses"):
            return self._reader_question(part, moods)
        return self._prose.of(unit, part, moods)

    def _as_change(self, told: Classification | None, unit: Candidate, part: SectionPart) -> Classification | None:
        """Return an item of a list below "What is different now?" as an action, whatever its words praise or blame.

        "Managers no longer answer complaints about themselves" says what was changed and blames nobody. Inspectors
        judge, and so does "The review found that nurses had no supervision".
        """
        judged = told is not None and told.kind in _JUDGEMENTS
        acts = part.announced is not None and part.announced.kinds == (Kind.ACTION,)
        if self._genre == "inspection" or judges_undone(unit.text):
            return told
        if not (judged and acts and unit.is_item and part.path and part.inherited == ""):
            return told
        if chapter_named(part.path[-1]) is not Chapter.PROGRESS or split_sentences(unit.text)[1:]:
            return told
        return Classification(Kind.ACTION, f'listed under "{part.path[-1]}"')

    def _answering(self, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        """What stands under a recommendation in a section of responses answers it, unless it only leads in."""
        if announces_only(split_sentences(moods.text)[-1]):
            return Classification(Kind.LESSON, "says what the review showed") if moods.teaches else None
        return Classification(Kind.ACTION, f"answers {part.answers}")

    def _is_nothing(self, unit: Candidate) -> bool:
        text = unit.text
        if unit.piece.length < 2 or (len(text) < 20 and sum(c.isalpha() for c in text) < 6):
            return True
        if unit.piece.tabled and unit.piece.length < 6 and not text.endswith("."):
            return True
        if is_boilerplate(text, unit.piece.words) or is_list_of_labels(text) or announces_only(text):
            return True
        if explains_colours(text):
            return True
        if unit.lead_in and opens_no_findings(split_sentences(unit.lead_in)[-1]):
            return True
        if self._genre in ("committee", "minutes", "service") and is_meeting_business(text):
            return True
        return unit.is_item and is_definition(text)

    def _reader_question(self, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        """A briefing's own questions to its readers are kept also where they stand under "How to use this"."""
        if part.sort == "how_to_use" and moods.is_question:
            return Classification(Kind.QUESTION, "a question that the briefing asks its readers")
        return None

    def _decide_announced(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> Classification | None:
        announced = unit.announced or part.announced
        assert announced is not None
        by = f'under "{part.path[-1]}"' if unit.announced is None and part.path else f'after "{announced.words}"'
        if announced.learned:
            by += ", whose words suggest it"
        kind = announced.kinds[0]
        if not unit.is_item and not self._holds(unit, part, moods):
            return None
        if moods.is_question:
            return Classification(Kind.QUESTION, f"a question {by}") if kind in _ASKED_UNDER else None
        if kind is Kind.QUESTION:
            return Classification(Kind.RECOMMENDATION, f"an instruction {by}") if moods.is_order or moods.asks else None
        if denies_itself(unit.text):
            return None
        led = unit.announced is not None and unit.is_item and _LED_TO_ACT.search(unit.lead_in)
        if led and Kind.LESSON in announced.kinds and _BODY_TO_ACT.match(unit.text):
            return Classification(Kind.RECOMMENDATION, f"says who must do what, {by}")
        if announced.kinds == FOUND:
            told = kind_by_words(moods, self._grammar, announced.kinds)
            return Classification(told.kind, f"reads as {self._kinds.called[told.kind]}, {by}")
        if len(announced.kinds) > 1:
            chosen = self._among(announced.kinds, moods)
            return Classification(chosen, f"reads as {self._kinds.called[chosen]}, {by}")
        other = self._against(kind, unit, part, moods)
        if other is not None:
            return Classification(other[0], f"{other[1]}, {by}")
        return Classification(kind, by)

    def _holds(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> bool:
        """Return whether a paragraph under a heading of findings is one, and not its preamble."""
        if unit.piece.length < 4:
            return False
        if part.inherited == "after" and is_of_concerns(part, self._genre):
            return not is_only_heard(moods.text)
        if part.inherited == "after" and part.heading is not None and not part.heading.label:
            return bool(
                moods.is_question
                or moods.asks
                or moods.teaches
                or moods.acts
                or moods.missed
                or moods.sentiment.judges
                or moods.is_order
            )
        return True

    def _among(self, kinds: tuple[Kind, ...], moods: SentenceTraits) -> Kind:
        if Kind.RECOMMENDATION in kinds and self._mostly_asks(moods.text):
            return Kind.RECOMMENDATION
        if Kind.ACTION in kinds and moods.acts:
            return Kind.ACTION
        if Kind.MISSED_OPPORTUNITY in kinds and moods.missed:
            return Kind.MISSED_OPPORTUNITY
        praise = moods.sentiment.praise > moods.sentiment.blame
        if (
            Kind.CONCERN in kinds
            and moods.sentiment.blame - moods.sentiment.praise >= SOME
            and not moods.lesson_shaped
            and not moods.teaches
        ):
            return Kind.CONCERN
        if Kind.GOOD_PRACTICE in kinds:
            others = [kind for kind in kinds if kind is not Kind.GOOD_PRACTICE]
            if praise and not moods.lesson_shaped:
                return Kind.GOOD_PRACTICE
            # Told as past and with nothing against it, a deed stands under "Good practice and lessons" as the former.
            deed = (
                kinds[0] is Kind.GOOD_PRACTICE
                and moods.sentiment.praise >= moods.sentiment.blame
                and _PAST.search(moods.text)
            )
            return Kind.GOOD_PRACTICE if deed and not (moods.teaches or moods.asks or moods.should) else others[0]
        return kinds[0]

    def _against(
        self, kind: Kind, unit: Candidate, part: SectionPart, moods: SentenceTraits
    ) -> tuple[Kind, str] | None:
        """Return another kind where the words speak against what the heading announces."""
        judged = moods.sentiment
        box = part.announced is not None and part.announced.box
        if box and kind is not Kind.GOOD_PRACTICE:
            return Kind.CONCERN, "from a case study"
        if box:
            return None
        if kind is Kind.LESSON and moods.commends and judged.praise > judged.blame and not moods.should:
            return Kind.GOOD_PRACTICE, f"uses the words: {quote_words(moods.commends)}"
        if kind is Kind.ACTION and judges_undone(unit.text):
            return Kind.CONCERN, "gives a judgement of what is wanting"
        if kind is Kind.ACTION and self._statuses.of(unit.text) is Status.UNCLEAR:
            if moods.lesson_shaped and not moods.acts:
                return Kind.LESSON, "states a need"
            wrong = judged.blame >= 0.9 > 3 * judged.praise and not ends_a_wrong(unit.text)
            if wrong and not moods.acts and not moods.is_order:
                return Kind.CONCERN, "describes a weakness"
        if kind is Kind.ACTION and self._genre == "inspection" and _PROGRESS.search(part.path[-1] if part.path else ""):
            return (
                Kind.GOOD_PRACTICE if judged.praise >= judged.blame else Kind.CONCERN
            ), "the inspectors judge progress"
        if kind is Kind.LESSON and unit.is_item and _ADDRESSED.match(unit.text) and self._mostly_asks(unit.text):
            return Kind.RECOMMENDATION, "says who should do what"
        orders = unit.is_item and (moods.is_order or _ADDRESSED.match(unit.text))
        if kind is Kind.CONCERN and orders and "improvement" in " ".join(part.path[-2:]).lower():
            return Kind.RECOMMENDATION, "says what should be done"
        beside = not unit.is_item and not unit.opens_list and any(piece.is_item for piece in part.pieces)
        if kind is Kind.RECOMMENDATION and beside and moods.acts and not (moods.asks or moods.should or moods.is_order):
            return Kind.ACTION, "says what has been or will be done, next to a list of recommendations"
        if (
            kind is Kind.RECOMMENDATION
            and self._genre == "inspection"
            and "improve" in (part.announced.words if part.announced else "")
        ):
            return self._improvement(unit, moods)
        if (
            kind is Kind.CONCERN
            and part.sort == Kind.CONCERN
            and self._genre in PAPERS
            and judged.praise > judged.blame
            and moods.acts
        ):
            return Kind.ACTION, "says what was done"
        return None

    def _improvement(self, unit: Candidate, moods: SentenceTraits) -> tuple[Kind, str] | None:
        """An area for improvement asks for it in a phrase or an order; told at length it is the concern itself."""
        sentences = split_sentences(unit.text)
        firm = sum(1 for sentence in sentences if self._asks(sentence))
        phrase = moods.words[0] == "how" or (len(sentences) == 1 and not has_verb(moods))
        if phrase or firm * 2 >= len(sentences):
            return None
        tells = len(sentences) > 1 or moods.sentiment.blame > 0 or unit.piece.length > _WHOLE
        return (Kind.CONCERN, "describes a weakness") if tells else None

    def _mostly_asks(self, text: str) -> bool:
        sentences = split_sentences(_TITLE.sub("", text))
        return 2 * sum(self._asks(sentence) for sentence in sentences) > len(sentences)

    def _asks(self, sentence: str) -> bool:
        moods = self._grammar.read(sentence)
        firm = [words for words in moods.asks if not words.startswith("to ")]
        return bool(firm or moods.is_order or "must" in moods.should or "should" in moods.should)


def _as_request(told: Classification | None, unit: Candidate, part: SectionPart) -> Classification | None:
    """Return what is asked of a body below a heading of recommendations as one, whatever its words praise or blame."""
    headed = part.announced is not None and part.announced.kinds == (Kind.RECOMMENDATION,)
    if told is None or told.kind not in _JUDGEMENTS or not headed or not says_who_is_to_act(unit.text):
        return told
    return Classification(Kind.RECOMMENDATION, f'says who is to act, below "{part.path[-1]}"')
