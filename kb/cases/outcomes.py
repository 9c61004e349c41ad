"""What happened to the person whom a case is about, as far as its text says: death, survival, or neither.

Nothing is inferred from the nearest noun. A death counts where it is said of the one after whom the review is called,
or of "the child" in a review of a child; words of a death that may be another's only keep a survival from being sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.cases.excerpt import DIED
from kb.core.expressions import expression

_CHILD = r"(?:child|bab(?:y|ies)|infant|toddler|boy|girl|teenager|young person|newborn|children|twins?)"
# Where nobody is named, the person described is the one.
_ANY_CHILD = rf"(?:{_CHILD}|young (?:man|woman)|son|daughter)"
_ANY_ADULT = r"(?:adult|man|woman|mother|father|resident|patient|husband|wife)"
_RELATIVE = r"mother|father|mum|dad|parent|partner|grand\w+|uncle|aunt|husband|wife|sister|brother|friend|cousin"
_OTHERS = rf"\b(?:who|whose|whom|which|that|{_RELATIVE}|neighbour|baby|sibling|boyfriend|girlfriend|dog|cat)\b"
_HOW = r"(?:(?:sadly|tragically|later|then|had|suddenly|subsequently|also) )?"
_DIED = (
    rf"{_HOW}(?:died\b|passed away\b|did not survive\b|succumbed\b|"
    r"was (?:found (?:dead|hanged|hanging|lifeless)|"
    r"killed|murdered|fatally|pronounced dead|stillborn)|took (?:his|her|their) own life|"
    r"could not be (?:revived|resuscitated|saved)|drowned\b|lost (?:his|her|their) li(?:fe|ves)\b)"
)
# What befell somebody, and that they died of it, with nobody else between: "was struck by a car and died".
_AND_DIED = rf"(?:(?!{_OTHERS})[^.;]){{1,110}}? and {_HOW}(?:died\b|was (?:killed|found dead)\b|could not be saved\b)"
_LIVES = (
    r"(?:(?:now|today|still|both|all) )*(?:survived\b|recovered\b|has (?:since )?(?:recovered|moved|settled|made)\b|"
    r"have (?:since )?(?:recovered|moved|settled|made)\b|lives?\b|was made safe\b|were made safe\b|came home\b|"
    r"made a (?:full|good) recovery\b|"
    r"(?:is|are) (?:now |today |both |all )?(?:well|safe|thriving|recovering|alive|living|back|again|at school|"
    r"together|in (?:foster )?care)\b)"
)
_AND_LIVES = rf"(?:(?!{_OTHERS})[^.;]){{1,110}}? and (?:now |is now |today )?(?:{_LIVES})"

# What a review is named after: "Child T", "Mr Oake", "Otis", "Lyra and Finn", "Twins A and B".
_MANY = {"Twins": "Twin", "Children": "Child", "Siblings": "Sibling", "Adults": "Adult", "Babies": "Baby"}
_TITLE = r"(?:Child(?:ren)?|Baby|Babies|Twins?|Siblings?|Adults?|Mr|Mrs|Ms|Miss|Young Person|Person)"
_NAME = rf"(?:{_TITLE} )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]+)?"
_OF_CHILD = expression(r"^(?:Child(?:ren)?|Baby|Young Person|Person) ")  # "Baby Linus" is called Linus in the text
_LEAST_LETTERS = 3
_SUBJECT = expression(
    rf"(?:\b(?i:in respect of|regarding|concerning|review (?:of|into)|death of|known as|called|about)\b[:,]? |: |– |- )"
    rf"({_NAME}(?: (?:and|&) {_NAME})?)"
)
_ONLY_NAMES = expression(rf"({_NAME}(?: (?:and|&) {_NAME})?)(?: \(\d{{4}}\))?(?: ?[:–-].*)?")
_KNOWN_AS = expression(
    rf"\b(?:known (?:here |in this review )?as|referred to (?:here |in this review )?as|"
    rf"(?:will be|is|are) called|pseudonyms?:?|the subject of (?:the|this) review(?:,| is| was))[ ,]+({_NAME})"
)
_PRONOUN = r"^\W*(?:He|She|They)"
_PRONOUN_DIED = expression(rf"{_PRONOUN} (?:{_DIED}|{_AND_DIED})")
_PRONOUN_LIVES = expression(rf"(?:{_PRONOUN}|^\W*(?:Today|Now),? (?:he|she|they)) (?:{_LIVES}|{_AND_LIVES})")
_GOES_ON = expression(r"^\W*(?:He|She|They|His|Her|Their)\b")
_OTHER_NAME = expression(r"(?<=[a-z,] )(?:Mr|Mrs|Ms|Miss) [A-Z]")
_SOMETHING_ELSE = expression(
    r"\b(?:the|an?|his|her|their|another|one|some|two) (?!(?:[\w-]+ ){0,2}"
    r"(?:morning|afternoon|evening|night|day|week|weekend|month|year|spring|summer|autumn|winter|age|time)s?\b)",
    re.IGNORECASE,
)
_FIRST_NAMED = expression(
    rf"^[^\w\n]*({_NAME})(?:, (?:aged )?[\w ]{{1,20}},)? (?:was|is|had|lived|grew|came|died|has)\b", re.MULTILINE
)
_NOT_NAMES = frozenset(
    "the this these a an it there he she they in on at after when during domestic safeguarding local serious review "
    "report executive overview child adult children adults regulation action annual learning key lessons "
    "prevention future deaths".split()
)
# Words before a death that speak of what might be, of another matter, or of somebody else.
_SUPPOSED = expression(
    r"\b(?:(?i:risks? of|could|might|would|if|threat\w*|fear\w*|prevent\w*|avoid\w*|potential\w*|likel\w+|never|not|"
    r"no|without|reduc\w*|any|every|each|such as|nationally|future|whose|nobody)|may(?! 20|,? \d))\b[^.;]{0,60}$"
)
_OF_RELATIVES = expression(rf"\b(?:{_RELATIVE}|dog|cat|another \w+)s?[’']?s?\b[^.;]{{0,25}}$", re.IGNORECASE)
_ANY_RELATIVE = expression(rf"\b(?:{_RELATIVE}|son|daughter)s?\b", re.IGNORECASE)
# Words that are used only after a death, whoever died.
_AFTER_DEATH = expression(
    r"\b(?:deaths?|inquests?|post[- ]mortems?|coroners?(?:[’']s)?|funerals?|cremat\w+|mortuary|did not survive|"
    r"passed away|could not be saved|manslaughter|homicides?|murder\w*|fatal(?:ly)?)\b",
    re.IGNORECASE,
)
# "When a child dies, leaders tell the panel" says what happens at any time.
_WHENEVER = expression(r"\b(?:when(?:ever)?|where|once|after|before|who|how|that|an?)\b", re.IGNORECASE)
_AT_ANY_TIME = expression(r"\b(?:when(?:ever)?|where|once|if)\b[^.;]{0,60}\b(?:is|are)\s*$", re.IGNORECASE)
_SENTENCE = expression(r"[^.!?\n]+[.!?]?")
_LINE_END = expression(r"(?<!\n)\n(?!\n)")


def subjects_named(title: str, story: str) -> tuple[str, ...]:
    """Return the names after which a review is called, by its title or by the first sentence of its story."""
    whole = _ONLY_NAMES.fullmatch(title)
    in_title = [whole.group(1)] if whole else [match.group(1) for match in _SUBJECT.finditer(title)]
    return (
        _names(in_title)
        or _names(match.group(1) for match in list(_KNOWN_AS.finditer(story))[:2])
        or _names(match.group(1) for match in list(_FIRST_NAMED.finditer(story))[:3])
    )


def _names(pairs: Iterable[str]) -> tuple[str, ...]:
    """Return the names in words such as "Fern and Moss" or "Twins A and B", without those that name nobody."""
    names = [name for pair in pairs for name in _split_pair(pair)]
    names += [bare for name in names if len(bare := _OF_CHILD.sub("", name)) >= _LEAST_LETTERS]
    return tuple(dict.fromkeys(name for name in names if not set(name.casefold().split()) <= _NOT_NAMES))


def _split_pair(pair: str) -> list[str]:
    first, _, rest = pair.partition(" ")
    if first in _MANY and rest:
        return [f"{_MANY[first]} {name}" for name in re.split(r" (?:and|&) ", rest)]
    return re.split(r" (?:and|&) ", pair)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text whose lines may end within one."""
    return _SENTENCE.findall(_LINE_END.sub(" ", text))


