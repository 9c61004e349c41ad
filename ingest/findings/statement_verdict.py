"""What a statement is: what it expressly calls itself, or else what its signs weigh as where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.findings.announcements import speaks_to_readers
from ingest.findings.asides import tells_how_it_was_made, tells_in_passing
from ingest.findings.classification import Classification
from ingest.findings.express_wordings import denies_fault, ends_a_wrong, judges_undone, named_kind
from ingest.findings.grammar import SentenceGrammar, SentenceTraits
from ingest.findings.kind_as_told import kind_as_told
from ingest.findings.kind_by_form import kind_by_form
from ingest.findings.statement_signs import Sign, own_signs
from ingest.findings.statements import LOG_ENTRY, WHO_IS_TO, WHO_WILL, StatementWeights, reckon, weights_of
from ingest.structure.boilerplate import denies_itself
from kb.core.expressions import expression
from kb.core.model import Kind

_FOUND_BY_YOU = expression(
    r"^(?:(?:first|second|third|final|last)(?:ly)?,?\s+|also,?\s+)?(?:you\s+(?:also\s+|further\s+|rightly\s+|then\s+)?(?:found|concluded|"
    r"(?:were|are|remain(?:ed)?)\s+(?:also\s+|further\s+)?concerned)\s+(?:\w+\s+)?that|"
    r"your\s+(?:\w+\s+){0,2}?(?:concern|finding)\s+(?:is|was)\s+that)\b",
    re.IGNORECASE,
)
_TOLD_YOU = expression(
    r"^you\s+(?:also\s+)?(?:(?:heard|noted|observed|raised|pointed\s+out)|(?:were|had\s+been)\s+(?:told|right\s+to\s+say))\b"
    r"[^.]{0,60}?\b(?:that|how)\b",
    re.IGNORECASE,
)
_LACKED = expression(
    r"\b(?:(?:was|were|had|has|have|did|could)\s+(?:had\s+|been\s+)?(?:no|not|never)|without|nobody|no\s+one|nothing|never|failed)\b",
    re.IGNORECASE,
)
_WISHES = expression(
    r"\b(?:propos|suggest|ask|request|recommend|urg|call|want|wish|need|hop|consider)\w*|\b(?:would|could|to\s+be)\b",
    re.IGNORECASE,
)
_DONE_OR_DECLINED = expression(  # in an answer; "I have written to you" tells nothing
    r"^(?:i|we)\s+have\s+(?:also\s+|therefore\s+|now\s+|since\s+|already\s+)*(?:passed|forwarded|written|asked|shared|raised|referred|"
    r"instructed|directed|arranged|commissioned|invited|required|reminded)\b(?!\s+(?:to\s+)?you\b|.*\b(?:reply|respond|write)\s+to\s+you\b)"
    r"(?=(?:\s+\S+){4})|"
    r"\b(?:i|we|the\s+\w+)\s+(?:do|does|did)\s+not\s+(?:propose|intend|plan|(?:think|consider|believe)\s+(?:it|that\s+it\s+(?:is|would\s+be))\s+"
    r"(?:right|necessary|practicable|practical|sensible|proportionate|possible|appropriate|helpful|wise))\b|"
    r"\b(?:have|has)\s+(?:therefore\s+)?decided\s+(?:against|not\s+to)\b",
    re.IGNORECASE,
)
_ASKED_OF_US = expression(r"\brecommend|\b(?:you|your|report|review|coroner|panel|board)\b|\basked\b", re.IGNORECASE)
_OWNS_UP = expression(  # what was asked or found, given again or agreed with: no deed
    r"^\W*(?:what\s+(?:we|you|they|it|the\s+\w+)\s+(?:\w+\s+)?(?:asked|recommended|called|wanted|found|said)\b|"
    r"(?:i|we)\s+(?:\w+ly\s+|also\s+)?(?:agree|accept|acknowledge|recogni[sz]e|regret)\s+that\b[^.;]*?\b(?:ought|should\s+have|did\s+not|had\s+not|"
    r"was\s+not|were\s+not|failed)\b)",
    re.IGNORECASE,
)
_HAD_ASKED = expression(  # a deed, and no wish: "Dr Anand had asked the practices to flag it"; a review's is one
    r"^(?![^,.]*\b(?:review(?:er)?s?|report|panel|coroner|author|inspectors?|ombudsman)\b[^,.]*?\basked)(?:[\w’'.&-]+\s+){1,6}?"
    r"(?:had|has|have)\s+(?:\w+\s+)?(?:asked|invited|told|required|instructed|requested|reminded)\s+",
    re.IGNORECASE,
)
_THING_DONE = expression(  # "Hand-held devices were bought in April", "there have been three carers since May"
    r"\b(?:was|were)\s+(?:\w+ly\s+)?(?:bought|purchased|fitted|installed|introduced|issued|trained|briefed|reminded|replaced|changed|updated|appointed|"
    r"recruited|written|rewritten|redesigned|removed|added|launched|opened|set\s+up|put\s+in\s+place|revised|circulated|published|displayed|withdrawn)\b|"
    r"\bthere\s+(?:has|have)\s+(?:now\s+|always\s+)?been\b",
    re.IGNORECASE,
)
_ASKS_OF_THE_PAST = expression(  # what a review set out to learn, and no question to its readers
    r"^\W*(?:did|was|were|had|(?:what|how|why|who|when|where|which)\s+(?:\w+\s+)?(?:did|was|were|had))\b(?!\s+you\b)",
    re.IGNORECASE,
)
_YOURS = expression(r"\byours?\b|\byou\b", re.IGNORECASE)
_UNDONE = ("nobody did", "not done", "never", "no thing", "not until", "opportunity lost")
_STATED_CONCERN = 0.3  # chance from which what a coroner states below "Concerns" is one
_DEED = 0.35  # chance from which a deed that an answer tells first in a paragraph is an action
_LABELLED_DEED = 0.1
_OWN_DEED = 0.15  # chance from which what an answer tells of its own writer's deeds is an action
_BODIES = ("we", "the", "anyone", "the body", "bodies", "any body", "a general noun", "a word")
_DEEDS = frozenset(f"clause: {who}, {tense} (in an answer)" for who in _BODIES for tense in ("past", "has done"))
_OUR_DEEDS = frozenset(
    f"clause: {who}, {tense} (in an answer)"
    for who, tenses in (
        ("we", "past|has done|will"),
        ("the body", "has done|will"),
        ("bodies", "has done|will"),
        ("anyone", "will"),
    )
    for tense in tenses.split("|")
)
_OF_THE_PAPER = expression(  # what will become of the paper itself: "The Board will look at this plan again"
    r"\b(?:this|the)\s+(?:action\s+)?(?:plan|paper|report|response|letter|document|log|tracker)\b", re.IGNORECASE
)
_READ_OR_FELT = expression(  # what the writer of an answer made of the report, and no deed that came of it
    r"\b(?:(?:i|we)\s+(?:(?:have|had|has|was|were|will|are|am)\s+)?|the\s+\w+\s+(?:(?:have|had|has|was|were|will|are|is)\s+|(?=\w+(?:ed|ood|elt)\b)))"
    r"(?:\w+ly\s+|also\s+|now\s+|not\s+|so\s+|very\s+|fully\s+)*"
    r"(?:receiv|consider|read|note|recogni|understood|understand|accept|agree|acknowledg|apologis|apologiz|regret|believ|respon|reply|repli|attach|"
    r"enclos|appreciat|learn|hear|sad|sorry|aware|unaware|concern|shock|disappoint|grateful|pleased|confident|able|unable|asked\s+(?:by|to)|thought|felt|"
    r"need|want|hope|trust|investigat|carried\s+out\s+(?:an?|our|its)\s+(?:\w+\s+){0,2}?(?:investigation|inquiry|enquiry|review\s+of\s+(?:the|his|her|your)))",
    re.IGNORECASE,
)
_OF_ANOTHER_MATTER = frozenset(
    {"elsewhere", "what the author did", "how it was made", "about the review", "courtesy", "business of a meeting",
     "biography", "a person acts"}
)  # fmt: skip
_BLAMES = 0.5  # how much blame a deed may not carry
_DOES = (
    "state of an action",
    "since then",
    "has been done",
    "will be done",
    "brought in",
    "being done",
    "a change made",
    "passive",
    "past",
)


@dataclass(frozen=True, slots=True)
class StatementSetting:
    """Where a statement stands.

    In what stands aside of the review's own findings (background, terms of reference) no statement names itself. The
    bar is lower for an item among findings (`in_company`), and half as much lower under a heading that announces
    findings (`headed`). Minutes have logs of actions (`in_minutes`), and only what asks is a recommendation there.
    A response (`in_response`) says what was done or declined, and recommends only in giving again what was asked.
    What a coroner states as of concern (`of_concerns`) needs little more to be so. What stands below a heading of the
    story (`of_story`) is no deed of those who answer. Below "Not done" in a report of progress (`left_undone`) a
    statement tells of an action, whatever it blames.
    """

    aside: bool
    in_company: bool = False
    headed: tuple[Kind, ...] = ()
    in_minutes: bool = False
    in_response: bool = False
    of_story: bool = False
    of_concerns: bool = False
    left_undone: bool = False

    @property
    def of_doings(self) -> bool:
        """Whether the heading announces what was or will be done, and nothing else."""
        return self.headed == (Kind.ACTION,)

    def bar(self, weights: StatementWeights) -> float:
        """Return the chance from which a statement is a finding here, between 0 and 1."""
        if self.of_concerns:
            return _STATED_CONCERN
        if self.in_company:
            return weights.near
        return (weights.near + weights.bar) / 2 if self.headed else weights.bar


def verdict_on(signs: Sequence[Sign], moods: SentenceTraits, setting: StatementSetting) -> Classification | None:
    """Return the kind of a statement, why and by which words, or None where it is no finding."""
    if denies_itself(moods.text) or denies_fault(moods.text) or _is_aside(moods.text):
        return None
    if setting.in_minutes and (entry := _log_entry(moods.text)):
        return Classification(Kind.ACTION, f'an entry of a log of actions: "{entry[0]}"', (entry[0],))
    if setting.in_response and (done := _DONE_OR_DECLINED.search(moods.text)):
        return Classification(Kind.ACTION, f'says what was done or declined: "{done[0]}"', (done[0],))
    named = None if setting.aside else named_kind(moods)
    told = named or _weigh_signs(signs, moods, setting)
    if told is not None and told.kind is Kind.EVIDENCE and tells_how_it_was_made(moods.text):
        return None
    return told and kind_as_told(moods.text, told)


def _is_aside(text: str) -> bool:
    return tells_in_passing(text) or speaks_to_readers(text)


def _weigh_signs(signs: Sequence[Sign], moods: SentenceTraits, setting: StatementSetting) -> Classification | None:
    """Return the kind that a statement's signs make most likely, or None where they do not reach the bar."""
    weights = weights_of()
    barred = _barred_kinds(signs, moods, setting)
    told = reckon(signs, weights, barred=barred)
    may_be_deed = setting.of_doings and not judges_undone(moods.text)
    if may_be_deed and told.kind in (Kind.CONCERN, Kind.GOOD_PRACTICE) and _tells_deed(signs, moods):
        told = reckon(signs, weights, barred=(Kind.CONCERN, Kind.GOOD_PRACTICE, Kind.LESSON, Kind.EVIDENCE, *barred))
    bar = weights.near if setting.in_minutes and told.kind is Kind.RECOMMENDATION else setting.bar(weights)
    if told.kind is Kind.QUESTION and _ASKS_OF_THE_PAST.match(moods.text):
        return None
    least = 0.0 if setting.aside or setting.of_story else _least_of_deed(signs)
    if setting.in_response and not setting.aside and _is_own_deed(signs, moods):
        least = min(least or _OWN_DEED, _OWN_DEED)
    if least:
        if told.kind in (Kind.GOOD_PRACTICE, Kind.LESSON) and _tells_deed(signs, moods):
            told = reckon(signs, weights, barred=(Kind.GOOD_PRACTICE, Kind.LESSON, *barred))
        bar = min(bar, least) if told.kind is Kind.ACTION else bar
    shown_by = tuple(sign.words for sign in told.signs)
    return Classification(told.kind, told.why, shown_by) if told.chance >= bar else None


