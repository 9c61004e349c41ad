"""A plan's nodes executed on arrays: each finds, segment by segment, what search/plan.py promises."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from kb.errors import BadQuestion
from search import limits
from search.engines.columnar.collecting import FIELDS
from search.engines.columnar.found import (
    Few,
    Found,
    all_of,
    at_least,
    best_of,
    enough_of,
    lifted,
    masked,
)
from search.engines.columnar.packing import Bools, Ints
from search.engines.columnar.phrases import in_phrase, in_window
from search.engines.columnar.segment import Word
from search.engines.columnar.snapshot import Part, Snapshot
from search.facets import folded
from search.plan import (
    About,
    AtLeast,
    Best,
    Enough,
    Everything,
    Fuzzy,
    Lift,
    Near,
    Node,
    Phrase,
    Prefix,
    Tagged,
    Term,
    Without,
    Years,
)
from search.ranking import worth

Each = tuple[Found, ...]  # one for each segment


class Clock:
    """The time a search may take: of this thread's own, for a busy machine makes no question a dear one."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Raise BadQuestion when time is up."""
        if self._clock() > self._end:
            raise BadQuestion(limits.TOO_LONG)


class Matcher:
    """Finds what matches a node in one snapshot."""

    def __init__(self, snapshot: Snapshot, clock: Clock) -> None:
        self.snapshot, self.parts, self.clock = snapshot, snapshot.parts, clock

    def find(self, node: Node) -> Each:
        """Return what matches. Raises BadQuestion when time is up."""
        self.clock.check()
        match node:
            case Term(word, exact, name):
                return self.snapshot.term(word, exact, name)
            case Phrase() | Near() | Prefix() | Fuzzy():
                return self.remembered(node, lambda: self.together(node))
            case Tagged(facet, values, points):
                wanted = {folded(value) for value in values}
                key = ("tagged", facet, values)
                return self.where(key, facet, lambda value: folded(value) in wanted, points)
            case About():
                return self.about(node)
            case Years(first, last, points):
                return self.everything(points) if first is last is None else self.live(self.years(first, last), points)
            case Everything():
                return self.everything()
            case AtLeast(count, parts):
                return self.joined(parts, lambda found, held: at_least(count, found, held))
            case Enough(percent, parts):
                return self.enough(percent, parts)
            case Best(parts):
                percents = [percent for _, percent in parts]
                return self.joined(
                    [part for part, _ in parts],
                    lambda found, held: best_of(list(zip(found, percents, strict=True)), held),
                )
            case Lift(raised, bonus, percent):
                return self.joined((raised, bonus), lambda found, held: lifted(found[0], found[1], percent, held))
            case Without(refused):
                out = self.find(refused)
                masks = (found.mask(part.held) for found, part in zip(out, self.parts, strict=True))
                return self.live(tuple(~mask for mask in masks))

    def enough(self, percent: int, nodes: Sequence[Node]) -> Each:
        """Return what matches parts that are together worth enough."""
        found = [self.find(node) for node in nodes]
        self.clock.check()
        worths = [worth(self.snapshot.count, sum(map(len, each))) for each in found]
        least = max(-(-percent * sum(worths) // 100), 1)
        parts = zip(zip(*found, strict=True), self.parts, strict=True)
        return tuple(enough_of(least, worths, each, part.held) for each, part in parts)

    def joined(self, nodes: Sequence[Node], join: Callable[[Sequence[Found], int], Found]) -> Each:
        """Return what several nodes find, joined in each segment."""
        found = [self.find(node) for node in nodes]
        self.clock.check()
        return tuple(join(each, part.held) for each, part in zip(zip(*found, strict=True), self.parts, strict=True))

    def remembered(self, key: Hashable, find: Callable[[], Each]) -> Each:
        """Return what was found before, or find it."""
        if not self.snapshot.remember:
            return find()
        found = self.snapshot.cache.get(key, tuple)
        if found is None:
            found = find()
            self.snapshot.cache.put(key, found, sum(each.nbytes for each in found) + 200)
        return found

    # Values

    def everything(self, points: int = 0) -> Each:
        """Return all live entries."""
        return tuple(masked(part.everything, points) for part in self.parts)

    def live(self, masks: tuple[Bools, ...], points: int = 0) -> Each:
        """Return the live entries of some masks."""
        return tuple(
            masked(mask if part.live is None else mask & part.live, points)
            for mask, part in zip(masks, self.parts, strict=True)
        )

    def where(self, key: tuple[object, ...], facet: str, wanted: Callable[[str], bool], points: int = 0) -> Each:
        """Return the live entries with a value of a facet that is wanted."""
        return self.live(self.snapshot.masks(key, facet, wanted), points)

    def years(self, first: int | None, last: int | None) -> tuple[Bools, ...]:
        """Return the entries of some years, as masks."""
        low = -(10**9) if first is None else first
        high = 10**9 if last is None else last
        return self.snapshot.masks(("years", first, last), "year", lambda value: low <= int(value) <= high)

    def about(self, node: About) -> Each:
        """Return the entries with a theme."""
        found = self.where(("about", node.theme), "theme", lambda value: value == node.theme)
        having = sum(map(len, found))
        points = self.snapshot.ranking.theme_points(self.snapshot.count, having, node.weight)
        return tuple(masked(each.mask(part.held), points) for each, part in zip(found, self.parts, strict=True))

    # Words

    def together(self, node: Phrase | Near | Prefix | Fuzzy) -> Each:
        """Return what stands together, begins so, or is spelt nearly so."""
        match node:
            case Phrase(words, exact, name):
                return self.standing(words, exact, name, lambda part, held: self.phrase(part, held, name))
            case Near(words, distance, exact, name):
                window = len(words) + distance
                return self.standing(words, exact, name, lambda part, held: self.near(part, held, window, name))
            case Prefix(start, name):
                return tuple(
                    self.beginning(part, places, name)
                    for part, places in zip(self.parts, self.snapshot.glossary.chosen(start), strict=True)
                )
            case Fuzzy(word, distance, name):
                return self.fuzzy(word, distance, name)

    def standing(
        self, words: tuple[str, ...], exact: bool, name: str, entries: Callable[[Part, list[Word]], Ints]
    ) -> Each:
        """Return the entries in which words stand together, with the points of the different words."""
        terms = [self.snapshot.term(word, exact, name) for word in dict.fromkeys(words)]
        found: list[Found] = []
        for place, part in enumerate(self.parts):
            self.clock.check()
            held = [part.word(word, exact) for word in words]
            known = [word for word in held if word is not None]
            here = entries(part, known) if len(known) == len(words) else np.zeros(0, np.int64)
            # Terms are found in live entries alone, and in all of these.
            together = Few(here, np.zeros(len(here), np.int32))
            found.append(all_of([together, *(term[place] for term in terms)], part.held))
        return tuple(found)

    def phrase(self, part: Part, words: list[Word], name: str) -> Ints:
        """Return the entries of a segment with a phrase."""
        return in_phrase(part.words, words, self.snapshot.stand(part), _field(name))

    def near(self, part: Part, words: list[Word], window: int, name: str) -> Ints:
        """Return the entries of a segment with words near each other."""
        return in_window(part.words, words, window, self.snapshot.stand(part), _field(name))

    def beginning(self, part: Part, places: Ints, name: str) -> Found:
        """Return the entries of a segment that have one of some words."""
        mask = np.zeros(part.held, bool)
        stems, chosen = np.unique(part.words.stem_of[places], return_counts=True)
        forms = part.words.first_form[stems + 1] - part.words.first_form[stems]
        whole = np.zeros(part.words.stems, bool)
        if not name:
            whole[stems[chosen == forms]] = True
            mask[part.words.entries_of_any(np.flatnonzero(whole))] = True
        for place in places[~whole[part.words.stem_of[places]]].tolist():
            mask[part.having(part.words.at(place), name).entries] = True
        if part.live is not None:
            mask &= part.live
        return masked(mask, self.snapshot.ranking.prefix)

    def fuzzy(self, word: str, distance: int, name: str) -> Each:
        """Return the entries that have a word spelt nearly so."""
        spellings = self.snapshot.glossary.spellings(word, distance)
        terms = [self.snapshot.term(near, True, name) for near in spellings]
        percents = [100 if near == word else self.snapshot.ranking.misspelt for near in spellings]
        return tuple(
            best_of([(term[place], percent) for term, percent in zip(terms, percents, strict=True)], part.held)
            for place, part in enumerate(self.parts)
        )


def _field(name: str) -> int | None:
    return FIELDS.index(name) if name else None
