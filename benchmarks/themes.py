"""How right the themes are: `python -m benchmarks.themes [--misses]`.

Prints, by the arithmetic of ../shared/tools/score_findings.py (a theme is right if the label requires or allows it,
wrong if it does neither, missed if it is required and not given; core units only):

- the labels as given, with the weights as shipped, which have seen them;
- the same with each document's labels left out of the learning, and those of every eighth one after it (the cues
  themselves were written by people who had read some of these documents, which no leaving out can undo);
- the same for the second reader's labels, of documents that the cues' author had not read when they were written,
  for the reviews told in prose of ../shared/cases, whose reader also names what the whole case is about, and for the
  invented statements that were looked at (benchmarks/themes_in_prose.py);
- each theme, the four that matter most, calibration, and speed.

Writes kb/vocabulary/quality.json, which the theme pages show. Needs scikit-learn (the extra "train").
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks import theme_model as model
from benchmarks.labelled import LabelledUnit, gold, second, training_sentences
from benchmarks.labelled_documents import (
    NEVER_LEARNED,
    LookedAtUnit,
    bare_documents,
    look_at,
    look_at_texts,
    stated_documents,
    told_documents,
)
from benchmarks.theme_scores import Given, line, misses, score_themes, total_score
from benchmarks.train_encoded_sense import EncodedLearner
from benchmarks.train_suggestions import SenseLearner
from ingest.themes.score import add_up
from ingest.themes.tagger import Tagger, tagger_of
from kb.app.retrain import ThemeTally
from kb.vocabulary import Vocabulary, Weights
from kb.vocabulary import read as read_vocabulary

OUT = Path(__file__).resolve().parents[1] / "kb" / "vocabulary" / "quality.json"
NAMED = ("domestic-abuse", "housing-moves", "information-sharing", "key-worker-continuity")
SETS = ("first reader", "second reader", "told in prose", "invented statements")
GROUPS = 8  # into which documents are put to be left out of the learning, each group at once
FEW = 5  # labels under which precision and recall say nothing


@dataclass(frozen=True)
class Bench:
    """Labels, looked at once, and what can be learned from them."""

    vocabulary: Vocabulary
    gold: tuple[LookedAtUnit, ...]
    second: tuple[LookedAtUnit, ...]
    told: tuple[LookedAtUnit, ...]
    stated: tuple[LookedAtUnit, ...]
    written: tuple[LookedAtUnit, ...]
    without_encoder: Bench | None = None  # the same where the sense of a text is of its words alone

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Bench:
        """Gather what there is to learn from and to measure on. Needs the encoder."""
        learner = SenseLearner.of_all(vocabulary)
        encoded = EncodedLearner.beside(learner, vocabulary)
        plain = cls._with(vocabulary, learner.left_out_chances())
        return replace(cls._with(vocabulary, encoded.left_out_chances()), without_encoder=plain)

    @classmethod
    def _with(cls, vocabulary: Vocabulary, senses: Mapping[str, Mapping[str, float]]) -> Bench:
        stated = [one for one in stated_documents() if one.batch != NEVER_LEARNED]
        return cls(
            vocabulary,
            tuple(look_at(bare_documents(gold()), vocabulary, senses)),
            tuple(look_at(bare_documents(second()), vocabulary, senses)),
            tuple(look_at(told_documents(vocabulary), vocabulary, senses)),
            tuple(look_at(stated, vocabulary, senses)),
            tuple(look_at_texts(training_sentences(), vocabulary, senses)),
        )

    @cached_property
    def documents(self) -> tuple[LookedAtUnit, ...]:
        """The labels within documents."""
        return self.gold + self.second + self.told + self.stated

    @cached_property
    def units(self) -> tuple[LabelledUnit, ...]:
        """The labels of `documents`."""
        return tuple(one.unit for one in self.documents)

    @cached_property
    def _examples(self) -> list[model.TrainingExample]:
        return self._examples_within_documents(self._worth)

    def _examples_within_documents(self, worth: float) -> list[model.TrainingExample]:
        tagger = tagger_of(self.vocabulary)
        inspected = model.examples(self.gold + self.second, tagger, worth)
        return inspected + model.examples(self.told + self.stated, tagger, model.TOLD * worth)

    @property
    def _worth(self) -> float:
        """What a label counts: half, where it is learned from with the encoder and once more without."""
        return 1.0 if self.without_encoder is None else 0.5

    @cached_property
    def _lasting_examples(self) -> list[model.TrainingExample]:
        tagger = tagger_of(self.vocabulary)
        written = model.examples(self.written, tagger, model.WRITTEN * self._worth)
        return written + model.sentences(self.vocabulary, tagger)

    @cached_property
    def _all_examples(self) -> list[model.TrainingExample]:
        """Those within documents, with the encoder and without."""
        return self._examples + (self.without_encoder._half_examples if self.without_encoder else [])

    @cached_property
    def _half_examples(self) -> list[model.TrainingExample]:
        tagger = tagger_of(self.vocabulary)
        return self._examples_within_documents(0.5) + model.examples(self.written, tagger, model.WRITTEN * 0.5)

    def tags_given(self, weights: Weights, labelled: Iterable[int]) -> Given:
        """Return what a tagger with these weights gives to these of `documents`."""
        tagger = tagger_of(self.vocabulary).with_weights(weights)
        return {
            number: frozenset(tag.theme for tag in tagger.judge(one.look, one.around) if tag.is_given)
            for number, one in ((number, self.documents[number]) for number in labelled)
        }

    @cached_property
    def without(self) -> dict[str, Weights]:
        """Weights learned without each document and those of its group, by its case; the curve is fitted on what they
        say of it.
        """
        cases = list(dict.fromkeys(one.case for one in self.documents))
        learned: dict[str, Weights] = {}
        for group in (cases[start::GROUPS] for start in range(GROUPS)):
            kept = [one for one in self._all_examples if one.case not in group]
            learned |= dict.fromkeys(group, model.fit(kept + self._lasting_examples))
        sums: list[float] = []
        right: list[bool] = []
        for one, example in zip(self.units, self._examples, strict=True):
            for theme, value in add_up(example.signs, example.seen, learned[example.case]).items():
                sums.append(value)
                right.append(theme in one.themes | one.also)
        slope, shift = model.curve(sums, right)
        return {case: model.calibrate(weights, slope, shift, len(self.documents)) for case, weights in learned.items()}

    def learn_weights(self) -> Weights:
        """Return weights learned from all labels, with the curve of those learned without their own document."""
        one = next(iter(self.without.values()))
        return model.calibrate(
            model.fit(self._all_examples + self._lasting_examples), one.slope, one.shift, len(self.documents)
        )

    def left_out(self) -> Given:
        """Return what is given to each unit by weights that were learned without its document."""
        made: Given = {}
        for case, weights in self.without.items():
            made |= self.tags_given(weights, [n for n, one in enumerate(self.documents) if one.case == case])
        return made


def split_readers(given: Given, bench: Bench) -> tuple[Given, ...]:
    """Return what was given to the units of each set, in the order of `Bench.documents`, each numbered from 0."""
    made: list[Given] = []
    begin = 0
    for labelled in (bench.gold, bench.second, bench.told, bench.stated):
        after = begin + len(labelled)
        made.append({number - begin: themes for number, themes in given.items() if begin <= number < after})
        begin = after
    return tuple(made)


def calibration(bench: Bench) -> list[str]:
    """Return how often tags of a chance were right, for tags by weights learned without their document."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, weights in bench.without.items():
        tagger = tagger_of(bench.vocabulary).with_weights(replace(weights, unsure=0.05))
        for one in bench.documents:
            if one.case == case:
                for tag in tagger.judge(one.look, one.around):
                    is_right = tag.theme in one.unit.themes | one.unit.also
                    bins[min(math.floor(tag.confidence * 10), 9)].append((tag.confidence, is_right))
    return [
        f"  said {sum(c for c, _ in pairs) / len(pairs):.2f}  right {sum(r for _, r in pairs) / len(pairs):.2f}"
        f"  ({len(pairs)} tags)"
        for _, pairs in sorted(bins.items())
    ]


