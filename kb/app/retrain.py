"""Learn the weights of themes anew from what people decided in coding rounds, and keep them only if they are better.

The labels that the supplied weights were learned from cannot be shipped with their words; the weights stand for them.
What is learned is measured on documents that were left out of the learning, beside the supplied weights, and on the
invented findings that came with the program, which must not suffer for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.themes.relearn import LabelledText, Relearner, sources
from ingest.themes.tagger import Tagger, tagger_of
from kb.app.coding import Coding
from kb.core.disk import write_whole
from kb.core.errors import BadQuestion
from kb.core.model import Certainty
from kb.core.settings import Settings
from kb.store import Store
from kb.vocabulary import Vocabulary, Weights, load, weights

LEAST_LABELS = 20
MOST_PARTS = 10  # into which the documents are divided; each part is left out once
MOST_LOSS = 0.01  # of F1 on the invented findings
TRAINING = Path(weights.__file__).with_name("training")


@dataclass(frozen=True, slots=True)
class ThemeTally:
    """Themes given rightly, given wrongly and missed. Those of which people did not agree do not count."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Return the share, 0 to 1, of right themes among those given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Return the share, 0 to 1, of the themes that people give."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both, 0 to 1."""
        counted = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / counted if counted else 0.0


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What learning anew gave, and whether it was kept. `why_not` says why it was not."""

    labels: int
    documents: int
    before: ThemeTally  # the weights supplied, on the labels
    after: ThemeTally  # weights learned without each document, on its labels
    invented_before: ThemeTally
    invented_after: ThemeTally
    file: Path | None  # where the new weights are kept; None where they are not
    why_not: str = ""


class Retraining:
    """Learns for one library."""

    def __init__(self, settings: Settings, store: Store, vocabulary: Vocabulary, coding: Coding) -> None:
        self._folder = settings.own_vocabulary
        self._vocabulary = vocabulary
        self._store = store
        self._coding = coding

    def run(self, files: Sequence[Path] = (), *, by: str = "", dry_run: bool = False) -> RetrainReport:
        """Learn from all closed rounds and these files of labels. Raises BadQuestion."""
        labels = [*self._own_labels(), *(one for file in files for one in read_labels(file))]
        labels = list({(one.source, one.text): one for one in labels}.values())  # the newest word on each finding
        documents = sources(labels)
        if len(labels) < LEAST_LABELS or len(documents) < 2:
            raise BadQuestion(
                f"There are {len(labels)} labelled findings of {len(documents)} documents. At least {LEAST_LABELS} of "
                "two documents are needed: code some in a round and close it."
            )
        tagger, supplied = tagger_of(self._vocabulary), load(None).weights
        relearner = Relearner(tagger, supplied, labels)
        learned, invented = relearner.weights(), invented_findings()
        report = RetrainReport(
            len(labels),
            len(documents),
            tally(tagger, labels, dict.fromkeys(documents, supplied)),
            tally(tagger, labels, _left_out(relearner, documents)),
            tally(tagger, invented, {"": supplied}),
            tally(tagger, invented, {"": learned}),
            None,
        )
        why_not = _refusal(report)
        if why_not or dry_run:
            return replace(report, why_not=why_not or "It was only tried.")
        file = self._folder / "weights.json"
        _write(file, weights.dump(learned))
        with self._store.database.writing() as connection:
            detail = {"labels": len(labels), "before": round(report.before.f1, 3), "after": round(report.after.f1, 3)}
            self._store.note(connection, "retrain", file.name, by, **detail)
        return replace(report, file=file)

    def _own_labels(self) -> list[LabelledText]:
        closed = [one.number for one in reversed(self._coding.rounds()) if one.closed]
        return [_label(row) for number in closed for row in self._coding.labels(number)]


def tally(tagger: Tagger, labels: Sequence[LabelledText], by: Mapping[str, Weights]) -> ThemeTally:
    """Return how right taggers are; `by` says with which weights the labels of each source are looked at."""
    right = wrong = missed = 0
    for one in labels:
        tags = tagger.with_weights(by[one.source]).tags(one.text)
        given = {tag.theme for tag in tags if tag.certainty is Certainty.YES}
        right += len(given & one.themes)
        wrong += len(given - one.themes - one.also)
        missed += len(one.themes - given)
    return ThemeTally(right, wrong, missed)


def _left_out(relearner: Relearner, documents: Sequence[str]) -> dict[str, Weights]:
    """Return for each document weights that were learned without it."""
    parts = [frozenset(documents[at::MOST_PARTS]) for at in range(min(MOST_PARTS, len(documents)))]
    return {document: learned for part in parts for learned in [relearner.weights(part)] for document in part}


def _write(file: Path, text: str) -> None:
    """Put a file in the place of what is there, whole or not at all. Raises BadQuestion."""
    try:
        write_whole(file, text)
    except OSError as error:
        raise BadQuestion(f"{file} cannot be written: {error.strerror}.") from error


def _refusal(report: RetrainReport) -> str:
    if report.after.f1 <= report.before.f1:
        return "On documents left out it is no better than the weights supplied."
    if report.invented_after.f1 < report.invented_before.f1 - MOST_LOSS:
        return "On the invented findings that came with the program it is worse."
    return ""


def read_labels(path: Path) -> list[LabelledText]:
    """Read labels as `kb round labels` writes them. Raises BadQuestion."""
    found, number = [], 0
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            number += 1
            if line.strip():
                found.append(_label(json.loads(line)))
    except OSError as error:
        raise BadQuestion(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadQuestion(f"{path}, line {number}: not a label as `kb round labels` writes them.") from error
    return found


def invented_findings() -> list[LabelledText]:
    """Return the invented findings that the vocabulary carries for learning."""
    lines = [line for path in sorted(TRAINING.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [_label({"source": "", **json.loads(line)}) for line in lines]


def _label(row: Mapping[str, object]) -> LabelledText:
    text, source = row["text"], row["source"]
    themes, also = row["themes"], row.get("also", [])
    if not (isinstance(text, str) and isinstance(source, str) and isinstance(themes, list) and isinstance(also, list)):
        raise TypeError("a label has text, source and lists of themes")
    return LabelledText(text, frozenset(map(str, themes)), frozenset(map(str, also)), source)
