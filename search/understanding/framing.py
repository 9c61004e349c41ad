"""The words with which people frame a question, beside what it is about: "which reviews say that …", "examples of …".

They add to the order but need not be there. Some of them say which kind of finding is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.stemming import stem
from kb.vocabulary import Vocabulary

KindSigns = tuple[tuple[str, re.Pattern[str]], ...]  # a kind's slug, and how a question says that it is wanted

_FRAMING = """
review reviews finding findings recommendation recommendations recommend recommends recommended recommending lesson
lessons theme themes topic topics example examples case cases study studies story stories quote quotes quotation
quotations resource resources material materials pack packs session sessions exercise exercises slide slides handout
scenario scenarios teaching teach document documents article articles summary summaries evidence report reports reported
inquiry inquiries serious scr scrs cspr csprs lcspr lcsprs sar sars dhr dhrs dardr library
graphic distressing upsetting
quiz quizzes timeline timelines contrast contrasts contrasting compare comparing comparison versus
checklist handouts posters
say says said saying tell tells telling told mention mentions mentioned happen happens happened happening come comes
came coming make made making take takes took taken use uses used using ask asks asked asking look looks looked looking
put see show shows showed shown showing keep keeps kept try tries tried trying know knows know need needs needed
let seem seems seemed mean means meant start started stop stopped become became turn turned left
himself herself themselves itself news
thing things way ways reason reasons part parts kind kinds type types sort sorts number lot lots bit issue issues
go goes went gone going load loads ton tons heaps masses plenty stuff
problem problems matter matters question questions answer answers difference situation situations
afterwards
one ones someone somebody anyone anybody everyone everybody nobody noone none something anything everything nothing
people person
ever always never often still yet again across enough much many really actually usually sometimes already even
cant
well good better best great bad badly wrong right properly
"""
FRAMING = frozenset(stem(word) for word in _FRAMING.split())

# What a question says of something that went wrong. Missing children and rights to public funds are subjects.
_WANTING = expression(
    r"\b(?:not|never|cannot|\w+n['’]t|nobody|without|fail(?:s|ed|ing|ings|ure|ures)?|wrong(?:ly)?|poor(?:ly)?"
    r"|bad(?:ly)?|worse|missed|lack(?:s|ed|ing)?|weak(?:ness(?:es)?)?|mistakes?|ignored|overlooked|unclear|left out"
    r"|hid(?:den|es|ing)?|conceal(?:s|ed|ing)?|lied|lying (?:about|to)|secret(?:ly)?|invisible|unseen|unknown|unaware"
    r"|delay(?:s|ed)?|late|slow|gaps?|problems?|barriers?|difficult(?:y|ies)?"
    r"|no (?!recourse|fixed|further|one\b|wrong)\w+|too (?:few|little|many|much|long|high|busy|often|early))\b",
    re.IGNORECASE,
)

# How long quotations are to be is no subject; "short breaks" are one.
_QUOTING = expression(r"\b(?:short|brief|quick|pithy) (?:quotes?|quotations?)\b", re.IGNORECASE)

# How old a child was is one thing of many in a question, and its words ("year") stand everywhere.
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_AGE = expression(rf"{_NUMBER} (?:day|week|month|year)s? olds?", re.IGNORECASE)


@lru_cache(maxsize=4)
def kind_signs(vocabulary: Vocabulary) -> KindSigns:
    """Return for each kind the words by which a question says that it is to come first."""
    wanted = ((slug, "|".join(kind.wanted)) for slug, kind in vocabulary.kinds.items() if kind.wanted)
    return tuple((slug, re.compile(rf"\b(?:{signs})\b", re.IGNORECASE)) for slug, signs in wanted)


def kinds(text: str, signs: KindSigns) -> tuple[str, ...]:
    """Return the slugs of the kinds of finding that a question asks for in plain words."""
    return tuple(kind for kind, sign in signs if sign.search(text))


def wanting(text: str, signs: KindSigns) -> bool:
    """Return whether a question is worded as a failing, and does not ask for what went well."""
    return bool(_WANTING.search(text)) and Kind.GOOD_PRACTICE.value not in kinds(text, signs)


def quoting(text: str) -> str:
    """Return the words that ask for short quotations."""
    return " ".join(_QUOTING.findall(text))


def is_age(three: Sequence[str]) -> bool:
    """Return whether three words in small letters say how many days, weeks, months or years old somebody was."""
    return bool(_AGE.fullmatch(" ".join(three)))
