"""How often a status is read right from a line, on lines whose answers were judged before.

`python -m benchmarks.statuses [seen|kept|unseen|fresh|hands]` counts the lines of benchmarks/labels/statuses.jsonl
that come out as one of their answers, and those called complete that are not. With "seen" it prints what went wrong.
Those of "kept" were set apart while the first rules were written, those of "unseen", all hard ones, while the later
ones were, those of "fresh" after them, and those of "hands" by writers whom the rules had not met. The weights
(benchmarks/train_statuses.py) are learned from "seen", "kept" and "hands", never from the others.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ingest.findings.status import Statuses
from kb.core.model import Status
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "statuses.jsonl"
COMPLETE = frozenset({"reported_complete", "complete_with_evidence", "already_in_place"})


def lines(part: str) -> list[tuple[str, list[str]]]:
    """Return the lines of a part with what each may be."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    return [(row["text"], row["may_be"]) for row in rows if row["part"] == part]


def main() -> None:
    """Print how many are right, and how many are called complete that are not."""
    part = sys.argv[1] if len(sys.argv) > 1 else "seen"
    statuses = Statuses(load())
    right = wrong = 0
    judged = lines(part)
    for text, may_be in judged:
        given = (statuses.of_cell(text) or Status.UNCLEAR).value
        right += given in may_be
        wrong += given in COMPLETE and not COMPLETE & set(may_be)
        if part == "seen" and given not in may_be:
            print(f"{text!r}: {given}, not {' or '.join(may_be)}")
    print(f"{part}: {right} of {len(judged)} right ({right / len(judged):.3f}), {wrong} wrongly complete")


if __name__ == "__main__":
    main()
