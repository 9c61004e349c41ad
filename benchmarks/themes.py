"""How right the themes are: `python -m benchmarks.themes [--misses]`.

Prints, by the arithmetic of ../shared/tools/score_findings.py (a theme is right if the label requires or allows it,
wrong if it does neither, missed if it is required and not given; core units only):

- the labels as given, with the weights as shipped, which have seen them;
- the same with each document's labels left out of the learning, and those of every eighth one after it (the cues
  themselves were written by people who had read some of these documents, which no leaving out can undo);
- the same for the second reader's labels, of documents that the cues' author had not read when they were written, and
  for the reviews told in prose of ../shared/cases, whose reader also names what the whole case is about;
- each theme, the four that matter most, calibration, and speed.

Writes kb/vocabulary/quality.json, which the theme pages show. Learning needs scikit-learn; without it only the shipped
weights are measured.
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

from benchmarks.labelled import LabelledUnit, gold, prose_labels, second, training_sentences
from ingest.themes.score import add_up
from ingest.themes.tagger import Tagger, tagger_of
from kb.app.retrain import ThemeTally
from kb.core.model import Certainty
from kb.vocabulary import Vocabulary, Weights
from kb.vocabulary import read as read_vocabulary

OUT = Path(__file__).resolve().parents[1] / "kb" / "vocabulary" / "quality.json"
NAMED = ("domestic-abuse", "housing-moves", "information-sharing", "key-worker-continuity")
GROUPS = 8  # into which documents are put to be left out of the learning, each group at once
FEW = 5  # labels under which precision and recall say nothing

Given = dict[int, frozenset[str]]  # number of a labelled unit -> themes given to it


def score_themes(labelled: Sequence[LabelledUnit], given: Given) -> dict[str, ThemeTally]:
    """Return the score of each theme over the core units."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, one in enumerate(labelled):
        if not one.core:
            continue
        for theme in given[number] | one.themes:
            if theme not in given[number]:
                counts[theme]["missed"] += 1
            else:
                counts[theme]["right" if theme in one.themes | one.also else "wrong"] += 1
    return {theme: ThemeTally(c["right"], c["wrong"], c["missed"]) for theme, c in counts.items()}


def total_score(themes: Mapping[str, ThemeTally]) -> ThemeTally:
    """Return the score over all themes together (micro)."""
    return ThemeTally(*(sum(getattr(one, name) for one in themes.values()) for name in ("right", "wrong", "missed")))


def macro(themes: Mapping[str, ThemeTally]) -> float:
    """Return the mean F1 of the themes that are required or rightly given anywhere."""
    needed = [one.f1 for one in themes.values() if one.right + one.missed]
    return sum(needed) / len(needed) if needed else 0.0


def line(name: str, themes: Mapping[str, ThemeTally]) -> str:
    """Return one line of the table."""
    one = total_score(themes)
    return f"{name:46} P {one.precision:.3f}  R {one.recall:.3f}  micro {one.f1:.3f}  macro {macro(themes):.3f}"


@dataclass(frozen=True)
class Bench:
    """Labels, looked at once, and what can be learned from them."""

    vocabulary: Vocabulary
    gold: tuple[LabelledUnit, ...]
    second: tuple[LabelledUnit, ...]
    told: tuple[LabelledUnit, ...]
    written: tuple[LabelledUnit, ...]

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        gold: Iterable[LabelledUnit],
        second: Iterable[LabelledUnit],
        told: Iterable[LabelledUnit],
        written: Iterable[LabelledUnit],
    ) -> Bench:
        """Gather what there is to learn from and to measure on."""
        return cls(vocabulary, tuple(gold), tuple(second), tuple(told), tuple(written))

    @cached_property
    def documents(self) -> tuple[LabelledUnit, ...]:
        """The labels of all readers."""
        return self.gold + self.second + self.told

    def tags_given(self, weights: Weights, labelled: Iterable[int]) -> Given:
        """Return what a tagger with these weights gives to these of `documents`."""
        tagger = tagger_of(self.vocabulary).with_weights(weights)
        return {
            number: frozenset(
                tag.theme for tag in tagger.tags(self.documents[number].text) if tag.certainty is Certainty.YES
            )
            for number in labelled
        }

    @cached_property
    def without(self) -> dict[str, Weights]:
        """Weights learned without each document and those of its group, by its name; the curve is fitted on what they
        say of it.
        """
        from benchmarks import theme_model as model

        tagger = tagger_of(self.vocabulary)
        known = model.examples(self.gold + self.second, tagger) + model.examples(self.told, tagger, model.TOLD)
        always = model.examples(self.written, tagger, model.WRITTEN) + model.sentences(self.vocabulary, tagger)
        sources = list(dict.fromkeys(one.source for one in self.documents))
        learned: dict[str, Weights] = {}
        for group in (sources[start::GROUPS] for start in range(GROUPS)):
            learned |= dict.fromkeys(group, model.fit([one for one in known if one.source not in group] + always))
        sums: list[float] = []
        right: list[bool] = []
        for one, example in zip(self.documents, known, strict=True):
            for theme, value in add_up(example.signs, example.seen, learned[one.source]).items():
                sums.append(value)
                right.append(theme in one.themes | one.also)
        slope, shift = model.curve(sums, right)
        return {
            source: model.calibrate(weights, slope, shift, len(self.documents)) for source, weights in learned.items()
        }

    def learn_weights(self) -> Weights:
        """Return weights learned from all labels, with the curve of those learned without their own document."""
        from benchmarks import theme_model as model

        tagger = tagger_of(self.vocabulary)
        known = model.examples(self.gold + self.second, tagger) + model.examples(self.told, tagger, model.TOLD)
        known += model.examples(self.written, tagger, model.WRITTEN)
        known += model.sentences(self.vocabulary, tagger)
        one = next(iter(self.without.values()))
        return model.calibrate(model.fit(known), one.slope, one.shift, len(self.documents))

    def left_out(self) -> Given:
        """Return what is given to each unit by weights that were learned without its document."""
        made: Given = {}
        for source, weights in self.without.items():
            made |= self.tags_given(weights, [n for n, one in enumerate(self.documents) if one.source == source])
        return made