def _barred_kinds(signs: Sequence[Sign], moods: SentenceTraits, setting: StatementSetting) -> tuple[Kind, ...]:
    """Return the kinds that a statement cannot be where it stands, whatever its signs weigh."""
    if setting.of_doings and judges_undone(moods.text):
        return tuple(kind for kind in Kind if kind not in (Kind.CONCERN, Kind.MISSED_OPPORTUNITY))
    if setting.left_undone and not moods.is_question:
        return tuple(kind for kind in Kind if kind is not Kind.ACTION)
    barred: tuple[Kind, ...] = ()
    asks = (moods.asks_at_all or _WISHES.search(moods.text)) and not _HAD_ASKED.match(moods.text)
    if (setting.in_minutes and not asks) or (setting.in_response and not _ASKED_OF_US.search(moods.text)):
        barred += (Kind.RECOMMENDATION,)
    if setting.in_minutes and _only_faults(signs, moods):
        barred += (Kind.ACTION,)
    if _OWNS_UP.match(moods.text):
        barred += (Kind.ACTION,)
    if setting.of_doings and ends_a_wrong(moods.text):
        barred += (Kind.CONCERN,)
    return barred


def _tells_deed(signs: Sequence[Sign], moods: SentenceTraits) -> bool:
    """Return whether a sentence tells a deed and blames nobody: "A leaflet was printed."."""
    names = {sign.name for sign in signs}
    if moods.asks or moods.should or not names.isdisjoint(_UNDONE) or moods.sentiment.blame >= _BLAMES:
        return False
    ours = not names.isdisjoint(("subject: we", "subject: the body", "subject: bodies", "passive"))
    return ours and not names.isdisjoint(("tense: past", "tense: has done", "tense: will"))


