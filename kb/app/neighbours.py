"""Keep for every finding its likest, those of other reviews and those of its own, as findings come and go.

In a small library all are ranked anew whenever some change. In a large one only newcomers are, and whoever had one that
is gone or may now have a newcomer among its likest: the outcome is what ranking all anew under the same counts gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kb.core.model import Echo, FindingInContext
from kb.core.packed_likes import PackedLikes
from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence import REARRANGED_FINDINGS, EchoFinder, Meanings
from kb.recurrence.feature_columns import Column
from kb.recurrence.stored_statistics import StoredStatistics
from kb.vocabulary import Vocabulary

ECHOES_KEPT = 20  # likest kept of each finding
TOLD_EACH = 50  # findings between two words on how far it has come


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is known of one finding: its likest, the links among them with reasons, the same in its own review."""

    likes: PackedLikes
    echoes: tuple[Echo, ...]
    beside: tuple[str, ...] = ()

    @property
    def last(self) -> float:
        """The likeness (a score from 0) of the last of the likest, where there may be more; 0 where there are none."""
        return self.likes.score_of_last(ECHOES_KEPT)


class Neighbours:
    """The neighbourhoods of all findings of a library."""

    def __init__(
        self, vocabulary: Vocabulary, meanings: Meanings | None = None, rearranged: int = REARRANGED_FINDINGS
    ) -> None:
        self._finder = EchoFinder(vocabulary, rearranged, meanings)
        self._known: dict[str, Neighbourhood] = {}
        self._unheard: dict[
            str, FindingInContext
        ] = {}  # not given to the finder, which takes a while, before it is needed
        self._kept: tuple[StoredStatistics, int] | None = None
        self.tell: Callable[[int, int], None] = lambda _done, _total: None  # how many are ranked, of how many

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, finding: str) -> Neighbourhood:
        return self._known[finding]

    def get(self, finding: str) -> Neighbourhood | None:
        """Return what is known of a finding, None where it is not held."""
        return self._known.get(finding)

    def echoes_of(self, finding: str) -> tuple[Echo, ...]:
        """Return the links of a finding, with reasons."""
        known = self._known.get(finding)
        return known.echoes if known else ()

    def take_in(self, finding: str, known: Neighbourhood) -> None:
        """Know what was found out before of a finding. All that is known is then gone on from with `resume`."""
        self._known[finding] = known

    def resume(
        self,
        holdings: Mapping[str, FindingInContext],
        statistics: StoredStatistics,
        changes: int,
        finder: EchoFinder | None = None,
    ) -> None:
        """Go on from what was found out before of these findings, under these statistics.

        `finder` holds them already, where it could be restored.
        """
        self._unheard, self._kept = dict(holdings), (statistics, changes)
        if finder is not None:
            self._take(finder, holdings, statistics, changes)

    def _take(
        self,
        finder: EchoFinder,
        holdings: Mapping[str, FindingInContext],
        statistics: StoredStatistics,
        changes: int,
    ) -> None:
        self._finder, self._unheard, self._kept = finder, {}, None
        held = frozenset(finder.ids())
        finder.add(one for id_, one in holdings.items() if id_ not in held)
        if finder.is_under(statistics):
            finder.changes = changes
        else:
            finder.resume(statistics, changes)

    @property
    def arrangements(self) -> int:
        """How often all were arranged anew."""
        return self._finder.arrangements

    def columns(self) -> Mapping[str, Column]:
        """Return what all findings say as numbers, arranged: to be kept, and restored from."""
        self._hear()
        return self._finder.columns()

    def statistics(self) -> tuple[bytes, int]:
        """Return what is counted over all findings, and how many have come or gone since."""
        self._hear()
        return self._finder.statistics(), self._finder.changes

    def change(self, come: Mapping[str, FindingInContext], gone: Set[str]) -> set[str]:
        """Take in findings that came or changed, and forget those that are gone; return whose neighbourhood changed."""
        if not come and not gone:
            return set()
        before = dict(self._known)
        reviews = {self._unheard_review(one) for one in gone} | {held.review.case_slug for held in come.values()}
        self._hear()
        lacking = {one for one, known in before.items() if known.beside and not gone.isdisjoint(known.beside)}
        reviews |= self._finder.reviews_of({*come, *gone, *lacking})
        self._finder.remove(gone)
        self._finder.add(come.values())
        moved = self._finder.take_moved() - come.keys()
        for one in (*gone, *come):
            self._known.pop(one, None)
        if self._finder.arrange() or not before:
            self._rank_all()
        else:
            self._rank_some(moved | come.keys(), moved | come.keys() | gone)
            for review in reviews - {""}:
                self._set_beside(self._finder.beside_in(review))
        return {one for one, known in self._known.items() if before.get(one) != known} | (before.keys() - self._known)

    def _unheard_review(self, finding: str) -> str:
        held = self._unheard.get(finding)
        return held.review.case_slug if held else ""

    def naming(self, findings: Collection[str]) -> set[str]:
        """Return the findings that have one of these among their likest."""
        wanted = frozenset(findings)
        return (
            {one for one, known in self._known.items() if not wanted.isdisjoint(known.likes.ids)} if wanted else set()
        )

    def _hear(self) -> None:
        if not self._unheard:
            return
        self._finder.add(self._unheard.values())
        self._unheard = {}
        if self._kept is not None:
            self._finder.resume(*self._kept)
            self._kept = None

    def _rank_all(self) -> None:
        self._known = {}
        for one, likes in self._rank(self._finder.ids()):
            self._known[one] = self._neighbourhood(one, likes, ())
        for review in self._finder.reviews():
            self._set_beside(self._finder.beside_in(review))

    def _rank_some(self, come: Set[str], changed: Collection[str]) -> None:
        floors = {one: known.last for one, known in self._known.items()}
        lost = self.naming(changed)
        for one in self._finder.near_newcomers(come, floors) - lost - come:
            known = self._known[one]
            fresh = self._finder.rank_newcomers(one, come, ECHOES_KEPT, floors[one] - 1e-4)
            if fresh:
                likes = sorted((*known.likes.unpack(), *fresh), key=lambda like: (-like.score, like.id))[:ECHOES_KEPT]
                self._known[one] = self._neighbourhood(one, likes, known.beside)
        for one, ranked in self._rank([*lost, *come]):
            beside = self._known[one].beside if one in self._known else ()
            self._known[one] = self._neighbourhood(one, ranked, beside)

    def _rank(self, ids: Sequence[str]) -> Iterator[tuple[str, tuple[Like, ...]]]:
        for done, ranked in enumerate(self._finder.rank_many(ids, ECHOES_KEPT), 1):
            yield ranked
            if done % TOLD_EACH == 0 or done == len(ids):
                self.tell(done, len(ids))

    def _neighbourhood(self, finding: str, likes: Iterable[Like], beside: tuple[str, ...]) -> Neighbourhood:
        every = tuple(likes)
        strong = [like for like in every if like.score > STRONG_LIKENESS]
        return Neighbourhood(PackedLikes.of(every), self._finder.explain(finding, strong), beside)

    def _set_beside(self, beside: Mapping[str, tuple[str, ...]]) -> None:
        for one, others in beside.items():
            if self._known[one].beside != others:
                self._known[one] = replace(self._known[one], beside=others)
