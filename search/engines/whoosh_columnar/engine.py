"""The engine behind the port: Whoosh's index, our arrays, in a folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kb.core.array_file import DamagedArrays
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.vocabulary import Vocabulary
from search import limits
from search.engines.whoosh_columnar.build.generations import DamagedGeneration, Generations
from search.engines.whoosh_columnar.build.write import Writer
from search.engines.whoosh_columnar.execute.answer import PlanAnswer
from search.engines.whoosh_columnar.execute.facet_counts import FacetMatches
from search.engines.whoosh_columnar.execute.match import Clock, NodeMatcher
from search.engines.whoosh_columnar.execute.open import SnapshotReader
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.cache import Cache
from search.plan.compile import plan
from search.plan.nodes import EveryEntry, Plan
from search.port import AFTER_UPDATE, IndexEntry, Query, Results
from search.understanding.spelling import missing_parts
from search.understanding.thesaurus import Thesaurus, asked_thesaurus, thesaurus

CACHE = 64 << 20  # bytes for words and parts of questions seen before; each process has its own
PATIENCE = 5.0  # seconds to wait while another process writes


class Columnar:
    """An engine whose index lies in a folder. Any number of processes may read it while one writes."""

    name = "whoosh"

    def __init__(
        self,
        root: Path,
        vocabulary: Vocabulary,
        seconds: float = limits.SECONDS,
        clock: Callable[[], float] = time.thread_time,
        cache_bytes: int = CACHE,
        remember: bool = True,
    ) -> None:
        self.vocabulary = vocabulary
        self.seconds = seconds
        self.clock = clock
        self.generations = Generations(root)
        self._reader = SnapshotReader(self.generations, cache_bytes, remember)
        self._writer = Writer(self.generations, PATIENCE)
        self._new = self.generations.stamp() is None  # there was nothing in the folder when it was opened

    @property
    def thesaurus(self) -> Thesaurus:
        """The reversed vocabulary, built at the first query that needs it, once for each vocabulary."""
        return thesaurus(self.vocabulary)

    # Writing

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries; see the port. Raises LibraryBusy, and LibraryUnavailable where the index must be
        rebuilt first.
        """
        self._held_or_new()
        self._writer.put(entries, mark)
        self._now()

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries, words and all; see the port. Raises LibraryBusy, and LibraryUnavailable where the index must
        be rebuilt.
        """
        self._held_or_new()
        self._writer.drop(ids, mark)
        self._now()

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything; see the port. Raises LibraryBusy."""
        self._writer.rebuild(entries, mark)
        self._now()

    def _held_or_new(self) -> None:
        """Raise LibraryUnavailable where an index that was there is gone: what is added now would be all there is."""
        if self.generations.stamp() is None and not self._new:
            raise LibraryUnavailable("The search index has been removed and must be rebuilt.")

    def _now(self) -> None:
        self._new = False
        self._reader.open_current(now=True)

    # Reading

    def _snapshot(self) -> Snapshot:
        opened = self._reader.open_current()
        if opened.snapshot is not None:
            self._new = False
            return opened.snapshot
        if self._new and self.generations.stamp() is None:
            return Snapshot((), Cache(0))
        raise LibraryUnavailable(opened.fault)

    def search(self, query: Query) -> Results:
        """Answer a query; see the port. Raises BadQuestion, and LibraryUnavailable where the index must be rebuilt."""
        return self.search_each((query,))[0]

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several queries; see the port."""
        asked = [plan(query, asked_thesaurus(query.text, self.vocabulary)) for query in queries]
        snapshot = self._snapshot()
        return tuple(self._results(one, query, snapshot) for one, query in zip(asked, queries, strict=True))

    def _results(self, asked: Plan, query: Query, snapshot: Snapshot) -> Results:
        results = self._answer(asked, snapshot).results()
        meant = snapshot.glossary.did_you_mean(query.text, asked.typed, snapshot.holds)
        return replace(results, did_you_mean=meant, missing=missing_parts(asked.parts, snapshot.holds))

    def answer(self, asked: Plan) -> PlanAnswer:
        """Return the lazy answer to a plan: only what is asked for is computed."""
        return self._answer(asked, self._snapshot())

    def _answer(self, asked: Plan, snapshot: Snapshot) -> PlanAnswer:
        return PlanAnswer(asked, snapshot, Clock(self.seconds, self.clock))

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text`; see the port."""
        snapshot = self._snapshot()
        held = self._themes(snapshot)
        labels = {label: held.get(slug, 0) for slug, label in self.thesaurus.labels.items()}
        return snapshot.glossary.complete(text[: limits.QUESTION_LENGTH], limit, labels)

    def _themes(self, snapshot: Snapshot) -> dict[str, int]:
        found = snapshot.cache.get("themes", dict)
        if found is None:
            everything = NodeMatcher(snapshot, Clock(self.seconds, self.clock)).find(EveryEntry())
            found = snapshot.cache.put("themes", FacetMatches(snapshot, everything).findings("theme"), 10_000)
        return found

    def words(self, start: str = "") -> dict[str, int]:
        """Return the words as written with this prefix, each with its number of entries."""
        return dict(self._snapshot().glossary.words(start))

    def mark(self) -> int:
        """Return the outbox mark; see the port."""
        opened = self._reader.open_current(now=True)
        return -1 if opened.snapshot is None else opened.snapshot.mark

    def is_of_other_version(self) -> bool:
        """Return whether another version of this program made the index; see the port."""
        return self._reader.open_current(now=True).fault == AFTER_UPDATE

    def count(self) -> int:
        """Return how many entries are indexed; 0 where there is no usable index."""
        opened = self._reader.open_current(now=True)
        return 0 if opened.snapshot is None else opened.snapshot.count

    def leftovers(self, age: float = 60.0) -> tuple[str, ...]:
        """Return the names of older generations that a killed process left; () while another process is writing.

        They are readable files and may hold words of what was withdrawn. Those of the last `age` seconds do not count.
        """
        if not self.generations.root.is_dir():
            return ()
        try:
            with self.generations.writing(0):
                return tuple(path.name for path in self.generations.leftovers(age))
        except LibraryBusy:
            return ()

    def tidy(self, age: float = 60.0) -> None:
        """Remove what `leftovers` names. Raises LibraryBusy while another process is writing."""
        if not self.generations.root.is_dir():
            return
        with self.generations.writing(0):
            for path in self.generations.leftovers(age):
                shutil.rmtree(path)

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return which of these entries have each of these stems; see the port. Raises LibraryUnavailable without an
        index.
        """
        found: dict[str, set[str]] = {one: set() for one in stems}
        for part in self._snapshot().parts:
            names = {place: part.shelf.ids[place] for place in part.shelf.find(ids).tolist() if part.everything[place]}
            looked_for = np.zeros(part.held, bool)
            looked_for[list(names)] = True
            for one, having in found.items():
                word = part.words.stem(one)
                if word is not None:
                    entries = part.words.entries(word.stem)
                    having.update(names[place] for place in entries[looked_for[entries]].tolist())
        return {one: frozenset(having) for one, having in found.items()}

    def verify(self) -> str:
        """Read every byte of the current generation; return what is wrong, or an empty string.

        What is found damaged is not searched any more: `mark` says -1 until the index is rebuilt.
        """
        try:
            self.generations.check(self.generations.current(), everything=True)
        except (DamagedGeneration, DamagedArrays, OSError) as error:
            self._reader.refuse(str(error))
            return str(error)
        return ""

    def close(self) -> None:
        """Let go of files; see the port."""
        self._reader.forget()


def open_engine(location: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> Columnar:
    """Open the engine in a folder."""
    return Columnar(Path(location), vocabulary, seconds=seconds)