def _least_of_deed(signs: Sequence[Sign]) -> float:
    """Return the chance that is enough for a deed that an answer tells first ("A letter went to them."); 0 for no deed.

    Less is needed where a label or a number says which matter it answers.
    """
    names = {sign.name for sign in signs}
    if names.isdisjoint(_DEEDS) or not names.isdisjoint(_OF_ANOTHER_MATTER):
        return 0.0
    if "says first under a label (in an answer)" in names:
        return _LABELLED_DEED
    return _DEED if "says first (in an answer)" in names else 0.0


def _is_own_deed(signs: Sequence[Sign], moods: SentenceTraits) -> bool:
    """Return whether who answers says what was or will be done on their side, wherever in the answer: "We wrote to"."""
    names = {sign.name for sign in signs}
    ours = not names.isdisjoint(_OUR_DEEDS) or (_THING_DONE.search(moods.text) is not None and "passive" in names)
    if not ours or not names.isdisjoint(_OF_ANOTHER_MATTER - {"how it was made"}):
        return False
    of_no_deed = (_READ_OR_FELT, _YOURS, _OF_THE_PAPER)
    return moods.sentiment.blame < _BLAMES and not any(words.search(moods.text) for words in of_no_deed)


def _log_entry(text: str) -> re.Match[str] | None:
    """Return the words by which a line of minutes says who is to do what, or None."""
    return next((found for form in (LOG_ENTRY, WHO_IS_TO, WHO_WILL) if (found := form.match(text))), None)


