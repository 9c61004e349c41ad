"""Learn what each sign of a theme is worth: `python -m benchmarks.train_themes` writes kb/vocabulary/weights.json.

Needs scikit-learn (the extra "train"), which the library itself does not.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.themes import Bench
from kb.vocabulary import read as read_vocabulary
from kb.vocabulary.weights import dump

OUT = Path(__file__).resolve().parents[1] / "kb" / "vocabulary" / "weights.json"


def main() -> None:
    """Learn from all that is known, fit the curve on sums made without their own document, and write the file."""
    bench = Bench.of(read_vocabulary())
    weights = bench.learn_weights()
    OUT.write_text(dump(weights), encoding="utf-8")
    print(f"{OUT}: {sum(map(len, weights.cues.values()))} cues weighed from {weights.findings} findings")


if __name__ == "__main__":
    main()
