"""The model of what each sign of a theme is worth, learned from labelled findings.

Needs scikit-learn (the extra "train"), which the library itself does not. A logistic model over every pair of a
labelled finding and a theme of which it shows some cue or that what stands around it lends: signs that all themes
share, a weight for each theme, a weight for each cue. Strong regularisation keeps a cue that was seen once near the
worth of cues in general.

benchmarks/train_themes.py learns from all that is known, benchmarks/themes.py without one document, so that learning
by heart shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix  # comes with scikit-learn
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled_documents import LookedAtUnit
from ingest.themes.score import Around, Seen, is_lent, signs
from ingest.themes.tagger import Tagger, ThemeEvidenceText
from kb.vocabulary import Vocabulary, Weights

# How far a theme and a cue may stray from the average: the scale of their columns, which L2 turns into a prior.
THEME_SCALE, CUE_SCALE = 0.5, 0.8
STRENGTH = 1.0  # scikit-learn's C
# A theme that must be found matters most; one that may be given is right, though a reader could do without it.
REQUIRED, ALLOWED, WRONG = 2.0, 0.6, 1.0
TOLD = 0.7  # of a review told in prose, whose reader also gives what no word of the finding says
WRITTEN = 0.7  # of an invented finding; its own author chose the words, so that it proves less
SENTENCE = 2.5  # of a sentence that a theme's file must match
SPARED = 4.0  # of a sentence that a theme's file must spare, for that theme
YES, UNSURE = 0.6, 0.35  # chances; kb/decisions/0166 and 0194 tell what other choices gave
PLACES = (0.4, 0.5, 0.6)  # `YES` of the themes of a finding in a document, the likeliest first; kb/decisions/0212
SMALL = 0.02  # weights nearer to nothing than this are left out of the file


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A text looked at once: what its cues show, what it should be called, and how much it counts."""

    seen: Seen
    signs: dict[str, dict[str, float]]  # of each theme of which enough was seen
    right: dict[str, float]  # theme -> how much it counts that the theme is right
    wrong: float  # how much it counts for every other theme; 0 where nothing is known of them
    spared: str = ""  # the one theme that it must not be, where only that is known
    case: str = ""  # what it is left out of the learning with


def examples(labelled: Iterable[LookedAtUnit], tagger: Tagger, worth: float = 1.0) -> list[TrainingExample]:
    """Count the signs of labelled findings."""
    made = []
    for one in labelled:
        also, themes = one.unit.also, one.unit.themes
        right = dict.fromkeys(also, ALLOWED * worth) | dict.fromkeys(themes, REQUIRED * worth)
        made.append(_example(one.look, tagger, right, WRONG * worth, one.around, case=one.case))
    return made


def sentences(vocabulary: Vocabulary, tagger: Tagger) -> list[TrainingExample]:
    """Look at the check sentences of the theme files. Of a sentence to be matched, only that theme is known."""
    made = []
    for theme in vocabulary.themes.values():
        matched = {theme.slug: SENTENCE * REQUIRED}
        for text, right, spared in (
            *((text, matched, "") for text in theme.must_match),
            *((text, {}, theme.slug) for text in theme.must_spare),
        ):
            look = tagger.look(text)
            made.append(_example(look, tagger, right, 0.0, tagger.sense_around(look), spared))
    return made


def _example(
    look: ThemeEvidenceText,
    tagger: Tagger,
    right: dict[str, float],
    wrong: float,
    around: Around,
    spared: str = "",
    case: str = "",
) -> TrainingExample:
    made = signs(look.seen, look.words, tagger.lexicon, around)
    return TrainingExample(look.seen, made, right, wrong, spared, case)


class FeatureColumns:
    """The columns of the model: shared signs by name, then themes, then cues of themes."""

    def __init__(self, known: Sequence[TrainingExample]) -> None:
        names: dict[tuple[str, ...], None] = {}
        for example in known:
            for theme, made in example.signs.items():
                names.update(dict.fromkeys((name,) for name in made))
                names[("", theme)] = None
                if not is_lent(made):
                    names.update(dict.fromkeys(("", theme, one.key.cue) for one in example.seen[theme]))
        self.place = {name: place for place, name in enumerate(names)}

    def rows(self, known: Sequence[TrainingExample]) -> tuple[csr_matrix, list[tuple[int, str]]]:
        """Return the table of signs, and which example and theme each of its rows is."""
        at: list[int] = []
        column: list[int] = []
        value: list[float] = []
        pairs: list[tuple[int, str]] = []
        for number, example in enumerate(known):
            for theme, made in example.signs.items():
                cells: list[tuple[tuple[str, ...], float]] = [((name,), worth) for name, worth in made.items()]
                cells.append((("", theme), THEME_SCALE))
                if not is_lent(made):
                    cells += [(("", theme, cue), CUE_SCALE) for cue in {one.key.cue for one in example.seen[theme]}]
                for name, worth in cells:
                    place = self.place.get(name)
                    if place is not None:
                        at.append(len(pairs))
                        column.append(place)
                        value.append(worth)
                pairs.append((number, theme))
        return csr_matrix((value, (at, column)), shape=(len(pairs), len(self.place))), pairs


def fit(known: Sequence[TrainingExample]) -> Weights:
    """Learn weights from examples; slope and shift are left for `calibrate`."""
    columns = FeatureColumns(known)
    table, pairs = columns.rows(known)
    right, counts = _targets(known, pairs)
    used = counts > 0
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=500)
    model.fit(table[used], right[used], sample_weight=counts[used])
    return _weights(columns, model.coef_[0])


def _targets(known: Sequence[TrainingExample], pairs: list[tuple[int, str]]) -> tuple[np.ndarray, np.ndarray]:
    right = np.zeros(len(pairs))
    counts = np.zeros(len(pairs))
    for row, (number, theme) in enumerate(pairs):
        example = known[number]
        if theme in example.right:
            right[row], counts[row] = 1, example.right[theme]
        else:
            counts[row] = SPARED if theme == example.spared else example.wrong
    return right, counts


def _weights(columns: FeatureColumns, found: np.ndarray) -> Weights:
    shared: dict[str, float] = {}
    themes: dict[str, float] = {}
    cues: dict[str, dict[str, float]] = {}
    for name, place in columns.place.items():
        weight = float(found[place])
        if len(name) == 1:
            shared[name[0]] = round(weight, 4)
        elif len(name) == 2:
            themes[name[1]] = round(weight * THEME_SCALE, 4)
        elif abs(weight * CUE_SCALE) >= SMALL:
            cues.setdefault(name[1], {})[name[2]] = round(weight * CUE_SCALE, 3)
    return Weights(shared, themes, cues)


def calibrate(weights: Weights, slope: float, shift: float, findings: int) -> Weights:
    """Return the weights with the curve that turns their sums into chances, and the three answers' bounds."""
    return Weights(weights.signs, weights.themes, weights.cues, slope, shift, YES, UNSURE, PLACES, findings)


def curve(sums: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Return slope and shift of the curve that fits how often such sums of weights were right."""
    model = LogisticRegression(C=1e6).fit(np.array(sums).reshape(-1, 1), np.array(right))
    return round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4)
