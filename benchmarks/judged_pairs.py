"""Judged pairs of findings: read from their files, made into findings, and grouped by lesson."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.told_in_prose import read_rows
from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.model import DocumentSummary, Finding, FindingInContext, Kind, Metadata, Review
from kb.vocabulary import load

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "benchmarks/recurrence/published_pairs.jsonl"
DRAWN = ROOT / "benchmarks/recurrence/drawn_pairs.jsonl"
PAIRS = ROOT / "benchmarks/labels/likeness.jsonl"


def pairs(which: str) -> list[dict[str, object]]:
    """Return the judged pairs of a set: "seen", "unseen", "fresh", or one of UNSEEN."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["set"] == which]


def read_pairs() -> list[tuple[str, str, bool, str]]:
    """Return the pairs of published documents that were read strictly."""
    return [(row["a"], row["b"], row["same_lesson"], row["a"]) for row in (*read_rows(PUBLISHED), *read_rows(DRAWN))]


def findings_of_pairs(rows: Sequence[dict[str, object]]) -> list[FindingInContext]:
    """Return the findings of judged pairs, each of a review of its own; the rows get their ids."""
    vocabulary = load()
    known: dict[tuple[str, str], str] = {}
    made: list[FindingInContext] = []
    for row in rows:
        for side in ("a", "b"):
            said: dict[str, str] = row[side]  # type: ignore[assignment]  # the file's own table
            key = (said["kind"], said["text"])
            if key not in known:
                known[key] = f"{row['set']}-{len(made)}"
                made.append(_holding(known[key], *key, vocabulary))
            row[f"{side}_id"] = known[key]
    return made


def _holding(id_: str, kind: str, text: str, vocabulary: object) -> FindingInContext:
    finding = Finding(id_, Kind(kind), text, text, Span(((0, len(text)),), (1,)))
    document = DocumentSummary(f"d-{id_}", f"r-{id_}", "x.txt", "txt", "", 0, "", 0, Metadata(), (), 0)
    return FindingInContext(tag((finding,), vocabulary)[0], document, Review(f"r-{id_}", id_, "serious-case-review"))  # type: ignore[arg-type]


def pair_groups(rows: Sequence[dict[str, object]]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Return the partners and the group of each finding that has the same lesson somewhere else."""
    partners: dict[str, set[str]] = defaultdict(set)
    group: dict[str, str] = {}
    for row in rows:
        one, other = str(row["a_id"]), str(row["b_id"])
        group[one] = group[other] = str(row["topic"])
        if row["same"]:
            partners[one].add(other)
            partners[other].add(one)
    return {id_: frozenset(others) for id_, others in partners.items()}, group
