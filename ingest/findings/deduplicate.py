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

_SHINGLE = 3  # words
_SAME = 0.8  # of the shorter one's shingles, for texts of like length
_WITHIN = 0.6  # of the length of another, for a text of which every shingle stands in it
_HELD = 0.9  # of a short text's shingles, where a much longer one in the same section repeats it
_CROWD = 12  # findings that share a shingle, beyond which it says nothing
_LIKE = frozenset([Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY, Kind.RECOMMENDATION])


def without_repeats(found: tuple[ExtractedFinding, ...]) -> tuple[ExtractedFinding, ...]:
    """Return the findings, of those printed more than once only the fullest, with the table rows of the others."""
    words = [_words_without_label(one) for one in found]
    shingles = [_shingles(each) for each in words]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    gone = _given_again(found, words)
    for place, own in enumerate(shingles):
        if place in gone:
            continue
        for other in _nearest_earlier(own, holders):
            if other in gone or not _may_repeat(found[other], found[place]):
                continue
            if _repeats(shingles[other], own, len(words[other]), len(words[place]), found[other], found[place]):
                keep_later = len(words[place]) > len(words[other]) * 1.15
                gone.update({other: place} if keep_later else {place: other})
                if not keep_later:
                    break
        if place not in gone:
            for shingle in own:
                if len(holders[shingle]) < _CROWD:
                    holders[shingle].append(place)
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place in gone:
        if (row := found[place].row) is not None:
            rows[_kept_instead(place, gone)].append(row)
    return tuple(
        replace(one, rows_again=tuple(rows[place])) if place in rows else one
        for place, one in enumerate(found)
        if place not in gone
    )


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
            later = len(words[place]) > len(words[held]) * 1.15
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
    return sorted((other for other, count in shared.items() if count >= enough), key=lambda other: -shared[other])[:4]


def _may_repeat(first: ExtractedFinding, second: ExtractedFinding) -> bool:
    """An action's words may well be a recommendation's; only findings of like kinds repeat each other."""
    one, other = first.finding.kind, second.finding.kind
    return one is other or (one in _LIKE and other in _LIKE) or bool(first.number and first.number == second.number)


def _repeats(
    a: frozenset[tuple[str, ...]],
    b: frozenset[tuple[str, ...]],
    length_a: int,
    length_b: int,
    first: ExtractedFinding,
    second: ExtractedFinding,
) -> bool:
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    share = len(shorter & longer) / len(shorter)
    like = min(length_a, length_b) / max(length_a, length_b, 1)
    if first.number and first.number == second.number and first.finding.kind is second.finding.kind:
        return share >= 0.5
    if like >= 0.7:
        return share >= _SAME
    if like >= _WITHIN and share == 1:
        return True
    return share >= _HELD and min(length_a, length_b) >= 5 and first.part == second.part
