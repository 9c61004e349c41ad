"""Which words of a text stand on which page, where another program laid the same file out on pages.

Runs of words that occur once in the text and once on the pages tie the two together. The pages are those of the longest
series of such runs in which text and pages agree on the order: running headers, menus and footnotes fall out of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from kb.text.tokens import tokens

_RUN = 5  # words
_LEAST_TIED = 0.5  # share of the text's runs that must be on the pages in the same order

Run = tuple[str, ...]


def page_starts(text: str, pages: Sequence[str], breaks: Sequence[int]) -> tuple[int, ...]:
    """Return for each page the first character of `text` that stands on it; nothing where they are not alike.

    `breaks` are the places in ascending order where a block of the text begins: a page begins at the last of them
    before its first words where none of the words of the page before lie between. A page without words of the text
    starts where the next one does.
    """
    here = _once((run, start) for run, start in _runs(_words(text)))
    there = _once((run, number) for number, page in enumerate(pages) for run, _ in _runs(_words(page)))
    places = sorted((start, there[run]) for run, start in here.items() if run in there)
    tied = _in_order(places)
    if not tied or len(tied) < _LEAST_TIED * len(here):
        return ()
    first = {page: start for start, page in reversed(tied)}
    begins = {page: _block_start(start, _end_before(tied, start), breaks) for page, start in first.items()}
    starts, later = [0] * len(pages), len(text)
    for number in range(len(pages) - 1, 0, -1):
        starts[number] = later = begins.get(number, later)
    return tuple(starts)


def _end_before(tied: Sequence[tuple[int, int]], start: int) -> int:
    """Return where the last words begin that are tied to an earlier page; -1 where there are none."""
    at = bisect_left(tied, (start, -1)) - 1
    return tied[at][0] if at >= 0 else -1


def _block_start(own: int, before: int, breaks: Sequence[int]) -> int:
    at = bisect_right(breaks, own) - 1
    return breaks[at] if at >= 0 and breaks[at] > before else own


def _words(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield from ((token.word, at + token.start) for token in tokens(line))
        at += len(line)


def _runs(words: Iterable[tuple[str, int]]) -> Iterator[tuple[Run, int]]:
    listed = list(words)
    for at in range(len(listed) - _RUN + 1):
        yield tuple(word for word, _ in listed[at : at + _RUN]), listed[at][1]


def _once(runs: Iterable[tuple[Run, int]]) -> dict[Run, int]:
    """Return the places of runs that occur once."""
    places: dict[Run, int] = {}
    many: set[Run] = set()
    for run, place in runs:
        if run in places:
            many.add(run)
        places[run] = place
    return {run: place for run, place in places.items() if run not in many}


def _in_order(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series of places of the text, in their order, whose pages never go back."""
    ends: list[int] = []  # for each length the least page with which a series of it ends
    last: list[int] = []  # the place with that end
    previous: list[int] = []
    for at, (_, page) in enumerate(places):
        length = bisect_right(ends, page)
        previous.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(page)
            last.append(at)
        else:
            ends[length], last[length] = page, at
    series: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        series.append(places[at])
        at = previous[at]
    return series[::-1]
