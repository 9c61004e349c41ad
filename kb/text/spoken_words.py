"""Words that somebody said, as a document quotes them, and whether a child or young person said them.

Only what introduces a quotation tells who speaks: "One girl told us", or "She said" after a sentence about a girl. A
name alone may be an adult's, and "the children's home" is no child; where nothing introduces the words, nobody is known
to speak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression

_FEWEST = 25  # characters: less is a term in quotation marks
_QUOTED = expression(
    rf"“[^“”]{{{_FEWEST},}}”|(?<!\w)\"(?=\w)[^\"]{{{_FEWEST},}}\"(?!\w)|(?<!\w)‘[^‘]{{{_FEWEST},}}?[.!?,…]’(?!\w)"
)
_SENTENCE_END = expression(r"[.!?]\s+")
_ADULT = expression(
    r"\b(?:mr|mrs|ms|dr|\w*(?:mother|father|parent)|mum|dad|(?<!young )carer|aunt|uncle|worker|officer|manager|leader"
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
    r"|commented)\b",
    re.IGNORECASE,
)
_SUBJECT_WORDS = 3  # of a sentence that tells of no saying: whom it speaks of stands among its first words


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """A quotation with the words that introduce it, and whether it names a child or young person as the speaker."""

    text: str
    by_child: bool


def spoken_words(text: str) -> SpokenWords | None:
    """Return the first words in a text that somebody said; None where it quotes nobody at any length."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return None
    before = text[: quoted.start()]
    ends = [end.end() for end in _SENTENCE_END.finditer(before)]
    start = ends[-1] if ends else 0
    return SpokenWords(text[start : quoted.end()].strip(), _is_by_child(before[start:], before[:start]))


def _is_by_child(introduced: str, earlier: str) -> bool:
    said = _SAYING.search(introduced)
    if said is None or _IS_TOLD.search(introduced[: said.end()]):
        return False
    speaker = introduced[: said.start()]
    if _PRONOUN.search(speaker):
        speaker = _subject(_SENTENCE_END.split(earlier.strip())[-1])
    return bool(_YOUNG.search(speaker)) and not _ADULT.search(speaker) and not _BODY.search(speaker)


def _subject(sentence: str) -> str:
    """Return the words of a sentence that tell of whom it speaks."""
    said = _SAYING.search(sentence)
    return sentence[: said.start()] if said else " ".join(sentence.split()[:_SUBJECT_WORDS])