def speed(vocabulary: Vocabulary, texts: Sequence[str]) -> str:
    """Return how long a thousand findings take on one core."""
    tagger = Tagger(vocabulary)
    thousand = [texts[number % len(texts)] for number in range(1000)]
    tagger.tags(thousand[0])
    best = min(_seconds(tagger, thousand) for _ in range(3))
    words = sum(len(text.split()) for text in thousand) / 1000
    return f"1,000 findings of {words:.0f} words on average: {best:.2f} s on one core"


def _seconds(tagger: Tagger, texts: Sequence[str]) -> float:
    begun = time.process_time()
    for text in texts:
        tagger.tags(text)
    return time.process_time() - begun


def quality(bench: Bench, given: Given) -> dict[str, object]:
    """Return what the theme pages show: by theme, labels and how right the tagger was, learned without the document."""
    units = bench.units[: len(bench.units) - len(bench.stated)]  # documents, not statements written for the purpose
    scores = score_themes(units, given)
    labels = Counter(theme for one in units if one.core for theme in one.themes | one.also)
    all_themes = total_score(scores)
    return {
        "how": "Each document was judged by a program that had not learned from it. “Right” means that the person who"
        " read it gave or allowed the theme.",
        "findings": sum(one.core for one in units),
        "documents": len({one.source for one in units}),
        "precision": round(all_themes.precision, 3),
        "recall": round(all_themes.recall, 3),
        "f1": round(all_themes.f1, 3),
        "few": FEW,
        "themes": {
            theme: _quality(labels[theme], scores.get(theme, ThemeTally(0, 0, 0))) for theme in bench.vocabulary.themes
        },
    }


