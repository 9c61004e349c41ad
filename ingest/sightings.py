"""What the vocabulary's cues show in a text: which theme, by which cue, at which words, denied and spared ones left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.vocabulary import Theme
from kb.vocabulary.cues import Hit, Matcher
from kb.vocabulary.words import Token

NEAR = 12  # words within which the parts of a near cue must stand


class Level(StrEnum):
    """How much a cue says by itself."""

    STRONG = "strong"
    NEAR = "near"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cue of a theme, found at the words from `first` up to `after`."""

    theme: str
    cue: str
    level: Level
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class _Key:
    theme: str
    cue: str
    role: str  # a level, "spare" or "part"
    near: int = 0  # which near cue of the theme, for a part
    part: int = 0


class Lookout:
    """All themes' cues, ready to be looked for."""

    __slots__ = ("_harm", "_matcher", "_near")

    def __init__(self, themes: Mapping[str, Theme]) -> None:
        self._matcher = Matcher((key.cue, key) for theme in themes.values() for key in _keys(theme))
        self._harm = frozenset(theme.slug for theme in themes.values() if theme.harm)
        self._near = {theme.slug: theme.cues.near for theme in themes.values() if theme.cues.near}

    def sightings(self, words: tuple[Token, ...]) -> dict[str, list[Sighting]]:
        """Return the sightings of each theme in order of place; of two where one holds the other, the longer."""
        found: dict[str, list[Sighting]] = defaultdict(list)
        spared: dict[str, list[Hit[_Key]]] = defaultdict(list)
        parts: dict[tuple[str, int], dict[int, list[Hit[_Key]]]] = defaultdict(lambda: defaultdict(list))
        for hit in self._matcher.find(words):
            key = hit.key
            if key.role == "spare":
                spared[key.theme].append(hit)
            elif key.role == "part":
                parts[key.theme, key.near][key.part].append(hit)
            else:
                found[key.theme].append(Sighting(key.theme, key.cue, Level(key.role), hit.first, hit.after))
        for (theme, index), by_part in parts.items():
            wanted = self._near[theme][index]
            if len(by_part) == len(wanted):
                found[theme].extend(_together(theme, wanted, by_part, words))
        kept = {}
        for theme, sightings in found.items():
            free = [one for one in sightings if not _inside(one, spared[theme])]
            if theme in self._harm:
                free = [one for one in free if not denied(words, one.first, one.after)]
            if free:
                kept[theme] = _longest(free)
        return kept


def _keys(theme: Theme) -> Iterable[_Key]:
    for role, cues in (("strong", theme.cues.strong), ("weak", theme.cues.weak), ("spare", theme.cues.spare)):
        yield from (_Key(theme.slug, cue, role) for cue in cues)
    for index, near in enumerate(theme.cues.near):
        for number, part in enumerate(near):
            for cue in part.split("|"):  # parts may be whole phrases, so "|" parts phrases here
                yield _Key(theme.slug, cue, "part", index, number)


def _together(
    theme: str, wanted: tuple[str, ...], by_part: Mapping[int, list[Hit[_Key]]], words: tuple[Token, ...]
) -> Iterable[Sighting]:
    """Yield the first place where all parts of a near cue stand in one sentence within NEAR words of each other."""
    for anchor in by_part[0]:
        chosen = [anchor]
        for number in range(1, len(wanted)):
            close = [hit for hit in by_part[number] if _fits(hit, chosen, words)]
            if not close:
                break
            chosen.append(min(close, key=lambda hit: abs(hit.first - anchor.first)))
        else:
            first, after = min(hit.first for hit in chosen), max(hit.after for hit in chosen)
            yield Sighting(theme, " + ".join(wanted), Level.NEAR, first, after)
            return


def _fits(hit: Hit[_Key], chosen: list[Hit[_Key]], words: tuple[Token, ...]) -> bool:
    apart = all(hit.after <= other.first or other.after <= hit.first for other in chosen)
    first, after = min(hit.first, *(o.first for o in chosen)), max(hit.after, *(o.after for o in chosen))
    return apart and after - first <= NEAR and words[first].sentence == words[after - 1].sentence


def _inside(one: Sighting, spared: list[Hit[_Key]]) -> bool:
    if one.level is Level.NEAR:
        return any(hit.first <= one.first < hit.after or hit.first < one.after <= hit.after for hit in spared)
    return any(hit.first <= one.first and one.after <= hit.after for hit in spared)


def _longest(sightings: list[Sighting]) -> list[Sighting]:
    """Return the sightings that lie in no other, a near cue counting as the two words at its ends."""
    plain = [one for one in sightings if one.level is not Level.NEAR]
    near = [one for one in sightings if one.level is Level.NEAR]
    kept: list[Sighting] = []
    for one in sorted(plain, key=lambda s: (s.first, -s.after, s.level)):
        if not kept or one.after > kept[-1].after:
            kept.append(one)
    return sorted([*kept, *near], key=lambda s: (s.first, s.after))


# -- denial -----------------------------------------------------------------------------------------------------------

_DENIAL = Matcher(
    (cue, None)
    for cue in (
        "no|any|little evidence of|that",
        "no evidence to suggest",
        "nothing to suggest",
        "no concern|indication|sign|suggestion|disclosure|report|allegation|history|record about|of|regarding|over|around",
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
_AFTER = Matcher(
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
    " neglect abuse violence harm exploitation self suicide coercive control injury marriage fgm bruising organisational"
    " alcohol drug drugs misuse hoarding slavery forced criminal experiencing subjected victim victims".split()
)
_REACH = 14


def denied(words: tuple[Token, ...], first: int, after: int) -> bool:
    """Tell whether the text says that what stands at these words was not there.

    "no evidence of neglect" denies neglect; "no evidence that neglect was considered" does not, for that is the finding.
    """
    sentence = words[first].sentence
    left = max(0, first - _REACH)
    before = tuple(word for word in words[left:after] if word.sentence == sentence)
    offset = first - left - (after - left - len(before))
    for hit in _DENIAL.find(before):
        if hit.first < offset and hit.after <= offset and _only_filler(before[hit.after : offset]):
            return not _pursued(words, after)
    behind = tuple(word for word in words[after : after + 8] if word.sentence == sentence)
    return any(hit.first <= 1 for hit in _AFTER.find(behind))


def _only_filler(words: tuple[Token, ...]) -> bool:
    return all(word.raw.casefold() in _FILLER for word in words)


_PURSUIT = frozenset(
    "considered explored assessed asked discussed recognised identified understood recorded shared addressed acted"
    " raised reported responded followed investigated challenged included analysed reviewed tackled managed noticed"
    " being training services service protocol policy strategy work support".split()
)


def _pursued(words: tuple[Token, ...], after: int) -> bool:
    """Tell whether the words that follow speak of what was done about it ("... was explored", "... training")."""
    following = [word for word in words[after : after + 4] if word.sentence == words[after - 1].sentence]
    joined = [word.raw.casefold() for word in following]
    if joined and joined[0] in _PURSUIT:
        return True
    return any(one in ("was", "were", "been", "being", "had", "is") and two in _PURSUIT for one, two in pairwise(joined))