def split_readers(given: Given, bench: Bench) -> tuple[Given, ...]:
    """Return what was given to the first reader's units, the second's and those told in prose, each numbered from 0."""
    made: list[Given] = []
    begin = 0
    for labelled in (bench.gold, bench.second, bench.told):
        after = begin + len(labelled)
        made.append({number - begin: themes for number, themes in given.items() if begin <= number < after})
        begin = after
    return tuple(made)


def calibration(bench: Bench) -> list[str]:
    """Return how often tags of a chance were right, for tags by weights learned without their document."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for source, weights in bench.without.items():
        tagger = tagger_of(bench.vocabulary).with_weights(replace(weights, unsure=0.05))
        for one in bench.documents:
            if one.source == source:
                for tag in tagger.tags(one.text):
                    bins[min(math.floor(tag.confidence * 10), 9)].append(
                        (tag.confidence, tag.theme in one.themes | one.also)
                    )
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
    scores = score_themes(bench.documents, given)
    labels = Counter(theme for one in bench.documents if one.core for theme in one.themes | one.also)
    all_themes = total_score(scores)
    return {
        "how": "Each document was judged by a program that had not learned from it. “Right” means that the person who"
        " read it gave or allowed the theme.",
        "findings": sum(one.core for one in bench.documents),
        "documents": len({one.source for one in bench.documents}),
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


def misses(labelled: Sequence[LabelledUnit], given: Given) -> Iterable[str]:
    """Yield every wrong and missed theme with the words."""
    for number, one in enumerate(labelled):
        if one.core:
            for theme in sorted(given[number] - one.themes - one.also):
                yield f"+ {theme:26} {one.label:22} {one.text[:150]}"
            for theme in sorted(one.themes - given[number]):
                yield f"- {theme:26} {one.label:22} {one.text[:150]}"


def main() -> int:
    """Measure, print, and keep the figures."""
    bench = Bench.of(read_vocabulary(), gold(), second(), prose_labels(), training_sentences())
    if not bench.gold:
        print("no labels: ../shared/gold is not beside the project")
        return 0
    shipped = split_readers(bench.tags_given(bench.vocabulary.weights, range(len(bench.documents))), bench)
    print(line("first reader, weights that have seen it", score_themes(bench.gold, shipped[0])))
    print(line("second reader, weights that have seen it", score_themes(bench.second, shipped[1])))
    print(line("told in prose, weights that have seen it", score_themes(bench.told, shipped[2])))
    try:
        left_out = bench.left_out()
    except ImportError:
        print("scikit-learn is not installed: nothing can be learned anew (pip install -e '.[train]')")
        return 0
    out = split_readers(left_out, bench)
    held = score_themes(bench.gold, out[0])
    print(line("first reader, its document left out", held))
    print(line("second reader, its document left out", score_themes(bench.second, out[1])))
    print(line("told in prose, its document left out", score_themes(bench.told, out[2])))
    alone = Bench.of(bench.vocabulary, bench.gold, (), (), bench.written).learn_weights()
    only = split_readers(bench.tags_given(alone, range(len(bench.documents))), bench)[1]
    print(line("second reader, none of its labels learned", score_themes(bench.second, only)))
    print("\nthe four, documents left out (all readers):")
    each = score_themes(bench.documents, left_out)
    for theme in NAMED:
        print(f"  {theme:26} P {each[theme].precision:.2f} R {each[theme].recall:.2f} F1 {each[theme].f1:.2f}")
    print("\neach theme, documents left out (all readers): right, wrong, missed")
    for theme, one in sorted(each.items(), key=lambda pair: pair[1].f1):
        print(f"  {theme:32} {one.right:4}{one.wrong:4}{one.missed:4}  F1 {one.f1:.2f}")
    print("\ncalibration:", *calibration(bench), sep="\n")
    print("\n" + speed(bench.vocabulary, [one.text for one in bench.documents]))
    if "--misses" in sys.argv:
        print(*misses(bench.documents, left_out), sep="\n")
    kept = {"measured": date.today().isoformat()} | quality(bench, left_out)
    OUT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
