"""The words with which people frame a question, beside what it is about: "which reviews say that …", "examples of …".

They add to the order but need not be there. Some of them say which kind of finding is wanted.
"""

from __future__ import annotations

import re
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
    r"|delay(?:s|ed)?|late|slow|gaps?|problems?|barriers?|difficult(?:y|ies)?"
    r"|no (?!recourse|fixed|further|one\b|wrong)\w+|too (?:few|little|many|much|long|high|busy|often|early))\b",
    re.IGNORECASE,
)

# How long quotations are to be is no subject; "short breaks" are one.
_QUOTING = expression(r"\b(?:short|brief|quick|pithy) (?:quotes?|quotations?)\b", re.IGNORECASE)

# What a reader wants to do with an answer is no part of it: "… for a powerpoint", "… suitable for training".
_USE = r"powerpoint|presentation|slides?|slide ?deck|handout|newsletter|poster|workshop|display|team meeting|trainers?"
_PURPOSE = expression(
    rf"[\s,-]*\b(?:(?:suitable|appropriate|usable|useful|fit) for (?:a |an |my |our |the |use in )?(?:{_USE}"
    r"|training|teaching|(?:training |team )?sessions?)"
    rf"|(?:to use |to put |i can use |i can put )?(?:(?:for|on) (?:a |an |my |our |the )(?:{_USE}"
    r"|training session)|in (?:a|an|my|our) (?:powerpoint|presentation|newsletter|handout)))\s*[.?]*$",
    re.IGNORECASE,
)

# What is wanted besides is no part of what is wanted: "good practice on …, not just failures".
_NOT_ONLY = expression(
    r"[\s,;–-]+(?:and |but )?not (?:just|only|merely|simply)(?: (?:the|on|about))?"
    r" (?:failures?|failings?|problems?|shortcomings|mistakes|concerns|weaknesses|criticisms?"
    r"|bad (?:examples?|practice|news)|what went wrong)"
    r"\s*[.?]*$",
    re.IGNORECASE,
)


def without_purpose(text: str) -> str:
    """Return a question without the words at its end that say what its answer is for, or what else there is.

    Where it has no others, they stay.
    """
    return _PURPOSE.sub("", _NOT_ONLY.sub("", text)).strip() or text


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
