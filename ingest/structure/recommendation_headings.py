"""Headings around recommendations: which come again under one after another, and which labels head what was asked."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from ingest.structure.headings import Heading
from kb.core.model import Kind


def headings_per_recommendation(heads: Sequence[Heading | None]) -> frozenset[str]:
    """Return the headings that come again under one recommendation after another: "What we have done"."""
    found = [head for head in heads if head is not None]
    counts = Counter(
        key_of(below)
        for head, below in itertools.pairwise(found)
        if head.label.startswith("recommendation") and not below.label and below.announced is not None
    )
    return frozenset(key for key, count in counts.items() if count >= 2)


def labels_above_actions(heads: Sequence[Heading | None]) -> frozenset[str]:
    """Return the labels of recommendations that stand above a heading of their actions: they head what was asked."""
    found = [head for head in heads if head is not None]
    return frozenset(
        key_of(head)
        for head, below in itertools.pairwise(found)
        if head.label.startswith("recommendation")
        and not below.label
        and below.rank >= head.rank  # a chapter that begins after the last recommendation is not of its action
        and below.announced is not None
        and below.announced.kinds[:1] == (Kind.ACTION,)
    )


def key_of(heading: Heading) -> str:
    """Return a heading's words, by which it is known to come again."""
    return " ".join(heading.piece.words)
