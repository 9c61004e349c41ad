"""Findings printed twice in one document: in a summary and in the body, or shortened above a response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.core.model import Kind
from kb.text.phrases import words_of

if TYPE_CHECKING:
    from ingest.findings.found import ExtractedFinding
    from kb.core.model import Finding

_SHINGLE = 3  # words
_SAME = 0.8  # of the shorter one's shingles, for texts of like length
_WITHIN = 0.6  # of the length of another, for a text of which every shingle stands in it
_HELD = 0.9  # of a short text's shingles, where a much longer one in the same section repeats it
_NUMBERED = 0.5  # of the shingles, for two findings of one kind under one printed number
_LIKE_LENGTH = 0.7  # of the length of another
_FULLER = 1.15  # times the length of the earlier one, from which the later printing is kept
_FEWEST = 5  # words of a short text that is repeated in a longer one
_CROWD = 12  # findings that share a shingle, beyond which it says nothing
_LIKE = frozenset([Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY, Kind.RECOMMENDATION])


def without_repeats(found: tuple[ExtractedFinding, ...]) -> tuple[ExtractedFinding, ...]:
    """Return the findings, of those printed more than once only the fullest, with the table rows of the others."""
    gone = _Printings(found).repeats()
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    later: dict[int, Finding] = {}  # the last printing that says how far it came, of each that is kept
    for place in sorted(gone):
        kept = _kept_instead(place, gone)
        if (row := found[place].row) is not None:
            rows[kept].append(row)
        if found[place].finding.status is not None:
            later[kept] = found[place].finding
    return tuple(
        _with_later(replace(one, rows_again=tuple(rows[place])) if place in rows else one, later.get(place))
        for place, one in enumerate(found)
        if place not in gone
    )


def _with_later(one: ExtractedFinding, later: Finding | None) -> ExtractedFinding:
    """Return a recommendation with what a later printing of it says of how far it came."""
    if later is None or one.finding.status is not None or one.finding.kind is not Kind.RECOMMENDATION:
        return one
    return replace(one, finding=replace(one.finding, status=later.status))


class _Printings:
    """The findings of one document, compared in reading order by the words that they share."""

    def __init__(self, found: tuple[ExtractedFinding, ...]) -> None:
        self._found = found
        self._words = [_words_without_label(one) for one in found]
        self._shingles = [_shingles(each) for each in self._words]
        self._holders: dict[tuple[str, ...], list[int]] = defaultdict(list)  # which findings hold a shingle
        self._gone: dict[int, int] = {}

    def repeats(self) -> dict[int, int]:
        """Return the places of findings that are printed elsewhere, each with the place of the one that is kept."""
        self._gone = _given_again(self._found, self._words)
        for place in range(len(self._found)):
            if place not in self._gone:
                self._compare(place)
            if place not in self._gone:
                self._enter(place)
        return self._gone

    def _compare(self, place: int) -> None:
        """Compare a finding with the earlier ones nearest to it, until it is itself left out."""
        for other in _nearest_earlier(self._shingles[place], self._holders):
            if other in self._gone or not _may_repeat(self._found[other], self._found[place]):
                continue
            if not self._repeats(other, place):
                continue
            if len(self._words[place]) <= len(self._words[other]) * _FULLER:
                self._gone[place] = other
                return
            self._gone[other] = place

    def _enter(self, place: int) -> None:
        for shingle in self._shingles[place]:
            if len(self._holders[shingle]) < _CROWD:
                self._holders[shingle].append(place)

    def _repeats(self, a: int, b: int) -> bool:
        """Return whether two findings say the same, by the share of the shorter one's shingles in the longer one."""
        shorter, longer = sorted((self._shingles[a], self._shingles[b]), key=len)
        share = len(shorter & longer) / len(shorter)
        lengths = sorted((len(self._words[a]), len(self._words[b])))
        like = lengths[0] / max(lengths[1], 1)
        first, second = self._found[a], self._found[b]
        if first.number and first.number == second.number and first.finding.kind is second.finding.kind:
            return share >= _NUMBERED
        if like >= _LIKE_LENGTH:
            return share >= _SAME
        if like >= _WITHIN and share == 1:
            return True
        return share >= _HELD and lengths[0] >= _FEWEST and first.part == second.part


def _kept_instead(place: int, gone: Mapping[int, int]) -> int:
    """Return the finding that is kept in place of another."""
    while place in gone:
        place = gone[place]
    return place


def _given_again(found: tuple[ExtractedFinding, ...], words: list[list[str]]) -> dict[int, int]:
    """Return the recommendations given again, mostly shortened, above the answers to them, each with the kept one."""
    fullest: dict[str, int] = {}
    gone: dict[int, int] = {}
    for place, one in enumerate(found):
        if one.finding.kind is not Kind.RECOMMENDATION or not one.number:
            continue
        held = fullest.setdefault(one.number, place)
        if held != place and (one.heads_answers or found[held].heads_answers):
            later = len(words[place]) > len(words[held]) * _FULLER
            gone.update({held: place} if later else {place: held})
            fullest[one.number] = place if later else held
    return gone


def _words_without_label(one: ExtractedFinding) -> list[str]:
    """Return a finding's words without its printed label."""
    words = words_of(one.finding.text)
    label = words_of(one.finding.label)
    return words[len(label) :] if label and words[: len(label)] == label else words


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _nearest_earlier(own: frozenset[tuple[str, ...]], holders: dict[tuple[str, ...], list[int]]) -> list[int]:
    """Return the earlier findings that share the most with this one."""
    shared: dict[int, int] = defaultdict(int)
    for shingle in own:
        for other in holders.get(shingle, ()):
            shared[other] += 1
    enough = 1 if len(own) < 4 else 2
    return sorted(
        (other for other, count in shared.items() if count >= enough), key=lambda other: (-shared[other], other)
    )[:4]


def _may_repeat(first: ExtractedFinding, second: ExtractedFinding) -> bool:
    """An action's words may well be a recommendation's; only findings of like kinds repeat each other."""
    one, other = first.finding.kind, second.finding.kind
    return one is other or (one in _LIKE and other in _LIKE) or bool(first.number and first.number == second.number)
