"""Learn which theme a question means by its sense: `python -m benchmarks.train_theme_sense [--held FOLDER]`.

Encodes what is said of each theme: its label, other names and definition, its cues as they are written, its check
sentences, and everyday words whose field words show it. Keeps these vectors along the axes on which they differ most,
and a ridge regression of all themes at once on the whole vectors. Writes kb/recurrence/data/theme_sense.npz. With
--held nothing is written: of the judged questions that the library in FOLDER answers, none of which is learned from,
is printed how often the surest theme is one that their answers have more often than findings do, by bar. Needs the
encoder.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.answers import grades_of
from benchmarks.judging import judgements
from kb.app.library import Library
from kb.core.expressions import expression
from kb.core.settings import Settings
from kb.recurrence import find_encoder
from kb.recurrence.theme_sense import FILE, ThemeSense, keep, surest, theme_sense
from kb.recurrence.word_vectors import Floats, written_out
from kb.vocabulary import Theme, Vocabulary
from kb.vocabulary import read as read_vocabulary
from search.understanding.thesaurus import everyday_sayings, thesaurus

PLACE = Path(__file__).resolve().parent.parent / "kb/recurrence/data" / FILE
RIDGE = 1.0  # in texts of weight 1
SHARPNESS = 12.0  # what a sum of 1, a sure theme, adds to the log-odds
AXES = 160  # of 384, on which the sayings differ most
BARS = ((0.2, 1.5), (0.3, 1.5), (0.4, 2.0), (0.5, 2.0), (0.6, 2.0))
_MOST_CUES = 60  # of a theme, each with little weight
_OF_ANSWERS = 0.4  # share of a question's answers that must have its theme ...
_OF_OTHERS = 3.0  # ... and how many times the share of all findings that is
_SIGNS = expression(r"[*]|\.\.|\|\S+")


@dataclass(frozen=True, slots=True)
class ThemedText:
    """A text that speaks of a theme, and how much it counts."""

    text: str
    theme: str
    weight: float


def texts_of(theme: Theme) -> Iterator[ThemedText]:
    """Yield what the vocabulary says of a theme."""
    for text, weight in ((theme.label, 2.0), (theme.definition, 2.0), *((name, 1.0) for name in theme.also_called)):
        yield ThemedText(text, theme.slug, weight)
    for sentence in theme.must_match:
        yield ThemedText(sentence, theme.slug, 1.0)
    for question in theme.questions:
        yield ThemedText(question, theme.slug, 0.5)
    for cue in theme.cues.strong[:_MOST_CUES]:
        yield ThemedText(_SIGNS.sub(" ", cue), theme.slug, 0.3)


def everyday_texts(vocabulary: Vocabulary) -> Iterator[ThemedText]:
    """Yield everyday words with the theme that most of the field's words for them show."""
    names = thesaurus(vocabulary).names
    for said, sayings in everyday_sayings().items():
        shown = Counter(slug for saying in sayings for slug in names.themes_in(saying.text)[:1])
        first = shown.most_common(1)
        if first:
            yield ThemedText(said.replace("..", " "), first[0][0], first[0][1] / len(sayings))


def judged_themes(folder: Path) -> dict[str, set[str]]:
    """Return the judged questions that a library answers, with the themes that stand out among their answers."""
    with Library.open(Settings(data=folder)) as library:
        held = library.findings()
    themes = {one.finding.id: one.finding.themes for one in held}
    every = Counter(slug for some in themes.values() for slug in some)
    wanted: dict[str, set[str]] = {}
    for judged in judgements():
        grades = grades_of(judged, held)
        answers = [id_ for id_, grade in grades.items() if grade == max(grades.values())]
        of_answers = Counter(slug for id_ in answers for slug in themes[id_])
        stand_out = {
            slug
            for slug, many in of_answers.items()
            if many >= max(_OF_ANSWERS, _OF_OTHERS * every[slug] / len(held)) * len(answers)
        }
        if stand_out:
            wanted[judged.query] = stand_out
    return wanted


def encode(texts: Sequence[str], vocabulary: Vocabulary) -> Floats:
    """Return the centred vectors of texts, a row each."""
    encoder = find_encoder()
    assert encoder is not None, "the encoder is not installed"
    return np.array([encoder.centre(encoder.encode(written_out(one, vocabulary.acronyms))) for one in texts])


def learn(vectors: Floats, texts: Sequence[ThemedText]) -> ThemeSense:
    """Return what these texts teach: each theme counts as much as every other one, however much is said of it."""
    slugs = tuple(sorted({one.theme for one in texts}))
    said = dict.fromkeys(slugs, 0.0)
    for one in texts:
        said[one.theme] += one.weight
    mean = sum(said.values()) / len(slugs)
    shares = np.array([one.weight * mean / said[one.theme] for one in texts])
    wanted = np.array([[float(one.theme == slug) for slug in slugs] for one in texts]) - 1 / len(slugs)
    weighed = vectors.astype(np.float64).T * shares
    inner = weighed @ vectors + RIDGE * np.eye(vectors.shape[1])
    weights = SHARPNESS * np.linalg.solve(inner, weighed @ wanted).T
    once = {(one.text.strip().casefold(), one.theme): at for at, one in enumerate(texts)}
    places = sorted(once.values())
    sayings = vectors[places]
    axes = np.linalg.eigh(sayings.T @ sayings)[1][:, -AXES:]
    themes = np.array([slugs.index(texts[at].theme) for at in places])
    axes = axes.astype(np.float32)
    return ThemeSense(slugs, axes, sayings @ axes, themes, weights.astype(np.float32))


def print_held(folder: Path, vocabulary: Vocabulary) -> None:
    """Print how often the surest theme is one of a judged question's."""
    wanted = judged_themes(folder)
    vectors = encode(list(wanted), vocabulary)
    chances = {asked: theme_sense().chances(vector) for asked, vector in zip(wanted, vectors, strict=True)}
    for least, ahead in BARS:
        told = {asked: surest(of, of, least, ahead) for asked, of in chances.items()}
        sure = [asked for asked, slug in told.items() if slug]
        right = sum(told[asked] in wanted[asked] for asked in sure)
        print(f"| {least} | {ahead} | {len(sure)} of {len(told)} | {right} ({right / max(len(sure), 1):.2f}) |")


def main() -> None:
    """Learn and write, or print what is right of what was not learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=Path, metavar="FOLDER", help="write nothing; a library of judged answers")
    options = parser.parse_args()
    vocabulary = read_vocabulary()
    if options.held:
        print_held(options.held, vocabulary)
        return
    said = (text for theme in vocabulary.themes.values() if not theme.weak for text in texts_of(theme))
    texts = [*said, *everyday_texts(vocabulary)]
    keep(learn(encode([one.text for one in texts], vocabulary), texts), PLACE)


if __name__ == "__main__":
    main()
