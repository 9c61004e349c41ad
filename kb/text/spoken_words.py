"""Words that somebody said, as a document quotes them, and whether a child or young person said them.

Only what introduces a quotation tells who speaks: "One girl told us", or "She said" after a sentence about a girl. A
name alone may be an adult's, unless it is known as a child's ("Orla is a 12-year-old girl"), and "the children's home"
is no child; where nothing introduces the words, nobody is known to speak.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from kb.core.expressions import expression

_FEWEST = 25  # characters: less is a term in quotation marks
_QUOTED = expression(
    rf"“[^“”]{{{_FEWEST},}}”|(?<!\w)\"(?=\w)[^\"]{{{_FEWEST},}}\"(?!\w)|(?<!\w)‘[^‘]{{{_FEWEST},}}?[.!?,…]’(?!\w)"
    rf"|‘(?=[^‘’]*\b(?:I|I[’']m|me|my|we|us|our)\b)[^‘’]{{{_FEWEST},}}’(?!\w)"
    r"|‘(?=they\b)[^‘’]{20,}’(?!\w)"
)
_SENTENCE_END = expression(r"[.!?][’”\"]?\s+")
_ADULT = expression(
    r"\b(?:mr|mrs|ms|dr|\w*(?:mother|father|parent)|mum|dad|(?<!young )carer|aunt|uncle|nan|nanny|gran|granny|grandma"
    r"|grand?dad|grandpa|sister|brother|sibling|cousin|relative|worker|officer|manager|leader"
    r"|staff|professional|practitioner|adviser|advisor|nurse|teacher|doctor|gp|midwi\w+|visitor|inspector|chair"
    r"|reviewer|author|panel|partner|husband|wife|adult|colleague|guardian|neighbour|police|paramedic|solicitor|judge"
    r"|advocate|therapist|psycholog\w+|psychiatr\w+|counsellor|mentor|volunteer|director|commissioner|consultant)"
    r"(?:s|es)?\b",
    re.IGNORECASE,
)
_YOUNG_WORDS = r"\b(?:child|children|girls?|boys?|pupils?|young|youth|teenagers?|care leavers?|year-olds?)\b"
_YOUNG = expression(_YOUNG_WORDS, re.IGNORECASE)
_BODY = expression(  # "the children's home", "the child safeguarding board", and not "the boy at the school"
    rf"{_YOUNG_WORDS}(?:[’']s?)?\s+(?:(?!(?:at|in|of|from|who|whose|with|on|to|and)\b)\w+\s+){{0,2}}(?:home|school"
    r"|services?|team|board|trust|unit|centre|charity|partnership|department|plan|guidance|report|policy|records?)\b",
    re.IGNORECASE,
)
_IS_TOLD = expression(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?(?:told|asked)$", re.IGNORECASE)
_PRONOUN = expression(r"\b(?:she|he|they)\b", re.IGNORECASE)
_SAYING = expression(
    r"\b(?:said|says|say|told|tells|talked|talks|spoke|described|describes|wrote|writes|explained|asked|put it"
    r"|commented|indicated|replied|added|texted|comments?(?: \w+){0,5} (?:included?|was|were|is|are))\b",
    re.IGNORECASE,
)
_NAME = expression(r"\b[A-Z][a-z]{2,}\b")
_AGED = expression(  # "Orla is a 12-year-old girl", "Orla, aged 12"; not "Ann, a child psychologist"
    r"\b(?P<name>[A-Z][a-z]{2,})\b(?:,? aged (?:1[0-7]|[1-9])(?!\d)|,? (?:(?:is|was) )?(?:an? )?(?:\w+ )?"
    r"(?:1[0-7]|[1-9]|\w+teen|twelve|eleven|ten|nine|eight|seven|six|five|four)[- ]years?[- ]old\b(?![’'])"
    r"|(?:,| is) a (?:child|girl|boy|young person|teenager|pupil)(?=[.,;:]| (?:who|whose|with|of|in|from|at|aged)\b))"
)
_NO_NAMES = frozenset({"There", "This", "That", "She", "He", "One", "Each", "Every", "Another", "The", "Most", "When"})
_SUBJECT_WORDS = 3  # of a sentence that tells of no saying: whom it speaks of stands among its first words


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """A quotation with the words that introduce it, and whether it names a child or young person as the speaker."""

    text: str
    by_child: bool
    is_mostly_quoted: bool = True  # whether what was said is the better part of them


def names_of_children(text: str) -> frozenset[str]:
    """Return the names that a text introduces as those of children: "Orla is a 12-year-old girl"."""
    found = frozenset(found["name"] for found in _AGED.finditer(text)) - _NO_NAMES
    return frozenset(name for name in found if not _YOUNG.fullmatch(name))


def is_said_by_child(text: str) -> bool:
    """Return whether a text tells what a child or young person said, in quotation marks or not."""
    sentences = _SENTENCE_END.split(text)
    return any(_is_by_child(one, before, ()) for before, one in pairwise(["", *sentences]))


def spoken_words(text: str, children: Container[str] = ()) -> SpokenWords | None:
    """Return words in a text that somebody said: the first that a child said, else the first of anybody.

    None where it quotes nobody at any length. `children` are the names that are known as those of children.
    """
    known = [_words_at(text, quoted, children) for quoted in _QUOTED.finditer(text)]
    return next((one for one in known if one.by_child), known[0] if known else None)


def _words_at(text: str, quoted: re.Match[str], children: Container[str]) -> SpokenWords:
    before = text[: quoted.start()]
    ends = [end.end() for end in _SENTENCE_END.finditer(before)]
    start = ends[-1] if ends else 0
    words = text[start : quoted.end()].strip()
    mostly = 2 * len(quoted.group()) >= len(words)
    return SpokenWords(words, _is_by_child(before[start:], before[:start], children), mostly)


def _is_by_child(introduced: str, earlier: str, children: Container[str]) -> bool:
    said = _SAYING.search(introduced)
    if said is None or _IS_TOLD.search(introduced[: said.end()]):
        return False
    speaker = introduced[: said.start()]
    if _PRONOUN.search(speaker) and not _YOUNG.search(speaker):
        speaker = _subject(_SENTENCE_END.split(earlier.strip())[-1])
    young = _YOUNG.search(speaker) or any(name in children for name in _NAME.findall(speaker))
    return bool(young) and not _ADULT.search(speaker) and not _BODY.search(speaker)


def _subject(sentence: str) -> str:
    """Return the words of a sentence that tell of whom it speaks."""
    said = _SAYING.search(sentence)
    return sentence[: said.start()] if said else " ".join(sentence.split()[:_SUBJECT_WORDS])
