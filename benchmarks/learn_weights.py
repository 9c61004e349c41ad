"""Learn the weights of signs for each class from labelled lines, for the training scripts.

Needs scikit-learn (the extra "train"), which the library itself does not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix  # comes with scikit-learn
from sklearn.linear_model import LogisticRegression

from ingest.words.learned import SignGroup, shares_of_signs

FEWEST = 2  # lines in which a sign must stand


@dataclass(frozen=True, slots=True)
class LabelledSigns:
    """The signs of a line, a class that it may have, the weight of the line for that class (0 to 1), and how many
    times it counts.
    """

    groups: tuple[SignGroup, ...]
    answer: str
    part: float = 1.0
    times: float = 1.0


def write_weights(lines: Sequence[LabelledSigns], strength: float, file: Path) -> int:
    """Learn from lines, `strength` being scikit-learn's C; write the file and return how many signs it holds."""
    counts: defaultdict[str, float] = defaultdict(float)
    for one in lines:
        for sign in {sign for group in one.groups for sign in group.signs}:
            counts[sign] += one.part  # the parts of a line sum to one
    often = sorted(sign for sign, times in counts.items() if times > FEWEST - 0.5)
    columns = {sign: at for at, sign in enumerate(often)}
    rows: list[int] = []
    cells: list[int] = []
    values: list[float] = []
    for row, one in enumerate(lines):
        shares = shares_of_signs(one.groups, columns)
        rows += [row] * len(shares)
        cells += [columns[sign] for sign in shares]
        values += shares.values()
    table = csr_matrix((values, (rows, cells)), shape=(len(lines), len(columns)))
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(
        table, np.array([one.answer for one in lines]), sample_weight=np.array([one.part * one.times for one in lines])
    )
    signs = ",\n".join(
        f"{json.dumps(sign)}: {json.dumps([round(float(worth), 1) for worth in model.coef_[:, at]])}"
        for sign, at in columns.items()
    )
    always = [round(float(worth), 2) for worth in model.intercept_]
    answers = [str(answer) for answer in model.classes_]
    file.write_text(
        f'{{"always": {json.dumps(always)},\n"answers": {json.dumps(answers)},\n"signs": {{\n{signs}\n}}}}\n',
        encoding="utf-8",
    )
    return len(columns)
