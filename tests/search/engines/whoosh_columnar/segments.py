"""Segments for tests, made of entries without an engine around them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb.core.array_file import Arrays
from search.engines.whoosh_columnar.build.collect import CollectedEntries
from search.engines.whoosh_columnar.build.whoosh_codec import BulkWriter, create, dictionary, segments
from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.segment import SegmentWords
from search.port import IndexEntry


def collect_entries(entries: Iterable[IndexEntry]) -> CollectedEntries:
    """Return entries as they are collected."""
    found = CollectedEntries()
    found.add_all(entries)
    return found


def write_segment(entries: CollectedEntries, folder: Path) -> tuple[SegmentWords, SegmentColumns]:
    """Write a segment into an empty folder and return its two readers."""
    folder.mkdir(exist_ok=True)
    BulkWriter(create(folder)).write(entries, {}, set())
    (file,) = segments(folder)
    arrays = Arrays(file.arrays)
    return SegmentWords(arrays, dictionary(file.terms)), SegmentColumns(arrays)


def segment(entries: Iterable[IndexEntry], folder: Path) -> tuple[SegmentWords, SegmentColumns]:
    """Return the words and columns of a segment of these entries."""
    return write_segment(collect_entries(entries), folder)
