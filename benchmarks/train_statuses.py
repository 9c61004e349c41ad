"""Learn what the words of a status line are worth: `python -m benchmarks.train_statuses`.

Learns from the lines of benchmarks/labels/statuses.jsonl but those of the parts held back, and writes
ingest/words/status_weights.json. Needs scikit-learn (the extra "train"), which the library itself does not. A line that
may be read in several ways counts for each of them in part.
"""

from __future__ import annotations

from benchmarks.learn_weights import LabelledSigns, write_weights
from benchmarks.statuses import lines
from ingest.findings.status_weights import WEIGHTS, status_signs

LEARNED = ("seen", "kept")
STRENGTH = 40  # scikit-learn's C


def main() -> None:
    """Learn and write."""
    judged = [row for part in LEARNED for row in lines(part)]
    signs = [
        LabelledSigns(tuple(status_signs(text)), status, 1 / len(may_be))
        for text, may_be in judged
        for status in may_be
    ]
    print(f"{WEIGHTS.name}: {write_weights(signs, STRENGTH, WEIGHTS)} signs learned from {len(judged)} lines")


if __name__ == "__main__":
    main()
