"""What the vocabulary's cues show in a text: which theme, by which cue, at which words; denied ones are left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.text.cue_words import CueToken
from kb.text.cues import CueHit, CueTree
from kb.vocabulary import Theme

NEAR_WORDS = 12  # words within which the parts of a near cue must stand
LONGEST_CUE = 10  # words that a spared phrase may begin before what it spares


class Level(StrEnum):
    """How much a cue says by itself."""

    STRONG = "strong"
    NEAR = "near"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a theme. `level` is None for a phrase that spares and, without a theme, for a part of near cues."""

    theme: str
    cue: str
    level: Level | None


CueMatch = CueHit[Cue]  # a sign, and the words at which it was seen


@dataclass(frozen=True, slots=True)
class _NearCue:
    """A near cue: for each of its parts, the phrases of which one must stand there."""

    sign: Cue
    parts: tuple[tuple[str, ...], ...]


class CueMatcher:
    """All themes' cues, ready to be looked for."""

    __slots__ = ("_harm", "_matcher", "_near", "_pivots")

    def __init__(self, themes: Mapping[str, Theme]) -> None:
        self._harm = frozenset(theme.slug for theme in themes.values() if theme.harm)
        self._near = [near for theme in themes.values() for near in _nears(theme)]
        self._pivots = _pivots(self._near)
        parts = {phrase for near in self._near for part in near.parts for phrase in part}
        self._matcher = CueTree(
            [(sign.cue, sign) for theme in themes.values() for sign in _signs(theme)]
            + [(phrase, Cue("", phrase, None)) for phrase in sorted(parts)]
        )

    def sightings(self, words: tuple[CueToken, ...]) -> dict[str, list[CueMatch]]:
        """Return the sightings of each theme in order of place; of two where one holds the other, the longer."""
        found: dict[str, list[CueMatch]] = {}
        spared: dict[str, dict[int, int]] = {}  # theme -> first word of a spared phrase -> word after its last
        parts: dict[str, list[CueMatch]] = {}
        for hit in self._matcher.find(words):
            sign = hit.key
            if sign.level is not None:
                found.setdefault(sign.theme, []).append(hit)
            elif sign.theme:
                phrases = spared.setdefault(sign.theme, {})
                phrases[hit.first] = max(hit.after, phrases.get(hit.first, 0))
            else:
                parts.setdefault(sign.cue, []).append(hit)
        for match in self._near_matches(parts, words):
            found.setdefault(match.key.theme, []).append(match)
        free = {theme: self._without_spared(theme, hits, spared.get(theme, {}), words) for theme, hits in found.items()}
        return {theme: _longest_matches(hits) for theme, hits in free.items() if hits}

    def _near_matches(self, parts: Mapping[str, list[CueMatch]], words: tuple[CueToken, ...]) -> Iterator[CueMatch]:
        """Yield the near cues of which all parts stand close together."""
        for number in sorted({number for phrase in parts for number in self._pivots.get(phrase, ())}):
            near = self._near[number]
            if any(map(parts.keys().isdisjoint, near.parts)):
                continue
            together = _together(near, parts, words)
            if together is not None:
                yield together

    def _without_spared(
        self, theme: str, hits: list[CueMatch], spared: Mapping[int, int], words: tuple[CueToken, ...]
    ) -> list[CueMatch]:
        """Return the matches of a theme that no phrase of it spares and, of a harm, that are not denied."""
        if spared:
            hits = [one for one in hits if not _is_spared(one, spared)]
        return [one for one in hits if not _is_denied(one, words)] if theme in self._harm else hits


def _signs(theme: Theme) -> Iterable[Cue]:
    yield from (Cue(theme.slug, cue, Level.STRONG) for cue in theme.cues.strong)
    yield from (Cue(theme.slug, cue, Level.WEAK) for cue in theme.cues.weak)
    yield from (Cue(theme.slug, cue, None) for cue in theme.cues.spare)


def _nears(theme: Theme) -> Iterable[_NearCue]:
    for near in theme.cues.near:
        parts = tuple(tuple(part.split("|")) for part in near)  # parts may be phrases, so "|" parts phrases here
        yield _NearCue(Cue(theme.slug, " + ".join(near), Level.NEAR), parts)


def _pivots(nears: list[_NearCue]) -> dict[str, tuple[int, ...]]:
    """Return, for each phrase of the part of a near cue that is rarest, the numbers of those cues.

    Only when such a phrase is seen is the rest of its cue looked for. A part that few near cues share counts as rare.
    """
    used = Counter(phrase for near in nears for part in near.parts for phrase in part)
    pivots: dict[str, list[int]] = {}
    for number, near in enumerate(nears):
        rarest = min(near.parts, key=lambda part: max(used[phrase] for phrase in part))
        for phrase in rarest:
            pivots.setdefault(phrase, []).append(number)
    return {phrase: tuple(numbers) for phrase, numbers in pivots.items()}


def _together(near: _NearCue, parts: Mapping[str, list[CueMatch]], words: tuple[CueToken, ...]) -> CueMatch | None:
    """Return the first place where all parts of a near cue, each of which was seen, stand in one sentence within
    NEAR_WORDS of each other.
    """
    by_part = [[hit for phrase in part if phrase in parts for hit in parts[phrase]] for part in near.parts]
    for hits in by_part:
        hits.sort(key=_first)
    for anchor in by_part[0]:
        chosen = [anchor]
        for others in by_part[1:]:
            begin = bisect_left(others, anchor.first - NEAR_WORDS, key=_first)
            end = bisect_right(others, anchor.first + NEAR_WORDS, key=_first)
            close = [hit for hit in others[begin:end] if _fits(hit, chosen, words)]
            if not close:
                break
            chosen.append(min(close, key=lambda hit: abs(hit.first - anchor.first)))
        else:
            first, after = min(hit.first for hit in chosen), max(hit.after for hit in chosen)
            return CueMatch(near.sign, first, after)
    return None


