"""Shorten the story of a case so that what happened stays, with the words that tell of a death or an injury."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.core.expressions import expression

CUT = "[…]"  # stands wherever words of the document are left out

# Verbs first: "Ash died in May" tells the event, "after Ash's death" speaks of it.
DIED = expression(
    r"\b(?:die[sd]|dying from|found (?:dead|hanged|hanging|lifeless)|"
    r"(?:was|were|been|being) (?:found |fatally |later )?(?:dead|murdered|killed|"
    r"stabbed to death|pronounced dead)|drown(?:ed|s)\b(?! out)|killed (?:him|her|them)(?:self|selves)?|"
    r"(?:took|taken|ended|taking|ending) (?:his|her|their) (?:own )?li(?:fe|ves)|"
    r"lost (?:his|her|their) li(?:fe|ves)|(?:murdered|killed|fatally \w+) (?:by|his|her|their|the)|"
    r"completed suicide|died by suicide|stillborn|could not be (?:revived|resuscitated)|(?:was|were) fatal\b)",
    re.IGNORECASE,
)
OF_DEATH = expression(
    r"(?<!near )(?<!near-)(?<!non-)\b(?:deaths?|homicides?|murders?|manslaughter|fatal(?:ly)?|"
    r"(?<=\bhis )suicide|(?<=\bher )suicide|(?<=\btheir )suicide)\b"
    r"(?! (?:review|overview|threat|penalty|attempt|ideation|risk|prevention|pact|note))",
    re.IGNORECASE,
)
_GRAVE = r"(?:serious|severe|significant|critical|grave|multiple|life-\w+|non-accidental|catastrophic|extensive)"
HURT = expression(
    rf"\b{_GRAVE}(?:,? (?:and )?[\w-]+){{0,2}} (?:injur(?:y|ies)|wounds?|burns?|scalds?)\b|"
    r"\b(?:seriously|severely|critically|badly|gravely|permanently) (?:hurt|injured|harmed|wounded|burn(?:t|ed)|"
    r"assaulted|beaten|disabled)\b|"
    r"\b(?:suffer(?:ed|s|ing)|experienc(?:ed|es|ing)|sustain(?:ed|s)|caused?) (?:a )?serious harm\b|"
    r"\bnear[- ]fatal\b|\bstabb(?:ed|ing)\b|\b(?:head|brain) injur(?:y|ies)\b|\bunresponsive\b|\bcardiac arrest\b|"
    r"\b(?:(?:several|multiple|healing|older|old|two|three|many) (?:\w+ ){0,2}fractures|"
    r"fractures? (?:to|were|was)|(?:skull|rib|leg|arm|spiral) fractures?|fractured (?:skull|ribs?|leg|arm))\b|"
    r"\b(?:found with|found to have|had|has) (?:\w+,? ){0,4}"
    r"(?:burns?|scalds?|bruis\w+|injuries|fractures?|bite marks?)\b|"
    r"\b(?:was|were|been|being) (?:\w+ )?(?:beaten|starved|burnt|burned|raped|shot|stabbed)\b|"
    r"\bnon-accidental(?:ly)? injur|\b(?:starved|malnourished|emaciated)\b|"
    r"\bbroken (?:arm|leg|rib|bone|skull)s?\b|\b(?:burns|scalds) (?:to|on|were)\b|"
    r"\b(?:was|been) (?:shaken|strangled|poisoned|scalded)\b|\bin(?:to)? intensive care\b",
    re.IGNORECASE,
)
_TURN = expression(
    r"\b(?:was|were) (?:arrested|charged|convicted|removed|placed in (?:foster|residential)|detained|raped|assaulted|"
    r"found\b)|\bdisclosed\b|\btook an overdose\b|\b(?:significant|serious) harm\b|\bran away\b|\bwent missing\b",
    re.IGNORECASE,
)
_WEIGHTS = ((DIED, 4), (OF_DEATH, 3), (HURT, 2), (_TURN, 1))


def weight(sentence: str) -> int:
    """Return how far a sentence tells what a case came to: a death most of all, 0 for nothing of the kind."""
    return max((weighs for words, weighs in _WEIGHTS if words.search(sentence)), default=0)


def shorten_story(lines: Sequence[Sequence[str]], most: int, begin: int = 0) -> str:
    """Return lines of sentences in about `most` words, whole sentences in their order, CUT for what is left out.

    The sentence at `begin` and the one that tells most of what happened are always in it, then others that do, then as
    many from the beginning as there is room for.
    """
    flat = [(at, sentence) for at, line in enumerate(lines) for sentence in line]
    if sum(len(sentence.split()) for _, sentence in flat) <= most:
        return "\n".join(" ".join(line) for line in lines)
    kept = _choose_sentences([sentence for _, sentence in flat], most, begin)
    return "".join(_set(flat, kept)).strip()


def _choose_sentences(sentences: Sequence[str], most: int, begin: int) -> list[int]:
    weights = [weight(sentence) for sentence in sentences]
    telling = sorted((at for at, weighs in enumerate(weights) if weighs), key=lambda at: (-weights[at], -at))
    kept = {begin, *telling[:1]}
    room = most - sum(len(sentences[at].split()) for at in kept)

    def take(places: Iterable[int], *, on: bool) -> None:
        """Keep the sentences that fit; stop at the first that does not, unless told to go on (`on`)."""
        nonlocal room
        for at in places:
            length = len(sentences[at].split())
            if at not in kept and length <= room:
                kept.add(at)
                room -= length
            elif at not in kept and not on:
                return

    take((at for at in telling if weights[at] > 1), on=True)
    take(range(begin, len(sentences)), on=False)
    take(telling, on=True)
    return sorted(kept)


def _set(flat: Sequence[tuple[int, str]], kept: Sequence[int]) -> Iterator[str]:
    before = -1
    for at in kept:
        line, sentence = flat[at]
        if before >= 0:
            yield " " if flat[before][0] == line else "\n"
        yield sentence if at == before + 1 else f"{CUT} {sentence}"
        before = at
    if before < len(flat) - 1:
        yield f" {CUT}"
