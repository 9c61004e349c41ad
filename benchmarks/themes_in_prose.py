"""How right themes are in prose that nothing was learned from: `python -m benchmarks.themes_in_prose [--misses]`.

Reads invented statements in batches, each a case of some type under its headings, with the themes a reader gives by
the vocabulary's definitions (benchmarks/labels/themes_in_prose.jsonl), and prints for each batch how right those of
the statements are. Nearly all of 1 and 2 tell a matter without a word of the field; 3 and 4 are written as reviews,
minutes, slides and annual reports are; 5 and 6 are reviews of cases; 7 and 8 are statements by themselves, one a theme,
that tell it without its plainest words. Batches 2, 4, 6 and 8 were scored only when the cues were written; the author
of the cues of decision 0157 had written 6 and 8, so that only 2 and 4 are wholly unseen.

Last come sentences in which the words of a theme mean something else (benchmarks/labels/themes_false_friends.jsonl):
how many are given the theme all the same, of those that were looked at (84 were written from the list of everyday cues)
and of the others.
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
from ingest.themes.tagger import tag, tagger_of
from kb.core.document import Span
from kb.core.model import Certainty, Finding, Kind
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary

LABELS = Path(__file__).resolve().parent / "labels" / "themes_in_prose.jsonl"
FRIENDS = LABELS.with_name("themes_false_friends.jsonl")


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


def false_friends(vocabulary: Vocabulary) -> list[str]:
    """Return for false friends, looked at and not, how many are given the theme that their words only seem to be of."""
    tagger = tagger_of(vocabulary)
    rows = [json.loads(line) for line in FRIENDS.read_text(encoding="utf-8").splitlines()]
    lines = []
    for name, looked_at in (("looked at", True), ("not looked at", False)):
        half = [row for row in rows if row["seen"] is looked_at]
        taken = [
            row["theme"]
            for row in half
            if any(tag.theme == row["theme"] and tag.certainty is Certainty.YES for tag in tagger.tags(row["text"]))
        ]
        lines.append(f"false friends, {name}: {len(taken)} of {len(half)} taken in ({', '.join(taken)})")
    return lines


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
    print(*false_friends(vocabulary), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
