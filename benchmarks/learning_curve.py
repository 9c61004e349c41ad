"""Whether more labelled documents still pay: `python -m benchmarks.learning_curve [FOLDER] [--draws N]`.

Learns the weights of statements from a quarter, a half, three quarters and all of the documents learned from, drawn by
chance, and prints how well each reads the statements of the documents in the folder, of which nothing is learned:
precision and recall at the bar, and the share of kinds that are right. Needs scikit-learn (the extra "train").
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.prose import HELD
from benchmarks.statements import LabelledStatement, library, of_marked, own, shared_statements, single_findings
from benchmarks.train_statements import fit, words_to_learn
from ingest.findings.statements import StatementWeights, reckon

PARTS = (0.25, 0.5, 0.75, 1.0)


def part_of(known: Sequence[LabelledStatement], part: float, seed: int) -> list[LabelledStatement]:
    """Return the statements of a part (0 to 1) of the documents, and as large a part of the single findings."""
    chance = random.Random(seed)
    single = [one for one in known if one.source.endswith(".tsv")]
    sources = sorted({one.source for one in known if not one.source.endswith(".tsv")})
    chance.shuffle(sources)
    kept = frozenset(sources[: round(part * len(sources))])
    return [one for one in known if one.source in kept] + chance.sample(single, round(part * len(single)))


def score(held: Sequence[LabelledStatement], weights: StatementWeights) -> tuple[float, float, float]:
    """Return precision, recall and the share of right kinds (each 0 to 1) of statements in documents."""
    told = [(one, reckon(one.signs, weights)) for one in held if one.stands]
    found = [(one, by) for one, by in told if by.chance >= weights.bar]
    right = [(one, by) for one, by in found if one.kinds]
    core = sum(bool(one.kinds) for one, _ in told)
    kinds = sum(by.kind.value in one.kinds for one, by in right)
    return len(right) / max(len(found), 1), len(right) / max(core, 1), kinds / max(len(right), 1)


def main() -> None:
    """Print a line for each part: the mean of all draws."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HELD)
    parser.add_argument("--draws", type=int, default=2, help="draws of each part of the documents (default 2)")
    options = parser.parse_args()
    held = [one for path in sorted(options.folder.glob("*.txt")) for one in of_marked(path)]
    ours = [*own(), *library(), *single_findings()]
    known = [*ours, *shared_statements()]
    mine = frozenset(one.source for one in ours)  # of other hands no words are learned
    print("part  documents  statements  P     R     kind")
    for part in PARTS:
        draws = [part_of(known, part, seed) for seed in range(1 if part == 1 else options.draws)]
        scores = []
        for learned in draws:
            words = words_to_learn(one for one in learned if one.source in mine)
            scores.append(score(held, fit(learned, words)))
        means = [sum(values) / len(values) for values in zip(*scores, strict=True)]
        documents = len({one.source for one in draws[0]})
        print(
            f"{part:4.0%}  {documents:9}  {len(draws[0]):10}  " + "  ".join(f"{mean:.3f}" for mean in means), flush=True
        )


if __name__ == "__main__":
    main()
