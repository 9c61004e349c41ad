"""A segment of the index with those of its entries that are live in one generation."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.packing import Bools
from search.engines.whoosh_columnar.storage.segment import NONE, Having, SegmentWord, SegmentWords


class LiveSegment:
    """A segment, and which of its entries are live in this generation (None: all)."""

    def __init__(self, name: str, words: SegmentWords, shelf: SegmentColumns, live: Bools | None = None) -> None:
        self.name, self.words, self.shelf, self.live = name, words, shelf, live
        self.held = len(shelf)
        self.count = self.held if live is None else int(np.count_nonzero(live))

    @cached_property
    def everything(self) -> Bools:
        """The live entries as a mask."""
        return np.ones(self.held, bool) if self.live is None else self.live

    def word(self, word: str, exact: bool) -> SegmentWord | None:
        """Return a word as written, or a stem, if the segment has it."""
        return self.words.word(word) if exact else self.words.stem(word)

    def having(self, word: SegmentWord | None, name: str = "") -> Having:
        """Return the live entries that have a word, in one field if one is named."""
        if word is None:
            return NONE
        found = self.words.having(word)
        if name:
            found = found.inside(name)
        return found if self.live is None else found.among(self.live)

    def summed_length(self, place: int) -> int:
        """Return how many words one field of all live entries has."""
        lengths = self.words.lengths[place]
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))
