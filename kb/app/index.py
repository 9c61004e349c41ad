"""Keep the search index equal to the store: apply the outbox, or rebuild the index where it cannot be trusted."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from kb.app.giving_way import OTHER_VERSION, GivingWay
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.core.expressions import expression
from kb.core.model import Finding
from kb.store import IndexableFinding, IndexChange, Store, only_one
from search.port import Engine, IndexEntry, KnowsItsMaker

BATCH = 2000  # findings put into the index in one commit
_WAIT = 60.0  # seconds that a command waits for another process to end its indexing
_RETRY = 30.0  # seconds before reading tries again to write an index that could not be written
LATER_SENTENCE = "What was added last cannot be found by searching yet: the search index is being brought up to date."
_UNWRITTEN_SENTENCE = (
    "What was added last cannot be found by searching yet: the search index could not be brought up to date."
)
_log = logging.getLogger("kb")

_COUNTED = expression(r"\d")  # a letter alone tells nothing

T = TypeVar("T")


class EchoCounts(Protocol):
    """What the indexer needs to know of echoes."""

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""


def index_entry(shelved: IndexableFinding, recurring: int = 0) -> IndexEntry:
    """Return a finding flattened for the index."""
    finding, document, review = shelved.holding.finding, shelved.holding.document, shelved.holding.review
    about = document.about
    published = about.published.value if about.published else review.published
    return IndexEntry(
        number=shelved.number,
        id=finding.id,
        document=document.id,
        review=review.slug,
        body=finding.text,
        heading=indexed_heading(finding),
        title=review.title,
        kind=finding.kind.value,
        themes=finding.themes,
        agencies=tuple(dict.fromkeys(agency.slug for agency in finding.agencies)),
        review_type=review.review_type,
        document_type=about.document_type.value if about.document_type else "",
        area=review.area,
        publisher=review.publisher,
        year=int(published[:4]) if published[:4].isdigit() else None,
        published=published,
        added=document.added[:10],
        polarity=finding.polarity.value,
        subjects=tuple(subject.value for subject in finding.subjects),
        answered=shelved.answered,
        found_again=recurring > 0,
        recurring=recurring,
    )


def indexed_heading(finding: Finding) -> str:
    """Return the headings above a finding and its number, so that "recommendation 3" finds it."""
    return " > ".join((*finding.heading, *([finding.label] if _COUNTED.search(finding.label) else ())))


class Indexer:
    """The one who writes to the index, in any process."""

    def __init__(self, store: Store, engine: Engine, folder: Path, recurrence: EchoCounts) -> None:
        self._store = store
        self._engine = engine
        self._lock = folder / "indexing.lock"
        self._recurrence = recurrence
        self._failed_at: float | None = None  # when writing failed last; None where it did not
        self._giving_way = GivingWay()

    def behind(self) -> bool:
        """Return whether the index lacks changes of the store, cannot be trusted or, on servers, does not answer."""
        return self.reached_mark() != self._store.top()

    def reached_mark(self) -> int:
        """Return the mark of the outbox that the index has reached; -1 where it cannot be used or does not answer."""
        try:
            return self._engine.mark()
        except LibraryUnavailable:
            return -1

    def catch_up(self, wait: float = _WAIT) -> None:
        """Bring the index to the state of the store. Raises LibraryBusy where another process is at it longer than
        `wait`, and LibraryUnavailable while another version of the program keeps an index of its own.
        """
        reached = self.reached_mark()
        if self._leaves_it_to_another(reached):
            raise LibraryUnavailable(OTHER_VERSION)
        if reached == self._store.top():
            return
        with only_one(self._lock, wait, "bringing the search index up to date"):
            mark, top = self._engine.mark(), self._store.top()
            if mark == top:
                return
            if mark <= 0 or mark > top or not self._apply(self._store.index_changes(mark), top):
                self._rebuild()

    def _leaves_it_to_another(self, reached: int) -> bool:
        """Return whether another version has made anew the index that this process had, a short time ago."""
        is_own = reached >= 0
        others = not is_own and isinstance(self._engine, KnowsItsMaker) and self._engine.is_of_other_version()
        return self._giving_way.is_giving_way(is_own=is_own, is_others=others)

    def catch_up_with_few(self, most: int) -> bool:
        """Bring the index up to date where `most` findings or fewer wait; return whether it now is.

        Raises LibraryBusy.
        """
        mark, top = self._engine.mark(), self._store.top()
        if 0 < mark < top and sum(len(change.findings) for change in self._store.index_changes(mark)) <= most:
            self.catch_up(wait=0)
        return not self.behind()

    def try_to_catch_up(self) -> str:
        """Bring the index up to date if that can be done now; return "", or a sentence for readers where it cannot.

        Readers go on with the index as it was: neither another process nor a full disk concerns them.
        """
        if self._failed_at is not None and time.monotonic() < self._failed_at + _RETRY:
            return _UNWRITTEN_SENTENCE if self.behind() else ""
        return self._try_once(wait=0)[0]

    def catch_up_or_tell(self) -> tuple[str, bool]:
        """The same at once for a caller that has changed something: wait for others; also say whether it failed."""
        return self._try_once(_WAIT)

    def _try_once(self, wait: float) -> tuple[str, bool]:
        try:
            self.catch_up(wait)
        except LibraryBusy:
            return LATER_SENTENCE, False
        except (LibraryUnavailable, OSError) as error:
            _log.warning("the search index could not be brought up to date: %s", error)
            self._failed_at = time.monotonic()
            return _UNWRITTEN_SENTENCE, True
        self._failed_at = None
        return "", False

    def rebuild(self) -> None:
        """Rebuild the whole index from the store. Raise LibraryBusy."""
        with only_one(self._lock, _WAIT, "bringing the search index up to date"):
            self._rebuild()

    def entries_of(self, ids: Sequence[str]) -> list[IndexEntry]:
        """Return these findings as a fresh analysis takes them; what recurs is left out, since it has no words."""
        return [index_entry(one) for one in self._store.indexable_findings(ids)]

    def _rebuild(self) -> None:
        with self._store.everything() as (shelved, mark):
            self._engine.rebuild(self._entries(shelved), mark)

    def _apply(self, changes: Sequence[IndexChange], mark: int) -> bool:
        """Apply changes, the mark with the last commit; return whether the index then holds what the store does."""
        before = changes[0].number - 1
        named = list(dict.fromkeys(one for change in changes for one in change.findings))
        held = self._store.present(named)
        gone = [one for one in named if one not in held]
        put = [one for one in named if one in held]
        if gone:
            self._engine.drop(gone, before if put else mark)
        *most, last = [*_batches(put)] or [[]]
        for some in most:
            self._engine.put(self._entries(self._store.indexable_findings(some)), before)
        if last or not gone:
            self._engine.put(self._entries(self._store.indexable_findings(last)), mark)
        return self._engine.count() == self._store.count()

    def _entries(self, shelved: Iterable[IndexableFinding]) -> Iterator[IndexEntry]:
        for some in _batches(shelved):
            recurring = self._recurrence.counts([one.holding.finding.id for one in some])
            for one in some:
                yield index_entry(one, recurring.get(one.holding.finding.id, 0))


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for value in values:
        batch.append(value)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
