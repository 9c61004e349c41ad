"""A plan's nodes executed on arrays: each finds, segment by segment, what search/plan/nodes.py promises."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from kb.core.errors import BadQuestion
from search import limits
from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.execute.phrases import in_phrase, in_window
from search.engines.whoosh_columnar.execute.postings import (
    Postings,
    SparsePostings,
    all_of,
    at_least,
    best_of,
    enough_of,
    from_mask,
    lift,
)
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.packing import Bools, Ints
from search.engines.whoosh_columnar.storage.segment import FIELDS, SegmentWord
from search.facets import fold
from search.plan import nodes
from search.ranking import RANKING, worth

Each = tuple[Postings, ...]  # one for each segment


class Clock:
    """The time a search may take: of this thread's own, for a busy machine makes no question a dear one."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Raise BadQuestion when time is up."""
        if self._clock() > self._end:
            raise BadQuestion(limits.TOO_LONG)


class NodeMatcher:
    """Finds what matches a node in one snapshot."""

    def __init__(self, snapshot: Snapshot, clock: Clock) -> None:
        self.snapshot, self.parts, self.clock = snapshot, snapshot.parts, clock

    def find(self, node: nodes.Node) -> Each:
        """Return what matches. Raises BadQuestion when time is up."""
        self.clock.check()
        if isinstance(node, nodes.WordMatch):
            return self.snapshot.term(node.word, node.exact, node.field)
        if isinstance(node, nodes.WordNode):
            return self.find_once(node, lambda: self.match_words(node))
        if isinstance(node, nodes.ValueNode):
            return self.match_value(node)
        return self.match_joined(node)

    def match_value(self, node: nodes.ValueNode) -> Each:
        """Return what has this value of a facet, theme or year."""
        match node:
            case nodes.FacetMatch(facet, values, points):
                wanted = {fold(value) for value in values}
                key = ("tagged", facet, values)
                return self.where(key, facet, lambda value: fold(value) in wanted, points)
            case nodes.ThemeMatch():
                return self.about(node)
            case nodes.Years(first, last, points):
                return self.everything(points) if first is last is None else self.live(self.years(first, last), points)
            case nodes.EveryEntry():
                return self.everything()

    def match_joined(self, node: nodes.JoiningNode) -> Each:
        """Return what a node makes of what its parts match."""
        match node:
            case nodes.AtLeast(count, parts):
                return self.match_all(parts, lambda found, held: at_least(count, found, held))
            case nodes.Enough(percent, parts):
                return self.enough(percent, parts)
            case nodes.BestOf(parts):
                percents = [percent for _, percent in parts]
                return self.match_all(
                    [part for part, _ in parts],
                    lambda found, held: best_of(list(zip(found, percents, strict=True)), held),
                )
            case nodes.Lift(raised, bonus, percent):
                return self.match_all((raised, bonus), lambda found, held: lift(found[0], found[1], percent, held))
            case nodes.Without(refused):
                out = self.find(refused)
                masks = (found.mask(part.held) for found, part in zip(out, self.parts, strict=True))
                return self.live(tuple(~mask for mask in masks))

    def enough(self, percent: int, several: Sequence[nodes.Node]) -> Each:
        """Return what matches parts that are together worth `percent` (0 to 100) of all."""
        found = [self.find(node) for node in several]
        self.clock.check()
        worths = [worth(self.snapshot.count, sum(map(len, each))) for each in found]
        least = max(-(-percent * sum(worths) // 100), 1)
        parts = zip(zip(*found, strict=True), self.parts, strict=True)
        return tuple(enough_of(least, worths, each, part.held) for each, part in parts)

    def match_all(self, several: Sequence[nodes.Node], join: Callable[[Sequence[Postings], int], Postings]) -> Each:
        """Return what several nodes find, joined in each segment."""
        found = [self.find(node) for node in several]
        self.clock.check()
        return tuple(join(each, part.held) for each, part in zip(zip(*found, strict=True), self.parts, strict=True))

    def find_once(self, key: Hashable, find: Callable[[], Each]) -> Each:
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
        return tuple(from_mask(part.everything, points) for part in self.parts)

    def live(self, masks: tuple[Bools, ...], points: int = 0) -> Each:
        """Return the live entries of some masks."""
        return tuple(
            from_mask(mask if part.live is None else mask & part.live, points)
            for mask, part in zip(masks, self.parts, strict=True)
        )

    def where(self, key: tuple[object, ...], facet: str, wanted: Callable[[str], bool], points: int = 0) -> Each:
        """Return the live entries with a value of a facet that is wanted."""
        return self.live(self.snapshot.masks(key, facet, wanted), points)

    def years(self, first: int | None, last: int | None) -> tuple[Bools, ...]:
        """Return the entries from `first` to `last` year, as masks; None leaves an end open."""
        low = -(10**9) if first is None else first
        high = 10**9 if last is None else last
        return self.snapshot.masks(("years", first, last), "year", lambda value: low <= int(value) <= high)

    def about(self, node: nodes.ThemeMatch) -> Each:
        """Return the entries with a theme."""
        found = self.where(("about", node.theme), "theme", lambda value: value == node.theme)
        having = sum(map(len, found))
        points = RANKING.theme_points(self.snapshot.count, having, node.weight)
        return tuple(from_mask(each.mask(part.held), points) for each, part in zip(found, self.parts, strict=True))

    # Words

    def match_words(self, node: nodes.Phrase | nodes.NearWords | nodes.Prefix | nodes.Fuzzy) -> Each:
        """Return the entries that match a phrase, a prefix or a near spelling."""
        match node:
            case nodes.Phrase(words, exact, name):
                return self.standing(words, exact, name, lambda part, held: self.phrase(part, held, name))
            case nodes.NearWords(words, distance, exact, name):
                window = len(words) + distance
                return self.standing(words, exact, name, lambda part, held: self.match_near(part, held, window, name))
            case nodes.Prefix(start, name):
                return tuple(
                    self.beginning(part, places, name)
                    for part, places in zip(self.parts, self.snapshot.glossary.starred_words(start), strict=True)
                )
            case nodes.Fuzzy(word, distance, name):
                return self.fuzzy(word, distance, name)

    def standing(
        self, words: tuple[str, ...], exact: bool, name: str, entries: Callable[[LiveSegment, list[SegmentWord]], Ints]
    ) -> Each:
        """Return the entries in which words stand together, with the points of the different words."""
        terms = [self.snapshot.term(word, exact, name) for word in dict.fromkeys(words)]
        found: list[Postings] = []
        for place, part in enumerate(self.parts):
            self.clock.check()
            held = [part.word(word, exact) for word in words]
            known = [word for word in held if word is not None]
            here = entries(part, known) if len(known) == len(words) else np.zeros(0, np.int64)
            # Terms are found in live entries alone, and in all of these.
            together = SparsePostings(here, np.zeros(len(here), np.int32))
            found.append(all_of([together, *(term[place] for term in terms)], part.held))
        return tuple(found)

    def phrase(self, part: LiveSegment, words: list[SegmentWord], name: str) -> Ints:
        """Return the entries of a segment with a phrase."""
        return in_phrase(part.words, words, self.snapshot.stand(part), _field(name))

    def match_near(self, part: LiveSegment, words: list[SegmentWord], window: int, name: str) -> Ints:
        """Return the entries of a segment with words near each other."""
        return in_window(part.words, words, window, self.snapshot.stand(part), _field(name))

    def beginning(self, part: LiveSegment, places: Ints, name: str) -> Postings:
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
        return from_mask(mask, RANKING.prefix)

    def fuzzy(self, word: str, distance: int, name: str) -> Each:
        """Return the entries that have a word spelt nearly so."""
        spellings = self.snapshot.glossary.spellings(word, distance)
        terms = [self.snapshot.term(near, True, name) for near in spellings]
        percents = [100 if near == word else RANKING.misspelt for near in spellings]
        return tuple(
            best_of([(term[place], percent) for term, percent in zip(terms, percents, strict=True)], part.held)
            for place, part in enumerate(self.parts)
        )


def _field(name: str) -> int | None:
    return FIELDS.index(name) if name else None
