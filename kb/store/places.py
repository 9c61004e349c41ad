"""Places of findings in their document: where words stand, and how far two places are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from kb.core.document import WORDS_CORRECTED, Document, Span
from kb.core.expressions import expression
from kb.core.model import Finding, squeeze

_MISREAD = 0.85  # share of letters that stay where misread words are put right
_WORD = expression(r"\w+|[^\w\s]")
_ALIKE = ("'\u2018\u2019\u02bc", '"\u201c\u201d', "-\u2010\u2011\u2013\u2014")  # of a keyboard, and as printed
_PRINTED = {letter: f"[{''.join(map(re.escape, alike))}]" for alike in _ALIKE for letter in alike}
_AROUND = 2  # words by which a place may begin and end elsewhere than its words say
_COVERED = 0.5  # part of a finding's words that lie in another's, from which both are one place of the document


def locate(document: Document, words: str, near: Span | int | None) -> Span | None:
    """Return where words stand in a document, of several places the one nearest to `near`; None where nowhere."""
    if isinstance(near, Span):
        if near.end <= len(document.text) and document.words(near) == words:
            return document.span(*near.stretches)
        near = near.start
    wanted = r"\s+".join(map(re.escape, words.split()))
    if not wanted:
        return None
    places = [found.span() for found in re.finditer(wanted, document.text)]
    if places:
        return document.span(min(places, key=lambda place: abs(place[0] - (near or 0))))
    return _locate_lines(document, words)


def locate_as_printed(document: Document, words: str, near: int) -> tuple[str, int] | None:
    """Return words that a person typed as they stand in a document, and where they begin; None where nowhere.

    Apostrophes, quotation marks and dashes may be those of a keyboard, and a full stop may end what goes on in print.
    """
    if span := locate(document, words, near):
        return words, span.start
    wanted = _pattern_of(words)
    places = [found.span() for found in re.finditer(rf"(?<!\w){wanted}(?!\w)", document.text)] if wanted else []
    if not places:
        return None
    start, end = min(places, key=lambda place: abs(place[0] - near))
    return document.text[start:end], start


def _pattern_of(words: str) -> str:
    """Return the pattern of what may be printed where a person typed these words."""
    parts = words.strip().removesuffix(".").split()
    return r"\s+".join("".join(_PRINTED.get(letter, re.escape(letter)) for letter in part) for part in parts)


def locate_corrected(document: Document, words: str, near: Span | int | None) -> Span | None:
    """Return where words stand as `locate` does; on a page whose words a person corrected, also where nearly all their
    letters stand: they were chosen before it was corrected.
    """
    return locate(document, words, near) or max(
        (span for page in _corrected_pages(document) if (span := _locate_misread(document, words, page))),
        key=lambda span: _likeness(document.words(span), words),
        default=None,
    )


def _corrected_pages(document: Document) -> Iterator[tuple[int, int]]:
    """Yield where the pages begin and end whose words a person corrected."""
    corrected = {note.page or 1 for note in document.notes if note.code == WORDS_CORRECTED}
    ends = [*(page.start for page in document.pages[1:]), len(document.text)]
    yield from ((one.start, end) for one, end in zip(document.pages, ends, strict=True) if one.number in corrected)


def _locate_misread(document: Document, words: str, page: tuple[int, int]) -> Span | None:
    """Return the place of a page that is nearest to these words, where nearly all letters are the same."""
    there = [found.span() for found in _WORD.finditer(document.text, *page)]
    wanted = _WORD.findall(words)
    alike = SequenceMatcher(None, wanted, [document.text[slice(*one)] for one in there], autojunk=False)
    match = alike.find_longest_match()
    if not match.size:
        return None
    first, last = match.b - match.a, match.b - match.a + len(wanted)
    places = [
        (there[begin][0], there[end - 1][1])
        for begin in range(max(first - _AROUND, 0), first + _AROUND + 1)
        for end in range(last - _AROUND, min(last + _AROUND, len(there)) + 1)
        if begin < end
    ]
    best = max(places, key=lambda one: _likeness(document.text[slice(*one)], words), default=None)
    if best is None or _likeness(document.text[slice(*best)], words) < _MISREAD:
        return None
    return document.span(best)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, squeeze(one), squeeze(other), autojunk=False).ratio()


def _locate_lines(document: Document, words: str) -> Span | None:
    """Return where the lines of a quotation stand one after the other: something may be printed between them."""
    stretches: list[tuple[int, int]] = []
    at = 0
    for line in filter(None, map(str.strip, words.split("\n"))):
        found = re.compile(r"\s+".join(map(re.escape, line.split()))).search(document.text, at)
        if found is None:
            return None
        stretches.append(found.span())
        at = found.end()
    return document.span(*stretches) if len(stretches) > 1 else None


def merge_stretches(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the stretches that these spans cover, in order, as offsets of characters; those that touch are joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretch for span in spans for stretch in span.stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def covers(one: Span, other: Span) -> bool:
    """Return whether two findings are for the better part of one of them the same words."""
    common = sum(max(0, min(a_end, b_end) - max(a, b)) for a, a_end in one.stretches for b, b_end in other.stretches)
    shorter = min(sum(end - start for start, end in span.stretches) for span in (one, other))
    return common > _COVERED * shorter


def share_inside(one: Span, other: Span) -> float:
    """Return which part of one finding's text, 0 to 1, lies in another's."""
    common = sum(max(0, min(a_end, b_end) - max(a, b)) for a, a_end in one.stretches for b, b_end in other.stretches)
    return common / max(sum(end - start for start, end in one.stretches), 1)


def moved_findings(before: Sequence[Finding], after: Sequence[Finding], document: Document) -> dict[str, str]:
    """Return for findings that are no longer there the one that now has most of their words."""
    held = {one.id for one in after}
    moved = {}
    for old in before:
        if old.id in held:
            continue
        span = locate(document, old.quotation, old.span)
        new = next((one for one in after if span is not None and covers(span, one.span)), None)
        if new is not None:
            moved[old.id] = new.id
    return moved
