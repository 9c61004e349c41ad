"""Wordings by which a statement expressly says what it is: a recommendation, a lesson, what was done, a judgement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.findings.classification import Classification, by_words
from ingest.findings.grammar import SentenceTraits
from ingest.findings.statements import WHO_TO_ACT
from ingest.structure.heading_cues import without_card_number
from ingest.structure.labels import label_of
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import ORDINAL_WORDS, one_of_numbers

_TOLD = expression(  # "Recommendation 1. Officers now complete ...", and no wish: "... Trust to require", "That ..."
    r"\W*recommendation\s+[\d.]+\W+(?!that\b)(?:(?!\bto\b|\bwho\b|\bwhich\b)[^.;])*?"
    r"\b(?:now|has|have|was|were|(?:is|are)\s+(?:being|in|on|under|complete|signed|due|ready))\b",
    re.IGNORECASE,
)
_REPORTS = expression(
    r"\b(?:(?:reported|advised|said|explained|noted|confirmed|stated|apologised)\s+that|"
    r"(?:has|have|had)\s+(?:now\s+|already\s+|since\s+|also\s+|not\s+)*(?:been|\w+ed|\w{3,}en|put|set|begun|met|made|sent|held|built|brought|bought|written|left)\b|"
    r"(?:does|do|did)\s+not\s+(?:accept|agree|support|intend)|"
    r"(?:is|are|was|were)\s+(?:now|being|not\s+yet|still|underway|under\s+way)|no\s+(?:further|progress|update)|"
    r"(?:is|are|was|were)\s+(?:not\s+|\w+ly\s+)?(?:complete[d]?|closed|finished|met|done|signed\s+off|delivered|on\s+track|overdue|"
    r"outstanding)\b|RAG\b|is\s+in\s+place|were\s+in\s+place)"
    r"|(?:^|[.:–]\s)(?:complete[d]?|in\s+progress|on\s+track|not\s+started|outstanding|overdue|closed|open|"
    r"green|amber|red)\W*$",
    re.IGNORECASE,
)
_WE_HAVE = expression(
    r"\b(?:said|added|told)\b.{0,40}[“\"‘].{0,40}\bwe\s+(?:have|are|will)\s+(?!been\s+(?:deeply|very)|"
    r"(?:deeply|so|very|truly)\b)\w+",
    re.IGNORECASE,
)
_PROMISES = expression(
    r"^(?:(?:in|from|by)\s+(?:the\s+)?[\w\s]{3,20},\s+)?we\s+(?:(?:will|shall)|(?:intend|plan|aim)\s+to|are\s+going\s+to)\s+(?:also\s+|now\s+|next\s+)?"
    r"(?!(?:set\s+out|describe|return|refer|call|see|come\s+back|not|never|use\s+the\s+(?:name|word))\b)\w+",
    re.IGNORECASE,
)
_TO_READERS = expression(r"\b(?:you|your)\b", re.IGNORECASE)
_COUNTS = expression(
    r"^of\s+(?:the\s+)?(?:\d+|[a-z]+)\s+[^,]{3,60},\s+(?!(?:only|just|no|none|fewer|barely|hardly)\b)(?:\d+|[a-z-]+)\s|"
    r"^(?:in\s+)?(?:\d+(?:\.\d+)?\s?%|\d+\s+(?:out\s+)?of\s+(?:the\s+)?\d+|[a-z]+\s+in\s+(?:three|four|five|ten|twenty))\s+of\s+(?:the\s+)?"
    r"(?:enquiries|files|records|cases|staff|people|respondents|practitioners|those)\b",
    re.IGNORECASE,
)
_TEACHES = expression(
    r"^what\s+(?:this|the|his|her|their)\s+(?:\w+\s+){0,2}(?:review|case|story|death|experience)\s+(?:has\s+)?(?:shows?|shown|"
    r"teaches|taught|tells|told|reminds)(?:\s+us)?\s+is\b",
    re.IGNORECASE,
)
_REPORTS_ON = expression(
    r"^(?:(?:on|as\s+(?:to|for|regards)|with\s+regard\s+to|regarding|for|turning\s+to|in\s+(?:relation|respect|answer|response)\s+to)\s+)"
    rf"(?:the\s+)?(?:(?:rec(?:ommendation)?s?\.?|action)\s+(?:(?:no\.?\s*)?\d|{one_of_numbers()}\b)|"
    rf"(?:{'|'.join(ORDINAL_WORDS)}|last)\s+(?:recommendation|action)\b)",
    re.IGNORECASE,
)
_FAULT_DENIED = expression(
    r"\b(?:no|nor\s+any|not\s+any)\s+(?:evidence|suggestion|indication|reason\s+to\s+(?:think|believe|suppose))\s+(?:that|of|to\s+suggest\s+that)\b"
    r"[^.;]{0,80}?\b(?:fail(?:ed|ing|ure)?|neglected|overlooked|ignored|mishandled|at\s+fault|to\s+blame|unkind|bad\s+faith|acted\s+improperly)\b|"
    r"\b(?:does|do|did)\s+not\s+(?:suggest|say|find|believe|consider|think|mean)\s+that\b[^.;]{0,80}?\b(?:foreseeable|predictable|preventable|been\s+(?:predicted|prevented)|"
    r"foreseen|at\s+fault|to\s+blame|otherwise\s+than|acted\s+in\s+bad\s+faith|turned\s+their\s+backs)\b|"
    r"\b(?:nobody|no\s+one|nothing|neither)\s+(?:[\w’']+\s+){0,5}?(?:was|were|is|are|(?:had|has)\s+been)\s+(?:at\s+fault|to\s+blame|amiss)\b|"
    r"\b(?:found|identified|(?:was|were))\s+no\s+(?:\w+\s+)?(?:faults?|failings?)\b|"
    r"\b(?:was|were|is)\s+(?:fully\s+|entirely\s+)?(?:in\s+(?:line|keeping|accordance)\s+with|within|consistent\s+with)\s+(?:the\s+|local\s+|national\s+|agreed\s+|published\s+)*"
    r"(?:thresholds?|polic(?:y|ies)|procedures?|guidance|protocols?|expected\s+(?:practice|standards?))(?:\s+(?:then\s+in\s+force|at\s+the\s+time|then))?\W*$|"
    r"\b(?:nothing|none\s+of\s+(?:this|that|the\s+above|which))\s+(?:here\s+)?(?:(?:is|was|are)\s+(?:meant\s+|said\s+|intended\s+)?)?(?:to\s+)?"
    r"(?:suggest|indicate|impl|criticis|blame)\w*\b(?!\s+(?:how|why|what|when)\b)[^.;]{0,60}?(?:\b(?:harm|ill|malice|unkind\w*|bad\s+faith|deliberate\w*|intend\w*|"
    r"intention|fault|blame|did\s+not\s+(?:care|try)|uncaring|indifferent|lazy)\b|(?<=criticise)|(?<=blame))|"
    r"\bno\s+single\s+(?:\w+\s+){1,2}(?:led\s+to|caused|was\s+(?:responsible|to\s+blame|the\s+cause)|(?:would|could)\s+have\s+(?:prevented|saved|changed))\b",
    re.IGNORECASE,
)
_BLAME_REFUSED = expression(  # "It would be wrong to say that nobody cared", "Nor do I find that they gave up"
    r"^\W*(?:(?:but|and|however|equally|yet),?\s+)?(?:(?:it\s+)?(?:would|is|was|seems|may)\s+(?:be\s+)?(?:\w+ly\s+)?"
    r"(?:wrong|unfair|unjust|untrue|inaccurate|incorrect|misleading|unkind|harsh|a\s+mistake|too\s+easy|not\s+(?:right|fair|true|accurate))\s+to\s+"
    r"(?:say|suggest|claim|imply|think|suppose|conclude|argue|infer|believe)|"
    r"(?:nor|neither|not)\s+(?:do|did|does|would|can|could)\s+(?:i|we|the\s+\w+)\s+(?:find|think|believe|say|suggest|consider|conclude|accept))\s+"
    r"(?:that\s+)?(?P<refused>[^.]+)",
    re.IGNORECASE,
)
_BLAMES = expression(
    r"\b(?:no\s+one|nobody|nothing|none|never|did\s+not|do\s+not|were\s+not|was\s+not|failed|ignored|neglected|abandoned|uncaring|indifferen\w+|idle|idly|lazy|careless\w*|"
    r"callous|at\s+fault|to\s+blame|turned\s+(?:their|his|her|its|him|them|a|away)|stood\s+by|sat\s+(?:on|by|back|idle)|looked\s+(?:away|the\s+other\s+way)|"
    r"washed\s+(?:their|its|his|her)\s+hands|gave\s+up|let\s+(?:him|her|them)\s+down|little|unkind\w*|bad\s+faith)\b",
    re.IGNORECASE,
)
_NOT_DONE = expression(  # a duty of services: "no evidence that anyone asked why the plan failed" is a finding
    r"(?<!failed\sto\s)(?<!failing\sto\s)(?<!failure\sto\s)\b(?:consider|assess|recogni[sz]|ask|discuss|explor|record|share|identif|challeng|analys|address|review|follow|refer|told|acted|"
    r"knew|known|aware|understood|thought\s+about|learned|learnt)\w*",
    re.IGNORECASE,
)
_TURNS = expression(r"\b(?:but|however|although|though|nevertheless|it\s+does|they\s+do)\b", re.IGNORECASE)
_COUNT_FIRST = expression(  # a paragraph's number goes before a capital letter, a count before a small one
    r"^(?:there\s+(?:were|have\s+been)\s+)?\d[\d,]*(?:\.\d+)?%?\s+(?-i:(?=[a-z]))(?:[\w’'-]+\s+){0,7}?(?:was|were|came|attended|contacts?|took)\b.*"
    r"(?:\b(?:rise|fall|increase|decrease|reduction|more\s+than|fewer\s+than|compared|against|up\s+from|down\s+from|an?\s+average|per\s+cent)\b|%)",
    re.IGNORECASE,
)
_JUDGED = (  # whose judgement a sentence gives
    r"^(?:however,?\s+|but\s+|yet\s+|still,?\s+)?(?:(?:the|this|our|that)\s+(?:independent\s+|second\s+|latest\s+|same\s+)?)?"
    r"(?:review(?:ers?)?|panel|author|report|inspect(?:ors?|ion)|investigat(?:ors?|ion)|inquiry|scrutineer|chair|coroner|audit)"
    r"(?:\s+team)?\s+(?:also\s+|still\s+|nevertheless\s+|has\s+|have\s+)?"
)
_JUDGES_UNDONE = expression(
    rf"{_JUDGED}(?:(?:is|are|was|were|remains?|remained)\s+(?:concerned|unconvinced|troubled|disappointed|not\s+\w+|un\w+)\b|"
    r"(?:found|finds?|note[sd]?|conclude[sd]?|considers?|considered|believes?|heard|hears|saw|sees?|observe[sd]?|learned|learnt)\b"
    r".*?\b(?:no|not|never|nobody|none|nothing|neither|nor|nowhere|without|lack(?:ed|s|ing)?|little|few|only|still|yet\s+to|"
    r"remain(?:s|ed)?|too|fail(?:ed|s|ure|ures)?|poor(?:ly)?|weak\w*|patchy|inconsistent\w*|gaps?|unclear|unable|absent|missing|"
    r"slow|late)\b)",
    re.IGNORECASE,
)
_NONE_NOW = expression(  # "No nurse now works without supervision"
    r"^\W*(?:no|none)\s+(?:of\s+)?(?:[\w’'-]+\s+){1,4}?(?:now|any\s+more|any\s+longer)\b|\bno\s+longer\b", re.IGNORECASE
)
_CONDITION = expression(
    r"\b(?:when(?:ever)?|if|that|which|who(?:se|m)?|where(?:ver)?|whether|how|what|after|before|once|until|unless|because|as|while)\b[^,.;]*",
    re.IGNORECASE,
)
_HEADS_UNDONE = expression(
    r"^\W*(?:(?:what\s+(?:is|was|has|we\s+have)\s+)?(?:not\s+(?:yet\s+)?(?:been\s+)?(?:done|kept|finished|started|delivered|achieved)(?:\s+yet)?|"
    r"half(?:way)?[\s-]+(?:done|there)|still\s+to\s+(?:do|come|be\s+done)|stuck|on\s+hold|delayed|outstanding))\W*$",
    re.IGNORECASE,
)
_NAMED = 7  # words from which a sentence may call itself something


def says_undone(path: Sequence[str]) -> bool:
    """Return whether the innermost of these headings stands over what is not done: "Slide 3: Not done"."""
    return bool(path) and bool(_HEADS_UNDONE.match(without_card_number(path[-1])))


def judges_undone(text: str) -> bool:
    """Return whether a sentence gives a judgement of what is wanting, wherever it stands: "The review found that nurses
    had no supervision" is no action under "What has happened since".
    """
    return bool(_JUDGES_UNDONE.match(text))


def ends_a_wrong(text: str) -> bool:
    """Return whether a sentence tells of what no longer happens: "No nurse now works without supervision"."""
    return bool(_NONE_NOW.search(text))


def denies_fault(text: str) -> bool:
    """Return whether a sentence only says that nobody failed: "There is no suggestion that anyone was unkind."."""
    refused = _BLAME_REFUSED.match(text)
    if refused is not None and _BLAMES.search(refused["refused"]) and not _TURNS.search(text):
        return True
    denied = _FAULT_DENIED.search(text)
    return denied is not None and not _TURNS.search(text) and not _NOT_DONE.search(text[denied.start() :])


def reports_progress(text: str, moods: SentenceTraits, *, answered: bool = False) -> bool:
    """Return whether a line under a recommendation's number reports on it: "Recommendation 2 ... Complete.".

    Where the section tells what was done, so does a line that tells of now or of the past before it says "to".
    """
    asks = moods.asks_at_all or moods.recommends
    return bool(_REPORTS.search(without_conditions(text)) or (answered and _TOLD.match(text))) and not asks


def says_who_is_to_act(text: str) -> bool:
    """Return whether a line, with or without a label, says which body is to do what: "R4. The Trust to see ..."."""
    label = label_of(text)
    return bool(WHO_TO_ACT.match(text[label.ends :] if label else text))


def without_conditions(text: str) -> str:
    """Return a line without when and of whom it asks, where it says who is to do what.

    "The Trust to tell each nurse when a patient has moved" reports no move.
    """
    return _CONDITION.sub("", text) if says_who_is_to_act(text) else text


def named_kind(moods: SentenceTraits) -> Classification | None:
    """Return what a sentence of a review expressly says that it is, by the first of `_NAMING` that speaks."""
    if moods.text.count(" ") + 1 < _NAMED:
        return None
    return next((named for rule in _NAMING if (named := rule(moods))), None)


def _reports_on_named(moods: SentenceTraits) -> Classification | None:
    named = _REPORTS_ON.match(moods.text)
    if named is None or moods.asks or moods.should or moods.recommends:
        return None
    return Classification(Kind.ACTION, f'reports on what it names: "{named[0]}"', (named[0],))


def _calls_itself(moods: SentenceTraits) -> Classification | None:
    """Return the kind that a sentence calls itself in so many words, unless it blames where it should praise."""
    if moods.recommends:
        return by_words(Kind.RECOMMENDATION, moods.recommends)
    if moods.missed:
        return by_words(Kind.MISSED_OPPORTUNITY, moods.missed)
    if moods.commends and moods.sentiment.praise >= moods.sentiment.blame:
        return by_words(Kind.GOOD_PRACTICE, moods.commends)
    return None


def _says_what_was_learnt(moods: SentenceTraits) -> Classification | None:
    if teaches := _TEACHES.match(moods.text):
        return Classification(Kind.LESSON, f'says what was learnt: "{teaches[0]}"', (teaches[0],))
    if moods.says_lesson and not moods.sentiment.blame:
        return by_words(Kind.LESSON, moods.says_lesson)
    return None


def _asks_readers(moods: SentenceTraits) -> Classification | None:
    asks = moods.is_question and _TO_READERS.search(moods.text)
    return Classification(Kind.QUESTION, "asks its readers", (moods.text,)) if asks else None


def _instructs(moods: SentenceTraits) -> Classification | None:
    if not moods.is_order or not moods.text.endswith(".") or moods.sentiment.judges:
        return None
    return Classification(Kind.RECOMMENDATION, f'an instruction: "{moods.text.split()[0]}"', (moods.text,))


def _promises(moods: SentenceTraits) -> Classification | None:
    promise = _PROMISES.match(moods.text)
    return Classification(Kind.ACTION, f'says what will be done: "{promise[0]}"', (promise[0],)) if promise else None


def _counts(moods: SentenceTraits) -> Classification | None:
    counts = _COUNT_FIRST.match(moods.text) or _COUNTS.match(moods.text)
    if not counts or moods.sentiment.blame:
        return None
    return Classification(Kind.EVIDENCE, "gives what was counted", moods.figures_given)


def _spokesperson_says(moods: SentenceTraits) -> Classification | None:
    said = _WE_HAVE.search(moods.text)
    return Classification(Kind.ACTION, "a spokesperson says what was done", (said[0],)) if said else None


_NAMING: tuple[Callable[[SentenceTraits], Classification | None], ...] = (
    _reports_on_named,
    _calls_itself,
    _says_what_was_learnt,
    _asks_readers,
    _instructs,
    _promises,
    _counts,
    _spokesperson_says,
)
