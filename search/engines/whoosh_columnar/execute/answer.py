"""A plan answered from one snapshot: what is shown, in which order, and with which counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from search.engines.whoosh_columnar.execute.facet_counts import FacetMatches
from search.engines.whoosh_columnar.execute.match import Clock, Each, NodeMatcher
from search.engines.whoosh_columnar.execute.postings import Postings, SparsePostings, at_least
from search.engines.whoosh_columnar.execute.rank import RankedMatch, page_of
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.packing import Bools
from search.facets import in_order
from search.plan.nodes import Plan
from search.port import Count, Hit, Results
from search.ranking import POINTS

Masks = tuple[Bools, ...]  # one for each segment


@dataclass(eq=False)
class PlanAnswer:
    """The answer to one plan on one snapshot, computed lazily."""

    asked: Plan
    snapshot: Snapshot
    clock: Clock

    @cached_property
    def filters(self) -> Mapping[str, tuple[Masks, ...]]:
        """The entries that the choices within each facet leave."""
        found = {
            name: (self.snapshot.masks(("chosen", name, values), name, frozenset(values).__contains__),)
            for name, values in self.asked.filters.items()
        }
        if self.asked.years != (None, None):
            years = NodeMatcher(self.snapshot, self.clock).years(*self.asked.years)
            found["year"] = (*found.get("year", ()), years)
        return found

    def within(self, found: Each, but: str = "") -> Each:
        """Return what the filters leave; those of the facet `but` are passed over."""
        for name, masks in self.filters.items():
            if name != but:
                for mask in masks:
                    found = tuple(each.within(part) for each, part in zip(found, mask, strict=True))
        return found

    @cached_property
    def choice(self) -> tuple[Each, Each, tuple[str, ...]]:
        """Return the matches, the shown part of them, and a notice where they come from a looser plan."""
        matcher = NodeMatcher(self.snapshot, self.clock)
        found = matcher.find(self.asked.node)
        shown, told = self.within(found), tuple[str, ...]()
        for step in self.asked.looser:
            if _size(shown) < step.below:
                looser = matcher.find(step.node)
                more = self.within(looser)
                if _size(more) > _size(shown):
                    found, shown, told = looser, more, (step.told,)
        if not self.asked.nearest:
            return found, shown, told
        nearest = self.nearest_entries()
        return add_all(found, nearest, self.snapshot), add_all(shown, self.within(nearest), self.snapshot), told

    def nearest_entries(self) -> Each:
        """Return the live entries that match regardless of their words."""
        found = ((part, part.shelf.find(self.asked.nearest)) for part in self.snapshot.parts)
        return tuple(
            SparsePostings(some, np.zeros(len(some), np.int32)).within(part.everything) for part, some in found
        )

    @cached_property
    def shown_matches(self) -> FacetMatches:
        """What is shown, ready for counting."""
        return FacetMatches(self.snapshot, self.choice[1])

    def counted_for(self, facet: str) -> FacetMatches:
        """Return what a facet's own counts are of: its own choices do not matter."""
        if facet not in self.filters:
            return self.shown_matches
        return FacetMatches(self.snapshot, self.within(self.choice[0], but=facet))

    def counts(self, facet: str) -> tuple[Count, ...]:
        """Return the counts of a facet as they are listed. Not timed, for it is asked when the page is drawn."""
        counts, chosen = (
            self.counted_for(facet).list_counts(facet, self.asked.reviews),
            self.asked.filters.get(facet, ()),
        )
        if not chosen:
            return counts
        return in_order(facet, (replace(count, chosen=count.value in chosen) for count in counts), chosen)

    def hits(self) -> tuple[Hit, ...]:
        """Return the requested page."""
        asked = self.asked
        first = (asked.page - 1) * asked.size
        ranked = page_of(self.snapshot, self.choice[1], asked.sort, asked.group == "reviews", first, first + asked.size)
        ids = self.ids(ranked)
        return tuple(Hit(id_, one.points / POINTS, one.more) for id_, one in zip(ids, ranked, strict=True))

    def ids(self, ranked: Sequence[RankedMatch]) -> list[str]:
        """Return the ids of matches."""
        if len(self.snapshot.parts) == 1:
            return self.snapshot.parts[0].shelf.ids.some([one.entry for one in ranked])
        found = [""] * len(ranked)
        for number, part in enumerate(self.snapshot.parts):
            places = [place for place, one in enumerate(ranked) if one.part == number]
            for place, id_ in zip(places, part.shelf.ids.some([ranked[at].entry for at in places]), strict=True):
                found[place] = id_
        return found

    def results(self) -> Results:
        """Return the results; facet counts are computed on first access."""
        _, shown, told = self.choice
        return Results(
            total=_size(shown),
            reviews=self.shown_matches.reviews(),
            hits=self.hits(),
            facets=Facets(self),
            notices=(*self.asked.notices, *told),
            also=self.asked.also,
            highlights=self.asked.highlights,
            generation=self.snapshot.generation,
        )


class Facets(Mapping[str, tuple[Count, ...]]):
    """The counts of the facets that were asked for, each worked out when it is first looked at."""

    def __init__(self, answer: PlanAnswer) -> None:
        self._answer = answer
        self._counts: dict[str, tuple[Count, ...]] = {}

    def __getitem__(self, facet: str) -> tuple[Count, ...]:
        if facet not in self._answer.asked.facets:
            raise KeyError(facet)
        if facet not in self._counts:
            self._counts[facet] = self._answer.counts(facet)
        return self._counts[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answer.asked.facets)

    def __len__(self) -> int:
        return len(self._answer.asked.facets)

    def __repr__(self) -> str:
        return repr(dict(self))


def add_all(found: Each, others: Each, snapshot: Snapshot) -> Each:
    """Return what was found with others beside it."""
    both = zip(found, others, snapshot.parts, strict=True)
    return tuple(at_least(1, (one, other), part.held) for one, other, part in both)


def _size(found: Sequence[Postings]) -> int:
    return sum(map(len, found))
