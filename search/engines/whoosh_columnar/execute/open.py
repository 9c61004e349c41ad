"""Opening a generation as a snapshot, and noticing a newer one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from kb.core.array_file import Arrays, DamagedArrays
from search.engines.whoosh_columnar.build.generations import (
    DamagedGeneration,
    Generations,
    is_short_of_means,
    number_of,
    rebuild_sentence,
    unopened_sentence,
)
from search.engines.whoosh_columnar.build.whoosh_codec import SegmentFile, dictionary, segments
from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.cache import Cache
from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.segment import SegmentWords

_TRIES = 20  # a generation may be removed between reading its name and opening it, but hardly so often
LOOK_EVERY = 0.05  # seconds
Stamp = tuple[int, int] | None
Contents = tuple[SegmentWords, SegmentColumns]


@dataclass(frozen=True, slots=True)
class OpenResult:
    """What came of looking: a snapshot, or a sentence on why there is none."""

    snapshot: Snapshot | None
    fault: str = ""


@dataclass(eq=False)
class SnapshotReader:
    """Hands out the current snapshot, and looks now and then whether it still is current: one system call."""

    generations: Generations
    cache_bytes: int
    remember: bool = True
    every: float = LOOK_EVERY

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._look_at = 0.0
        self._stamp: Stamp = None
        self._opened = OpenResult(None, rebuild_sentence("there is no index yet"))
        self._contents: Mapping[str, Contents] = {}  # by the checksum of a segment's arrays

    def open_current(self, now: bool = False) -> OpenResult:
        """Return the current snapshot; where the newest cannot be opened, why not.

        Another process's generation is noticed a moment later at most, unless it is asked for `now`.
        """
        clock = time.monotonic()
        if clock < self._look_at and not now and self._opened.snapshot is not None:
            return self._opened
        self._look_at = clock + self.every
        return self._look()

    def _look(self) -> OpenResult:
        stamp = self.generations.stamp()
        if stamp is None:
            return OpenResult(None, rebuild_sentence("there is no index yet, or its pointer is missing"))
        if stamp == self._stamp:
            return self._opened
        # One thread opens the new generation; the others go on with the one before, if there is one.
        if self._lock.acquire(blocking=self._opened.snapshot is None):
            try:
                if stamp != self._stamp:
                    self._opened, self._stamp = self._open()
            finally:
                self._lock.release()
        return self._opened

    def refuse(self, fault: str) -> None:
        """Hand out nothing more until another generation is published."""
        with self._lock:
            self._opened = OpenResult(None, rebuild_sentence(fault))
            self._stamp = self.generations.stamp()

    def forget(self) -> None:
        """Let go of all files."""
        with self._lock:
            self._stamp, self._opened, self._contents = None, OpenResult(None, rebuild_sentence("it was closed")), {}

    def _open(self) -> tuple[OpenResult, Stamp]:
        stamp: Stamp = None
        for _ in range(_TRIES):
            stamp = self.generations.stamp()
            try:
                return OpenResult(self._snapshot(self.generations.current())), stamp
            except (DamagedGeneration, DamagedArrays, OSError) as error:
                if is_short_of_means(error):
                    return OpenResult(self._opened.snapshot, unopened_sentence(error)), None  # asked again next time
                if self.generations.stamp() == stamp:  # nothing newer was published meanwhile
                    return OpenResult(None, unopened_sentence(error)), stamp
        return OpenResult(
            None, rebuild_sentence("other generations are published faster than they can be opened")
        ), stamp

    def _snapshot(self, folder: Path) -> Snapshot:
        manifest = self.generations.check(folder)
        contents: dict[str, Contents] = {}
        parts = []
        for file in segments(folder):
            checksum = manifest.files[file.arrays.name].sha256
            contents[checksum] = self._contents.get(checksum) or _contents(file)
            parts.append(_part(file, *contents[checksum]))
        self._contents = contents
        return Snapshot(
            tuple(parts),
            Cache(self.cache_bytes),
            generation=number_of(folder),
            mark=manifest.mark,
            remember=self.remember,
        )


def _contents(file: SegmentFile) -> Contents:
    arrays = Arrays(file.arrays)
    return SegmentWords(arrays, dictionary(file.terms)), SegmentColumns(arrays)


def _part(file: SegmentFile, words: SegmentWords, shelf: SegmentColumns) -> LiveSegment:
    if not file.deleted:
        return LiveSegment(file.id, words, shelf)
    live = np.ones(len(shelf), bool)
    live[list(file.deleted)] = False
    return LiveSegment(file.id, words, shelf, live)