def _quality(labels: int, score: ThemeTally) -> dict[str, object]:
    if labels < FEW:
        return {"labels": labels, "precision": None, "recall": None, "note": "too few labels to say"}
    return {"labels": labels, "precision": round(score.precision, 3), "recall": round(score.recall, 3), "note": ""}


def main() -> int:
    """Measure, print, and keep the figures."""
    bench = Bench.of(read_vocabulary())
    if not bench.gold:
        print("no labels: ../shared/gold is not beside the project")
        return 0
    sets = [[one.unit for one in of] for of in (bench.gold, bench.second, bench.told, bench.stated)]
    shipped = split_readers(bench.tags_given(bench.vocabulary.weights, range(len(bench.documents))), bench)
    for name, units, given in zip(SETS, sets, shipped, strict=True):
        print(line(f"{name}, weights that have seen it", score_themes(units, given)))
    left_out = bench.left_out()
    for name, units, given in zip(SETS, sets, split_readers(left_out, bench), strict=True):
        print(line(f"{name}, its document left out", score_themes(units, given)))
    print("\nthe four, documents left out (all readers):")
    each = score_themes(bench.units, left_out)
    for theme in NAMED:
        print(f"  {theme:26} P {each[theme].precision:.2f} R {each[theme].recall:.2f} F1 {each[theme].f1:.2f}")
    print("\neach theme, documents left out (all readers): right, wrong, missed")
    for theme, one in sorted(each.items(), key=lambda pair: pair[1].f1):
        print(f"  {theme:32} {one.right:4}{one.wrong:4}{one.missed:4}  F1 {one.f1:.2f}")
    print("\ncalibration:", *calibration(bench), sep="\n")
    print("\n" + speed(bench.vocabulary, [one.text for one in bench.units]))
    if "--misses" in sys.argv:
        print(*misses(bench.units, left_out), sep="\n")
    kept = {"measured": date.today().isoformat()} | quality(bench, left_out)
    OUT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
