"""Learn which words speak of a theme without a cue: `python -m benchmarks.train_suggestions [--held]`.

Writes kb/vocabulary/suggestions.json from all labels. With --held nothing is written: for each labelled document the
model is learned without it, and how often its suggestions were right is printed, by bar. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled import LabelledUnit, gold, prose_labels, second, training_sentences
from ingest.themes.suggest import suggest, words_and_pairs
from ingest.themes.tagger import Tagger
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary
from kb.vocabulary.suggestions import PATH, SuggestionModel, dump

BAR = 0.9
FEWEST = 12  # findings that must carry a theme for anything to be learned of it
COMMON = 4  # findings in which a word must stand to count
STRENGTH = 30.0  # scikit-learn's C
SMALL = 1.2  # weights nearer to nothing than this are left out of the file
REQUIRED, ALLOWED = 2.0, 0.6  # how much a theme counts that a reader must give, or may
BARS = (0.5, 0.7, 0.8, 0.9)


def learn(known: Sequence[LabelledUnit]) -> SuggestionModel:
    """Return the model of these findings."""
    said = [words_and_pairs(one.text) for one in known]
    counts = Counter(word for words in said for word in words)
    place = {word: at for at, word in enumerate(sorted(word for word, count in counts.items() if count >= COMMON))}
    rows = [[place[word] for word in words if word in place] for words in said]
    table = csr_matrix(
        (
            np.ones(sum(map(len, rows))),
            ([number for number, row in enumerate(rows) for _ in row], [at for row in rows for at in row]),
        ),
        shape=(len(rows), len(place)),
    )
    lengths = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    table = diags(1 / np.sqrt(lengths)) @ table
    bias: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    themes = Counter(theme for one in known for theme in one.themes)
    for theme in sorted(theme for theme, count in themes.items() if count >= FEWEST):
        right = np.array([theme in one.themes or theme in one.also for one in known])
        worth = np.array([REQUIRED if theme in one.themes else ALLOWED if theme in one.also else 1.0 for one in known])
        model = LogisticRegression(C=STRENGTH, solver="liblinear").fit(table, right, sample_weight=worth)
        bias[theme] = round(float(model.intercept_[0]), 3)
        for word, at in place.items():
            weight = round(float(model.coef_[0][at]), 2)
            if abs(weight) >= SMALL:
                weights.setdefault(word, {})[theme] = weight
    return SuggestionModel(BAR, frozenset(place), bias, weights)


def held_out_lines(vocabulary: Vocabulary) -> list[str]:
    """Return how right suggestions are in documents that were left out of the learning, a line for each bar."""
    documents = [*gold(), *second(), *prose_labels()]
    written = training_sentences()
    tagger = Tagger(vocabulary)
    right: Counter[float] = Counter()
    made: Counter[float] = Counter()
    for source in sorted({one.source for one in documents}):
        model = learn([one for one in documents if one.source != source] + written)
        model = SuggestionModel(min(BARS), model.known, model.bias, model.weights)
        for one in documents:
            if one.source == source:
                seen = {tag.theme for tag in tagger.tags(one.text)}
                for found in suggest(one.text, seen, model):
                    for bar in (bar for bar in BARS if found.chance >= bar):
                        made[bar] += 1
                        right[bar] += found.theme in one.themes | one.also
    return [f"from {bar}: {right[bar]} of {made[bar]} right, in {len(documents)} findings" for bar in BARS]


def main() -> int:
    """Measure, or learn from all and write the file."""
    vocabulary = read_vocabulary()
    if "--held" in sys.argv:
        print(*held_out_lines(vocabulary), sep="\n")
        return 0
    model = learn([*gold(), *second(), *prose_labels(), *training_sentences()])
    PATH.write_text(dump(model), encoding="utf-8")
    print(f"{PATH.name}: {len(model.bias)} themes, {len(model.weights)} words and pairs")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
