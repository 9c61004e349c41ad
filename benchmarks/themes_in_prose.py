"""How right themes are in prose that nothing was learned from: `python -m benchmarks.themes_in_prose [--misses]`.

Reads invented statements in batches, each a case of some type under its headings, with the themes a reader gives by
the vocabulary's definitions (benchmarks/labels/themes_in_prose.jsonl), and prints for each batch how right those of
the statements are. Nearly all of 1 and 2 tell a matter without a word of the field; 3 and 4 are written as reviews,
minutes, slides and annual reports are. Batches 2 and 4 were not looked at while cues were written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.labelled import LabelledUnit
from benchmarks.themes import Given, line, misses, score_themes
from ingest.themes.surroundings import lend
from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.model import Finding, Kind
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary

LABELS = Path(__file__).resolve().parent / "labels" / "themes_in_prose.jsonl"


@dataclass(frozen=True, slots=True)
class ProseStatement:
    """A statement of a case with the themes that it must carry and may carry."""

    batch: int
    case: str
    review_type: str
    heading: str
    unit: LabelledUnit


def statements() -> list[ProseStatement]:
    """Return the statements in their order, those of a case together."""
    rows = map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
    return [
        ProseStatement(
            row["batch"],
            row["case"],
            row["review_type"],
            row["heading"],
            LabelledUnit(
                row["case"], row["text"], frozenset(row["themes"]), frozenset(row["also"]), label=row["heading"]
            ),
        )
        for row in rows
    ]


def tag_case(case: Sequence[ProseStatement], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return the statements of a case as findings with their themes."""
    made = [
        Finding(f"{number:016}", Kind.LESSON, one.unit.text, one.unit.text, Span(((0, 1),)), (one.heading,))
        for number, one in enumerate(case)
    ]
    return lend(tag(made, vocabulary), (), vocabulary)


def main() -> int:
    """Measure each batch and print."""
    vocabulary = read_vocabulary()
    for batch, of_batch in groupby(statements(), key=lambda one: one.batch):
        units: list[LabelledUnit] = []
        given: Given = {}
        for _, of_case in groupby(of_batch, key=lambda one: one.case):
            case = tuple(of_case)
            for one, tagged in zip(case, tag_case(case, vocabulary), strict=True):
                given[len(units)] = frozenset(tagged.themes)
                units.append(one.unit)
        print(line(f"batch {batch}", score_themes(units, given)))
        if "--misses" in sys.argv:
            print(*misses(units, given), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
