"""The engine in plain Python: nothing is kept, nothing is fast, and what it answers is by definition right.

It is the specification that other engines are tested against, and serves tests and small trials (`KB_SEARCH=memory:`).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kb.core.errors import BadQuestion
from kb.vocabulary import Vocabulary
from search import limits
from search.engines.entries_in_memory import Index, Points, fields_of
from search.facets import FACETS, fold, in_order
from search.plan import nodes
from search.plan.compile import plan
from search.port import Count, Hit, IndexEntry, Query, Results
from search.ranking import POINTS, RANKING, Ranking, share, worth
from search.understanding.spelling import missing_parts
from search.understanding.thesaurus import Thesaurus, asked_thesaurus, thesaurus


class Memory:
    """An engine that keeps its entries in a dictionary."""

    name = "memory"

    def __init__(
        self,
        vocabulary: Vocabulary,
        ranking: Ranking = RANKING,
        seconds: float = limits.SECONDS,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self.vocabulary = vocabulary
        self.ranking = ranking
        self.seconds = seconds
        self.clock = clock
        self._entries: dict[str, IndexEntry] = {}
        self._mark = -1
        self._generation = 0
        self._index = Index((), ranking)

    @property
    def thesaurus(self) -> Thesaurus:
        """The reversed vocabulary, built at the first query that needs it, once for each vocabulary."""
        return thesaurus(self.vocabulary)

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries; see the port."""
        self._now(self._entries | {entry.id: entry for entry in entries}, mark)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries; see the port."""
        gone = set(ids)
        self._now({id_: entry for id_, entry in self._entries.items() if id_ not in gone}, mark)

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything; see the port."""
        self._now({entry.id: entry for entry in entries}, mark)

    def _now(self, entries: dict[str, IndexEntry], mark: int) -> None:
        self._entries, self._mark = entries, mark
        self._generation += 1
        self._index = Index(entries.values(), self.ranking)

    def search(self, query: Query) -> Results:
        """Answer a query; see the port."""
        asked = plan(query, asked_thesaurus(query.text, self.vocabulary), self.ranking)
        results = MemoryAnswer(asked, self._index, self.clock() + self.seconds, self.clock).results()
        meant = self._index.lexicon.did_you_mean(query.text, asked.typed, self._index.holds)
        return replace(
            results,
            did_you_mean=meant,
            missing=missing_parts(asked.parts, self._index.holds),
            generation=self._generation,
        )

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several queries; see the port."""
        return tuple(map(self.search, queries))

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text`; see the port."""
        held = self._index.themes
        labels = {label: held.get(slug, 0) for slug, label in self.thesaurus.labels.items()}
        return self._index.lexicon.complete(text[: limits.QUESTION_LENGTH], limit, labels)

    def mark(self) -> int:
        """Return the outbox mark; see the port."""
        return self._mark

    def count(self) -> int:
        """Return how many entries are indexed."""
        return len(self._entries)

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return which of these entries have each of these stems; see the port."""
        postings, wanted = self._index.postings[False], frozenset(ids)
        return {one: wanted & postings.get(one, set()) for one in stems}

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryAnswer:
    """One plan executed on one index."""

    def __init__(self, asked: nodes.Plan, index: Index, deadline: float, clock: Callable[[], float]) -> None:
        self.asked, self.index, self.deadline, self.clock = asked, index, deadline, clock

    def results(self) -> Results:
        """Return the answer."""
        found, notices = self.points(self.asked.node), self.asked.notices
        shown = self.within(found)
        for step in self.asked.looser:
            if len(shown) < step.below:
                looser = self.points(step.node)
                if len(self.within(looser)) > len(shown):
                    found, shown, notices = looser, self.within(looser), (*self.asked.notices, step.told)
        nearest = {id_: 0 for id_ in self.asked.nearest if id_ in self.index.entries}
        found, shown = nearest | found, self.within(nearest) | shown
        ranked = sorted(shown, key=lambda id_: self.place(id_, shown[id_]))
        return Results(
            total=len(ranked),
            reviews=len({self.index.entries[id_].review for id_ in ranked}),
            hits=self.page(ranked, shown),
            facets={name: self.counts(name, found) for name in self.asked.facets},
            notices=notices,
            also=self.asked.also,
            highlights=self.asked.highlights,
        )

    # Filters and facets

    def refusing_facets(self, entry: IndexEntry) -> set[str]:
        """Return the facets whose choices keep `entry` out."""
        out = {name for name, chosen in self.asked.filters.items() if not set(chosen) & set(FACETS[name].values(entry))}
        return out if _in_years(entry.year, *self.asked.years) else out | {"year"}

    def within(self, found: Points) -> Points:
        """Return what the filters leave."""
        return {id_: points for id_, points in found.items() if not self.refusing_facets(self.index.entries[id_])}

    def counts(self, name: str, found: Points) -> tuple[Count, ...]:
        """Count a facet's values over all matches that the other facets' choices leave."""
        chosen = self.asked.filters.get(name, ())
        findings: Counter[str] = Counter()
        reviews: dict[str, set[str]] = defaultdict(set)
        for entry in (self.index.entries[id_] for id_ in found):
            if self.refusing_facets(entry) <= {name}:
                for value in FACETS[name].values(entry):
                    findings[value] += 1
                    reviews[value].add(entry.review)
        return in_order(
            name,
            (
                Count(value, count, len(reviews[value]) if self.asked.reviews else 0, value in chosen)
                for value, count in findings.items()
            ),
            chosen,
        )

    # Order and pages

    def place(self, id_: str, points: int) -> tuple[object, ...]:
        """Return what orders an entry among the others."""
        entry = self.index.entries[id_]
        keys: dict[str, tuple[object, ...]] = {
            "relevance": (),
            "newest": (not entry.published, _backwards(entry.published)),
            "oldest": (not entry.published, entry.published),
            "recurring": (-entry.recurring,),
        }
        return (*keys[self.asked.sort], -points, entry.number)

    def page(self, ranked: list[str], points: Points) -> tuple[Hit, ...]:
        """Return the requested page."""
        start = (self.asked.page - 1) * self.asked.size
        if self.asked.group == "findings":
            return tuple(Hit(id_, points[id_] / POINTS) for id_ in ranked[start : start + self.asked.size])
        of_review: dict[str, list[str]] = {}
        for id_ in ranked:
            of_review.setdefault(self.index.entries[id_].review, []).append(id_)
        groups = list(of_review.values())[start : start + self.asked.size]
        return tuple(Hit(ids[0], points[ids[0]] / POINTS, len(ids) - 1) for ids in groups)

    # The nodes, each as search/plan/nodes.py promises

    def points(self, node: nodes.Node) -> Points:
        """Return the entries that match `node`, with their points. Raises BadQuestion when time is up."""
        if self.clock() > self.deadline:
            raise BadQuestion(limits.TOO_LONG)
        if isinstance(node, nodes.WordNode):
            return self.points_of_words(node)
        if isinstance(node, nodes.ValueNode):
            return self.points_of_value(node)
        return self.joined_points(node)

    def points_of_words(self, node: nodes.WordNode) -> Points:
        """Return the entries that have these words, with their points."""
        match node:
            case nodes.WordMatch(word, exact, where):
                return self.index.term(word, exact, fields_of(where))
            case nodes.Phrase(wanted, exact, where):
                return self.adjacent_points(wanted, exact, where, lambda held: _phrase_in(wanted, held))
            case nodes.NearWords(wanted, distance, exact, where):
                return self.adjacent_points(wanted, exact, where, lambda held: _near_in(wanted, distance, held))
            case nodes.Prefix(start, where):
                return self.prefix(start, where)
            case nodes.Fuzzy(word, distance, where):
                return self.fuzzy(word, distance, where)

    def points_of_value(self, node: nodes.ValueNode) -> Points:
        """Return the entries with this value of a facet, theme or year, with their points."""
        match node:
            case nodes.FacetMatch(facet, values, points):
                wanted_values = {fold(value) for value in values}
                return self.where(lambda e: any(fold(v) in wanted_values for v in FACETS[facet].values(e)), points)
            case nodes.ThemeMatch(theme, weight):
                themed = self.where(lambda e: theme in e.themes)
                value = self.index.ranking.theme_points(len(self.index.entries), len(themed), weight)
                return dict.fromkeys(themed, value)
            case nodes.Years(first, last, points):
                return self.where(lambda e: _in_years(e.year, first, last), points)
            case nodes.EveryEntry():
                return self.where(lambda _: True)

    def joined_points(self, node: nodes.JoiningNode) -> Points:
        """Return the entries that a node makes of those of its parts, with their points."""
        match node:
            case nodes.AtLeast(count, parts):
                return _at_least(count, [self.points(part) for part in parts])
            case nodes.Enough(percent, parts):
                return _enough(percent, [self.points(part) for part in parts], len(self.index.entries))
            case nodes.BestOf(parts):
                return _best_points([(self.points(part), percent) for part, percent in parts])
            case nodes.Lift(lifted, bonus, percent):
                more = self.points(bonus)
                return {id_: points + share(more.get(id_, 0), percent) for id_, points in self.points(lifted).items()}
            case nodes.Without(refused):
                out = self.points(refused)
                return self.where(lambda e: e.id not in out)

    def where(self, holds: Callable[[IndexEntry], bool], points: int = 0) -> Points:
        """Return the entries for which something holds, all with the same points."""
        return {id_: points for id_, entry in self.index.entries.items() if holds(entry)}

    def adjacent_points(
        self, wanted: tuple[str, ...], exact: bool, where: str, holds: Callable[[tuple[str, ...]], bool]
    ) -> Points:
        """Return the entries where words stand together in one field, with the points of the words."""
        each = [self.index.term(word, exact, fields_of(where)) for word in dict.fromkeys(wanted)]
        both = _at_least(len(each), each)
        texts = self.index.texts
        return {
            id_: points
            for id_, points in both.items()
            if any(holds(texts[id_][name].form(exact)) for name in fields_of(where))
        }

    def prefix(self, start: str, where: str) -> Points:
        """Return the entries with a word that begins so."""
        found: Points = {}
        for word in self.index.lexicon.expansions(start):
            found.update(dict.fromkeys(self.index.having(word, True, fields_of(where)), self.index.ranking.prefix))
        return found

    def fuzzy(self, word: str, distance: int, where: str) -> Points:
        """Return the entries with a word spelt nearly so."""
        spellings = self.index.lexicon.spellings(word, distance)
        misspelt = self.index.ranking.misspelt
        return _best_points(
            [(self.index.term(near, True, fields_of(where)), 100 if near == word else misspelt) for near in spellings]
        )


def _in_years(year: int | None, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    return year is not None and (first is None or first <= year) and (last is None or year <= last)


def _at_least(count: int, parts: list[Points]) -> Points:
    matched = Counter(id_ for part in parts for id_ in part)
    return {id_: sum(part.get(id_, 0) for part in parts) for id_, times in matched.items() if times >= count}


def _enough(percent: int, parts: list[Points], held: int) -> Points:
    worths = [worth(held, len(part)) for part in parts]
    matched: Counter[str] = Counter()
    for part, value in zip(parts, worths, strict=True):
        matched.update(dict.fromkeys(part, value))
    enough = [id_ for id_, value in matched.items() if value and value * 100 >= percent * sum(worths)]
    return {id_: sum(part.get(id_, 0) for part in parts) for id_ in enough}


def _best_points(parts: list[tuple[Points, int]]) -> Points:
    found: Points = {}
    for part, percent in parts:
        for id_, points in part.items():
            found[id_] = max(found.get(id_, 0), share(points, percent))
    return found


def _phrase_in(wanted: tuple[str, ...], held: tuple[str, ...]) -> bool:
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held) - len(wanted) + 1))


def _near_in(wanted: tuple[str, ...], distance: int, held: tuple[str, ...]) -> bool:
    window = len(wanted) + distance
    return any(set(wanted) <= set(held[at : at + window]) for at in range(max(1, len(held) - window + 1)))


def _backwards(date: str) -> tuple[int, ...]:
    """Return a key that puts later dates first; a longer date goes before the shorter one that it begins with."""
    return (*(-ord(letter) for letter in date), 0)


def open_engine(_location: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> Memory:
    """Return an empty engine, which keeps its entries until it is closed."""
    return Memory(vocabulary, seconds=seconds)
