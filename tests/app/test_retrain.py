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

THEME = "housing-moves"


@pytest.fixture(scope="module")
def opened_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path_factory.mktemp("retrain"), search="memory:")) as opened:
        yield opened


@pytest.fixture
def library(opened_library: Library) -> Library:
    """A library with a vocabulary folder of its own, in which nothing was learned yet."""
    weights_of(opened_library).unlink(missing_ok=True)
    return opened_library


def weights_of(library: Library) -> Path:
    return library.settings.own_vocabulary / "weights.json"


def write_labels(tmp_path: Path, themes_of: dict[str, list[str]], documents: int = 4) -> Path:
    """Write labels of texts, by turns of so many documents."""
    rows: list[dict[str, object]] = [
        {"text": text, "themes": themes, "also": [], "source": f"document {at % documents}"}
        for at, (text, themes) in enumerate(themes_of.items())
    ]
    return write_rows(tmp_path, rows)


def write_rows(tmp_path: Path, rows: list[dict[str, object]]) -> Path:
    file = tmp_path / "labels.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def themes_given(library: Library, text: str) -> list[str]:
    tags = tagger_of(library.vocabulary).tags(text)
    return [tag.theme for tag in tags if tag.certainty is Certainty.YES]


def texts_on(library: Library, theme: str) -> list[str]:
    """Return different invented sentences to which the program gives a theme by its own cues."""
    places = ("at the clinic", "in the school", "on the ward", "at home", "in the hostel", "at the nursery")
    days = ("on Monday", "in March", "last winter", "each week", "that summer")
    made = [f"The worker raised housing moves {place} {day}." for place in places for day in days]
    return [one for one in made if theme in [tag.theme for tag in tagger_of(library.vocabulary).tags(one)]]


def agreed_labels(library: Library) -> dict[str, list[str]]:
    """Labels as the program would give them, of other sentences."""
    made = [
        f"Nobody spoke with the child alone {when}." for when in ("in May", "at all", "in June", "that day", "again")
    ]
    made += [f"Domestic abuse of the mother was known {when}." for when in ("in May", "to all", "in June", "that day")]
    return {one: themes_given(library, one) for one in made}


def test_what_people_say_here_is_learned_and_kept_in_the_site_s_own_folder(library: Library, tmp_path: Path) -> None:
    texts = texts_on(library, THEME)
    assert len(texts) >= 20
    # here nobody calls this by the theme; on another one people and program agree
    labels = write_labels(tmp_path, {text: [] for text in texts} | agreed_labels(library))
    report = library.retraining.run([labels], by="kim")
    assert report.why_not == ""
    assert report.after.f1 > report.before.f1
    assert report.after.wrong < report.before.wrong
    assert report.invented_after.f1 >= report.invented_before.f1 - 0.01
    learned = read(library.settings.own_vocabulary).weights
    assert learned.themes[THEME] < read(None).weights.themes.get(THEME, 0.0)
    assert [one.act for one in library.audit(ActFilter(), 1)] == ["retrain"]


def test_labels_that_teach_nothing_leave_all_as_it_is(library: Library, tmp_path: Path) -> None:
    given = {text: themes_given(library, text) for text in texts_on(library, THEME)}
    report = library.retraining.run([write_labels(tmp_path, given)])
    assert report.file is None
    assert "no better" in report.why_not
    assert not weights_of(library).exists()


def test_contradicting_labels_do_not_make_it_worse(library: Library, tmp_path: Path) -> None:
    """Each document says the opposite of the other, so that what is learned from one is wrong of the other."""
    noise = {text: [THEME] if at % 2 else [] for at, text in enumerate(texts_on(library, THEME))}
    report = library.retraining.run([write_labels(tmp_path, noise, documents=2)])
    assert report.after.f1 <= report.before.f1
    assert report.file is None
    assert not weights_of(library).exists()


def test_a_trial_keeps_nothing(library: Library, tmp_path: Path) -> None:
    texts = texts_on(library, THEME)
    labels = write_labels(tmp_path, {text: [] for text in texts} | agreed_labels(library))
    report = library.retraining.run([labels], dry_run=True)
    assert report.after.f1 > report.before.f1
    assert report.file is None
    assert not weights_of(library).exists()


def test_too_few_labels_are_refused_with_what_is_needed(library: Library, tmp_path: Path) -> None:
    texts = texts_on(library, THEME)
    with pytest.raises(BadQuestion, match="There are 3 labelled findings of 3 documents"):
        library.retraining.run([write_labels(tmp_path, {text: [] for text in texts[:3]})])
    with pytest.raises(BadQuestion, match="of 1 documents"):
        library.retraining.run([write_labels(tmp_path, {text: [] for text in texts}, documents=1)])


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 1, "themes": [], "source": ""}', '{"text": "a", "source": "b"}'])
def test_what_is_no_label_names_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('{"text": "a", "themes": [], "source": "b"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadQuestion, match="line 2"):
        read_labels(file)


def test_what_nobody_can_say_is_neither_learned_nor_counted(library: Library, tmp_path: Path) -> None:
    tagger = tagger_of(library.vocabulary)
    rows: list[dict[str, object]] = [
        {"text": text, "themes": [], "also": [tag.theme for tag in tagger.tags(text)], "source": str(at % 3)}
        for at, text in enumerate(texts_on(library, THEME))
    ]
    report = library.retraining.run([write_rows(tmp_path, rows)])
    assert (report.before.wrong, report.before.right, report.before.missed) == (0, 0, 0)
    assert report.file is None
