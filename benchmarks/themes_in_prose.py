"""How right themes are in invented prose: `python -m benchmarks.themes_in_prose [--misses]`.

Reads invented statements in batches, each a case of some type under its headings, with the themes a reader gives by
the vocabulary's definitions (benchmarks/labels/themes_in_prose.jsonl), and prints for each batch how right those of
the statements are. Nearly all of 1 and 2 tell a matter without a word of the field; 3 and 4 are written as reviews,
minutes, slides and annual reports are; 5 and 6 are reviews of cases; 7 and 8 are statements by themselves, one a theme,
that tell it without its plainest words; 9 and 10 are in the forms of the reviews told in prose of ../shared/cases. The
weights are learned from all batches but 10, whose lines say how well they are known by heart; batch 10 is never learned
from. Batches 11 to 14 are six and four papers of two or three cases each, 18 to 22 sets of reviews, minutes, plans,
slides and annual reports by five other writers. Each batch has two lines: the themes given with certainty, then those
and the inferred ones.

Last come sentences in which the words of a theme mean something else (benchmarks/labels/themes_false_friends.jsonl):
how many are given the theme all the same, of those that were looked at (84 were written from the list of everyday cues)
and of the others.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby

from benchmarks.labelled import LabelledUnit
from benchmarks.labelled_documents import NEVER_LEARNED, STATEMENTS, stated_documents
from benchmarks.theme_scores import Given, line, misses, score_themes
from ingest.themes.surroundings import tag_document
from ingest.themes.tagger import tagger_of
from kb.core.model import Certainty
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary

FRIENDS = STATEMENTS.with_name("themes_false_friends.jsonl")


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
    for batch, of_batch in groupby(stated_documents(), key=lambda one: one.batch):
        units: list[LabelledUnit] = []
        sure: Given = {}
        given: Given = {}
        for one in of_batch:
            for number, found in enumerate(
                tag_document(one.findings, one.answers, one.about, vocabulary, one.whole_text)
            ):
                sure[len(units)] = frozenset(found.themes)
                given[len(units)] = frozenset(found.given_themes)
                units.append(one.labels[number])
        print(line(f"batch {batch}", score_themes(units, sure)))
        print(line(f"batch {batch}, with inferred", score_themes(units, given)))
        if "--misses" in sys.argv and batch != NEVER_LEARNED:
            print(*misses(units, given), sep="\n")
    print(*false_friends(vocabulary), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