def _first(hit: CueMatch) -> int:
    return hit.first


def _fits(hit: CueMatch, chosen: list[CueMatch], words: tuple[CueToken, ...]) -> bool:
    first, after = hit.first, hit.after
    for other in chosen:
        if hit.first < other.after and other.first < hit.after:
            return False
        first, after = min(first, other.first), max(after, other.after)
    return after - first <= NEAR_WORDS and words[first].sentence == words[after - 1].sentence


def _is_spared(one: CueMatch, phrases: Mapping[int, int]) -> bool:
    """Tell whether a sighting shares a word with a spared phrase; of a near cue, whether either of its ends does."""
    if one.key.level is Level.NEAR:
        return _is_covered(one.first, one.first + 1, phrases) or _is_covered(one.after - 1, one.after, phrases)
    return _is_covered(one.first, one.after, phrases)


def _is_denied(one: CueMatch, words: tuple[CueToken, ...]) -> bool:
    """Tell whether a sighting is denied; a near cue is where its last word is ("no disclosure of sexual abuse")."""
    return is_denied(words, one.first, one.after) or (
        one.key.level is Level.NEAR and is_denied(words, one.after - 1, one.after)
    )


def _is_covered(first: int, after: int, phrases: Mapping[int, int]) -> bool:
    return any(phrases.get(begin, 0) > first for begin in range(first - LONGEST_CUE, after))


def _longest_matches(sightings: list[CueMatch]) -> list[CueMatch]:
    """Return the sightings that lie in no other one; a near cue, which spans other words, neither holds nor yields."""
    if len(sightings) == 1:
        return sightings
    kept: list[CueMatch] = []
    reach = 0
    for one in sorted(sightings, key=_by_place):
        if one.key.level is Level.NEAR:
            kept.append(one)
        elif one.after > reach:
            kept.append(one)
            reach = one.after
    return kept


def _by_place(one: CueMatch) -> tuple[int, int, str]:
    return one.first, -one.after, one.key.level or ""


# -- denial -----------------------------------------------------------------------------------------------------------

_DENIAL = CueTree(
    (cue, None)
    for cue in (
        "no|any|little evidence of|that",
        "no evidence to suggest",
        "nothing to suggest",
        "no concern|indication|sign|suggestion|disclosure about|of|regarding|over|around",
        "no report|allegation|history|record about|of|regarding",
        "no known|recorded|reported concern|incident|history|evidence of|about",
        "no known|recorded|reported|previous",
        "without any|evidence|sign of",
        "no =concerns .. about|regarding|of",
        "not known to",
        "not been|was a|any victim of",
        "ruled out",
        "did not disclose|report any",
        "neither",
        "denied",
        "denies",
        "free from|of",
    )
)
_AFTER = CueTree(
    (cue, None)
    for cue in (
        "was|were|is|are not a|an factor|feature|issue|concern|theme",
        "was|were|is|are not present|evident|apparent|indicated|suspected",
        "was|were ruled out",
        "was|were not found",
    )
)
# Words that may stand between a denial and what it denies. Any other word ("considered", "shared", "the plan") means
# that the absence is of something else, and that is the finding.
_FILLER = frozenset(
    "a any the current recent previous further past ongoing known suspected specific significant of about or and nor to"
    " such this that there was were is are in within being been having has have had his her their child children young"
    " person people parent mother father family by from physical sexual emotional domestic financial at experienced"
    " suffered between either other form forms risk sign signs for with experience"
    " neglect abuse violence harm exploitation self suicide coercive control injury marriage fgm bruising"
    " organisational alcohol drug drugs misuse hoarding slavery forced criminal experiencing"
    " subjected victim victims".split()
)
_REACH = 14


def is_denied(words: tuple[CueToken, ...], first: int, after: int) -> bool:
    """Tell whether the text says that what stands at these words was not there.

    "no evidence of neglect" denies neglect; "no evidence that neglect was considered" does not: that is the finding.
    """
    sentence = words[first].sentence
    left = max(0, first - _REACH)
    before = tuple(word for word in words[left:after] if word.sentence == sentence)
    offset = first - left - (after - left - len(before))
    for hit in _DENIAL.find(before):
        if hit.first < offset and hit.after <= offset and _only_filler(before[hit.after : offset]):
            return not _is_followed_up(words, after)
    behind = tuple(word for word in words[after : after + 8] if word.sentence == sentence)
    return any(hit.first <= 1 for hit in _AFTER.find(behind))


def _only_filler(words: tuple[CueToken, ...]) -> bool:
    return all(word.raw.casefold() in _FILLER for word in words)


_WAS = frozenset(("was", "were", "been", "being", "had", "is"))
_PURSUIT = frozenset(
    "considered explored assessed asked discussed recognised identified understood recorded shared addressed acted"
    " raised reported responded followed investigated challenged included analysed reviewed tackled managed noticed"
    " being training services service protocol policy strategy work support".split()
)


def _is_followed_up(words: tuple[CueToken, ...], after: int) -> bool:
    """Tell whether the words that follow speak of what was done about it ("... was explored", "... training")."""
    following = [word for word in words[after : after + 4] if word.sentence == words[after - 1].sentence]
    joined = [word.raw.casefold() for word in following]
    if joined and joined[0] in _PURSUIT:
        return True
    return any(one in _WAS and two in _PURSUIT for one, two in pairwise(joined))
