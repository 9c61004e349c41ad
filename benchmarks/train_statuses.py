"""Learn what the words of a status line are worth: `python -m benchmarks.train_statuses`.

Learns from the lines of benchmarks/labels/statuses.jsonl but those of the parts held back, and writes
ingest/words/status_weights.json. Needs scikit-learn (the extra "train"), which the library itself does not. A line that
may be read in several ways counts for each of them in part.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # comes with scikit-learn
from sklearn.linear_model import LogisticRegression

from benchmarks.statuses import lines
from ingest.findings.status_weights import WEIGHTS, shares_of_signs, signs_of

LEARNED = ("seen", "kept")
STRENGTH = 40  # scikit-learn's C
FEWEST = 2  # lines in which a sign must stand


def main() -> None:
    """Learn and write."""
    judged = [row for part in LEARNED for row in lines(part)]
    signs = [tuple(signs_of(text)) for text, _ in judged]
    counts = Counter(sign for one in signs for sign in one)
    columns = {sign: at for at, sign in enumerate(sorted(sign for sign, times in counts.items() if times >= FEWEST))}
    rows: list[int] = []
    cells: list[int] = []
    values: list[float] = []
    given: list[str] = []
    parts: list[float] = []
    for (_, may_be), one in zip(judged, signs, strict=True):
        shares = shares_of_signs(one, columns)
        for status in may_be:
            rows += [len(given)] * len(shares)
            cells += [columns[sign] for sign in shares]
            values += shares.values()
            given.append(status)
            parts.append(1 / len(may_be))
    table = csr_matrix((values, (rows, cells)), shape=(len(given), len(columns)))
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    model.fit(table, np.array(given), sample_weight=np.array(parts))
    learned: dict[str, Any] = {
        "always": [round(float(worth), 2) for worth in model.intercept_],
        "signs": {sign: [round(float(worth), 2) for worth in model.coef_[:, at]] for sign, at in columns.items()},
        "statuses": [str(status) for status in model.classes_],
    }
    WEIGHTS.write_text(file_text(learned), encoding="utf-8")
    print(f"{WEIGHTS.name}: {len(columns)} signs learned from {len(judged)} lines")


def file_text(learned: dict[str, Any]) -> str:
    """Return the weights as text, a sign a line."""
    signs = ",\n".join(f"{json.dumps(sign)}: {json.dumps(worth)}" for sign, worth in learned["signs"].items())
    return (
        f'{{"always": {json.dumps(learned["always"])},\n"statuses": {json.dumps(learned["statuses"])},\n'
        f'"signs": {{\n{signs}\n}}}}\n'
    )


if __name__ == "__main__":
    main()
