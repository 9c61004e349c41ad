"""What a paper says to its readers, and not of its matter: what follows, how it is ordered, what a room is told.

A sentence that leans on the one before ("They did not, and ...") says nothing alone, and is none either.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.number_words import one_of_numbers
from kb.text.sentences import split_sentences

_COUNT = (
    rf"(?:\d{{1,2}}|{one_of_numbers(1, 12)}|(?:thir|four|fif|six|seven|eigh|nine)teen|several|some|a\s+number\s+of)"
)
_ASKED = (
    r"(?:recommendations?|findings|lessons|themes|questions|learning\s+points|key\s+points|points\s+for\s+learning)"
)
_AUTHOR = (
    r"(?:we|i|(?:the|this|our)\s+(?:review\s+team|review(?:ers?)?|report|panel|authors?|inquiry|chair|paper|"
    r"chapter|section))"
)
_NO_STATE = (
    r"(?![^.]*\b(?:not|never|none|no|yet|still|complet\w+|done|open|met|overdue|delay\w*|achieved|implemented|"
    r"closed|carried|accepted|rejected)\b)"
)
_ANNOUNCED = expression(  # "Two recommendations dealt with sleep", and no "Two recommendations on sleep are still open"
    rf"^\W*{_NO_STATE}(?:the\s+(?:(?:first|next|last|other|remaining)\s+)?)?{_COUNT}\s+(?:of\s+(?:the|these|our)\s+)?(?:\w+\s+)?{_ASKED}\s+"
    r"(?:(?:below|above|(?:that|which)\s+follow)\s+)?(?:(?:dea(?:l|lt)|were\s+concerned|are\s+concerned)\s+with\b|concern(?:ed)?\b|(?:were|are)\s+about\b|"
    r"relate[ds]?\s+to\b|follow\b|(?:were|are|have\s+been)\s+(?:first\s+)?(?:discussed|shared|shaped|drafted|written|drawn\s+up|set\s+out|listed|grouped)\b)",
    re.IGNORECASE,
)
_OFFERED = expression(  # "The panel makes four recommendations to the Board.", and nothing of what they are
    rf"^\W*{_AUTHOR}\s+(?:therefore\s+|also\s+|has\s+|have\s+)?(?:offers?|makes?|made|gives?|sets?\s+out|draws?|identif(?:y|ies))\s+(?:the\s+following\s+)?"
    rf"{_COUNT}\s+(?:\w+\s+)?{_ASKED}(?:\s+(?:to|for)\s+(?:the\s+)?[\w\s’'-]{{3,70}})?\W*$",
    re.IGNORECASE,
)
_FOLLOWING = expression(  # "... and has adopted the following strategies for improving practice."
    rf"\bthe\s+following(?:\W*$|\s+(?:\w+\s+)?(?:{_ASKED}|strateg(?:y|ies)|actions?|steps|priorities|improvements|changes|commitments)"
    r"(?:\s+(?:to|for|on|about|in)\s+[\w\s’',-]{3,70})?\W*$)",
    re.IGNORECASE,
)
_BELOW = expression(  # how those below were made and what became of them, whatever else is said of them
    rf"^\W*(?:the|these|our)\s+{_COUNT}\s+{_ASKED}\s+(?:below|that\s+follow|which\s+follow)\s+(?:were|are|have\s+been)\b",
    re.IGNORECASE,
)
_OVERSEEN = expression(  # who will watch over what is asked: "Progress will be reported to the Board each quarter."
    r"^\W*(?:(?:their|its|the)\s+)?(?:progress|implementation|delivery|completion)\s+(?:\w+\s+){0,4}?will\s+be\s+"
    r"(?:overseen|monitored|reported|tracked|reviewed|scrutinised|followed)\b(?!.*\b(?:not|never|no)\b)",
    re.IGNORECASE,
)
_REPORTED_LATER = expression(  # "We shall report again next year on those recommendations that are still open."
    rf"^(?!.*\b(?:not|never|no|nobody|nothing|but|although)\b)"
    rf"(?:\W*(?:{_AUTHOR}|they|(?:the|our)\s+(?:\w+\s+){{0,3}}(?:partners|partnership|board|committee))\s+(?:shall|will)\s+report\s+(?:[\w’'-]+\s+){{0,4}}?(?:up)?on\s+(?:[\w’'-]+\s+){{0,4}}?{_ASKED}\b"
    rf"|[^.;]*\b{_ASKED}[^.;]*?\b(?:up)?on\s+which\b[^.;]*\breport\b)",
    re.IGNORECASE,
)
_ACCEPTED = expression(
    r"^[^.;,]{3,70}?\b(?:have|has)\s+(?:(?!not|never)\w+\s+)?(?:accepted|endorsed|agreed|approved|received)\s+"
    r"(?:the|this|our)\s+(?:\w+\s+)?(?:report|review)(?:\s+in\s+full)?\W*$",
    re.IGNORECASE,
)
_RETURNS = expression(
    rf"^\W*{_AUTHOR}\s+(?:shall|will)\s+(?:come\s+back|return|turn)\s+to\s+(?:this|these|that|those|it|them|the\s+(?:\w+\s+)?(?:{_ASKED}|matter|subject|point)s?)\b",
    re.IGNORECASE,
)
_ORDERED = expression(
    rf"^\W*{_AUTHOR}\s+(?:has\s+|have\s+)?(?:taken?|deals?\s+with|dealt\s+with|gives?n?|group(?:s|ed)?|arranged?|sets?\s+out|put)\s+(?:the|these|its|our)\s+"
    rf"{_ASKED}\s+(?:(?:out\s+)?in\s+(?:the\s+|an?\s+)?(?:same\s+)?order|by\s+theme|under\s+\w+\s+headings|together)\b",
    re.IGNORECASE,
)
_BECOMES_PLAN = expression(  # what is done with every report, told by the report itself
    rf"^(?!\W*we\b)[^.;]{{3,80}}?\bwill\s+(?:now\s+)?(?:turn|make|translate|work)\s+(?:these|the|its|those)\s+(?:\w+\s+)?{_ASKED}\s+into\s+(?:an?\s+)?(?:\w+\s+){{0,2}}plan\b",
    re.IGNORECASE,
)
_FOR_THE_ROOM = expression(
    r"^\W*(?:this\s+(?:session|event|workshop|webinar|presentation|talk)\s+(?:is|looks|deals|lasts|contains)\b|"
    r"[^.?]{0,80}\bplease\s+(?:take\s+(?:a\s+break|care)|step\s+out|switch|mute|sign|silence|turn\s+off|leave\s+the\s+room)\b|"
    r"the\s+(?:full|whole|complete)\s+(?:report|review)\s+(?:is|can\s+be)\s+(?:\w+\s+)?(?:on|at|from|available|found|read|downloaded)\b)",
    re.IGNORECASE,
)
_LEANS = expression(
    r"^\W*(?:they|he|she|it|we|that|this)\s+(?:did|was|were|had|could|would|do|does|is|are|has|have)(?:\s+not|n[’']t),",
    re.IGNORECASE,
)


_FORMS = (
    _ANNOUNCED, _OFFERED, _FOLLOWING, _BELOW, _OVERSEEN, _REPORTED_LATER, _ACCEPTED, _RETURNS, _ORDERED, _BECOMES_PLAN,
    _FOR_THE_ROOM, _LEANS,
)  # fmt: skip


def speaks_to_readers(text: str) -> bool:
    """Return whether each sentence only says what follows, tells its audience something, or leans on another."""
    sentences = split_sentences(text)
    return bool(sentences) and all(any(form.search(sentence) for form in _FORMS) for sentence in sentences)
