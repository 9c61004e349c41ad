"""Words as cues see them: where each stands, and the plain form in which simple endings make no difference."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from kb.core.expressions import expression

_TOKEN = expression(r"[^\W_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = expression(r"[.!?;:](?=\s|$)|\n|[•●▪]")
_VOWEL = expression(r"[aeiouy]")
_SHORT_VERB = expression(r"[^aeiou][aeiou][^aeiouwxy]")  # of which a silent "e" was lost: "mov", "car", "not"
# Nouns of the field that are no form of the verb they come from: "parenting" must not be found in "parents".
_NOUNS = frozenset(
    "parenting staffing housing meeting training recording missing planning understanding learning funding wellbeing"
    " building hearing setting briefing safeguarding screening nursing fostering grooming commissioning bruising"
    " dwelling rating timing coping being drawing evening feeling finding wording warning standing living hoarding"
    " trafficking need speed seed deed unfunded gifted limited united".split()
)
# Pseudonyms that are words too: "Mark’s birth" speaks of no marks.
_NAMES = frozenset("Mark Grace Hope Rob Grant Chance Will Bill Dawn Rose Drew Pat Chase Frank Art Max Miles".split())


class CueToken(NamedTuple):
    """One word of a text: as printed, in its plain form, where it stands, and in which sentence."""

    raw: str
    plain: str
    start: int
    end: int
    sentence: int


def cue_tokens(text: str) -> tuple[CueToken, ...]:
    """Return the words of `text`. A hyphen parts words, so that "re-housed" is "re housed" to a cue."""
    ends = [found.start() for found in _SENTENCE_END.finditer(text)]
    ends.append(len(text) + 1)
    made: list[CueToken] = []
    sentence = last = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        while ends[sentence] < start:
            sentence += 1
        raw = found.group()
        opens = not made or sentence != last
        made.append(CueToken(raw, raw if _is_name(raw, opens) else normalise_word(raw), start, end, sentence))
        last = sentence
    return tuple(made)


def plain_tokens(words: Iterable[str]) -> tuple[CueToken, ...]:
    """Return words that are in their plain form already as tokens of one sentence; they have no places in a text."""
    return tuple(map(_plain_token, words))


@lru_cache(maxsize=100_000)
def _plain_token(word: str) -> CueToken:
    return CueToken(word, word, 0, 0, 0)


def _is_name(raw: str, opens: bool) -> bool:
    """Return whether a word is a name and not what it means in small letters; a sentence opens with either."""
    name = raw.replace("’", "'").removesuffix("'s")
    return name in _NAMES and (not opens or name != raw)


@lru_cache(maxsize=100_000)
def normalise_word(word: str) -> str:
    """Return `word` in small letters without a possessive and without a plural or simple verb ending.

    >>> [normalise_word(w) for w in ("shares", "Shared", "sharing", "families", "child’s")]
    ['shar', 'shar', 'shar', 'family', 'child']
    """
    word = word.casefold().replace("’", "'")
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "xes", "zes", "ches", "shes")) else word[:-1]
    if word in _NOUNS:
        return word
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and _VOWEL.search(root):
            return _without_ending(root)
    if len(word) > 3 and word.endswith("ied"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _without_ending(root: str) -> str:
    """Return the plain form of a verb from what is left of it: "plann" is "plan", "not" is "note", "shar" is "shar"."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    if len(root) == 3 and _SHORT_VERB.fullmatch(root):
        return root + "e"
    return root[:-1] if len(root) > 4 and root.endswith("e") else root