def says(form: re.Pattern[str], sentence: str) -> bool:
    """Return whether a sentence says something of this form as a fact, and not of a relative or of what might be."""
    for match in form.finditer(sentence):
        before = sentence[: match.start()]
        if _AT_ANY_TIME.search(before) or (match.group().casefold().endswith("dies") and _WHENEVER.search(before)):
            continue
        if not _SUPPOSED.search(before) and not _OF_RELATIVES.search(before):
            return True
    return False


def tells_death(texts: Iterable[Sequence[str]], subject: tuple[str, ...], concerns: str) -> bool:
    """Return whether texts, each as its sentences, say that the one they are about died.

    `concerns` is "children", "adults" or "", for whom reviews of the type are about.
    """
    form = _death_form(subject, concerns)
    return any(any(says(form, one) for one in text) or _says_by_pronoun(_PRONOUN_DIED, text, subject) for text in texts)


def tells_death_by_name(texts: Iterable[Sequence[str]], subject: tuple[str, ...]) -> bool:
    """Return whether texts, each as its sentences, say of somebody after whom the review is called that they died."""
    if not subject:
        return False
    form, name = _death_form(subject, ""), _name_form(subject)
    return any(
        any(says(form, one) and name.search(one) for one in text) or _says_by_pronoun(_PRONOUN_DIED, text, subject)
        for text in texts
    )