def _only_faults(signs: Sequence[Sign], moods: SentenceTraits) -> bool:
    """Return whether a sentence names a fault and tells of nothing that was, is or will be done: "Access is slow."."""
    names = {sign.name for sign in signs}
    return "fault" in names and not moods.acts and names.isdisjoint(_DOES)


def given_again(text: str, signs: Sequence[Sign], told: Classification | None) -> Classification | None:
    """Return the concern of a coroner or a review that the one who answers gives again: "You found that ...".

    What "you heard" is one only where it is a finding by its signs (`told`) or says what was lacking. None where it
    praises or finds no fault.
    """
    may_be = told is not None or _LACKED.search(text) is not None
    found = _FOUND_BY_YOU.match(text) or (_TOLD_YOU.match(text) if may_be else None)
    if found is None or denies_fault(text):
        return None
    if reckon(signs, weights_of()).kind is Kind.GOOD_PRACTICE:
        return None
    why = f'a concern of the report that is answered, as the answer gives it again: "{found[0]}"'
    return Classification(Kind.CONCERN, why, (found[0],))


def reckoned_among(moods: SentenceTraits, grammar: SentenceGrammar, kinds: Sequence[Kind]) -> Classification:
    """Return which of these kinds a finding's signs make most likely."""
    told = reckon(own_signs(moods.text, grammar), weights_of(), barred=[kind for kind in Kind if kind not in kinds])
    return Classification(told.kind, "its words", tuple(sign.words for sign in told.signs))


def kind_by_words(moods: SentenceTraits, grammar: SentenceGrammar, expected: Sequence[Kind]) -> Classification:
    """Return the kind that a finding's own words tell, where its heading may stand over findings of any kind."""
    named = named_kind(moods) or kind_by_form(moods)
    if named is not None:
        return named
    told = reckon(own_signs(moods.text, grammar), weights_of(), expected)
    return Classification(told.kind, "its words", tuple(sign.words for sign in told.signs))
