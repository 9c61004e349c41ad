"""Segments for tests, made of entries without an engine around them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from search.engines.columnar.arrays import Arrays
from search.engines.columnar.codec import BulkWriter, create, dictionary, segments
from search.engines.columnar.collecting import Collected
from search.engines.columnar.segment import Words
from search.engines.columnar.shelf import Shelf
from search.port import Entry


def collected(entries: Iterable[Entry]) -> Collected:
    """Return entries as they are collected."""
    found = Collected()
    found.add_all(entries)
    return found


def written(entries: Collected, folder: Path) -> tuple[Words, Shelf]:
    """Write a segment into an empty folder and return its two readers."""
    folder.mkdir(exist_ok=True)
    BulkWriter(create(folder)).write(entries, {}, set())
    (file,) = segments(folder)
    arrays = Arrays(file.arrays)
    return Words(arrays, dictionary(file.terms)), Shelf(arrays)


def segment(entries: Iterable[Entry], folder: Path) -> tuple[Words, Shelf]:
    """Return the words and columns of a segment of these entries."""
    return written(collected(entries), folder)
