"""How far a word reaches in its clause: what is denied, what is hindered or only wished for, what has become less.

Praise counts for what is there, and blame for what is still so. "Frequent moves prevent trusting ties" praises nothing,
and "vacancies have fallen" blames nobody, though both hold the words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from kb.core.expressions import expression
from kb.text.phrases import PhraseHit, words_of

_NEGATORS = frozenset(
    "not no nor never without cannot lack lacks lacking lacked absence insufficient insufficiently "
    "inconsistent inconsistently limited less fewer hardly rarely seldom little variable ineffective "
    "failure fail failed yet".split()
)
_REACH = 4  # words over which a negation reaches forward
_LESSENING = frozenset(
    "reduced reduces reducing reduce reduction reductions fallen falling fell decreased decreasing declined declining "
    "eased easing fewer less low lower below prevent prevents prevented preventing avoid avoids avoided avoiding "
    "address addressed addresses addressing tackle tackles tackled tackling overcome resolved minimise minimises "
    "minimised cleared eliminated mitigate mitigated mitigating remove removes removed removing limit limiting".split()
)
_NEAR = 3  # words before or after a weakness among which one of these says that it became less
_HAS_LESSENED = frozenset("reduced fallen decreased declined eased low lower below".split())
_AUXILIARY = frozenset("is are was were has have had".split())
_FAR = 12  # words within which "vacancies in the teams for adults have fallen" says so too
_WEAKNESSES = (
    "delay",
    "backlog",
    "turnover",
    "wait",
    "drift",
    "gap",
    "vacanc",
    "caseload",
    "shortage",
    "barrier",
    "reliance",
    "locum",
    "instability",
    "risk",
    "shortfall",
    "duplicat",
    "weakness",
    "concern",
    "pressure",
    "anxi",
    "isolat",
    "unnecessar",
    "inappropriat",
    "unallocat",
    "uncertain",
)
_BREAK = expression(r"[;:()–—]|,(?!\s[\w-]+(?:\s[\w-]+)?(?:,|\s(?:and|or)\s))")  # not within "clear, timely and full"
_PUT_IN = expression(r"(?<=\bnot),\s[^,]{2,30},(?=\s)")  # "is not, at this point, clear"
_SHORT_NAME = expression(r"\s\([A-Z][\w’'&/ -]{1,20}\)")  # "(CAMHS)" parts no clause
_HOLDS = 12  # words over which what hinders or wishes reaches forward
_KEEPS_FROM = frozenset("prevent prevents prevented preventing stop stops stopped stopping".split())
_PERSON = expression(
    r"(?:child|parent|mother|father|carer|adult|resident|staff|worker|practitioner|professional|manager|leader|officer|"
    r"nurse|teacher|team|agenc|partner|school|service|social|young|people|famil|inspector|them|us)(?:ren|ies|y|s)?"
)
_ENDS = frozenset(
    "but although though however while whilst because ensures enables helps supports promotes protects "
    "strengthened improved".split()
)  # what hinders reaches no further than to these
_BE = frozenset("is are was were remain remains remained be been".split())
_DENYING = frozenset(
    "variable inconsistent inefficient ineffective insufficient inadequate limited weak poor lacking underdeveloped "
    "fragmented disjointed unclear incomplete slow rare patchy mixed missing".split()
)
_BEFORE = 3  # words between "is" and one of these, "is still very variable", at most


@dataclass(frozen=True, slots=True)
class Clauses:
    """The words of a text, and the places at which its clauses begin."""

    words: list[str]
    begins: frozenset[int]

    def until(self, start: int, most: int) -> range:
        """Return the places from `start` to the end of its clause, and no more than `most`."""
        end = min(len(self.words), start + most)
        return range(start, next((place for place in range(start, end) if place in self.begins), end))


def clauses(text: str) -> Clauses:
    """Part a text at its commas and their like."""
    words: list[str] = []
    begins: set[int] = set()
    for part in _BREAK.split(_SHORT_NAME.sub(" ", _PUT_IN.sub("", text))):
        begins.add(len(words))
        words += words_of(part)
    return Clauses(words, frozenset(begins))


def is_negated(words: list[str], hit: PhraseHit) -> bool:
    """Return whether a word that denies stands shortly before: "not always effective"."""
    return any(word in _NEGATORS for word in words[max(0, hit.start - _REACH) : hit.start])


def governed_places(said: Clauses, start: int) -> range:
    """Return the places that what hinders or wishes before `start` governs: to the end of its clause at most."""
    reached = said.until(start, _HOLDS)
    return range(start, next((place for place in reached if said.words[place] in _ENDS), reached.stop))


def kept_from(said: Clauses, at: int, good: Collection[int]) -> range:
    """Return the places of what a verb such as "prevents" keeps from being, where some of it is good, or none.

    It hinders where somebody or something good is kept back: "prevents staff from ..." or "prevents timely ...", and
    not "prevents harm".
    """
    nothing = range(0)
    if said.words[at] not in _KEEPS_FROM:
        return nothing
    after = range(at + 1, min(at + 3, len(said.words)))
    if not any(place in good or _PERSON.fullmatch(said.words[place]) for place in after):
        return nothing
    reached = governed_places(said, at + 1)
    return reached if any(place in good for place in reached) else nothing


def denied_subject(said: Clauses, at: int) -> range:
    """Return the places of the subject of which "is variable" is said, or none where the word denies nothing."""
    words = said.words
    if words[at] not in _DENYING:
        return range(0)
    verb = next((place for place in range(at - 1, max(-1, at - 1 - _BEFORE), -1) if words[place] in _BE), 0)
    begin = max((place for place in said.begins if place <= verb), default=0)
    other = next((place for place in range(verb - 1, begin - 1, -1) if words[place] in _BE), -1)
    if other >= 0:  # of two sentences in one only the later's subject: "visits are good and recording is variable"
        begin = next((place for place in range(other, verb) if words[place] in ("and", "but", "while")), verb)
    return range(begin, verb)


def is_lessened(said: Clauses, hit: PhraseHit) -> bool:
    """Return whether a weakness is said to have become less: "turnover has reduced", "prevents drift"."""
    words = said.words
    if words[hit.end - 1] in ("no", "without", "not") and _is_weak(words[hit.end : hit.end + 2]):
        return words[hit.end - 1] != "not"
    if not _is_weak(words[hit.start : hit.end]):
        return words[hit.start] in ("less", "fewer", "limits") and _is_weak(words[hit.end : hit.end + 3])
    around = words[max(0, hit.start - _NEAR) : hit.start] + words[hit.end : hit.end + _NEAR]
    return any(word in _LESSENING for word in around) or _said_to_fall(said, hit)


def _is_weak(words: list[str]) -> bool:
    return any(word.startswith(_WEAKNESSES) for word in words)


def _said_to_fall(said: Clauses, hit: PhraseHit) -> bool:
    """Return whether the verb of its clause says so, or of the one it joins: "..., as has the reliance on locums"."""
    words = said.words
    ahead = words[max(0, hit.start - 6) : hit.start]
    if any(pair in (("as", "has"), ("as", "have")) for pair in pairwise(ahead)):
        return any(word in _HAS_LESSENED for word in words[: hit.start])
    fell = next((place for place in said.until(hit.end, _FAR) if words[place] in _HAS_LESSENED), -1)
    return fell >= 0 and any(word in _AUXILIARY for word in words[max(hit.end, fell - _NEAR) : fell])
