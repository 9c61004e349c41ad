"""Learn what each sign of a statement is worth: `python -m benchmarks.train_statements`.

    python -m benchmarks.train_statements            learn from all, write ingest/words/statements.json
    python -m benchmarks.train_statements --try      print only what is right with whole documents left out in turn
    python -m benchmarks.train_statements --errors   print also what is wrong then

Needs scikit-learn (the extra "train"), which the library itself does not. Two logistic models over the signs of
`ingest.findings.statement_signs`: whether a statement is a finding, and of which kind a finding is. Learned from the
invented documents in benchmarks/labels (statements, statements_hard), the sample library and the labelled documents of
../shared, of which no words are kept: the words that have weights (`ingest.findings.statement_words`) are those of the
other two.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import numpy as np
from scipy.sparse import csr_matrix  # comes with scikit-learn
from sklearn.linear_model import LogisticRegression

from benchmarks.statements import LabelledStatement, library, own, shared_statements, single_findings
from ingest.findings.statement_words import PREFIX
from ingest.findings.statements import WEIGHTS, StatementWeights, reckon

STRENGTH = 0.7  # scikit-learn's C for the first model
KIND_STRENGTH = 0.6
BALANCE = 0.6  # 0 weighs every statement alike for its kind, 1 every kind alike
OPTIONAL = 0.35  # how much it counts that a statement which may be found is one
BAR, NEAR = 0.65, 0.45
SMALL, SMALL_WORD = 0.01, 0.08
GROUPS = 12  # of documents, each left out once
FEWEST = 3  # statements in which a word must stand to be learned


def table(known: Sequence[LabelledStatement], columns: Sequence[str]) -> csr_matrix:
    """Return the signs of statements as a table."""
    place = {name: at for at, name in enumerate(columns)}
    rows, cells, values = [], [], []
    for row, one in enumerate(known):
        for name, amount in [*((sign.name, sign.amount) for sign in one.signs), ("always", 1.0)]:
            if name in place:
                rows.append(row)
                cells.append(place[name])
                values.append(amount)
    return csr_matrix((values, (rows, cells)), shape=(len(known), len(columns)))


def words_to_learn(known: Iterable[LabelledStatement]) -> frozenset[str]:
    """Return the words that stand in several statements, as names of signs."""
    counts = Counter(sign.name for one in known for sign in one.signs if sign.name.startswith(PREFIX))
    return frozenset(name for name, times in counts.items() if times >= FEWEST)


def fit(known: Sequence[LabelledStatement], words: frozenset[str]) -> StatementWeights:
    """Learn the weights, of words only those of `words`."""
    seen = {sign.name for one in known for sign in one.signs} | {"always"}
    columns = [*sorted(name for name in seen if not name.startswith(PREFIX)), *sorted(words)]
    first = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=1000)
    standing = [one for one in known if one.stands]
    right = np.array([bool(one.kinds) for one in standing])
    counts = np.array([one.counts * (OPTIONAL if one.optional else 1.0) for one in standing])
    first.fit(table(standing, columns), right, sample_weight=counts)
    findings = [one for one in known if one.kinds]
    second = LogisticRegression(C=KIND_STRENGTH, fit_intercept=False, max_iter=2000)
    given = [one.kinds[0] for one in findings]
    common = Counter(given)
    balance = np.array([(len(given) / common[kind]) ** BALANCE for kind in given])
    second.fit(table(findings, columns), np.array(given), sample_weight=balance / balance.mean())
    kinds = {str(kind): _weights(columns, second.coef_[at]) for at, kind in enumerate(second.classes_)}
    return StatementWeights(_weights(columns, first.coef_[0]), kinds, BAR, NEAR, len(known))


def _weights(columns: Iterable[str], found: Iterable[float]) -> dict[str, float]:
    return {
        name: round(float(worth), 3)
        for name, worth in zip(columns, found, strict=True)
        if abs(worth) >= (SMALL_WORD if name.startswith(PREFIX) else SMALL)
    }


def left_out(known: Sequence[LabelledStatement], words: frozenset[str]) -> list[tuple[LabelledStatement, float, str]]:
    """Return every statement with the chance and kind that weights give which were learned without its document.

    Whole documents are left out, several at a time: each time one in GROUPS of them.
    """
    sources = list(dict.fromkeys(one.source for one in known))
    made = []
    for group in range(GROUPS):
        left = frozenset(sources[group::GROUPS])
        weights = fit([one for one in known if one.source not in left], words)
        for one in known:
            if one.source not in left:
                continue
            told = reckon(one.signs, weights)
            made.append((one, told.chance, told.kind.value))
    return made


def report(judged: Sequence[tuple[LabelledStatement, float, str]], bar: float) -> None:
    """Print precision, recall and kinds of each document and of all."""
    by: dict[str, list[tuple[LabelledStatement, float, str]]] = defaultdict(list)
    for row in judged:
        by[row[0].source].append(row)
    for source, rows in [*sorted(by.items()), ("ALL", list(judged))]:
        found = [row for row in rows if row[1] >= bar]
        core = [row for row in rows if row[0].kinds and not row[0].optional]
        right = [row for row in found if row[0].kinds]
        hit = [row for row in core if row[1] >= bar]
        kinds = [row for row in right if row[2] in row[0].kinds]
        print(
            f"{source[:46]:46} statements {len(rows):4} core {len(core):3} found {len(found):3} "
            f"P {len(right) / max(len(found), 1):.2f} R {len(hit) / max(len(core), 1):.2f} "
            f"kind {len(kinds) / max(len(right), 1):.2f}"
        )


def _judge(known: Sequence[LabelledStatement], words: frozenset[str], *, errors: bool) -> None:
    """Print what is right with whole documents left out, and with `errors` what is wrong then."""
    judged = [row for row in left_out(known, words) if row[0].stands]
    report(judged, BAR)
    for one, chance, kind in judged if errors else ():
        if (chance >= BAR) != bool(one.kinds) and not one.optional:
            print(f"{'EXTRA' if not one.kinds else 'MISS'} {chance:.2f} {one.source[:8]} {kind} | {one.text[:160]}")
        elif one.kinds and kind not in one.kinds:
            print(f"KIND {one.source[:8]} {kind} for {one.kinds} | {one.text[:160]}")
    loss = -sum(math.log(max(c if one.kinds else 1 - c, 1e-6)) for one, c, _ in judged) / len(judged)
    print(f"mean log loss with whole documents left out: {loss:.3f}")


def main() -> None:
    """Read the arguments; learn, report, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--try", dest="attempt", action="store_true", help="write nothing")
    parser.add_argument("--at-once", action="store_true", help="learn and write without leaving documents out first")
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    ours = [*own(), *library(), *single_findings()]
    words = words_to_learn(ours)
    known = [*ours, *shared_statements()]
    if not options.at_once:
        _judge(known, words, errors=options.errors)
    if not options.attempt:
        weights = fit(known, words)
        WEIGHTS.write_text(json.dumps(asdict(weights), indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{WEIGHTS.name}: learned from {len(known)} statements")


if __name__ == "__main__":
    main()
