"""Deciding whether a unit is a finding, of which kind, and why: heading, grammar and the document's genre together."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.findings.against_heading import UnitInPart, kind_against_heading, kind_among
from ingest.findings.announcements import speaks_to_readers
from ingest.findings.candidate import Candidate
from ingest.findings.classification import Classification, has_verb
from ingest.findings.classify_prose import ProseClassifier
from ingest.findings.clauses import main_clause
from ingest.findings.colour_legend import explains_colours
from ingest.findings.coroners import as_concern, is_of_concerns, is_only_heard
from ingest.findings.express_wordings import judges_undone, reports_progress, says_undone, says_who_is_to_act
from ingest.findings.grammar import SentenceGrammar, SentenceTraits
from ingest.findings.kind_words import KindWords
from ingest.findings.progress_below import tells_done
from ingest.findings.prose import closing_status, without_likely_heading
from ingest.findings.statement_verdict import StatementSetting, given_again, kind_by_words, reckoned_among, verdict_on
from ingest.findings.status import Statuses
from ingest.structure.boilerplate import (
    announces_only,
    denies_itself,
    explains_term,
    is_boilerplate,
    is_definition,
    is_list_of_labels,
    is_meeting_business,
    opens_no_findings,
)
from ingest.structure.chapters import Chapter, chapter_named, tells_story
from ingest.structure.genre import is_title_of_minutes
from ingest.structure.heading_cues import FOUND, Announcement
from ingest.structure.labels import label_of
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind, Status
from kb.text.sentences import split_sentences

_DOINGS = (Kind.ACTION, Kind.RECOMMENDATION)
_JUDGEMENTS = (Kind.CONCERN, Kind.LESSON, Kind.GOOD_PRACTICE, Kind.MISSED_OPPORTUNITY)
_NO_TRACKERS = ("inspection", "pfd", "ombudsman")
_ASIDE = ("terms_of_reference", "background")  # where words of recommending say what a review is for
_ASKED_UNDER = (Kind.LESSON, Kind.QUESTION, Kind.GOOD_PRACTICE)  # where briefings put questions to their readers
_IN_PROGRESS = "in a chapter of progress"
_WHOLE = 25  # words before a list's opening sentence that are a finding of their own
_BODY_TO_ACT = expression(r"^(?:(?:the|all|each|both|every)\s+)?(?:[\w’'&,()-]+\s+){1,8}?to\s+\w+", re.IGNORECASE)
_LED_TO_ACT = expression(r"\b(?:actions?|recommend\w*|propos\w+|steps|changes?|improve\w*|outcomes)\b", re.IGNORECASE)
_DATED_ITEM = expression(
    r"^\W*(?:(?:early|late|mid|by|in|from)\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|christmas|easter|(?:19|20)\d\d|\d{1,2}[:.]\d\d(?:\s?[ap]m)?|"
    r"(?:day|week|month|year|age|aged)\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten))"
    r"(?:\s+(?:(?:19|20)\d\d|evening|morning|afternoon|night))?\s*[:–—-]\s",
    re.IGNORECASE,
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
        """Return the verdict on a unit of a section, or None where it is no finding.

        The first entry of `_RULES` that applies to the unit decides.
        """
        if self._is_nothing(unit) or (part.path and explains_term(unit.text, part.path[-1])):
            return None
        if not unit.is_item or says_undone(part.path):
            part = without_likely_heading(part)
        text = " ".join(split_sentences(unit.text)[:-1]) if unit.opens_list else unit.text
        moods = self._grammar.read(text, unit.piece.words if text is unit.text else None)
        if unit.opens_list and len(text.split()) < _WHOLE and not (moods.figures and text):
            return None
        placed = UnitInPart(unit, part, moods, self._genre, self._grammar, self._statuses)
        return next(decide(self, placed) for applies, decide in _RULES if applies(self, placed))

    def _kind_of_label(self, placed: UnitInPart) -> Kind | None:
        """Return the kind of the label that is printed before a unit, where its section may hold findings."""
        announced = placed.part.announced
        if announced is not None and not announced.holds_findings:
            return None
        return self._kinds.labelled.get(placed.unit.number.rpartition(" ")[0])

    def _is_told_as(self, placed: UnitInPart) -> bool:
        return placed.unit.told_as is not None

    def _decide_told_as(self, placed: UnitInPart) -> Classification | None:
        kind = placed.unit.told_as
        return Classification(kind, "a part of an entry that says how far something came") if kind else None

    def _is_next_step(self, placed: UnitInPart) -> bool:
        return placed.unit.number == "next steps"

    def _decide_next_step(self, placed: UnitInPart) -> Classification | None:
        asks = placed.moods.should or placed.moods.asks
        return Classification(Kind.RECOMMENDATION, "a next step from an inspection") if asks else None

    def _reports_on_recommendation(self, placed: UnitInPart) -> bool:
        """Return whether what is printed as a recommendation tells what became of it."""
        if self._kind_of_label(placed) is not Kind.RECOMMENDATION:
            return False
        text, announced = placed.unit.text, placed.part.announced
        if reports_progress(text, placed.moods, answered=announced is not None and announced.sort == "responses"):
            return True
        if announced is not None and announced.kinds[:1] == (Kind.ACTION,) and self._tells_of_deeds(placed):
            return True
        return label_of(text) is None and tells_done(text) and not placed.moods.asks_at_all

    def _tells_of_deeds(self, placed: UnitInPart) -> bool:
        """Return whether a line under a heading for actions tells what was done or how far it is, and asks nothing."""
        text, moods = placed.unit.text, placed.moods
        if moods.asks_at_all or moods.recommends or says_who_is_to_act(text):
            return False
        return bool(moods.acts) or tells_done(text) or self._statuses.of(text) is not Status.UNCLEAR

    def _decide_report(self, placed: UnitInPart) -> Classification | None:
        return Classification(Kind.ACTION, f"reports progress on {placed.unit.number}")

    def _is_labelled(self, placed: UnitInPart) -> bool:
        return self._kind_of_label(placed) is not None

    def _decide_by_label(self, placed: UnitInPart) -> Classification | None:
        kind = self._kind_of_label(placed)
        return Classification(kind, f'printed as "{placed.unit.label}"') if kind else None

    def _is_tracker_entry(self, placed: UnitInPart) -> bool:
        return bool(closing_status(placed.unit.text)) and self._genre not in _NO_TRACKERS

    def _decide_tracker_entry(self, placed: UnitInPart) -> Classification | None:
        status = closing_status(placed.unit.text)
        return Classification(Kind.ACTION, f'an entry of a tracker, closed by "{status}"', (status,))

    def _is_statement(self, placed: UnitInPart) -> bool:
        return bool(placed.unit.signs)

    def _weigh_statement(self, placed: UnitInPart) -> Classification | None:
        """Decide on a statement of running text by its signs, then by where it stands."""
        unit, part, moods = placed.unit, placed.part, placed.moods
        if unit.is_item and part.announced is None and _DATED_ITEM.match(unit.text):
            return None  # one of a chronicle in short lines: "April: discharged from hospital"
        told = verdict_on(unit.signs, moods, self._setting(unit, part))
        if self._genre == "response" and (given := given_again(moods.text, unit.signs, told)):
            return given
        told = _as_request(self._as_change(told, unit, part), unit, part)
        return as_concern(told, moods, part) if is_of_concerns(part, self._genre) else told

    def _setting(self, unit: Candidate, part: SectionPart) -> StatementSetting:
        headed = part.announced.kinds if part.announced is not None and part.inherited != "after" else ()
        if self._genre == "response" and part.heading and part.heading.label.startswith("recommendation"):
            headed = (Kind.ACTION,)  # what follows a recommendation in an answer says what is done about it
        return StatementSetting(
            aside=part.sort in _ASIDE,
            in_company=unit.in_company,
            of_concerns=is_of_concerns(part, self._genre),
            headed=headed,
            in_minutes=self._genre == "minutes",
            in_response=self._genre == "response",
            of_story=tells_story(part.path),
            left_undone=says_undone(part.path) and any(sign.name == _IN_PROGRESS for sign in unit.signs),
        )

    def _answers(self, placed: UnitInPart) -> bool:
        return bool(placed.part.answers)

    def _decide_answer(self, placed: UnitInPart) -> Classification | None:
        """What stands under a recommendation in a section of responses answers it, unless it only leads in."""
        if announces_only(split_sentences(placed.moods.text)[-1]):
            return Classification(Kind.LESSON, "says what the review showed") if placed.moods.teaches else None
        return Classification(Kind.ACTION, f"answers {placed.part.answers}")

    def _is_announced(self, placed: UnitInPart) -> bool:
        return placed.announcement is not None and bool(placed.announcement.kinds)

    def _decide_announced(self, placed: UnitInPart) -> Classification | None:
        told = self._under_heading(placed) if self._genre != "minutes" else None
        return self._as_change(told, placed.unit, placed.part)

    def _is_apart(self, placed: UnitInPart) -> bool:
        """Return whether a unit stands under a heading of what holds no findings."""
        return placed.announcement is not None and placed.announcement.sort not in ("narrative", "responses")

    def _decide_apart(self, placed: UnitInPart) -> Classification | None:
        """A briefing's own questions to its readers are kept also where they stand under "How to use this"."""
        if placed.part.sort == "how_to_use" and placed.moods.is_question:
            return Classification(Kind.QUESTION, "a question that the briefing asks its readers")
        return None

    def _decide_prose(self, placed: UnitInPart) -> Classification | None:
        return self._prose.of(placed.unit, placed.part, placed.moods)

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

    def _is_nothing(self, unit: Candidate) -> bool:
        text = unit.text
        if unit.piece.length < 2 or (len(text) < 20 and sum(c.isalpha() for c in text) < 6):
            return True
        if unit.piece.tabled and unit.piece.length < 6 and not text.endswith("."):
            return True
        if is_boilerplate(text, unit.piece.words) or is_list_of_labels(text) or announces_only(text):
            return True
        if explains_colours(text) or self._statuses.offers(text):
            return True
        if unit.lead_in and opens_no_findings(split_sentences(unit.lead_in)[-1]):
            return True
        if self._genre in ("committee", "minutes", "service") and is_meeting_business(text):
            return True
        if self._genre == "minutes" and is_title_of_minutes(text) and not text.endswith("."):
            return True
        return unit.is_item and is_definition(text)

    def _among_found(self, unit: Candidate, moods: SentenceTraits, announced: Announcement) -> Classification:
        """Return the kind of what stands below "What we found" by its words; what was never done is not praised."""
        told = kind_by_words(moods, self._grammar, announced.kinds)
        if told.kind in _DOINGS and unit.number.startswith("finding") and not moods.asks_at_all:
            told = reckoned_among(moods, self._grammar, announced.kinds)
        blamed = moods.sentiment.ends < 0 and not moods.sentiment.praise
        return Classification(Kind.CONCERN, told.why) if told.kind is Kind.GOOD_PRACTICE and blamed else told

    def _under_heading(self, placed: UnitInPart) -> Classification | None:
        """Decide on a unit under a heading or after a lead-in that announces kinds of findings."""
        unit, part, moods, announced = placed.unit, placed.part, placed.moods, placed.announcement
        assert announced is not None
        by = f'under "{part.path[-1]}"' if unit.announced is None and part.path else f'after "{announced.words}"'
        if announced.learned:
            by += ", whose words suggest it"
        if not unit.is_item and not self._holds(unit, part, moods):
            return None
        if moods.is_question or announced.kinds[0] is Kind.QUESTION:
            return _question_or_order(announced.kinds[0], moods, by)
        if denies_itself(unit.text) or (not unit.is_item and speaks_to_readers(unit.text)):
            return None
        led = unit.announced is not None and unit.is_item and _LED_TO_ACT.search(unit.lead_in)
        if led and Kind.LESSON in announced.kinds and _BODY_TO_ACT.match(unit.text):
            return Classification(Kind.RECOMMENDATION, f"says who must do what, {by}")
        if announced.kinds == FOUND:
            told = self._among_found(unit, moods, announced)
            return Classification(told.kind, f"reads as {self._kinds.called[told.kind]}, {by}")
        if len(announced.kinds) > 1:
            chosen = kind_among(announced.kinds, placed)
            return Classification(chosen, f"reads as {self._kinds.called[chosen]}, {by}")
        other = kind_against_heading(announced.kinds[0], placed)
        if announced.learned and other is None and _asks_nothing(placed):
            told = kind_by_words(moods, self._grammar, FOUND)
            return Classification(told.kind, f"reads as {self._kinds.called[told.kind]}, {by}")
        return Classification(other[0], f"{other[1]}, {by}") if other else Classification(announced.kinds[0], by)

    def _holds(self, unit: Candidate, part: SectionPart, moods: SentenceTraits) -> bool:
        """Return whether a paragraph under a heading of findings is one, and not its preamble."""
        if unit.piece.length < 4:
            return False
        if part.inherited == "after" and is_of_concerns(part, self._genre):
            return not is_only_heard(moods.text)
        if part.inherited == "after" and part.heading is not None and not part.heading.label:
            asked = part.announced is not None and Kind.RECOMMENDATION in part.announced.kinds
            return bool(
                moods.is_question
                or (moods.asks_at_all if asked else moods.asks)
                or moods.teaches
                or moods.acts
                or moods.missed
                or moods.sentiment.judges
                or moods.is_order
            )
        return True