def tells_survival(texts: Sequence[Sequence[str]], subject: tuple[str, ...]) -> bool:
    """Return whether texts, each as its sentences, say that the one they are about lives.

    Not where any has a word of a death that may be theirs.
    """
    if any(_may_be_death(one) for text in texts for one in text):
        return False
    form = _life_form(subject)
    return any(
        any(form.search(one) for one in text) or _says_by_pronoun(_PRONOUN_LIVES, text, subject) for text in texts
    )


def _may_be_death(sentence: str) -> bool:
    """Return whether a sentence has words of a death that are not plainly of a relative, or of what might have been."""
    return says(_AFTER_DEATH, sentence) or says(DIED, sentence)


def _says_by_pronoun(form: re.Pattern[str], text: Sequence[str], subject: tuple[str, ...]) -> bool:
    """Return whether "she died", or another form, is said in sentences that go on about the subject and nobody else."""
    about, name = False, _name_form(subject)
    for sentence in text:
        if about and form.match(sentence):
            return True
        others = _ANY_RELATIVE.search(sentence) or _OTHER_NAME.search(sentence)
        about = _is_led_by(name, sentence) or (about and bool(_GOES_ON.match(sentence)) and not others)
    return False


def _is_led_by(name: re.Pattern[str], sentence: str) -> bool:
    """Return whether a sentence begins with the subject, so that "he" after it can be nobody else.

    After "The coach was convicted of the abuse of Jonah", or "Jonah's teacher rang", it is another.
    """
    found = name.search(sentence)
    if not found or sentence[found.end() :].startswith(("’s", "'s")):
        return False
    return not _SOMETHING_ELSE.search(sentence[: found.start()])


def _name_form(subject: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(subject)})\b")


def _alternatives(subject: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, subject)) or "(?!)"


@lru_cache(maxsize=500)
def _death_form(subject: tuple[str, ...], concerns: str) -> re.Pattern[str]:
    """Return the pattern of a sentence that says that one of these, or a person of the type's kind, has died.

    Where somebody is named, "a man died" may be another; of others only "the child" of a review of a child is the one.
    """
    person = {"children": _ANY_CHILD, "adults": _ANY_ADULT}.get(concerns, rf"(?:{_ANY_CHILD}|{_ANY_ADULT})")
    anybody = rf"\b(?i:the|a|an|this) (?:(?!(?:whose|who|of|and|with)\b)[\w-]+ ){{0,3}}{person}\b"
    of_whom = rf"(?:{_name_form(subject).pattern}|{anybody})"
    if not subject:
        who = anybody
    elif concerns == "children":
        who = rf"(?:{_name_form(subject).pattern}|\b(?i:the|this) (?:[\w-]+ )?{_CHILD})"
    else:
        who = _name_form(subject).pattern
    return re.compile(
        rf"{who}(?:,[^,.]{{0,60}},)? (?:{_DIED}|{_AND_DIED})|"
        rf"\b(?:(?i:death)|killing|murder|homicide|manslaughter|suicide) of {of_whom}|"
        rf"{who}[’']s? (?:death|suicide|murder|funeral|inquest)\b|"
        rf"\b(?:(?i:inquest) (?:into|on)|(?i:funeral) of) (?:{who})|"
        rf"\bdied aged\b|"
        rf"^\W*(?:One|Both|Two|Three|Neither)(?: of (?:them|the (?:twins|children|siblings|boys|girls)))?,? "
        rf"(?:{_DIED}|{_AND_DIED}|were [^.;]{{1,60}} and (?:died|could not be saved)\b)"
    )


@lru_cache(maxsize=500)
def _life_form(subject: tuple[str, ...]) -> re.Pattern[str]:
    people = r"(?:child|baby|children|twins|girls|boys|residents)"
    who = rf"(?:{_name_form(subject).pattern}|\b(?i:the|both|all|these) (?:\w+ )?{people})"
    return re.compile(rf"{who} (?:{_LIVES}|{_AND_LIVES})|^\W*(?:Nobody|No one) died\b|^\W*All (?:\w+ )?{_LIVES}")
