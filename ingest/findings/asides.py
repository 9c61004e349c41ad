"""What is told in passing and judges nobody's practice: feelings, what somebody asked of the review, a panel undecided.

Also how a paper was made, where that is all that is told: "We spoke with 64 people in the spring.".
"""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.number_words import one_of_numbers

_RELATION = (
    r"(?:mum|mam|mother|dad|father|parents?|sister|brother|sibling|son|daughter|nan|gran(?:dmother|dfather|dparents?|ny)?|aunt|uncle|niece|nephew|cousin|"
    r"wife|husband|partner|widow(?:er)?|famil(?:y|ies)|relatives?|friends?|carers?|colleagues|teachers?|neighbours?|children)"
)
_WHOSE = (
    rf"(?:(?:[\w’'-]+\s+){{0,2}}{_RELATION}(?:\s+of\s+[\w’'-]+)?|(?:mr|mrs|ms|miss|dr)\s+[\w’'-]+|"
    # a name; no service, whose wishes are part of what happened: "Schools wanted to see the report first"
    r"he|she|they|(?!(?:staff|police|health|housing|education|probation|management|everyone|nobody|people)\b)[A-Z][a-z]*[a-rt-z])"
)
_ASKED_OF_REVIEW = expression(  # "She has asked us not to give her name", and no "asked us to look into the delay"
    rf"^\W*{_WHOSE}\s+(?:has|have|had)?\s*(?:also\s+)?(?:asked|asks|wanted|wants|wishes|wish)\s+(?:(?:us|me|the\s+(?:review(?:ers?)?|author|panel|chair))\s+)?"
    r"(?:not\s+)?(?:to\s+)?(?:say|give|use|print|publish|name|be\s+named|remember|be\s+remembered|thank|include|call|keep|see)\b"
    r"(?=[^.;]*\b(?:us|name[ds]?|photograph|picture|report|remember\w*|thank|loved?|page|call(?:ed)?|neighbours|staff|first)\b)",
    re.IGNORECASE,
)
_FELT = expression(  # "His mother told us that she had liked the nurse's hair", "Mum cried when we showed it to her"
    rf"^\W*{_WHOSE}\s+(?:(?:has\s+|had\s+|have\s+)?(?:told\s+(?:us|me|the\s+\w+)|said|says?|remembers?|recalls?|recalled|remembered)\s+(?:that\s+)?"
    r"(?:(?:he|she|they)\s+(?:had\s+(?:always\s+)?|always\s+|would\s+have\s+|still\s+)?(?:liked?|loved?|adored?|miss(?:es|ed)?|hated?|enjoyed|laughed)\b|(?:his|her|their)\s+"
    r"(?:laugh|smile|voice|kindness|humour|singing|cooking)\b)|(?:cried|wept|smiled|laughed)\s+when\s+(?:we|i|the\s+review\w*)\b)",
    re.IGNORECASE,
)
_THINKS_OF = expression(
    r"\bthinks?\s+(?:of|about)\s+(?:\w+\s+){1,3}?(?:often|still|daily|every\s+day)\b", re.IGNORECASE
)
_UNDECIDED = expression(  # "Opinion in the panel was divided on whether ..."
    r"^\W*(?:opinions?|views?|the\s+panel|members|panel\s+members|the\s+reviewers)\s+(?:(?:in|of|on|among|within)\s+(?:\w+\s+){1,3}?)?(?:was|were|remains?|remained)\s+"
    r"(?:\w+ly\s+)?(?:(?:divided|split)(?!\s+into)|undecided|unable\s+to\s+agree|not\s+agreed|of\s+(?:two|different)\s+(?:minds|views))\b",
    re.IGNORECASE,
)
_COUNT = (
    rf"(?:\d[\d,]*|{one_of_numbers(2, 12)}|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|dozens?|hundreds?|several|all|many)"
)
_MADE = expression(  # who looked at how many, and not what they saw
    rf"^\W*(?:(?:between|from|in|during|over|on)\s+[^,.;]{{3,40}},?\s+)?(?:we|i|the\s+(?:reviewers?|inspectors?|auditors?|review\s+team|panel|author|team)|healthwatch|inspectors|reviewers|"
    rf"auditors)\s+(?:also\s+|then\s+)?(?:visited|met|spoke\s+(?:to|with)|interviewed|read|looked\s+at|examined|sampled|surveyed|audited|heard\s+from|listened\s+to|held|saw)\s+"
    rf"(?:with\s+)?(?:the\s+)?(?:\w+\s+of\s+)?{_COUNT}\b(?![^.]*(?:\b(?:f(?:ou|i)nd(?:ing)?|showed|said|told|of\s+(?:which|whom|these|them)|that|but|had\s+no|were\s+not|only)\b|[;:]))",
    re.IGNORECASE,
)


def tells_in_passing(text: str) -> bool:
    """Return whether a sentence only tells a feeling, a wish to the review, or that a panel could not decide."""
    return any(form.search(text) for form in (_ASKED_OF_REVIEW, _FELT, _THINKS_OF, _UNDECIDED))


def tells_how_it_was_made(text: str) -> bool:
    """Return whether a sentence only tells what was read or visited for a paper, and nothing of what was found."""
    return bool(_MADE.match(text))
