"""Learn what the words of a status line are worth: `python -m benchmarks.train_statuses`.

Learns from the lines of benchmarks/labels/statuses.jsonl but those of the parts held back, and writes
ingest/words/status_weights.json. Needs scikit-learn (the extra "train"), which the library itself does not. A line that
may be read in several ways counts for each of them in part. The rules were made with the lines of "seen" in view, and
so seem surer on them than they are: those of "hands", which they had not met, count more.
"""

from __future__ import annotations

from benchmarks.learn_weights import LabelledSigns, write_weights
from benchmarks.statuses import lines
from ingest.findings.status_weights import WEIGHTS, status_signs

LEARNED = {"seen": 1, "kept": 1, "hands": 2}  # parts, and how many times their lines count
STRENGTH = 10  # scikit-learn's C


def main() -> None:
    """Learn and write."""
    judged = [(*row, times) for part, times in LEARNED.items() for row in lines(part)]
    signs = [
        LabelledSigns(status_signs(text), status, 1 / len(may_be), times)
        for text, may_be, times in judged
        for status in may_be
    ]
    print(f"{WEIGHTS.name}: {write_weights(signs, STRENGTH, WEIGHTS)} signs learned from {len(judged)} lines")


if __name__ == "__main__":
    main()
