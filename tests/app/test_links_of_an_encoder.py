"""What a sentence encoder linked is not undone by opening the library without it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.likeness_file import LikenessFile
from kb.core.settings import Settings
from tests.recurrence.sign_encoder import ALARMS, INTERPRETERS, PRESCRIBING, SignEncoder

WITHOUT, WITH = ":words", ":meaning"
TEXT = """# Review of Quillwort Lane

## Recommendations

1. The partnership should make sure that health visitors are told when a family moves.
"""

REPORT = f"""# Ambledyke Safeguarding Adults Board: safeguarding adults review about Perpetua

Published March 2023

## Recommendations

1. {INTERPRETERS}
2. {ALARMS}
3. {PRESCRIBING}
"""
LETTER = """# Ambledyke Safeguarding Adults Board: action plan, safeguarding adults review about Perpetua

June 2024

## Actions

- We now book someone independent for each visit.
"""


def open_without(folder: Path) -> Library:
    return Library.open(Settings(data=folder, meaning="off"))


def made_by(library: Library) -> str:
    return library._store.recurrences.linked_to()[1]


def rewrite_maker(folder: Path, change: Callable[[str], str]) -> str:
    """Write that other code, or an encoder, linked the library; return what is written."""
    connection = sqlite3.connect(folder / "library.sqlite3")
    with connection:
        (before,) = connection.execute("SELECT made_by FROM linking").fetchone()
        connection.execute("UPDATE linking SET made_by = ?", (change(before),))
    connection.close()
    return change(before)


def by_encoder(told: str) -> str:
    return told.removesuffix(WITHOUT) + WITH


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library whose links an encoder made, as far as its tables tell."""
    place = tmp_path / "quillwort.md"
    place.write_text(TEXT, encoding="utf-8")
    with open_without(tmp_path / "library") as library:
        library.add([place])
        assert made_by(library).endswith(WITHOUT)
    rewrite_maker(tmp_path / "library", by_encoder)
    return tmp_path / "library"


def test_links_made_with_an_encoder_stay_without_it(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kb"), open_without(folder) as library:
        assert made_by(library).endswith(WITH)
        assert not library.behind()
        assert "kb reindex" in caplog.text
        (fault,) = (one for one in library.doctor().faults if one.check == "links")
        assert not fault.grave
        assert "kb reindex" in fault.remedy
        library.catch_up()
        assert made_by(library).endswith(WITH)
        library.reindex()
        assert made_by(library).endswith(WITHOUT)
        assert [one for one in library.doctor().faults if one.check == "links"] == []


def test_what_changes_without_the_encoder_is_linked_without_it(folder: Path) -> None:
    other = folder.parent / "spearwort.md"
    other.write_text(TEXT.replace("Quillwort", "Spearwort"), encoding="utf-8")
    with open_without(folder) as library:
        library.add([other])
        assert made_by(library).endswith(WITHOUT)
        assert all(library.echoes(one.finding.id) for one in library.findings())


def test_links_of_other_code_are_made_anew_without_the_encoder(folder: Path) -> None:
    other_code = rewrite_maker(folder, lambda told: "0" + told[1:] if told[0] != "0" else "1" + told[1:])
    with open_without(folder) as library:
        assert made_by(library) != other_code
        assert made_by(library).endswith(WITHOUT)


def test_a_draft_that_is_checked_without_the_encoder_leaves_the_file_of_the_encoder(folder: Path) -> None:
    file = folder / "likeness.arrays"
    with open_without(folder) as library:
        linked = library._store.recurrences.linked_to()[1]
        kept = LikenessFile(file, linked)
        own = LikenessFile(file, linked.removesuffix(WITH) + WITHOUT).read()
        assert own is not None
        kept.keep(own)
        before = file.read_bytes()
        assert library.check("Health visitors should be told when a family moves.")
    assert file.read_bytes() == before
    assert kept.held_by() == linked


def links_of(library: Library) -> list[tuple[str, str, bool]]:
    text = {one.finding.id: one.finding.text for one in library.findings()}
    return [(text[one.recommendation], text[one.action], one.certain) for one in library.all_answers()]


def test_an_answer_by_meaning_stays_without_the_encoder_and_is_the_same_in_each_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.meaning_cache.find_encoder", SignEncoder)
    # themes were learned from another encoder's vectors
    monkeypatch.setattr("ingest.themes.surroundings.chances_by_text", lambda *_: None)
    folder, files = tmp_path / "library", [tmp_path / name for name in ("report.md", "plan.md", "other.md")]
    for place, text in zip(files, (REPORT, LETTER, TEXT), strict=True):
        place.write_text(text, encoding="utf-8")
    made = [(INTERPRETERS, "We now book someone independent for each visit.", False)]
    with Library.open(Settings(data=folder, meaning="auto")) as library:
        library.add(files[:2])
        assert links_of(library) == made
    with open_without(folder) as library:
        assert links_of(library) == made
    with Library.open(Settings(data=folder, meaning="auto")) as library:
        library.add(files[2:])
        assert links_of(library) == made
    with open_without(folder) as library:
        library.reindex()
        assert links_of(library) == []
