"""Learning anew from people's labels: kept where it is better on documents left out, and never silently worse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.themes.tagger import tagger_of
from kb.app.library import Library
from kb.app.retrain import read_labels
from kb.core.errors import BadQuestion
from kb.core.model import Certainty
from kb.core.settings import Settings
from kb.store import ActFilter
from kb.vocabulary import read


@pytest.fixture(scope="module")
def opened_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("retrain")
    (place / "own").mkdir()
    with Library.open(Settings(data=place / "library", search="memory:", vocabulary=place / "own")) as opened:
        yield opened


@pytest.fixture
def library(opened_library: Library) -> Library:
    """A library with a vocabulary folder of its own, in which nothing was learned yet."""
    weights_of(opened_library).unlink(missing_ok=True)
    return opened_library


def weights_of(library: Library) -> Path:
    assert library.settings.vocabulary is not None
    return library.settings.vocabulary / "weights.json"


def write_labels(tmp_path: Path, themes_of: dict[str, list[str]], documents: int = 4) -> Path:
    """Write labels of texts, by turns of so many documents."""
    tagger = tagger_of(library.vocabulary)
    rows = [
        {"text": text, "themes": [], "also": [tag.theme for tag in tagger.tags(text)], "source": str(at % 3)}
        for at, text in enumerate(texts_on(library, "housing-moves"))
    ]
    file = tmp_path / "labels.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = library.retraining.run([file])
    assert (report.before.wrong, report.before.right, report.before.missed) == (0, 0, 0)
    assert report.invented_after == report.invented_before  # nothing was learned
    assert report.file is None