def _asks_nothing(placed: UnitInPart) -> bool:
    """Return whether a clause asks for nothing, though a heading that only resembles others promises what is asked."""
    asked = placed.announcement is not None and placed.announcement.kinds[0] is Kind.RECOMMENDATION
    tells = has_verb(placed.moods) or main_clause(placed.unit.text).tense == "past"
    return asked and tells and not placed.moods.asks_at_all


def _as_request(told: Classification | None, unit: Candidate, part: SectionPart) -> Classification | None:
    """Return what is asked of a body below a heading of recommendations as one, whatever its words praise or blame."""
    headed = part.announced is not None and part.announced.kinds == (Kind.RECOMMENDATION,)
    if told is None or told.kind not in _JUDGEMENTS or not headed or not says_who_is_to_act(unit.text):
        return told
    return Classification(Kind.RECOMMENDATION, f'says who is to act, below "{part.path[-1]}"')


def _question_or_order(kind: Kind, moods: SentenceTraits, by: str) -> Classification | None:
    """Return what a question under a heading of this kind is, and what stands under a heading of questions."""
    if moods.is_question:
        return Classification(Kind.QUESTION, f"a question {by}") if kind in _ASKED_UNDER else None
    return Classification(Kind.RECOMMENDATION, f"an instruction {by}") if moods.is_order or moods.asks else None


_RULES: tuple[
    tuple[Callable[[Classifier, UnitInPart], bool], Callable[[Classifier, UnitInPart], Classification | None]], ...
] = (  # to which units a rule applies, and what it decides; the first that applies is the one that decides
    (Classifier._is_told_as, Classifier._decide_told_as),
    (Classifier._is_next_step, Classifier._decide_next_step),
    (Classifier._reports_on_recommendation, Classifier._decide_report),
    (Classifier._is_labelled, Classifier._decide_by_label),
    (Classifier._is_tracker_entry, Classifier._decide_tracker_entry),
    (Classifier._is_statement, Classifier._weigh_statement),
    (Classifier._answers, Classifier._decide_answer),
    (Classifier._is_announced, Classifier._decide_announced),
    (Classifier._is_apart, Classifier._decide_apart),
    (lambda *_: True, Classifier._decide_prose),
)
