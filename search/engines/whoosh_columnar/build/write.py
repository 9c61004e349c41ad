"""Making generations: a whole new one, a small addition, a removal.

An addition is one small new segment beside those that are there, with what it replaces marked as deleted. When there
are too many segments, the small ones are joined. A removal writes the segments that it touches anew, so that no byte of
it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

from kb.core.array_file import Arrays
from kb.core.errors import LibraryUnavailable
from search.engines.whoosh_columnar.build.collect import CollectedEntries
from search.engines.whoosh_columnar.build.generations import (
    DamagedGeneration,
    GenerationManifest,
    Generations,
    unopened_sentence,
)
from search.engines.whoosh_columnar.build.rewrite import absorb
from search.engines.whoosh_columnar.build.whoosh_codec import (
    BulkWriter,
    SegmentFile,
    create,
    dictionary,
    reopen,
    segments,
    stems,
)
from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.segment import SegmentWords
from search.port import IndexEntry

LARGEST_SEGMENT = 1 << 19  # entries of one segment, which bounds the memory that writing it takes
MOST_SEGMENTS = 8  # more are too slow to search
_DELETED_SHARE = 4  # a segment of which one entry in so many is deleted is written anew


class _OldSegment:
    """A segment that is there already."""

    def __init__(self, file: SegmentFile) -> None:
        self.id = file.id
        self.file = file
        self.arrays = Arrays(file.arrays)
        self.shelf = SegmentColumns(self.arrays)
        self.live = np.ones(len(self.shelf), bool)
        self.live[list(file.deleted)] = False
        self.touched: list[int] = []

    def __len__(self) -> int:
        return int(np.count_nonzero(self.live))

    def delete(self, ids: Iterable[str]) -> None:
        """Mark entries as deleted."""
        self.touched = self.shelf.find(ids).tolist()
        self.live[self.touched] = False

    def absorb(self, collected: CollectedEntries) -> None:
        """Add the live entries to what is collected."""
        words = SegmentWords(self.arrays, dictionary(self.file.terms))
        absorb(collected, words, self.shelf, self.live, stems(self.file.terms))


class Writer:
    """Makes generations in one folder, one at a time."""

    def __init__(self, generations: Generations, patience: float) -> None:
        self.generations = generations
        self.patience = patience

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Publish a generation of these entries alone."""
        with _translate_disk_errors(), self.generations.writing(self.patience), self.generations.beginning() as folder:
            create(folder)
            stream = iter(entries)
            held = 0
            while some := _collect(islice(stream, LARGEST_SEGMENT)):
                held = self._add(folder, some)
            self.generations.publish(folder, mark, held, None)
            self.generations.tidy(folder)

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Publish a generation with these entries added or replaced."""
        self._change(mark, lambda folder: self._add(folder, _collect(entries)), keep_old=True)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Publish a generation in which no byte of these entries is left, and remove all others."""
        self._change(mark, lambda folder: self._remove(folder, ids), keep_old=False)

    def _change(self, mark: int, change: Callable[[Path], int], keep_old: bool) -> None:
        with _translate_disk_errors(), self.generations.writing(self.patience):
            before, old = self._before()
            with self.generations.beginning() as folder:
                if before is None or old is None:
                    create(folder)
                else:
                    self.generations.share(before, old, folder)
                held = change(folder)
                self.generations.publish(folder, mark, held, before)
            # A reader may be about to open the one before.
            self.generations.tidy(folder, *((old,) if old is not None and keep_old else ()))

    def _before(self) -> tuple[GenerationManifest | None, Path | None]:
        """Return the current generation, checked. Raises LibraryUnavailable where it cannot be added to."""
        if self.generations.stamp() is None:
            return None, None
        try:
            folder = self.generations.current()
            return self.generations.check(folder), folder
        except (DamagedGeneration, OSError) as error:
            raise LibraryUnavailable(unopened_sentence(error)) from error

    def _add(self, folder: Path, collected: CollectedEntries) -> int:
        """Write collected entries as a segment; return how many entries there are now."""
        old = [_OldSegment(file) for file in segments(folder)]
        for segment in old:
            segment.delete(collected.ids)
        return self._write(folder, collected, old, _to_join(old, len(collected)))

    def _remove(self, folder: Path, ids: Sequence[str]) -> int:
        old = [_OldSegment(file) for file in segments(folder)]
        for segment in old:
            segment.delete(ids)
        # What was replaced earlier is deleted already, but its words are still there.
        return self._write(folder, CollectedEntries(), old, [segment for segment in old if segment.touched])

    def _write(self, folder: Path, collected: CollectedEntries, old: list[_OldSegment], anew: list[_OldSegment]) -> int:
        for segment in anew:
            segment.absorb(collected)
        dead = {segment.id: segment.touched for segment in old}
        BulkWriter(reopen(folder)).write(collected, dead, {segment.id for segment in anew})
        _remove_files(folder, anew)
        kept = sum(len(segment) for segment in old if segment not in anew)
        return kept + len(collected) - len(collected.replaced)


def _remove_files(folder: Path, gone: Sequence[_OldSegment]) -> None:
    """Remove what is left of segments that were written anew: Whoosh passes over a file that it could not remove.

    Words of what was withdrawn would stay in it. Raises OSError where it cannot be removed now either.
    """
    for segment in gone:
        for left in folder.glob(f"{segment.id}.*"):
            left.unlink()


@contextmanager
def _translate_disk_errors() -> Iterator[None]:
    """Turn what the disk refuses into a sentence; the current generation is untouched then."""
    try:
        yield
    except OSError as error:
        raise LibraryUnavailable(f"The search index could not be written: {error.strerror or error}.") from error


def _collect(entries: Iterable[IndexEntry]) -> CollectedEntries:
    collected = CollectedEntries()
    collected.add_all(entries)
    return collected


def _to_join(old: list[_OldSegment], added: int) -> list[_OldSegment]:
    """Return the segments to write anew with an addition: much deleted ones, and small ones when there are many."""
    anew = [segment for segment in old if (len(segment.shelf) - len(segment)) * _DELETED_SHARE > len(segment.shelf)]
    if len(old) - len(anew) < MOST_SEGMENTS:
        return anew
    together = added
    for segment in sorted((one for one in old if one not in anew), key=len):
        if len(segment) > max(together, 1) * 3 or together + len(segment) > LARGEST_SEGMENT:
            break
        together += len(segment)
        anew.append(segment)
    return anew
