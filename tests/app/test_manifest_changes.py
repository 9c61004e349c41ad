"""A changed manifest amends what is held, says so, can be undone, and overrules nothing by being added again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.reports import Outcome
from kb.core.settings import Settings
from tests.papers import child_z, mr_v


@pytest.fixture(name="folder")
def folder_with_a_paper(tmp_path: Path) -> Path:
    child_z(tmp_path / "in")
    return tmp_path / "in"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        yield opened


def say(folder: Path, document: str, before: str = "") -> None:
    (folder / "manifest.toml").write_text(f'{before}\n[[document]]\nfile = "child-z.md"\n{document}\n')


def add(library: Library, folder: Path) -> Outcome:
    return next(one for one in library.add([folder]).outcomes if one.path.name == "child-z.md")


def about(library: Library, field: str) -> tuple[str, str]:
    (held,) = (one for one in library.documents() if one.name == "child-z.md")
    stated = getattr(held.about, field)
    return (stated.value, stated.where) if stated else ("", "")


def test_what_a_manifest_says_otherwise_is_amended_and_reported(library: Library, folder: Path) -> None:
    say(folder, 'area = "Exby"\nlicence = "OGL-UK-3.0"')
    add(library, folder)
    say(folder, 'area = "Wyeby"\nlicence = "OGL-UK-3.0"\npublished = "2021-05-02"')
    report = library.add([folder])
    (outcome,) = report.outcomes
    assert about(library, "area") == ("Wyeby", "manifest")
    assert about(library, "published") == ("2021-05-02", "manifest")
    assert outcome.amended
    assert "area is “Wyeby” (was “Exby”)" in outcome.sentence
    assert "published is “2021-05-02”" in outcome.sentence
    assert "licence" not in outcome.sentence
    assert report.sentence.endswith("1 already held, 1 of them amended by a manifest.")
    (made,) = {one.person for one in library.last_corrections(10)}
    assert made == "manifest"
    assert not add(library, folder).amended


def test_a_manifest_that_comes_later_amends_and_one_that_goes_changes_nothing(library: Library, folder: Path) -> None:
    add(library, folder)
    title = about(library, "title")
    say(folder, 'title = "The case of Child Z"')
    assert f"(was “{title[0]}”)" in add(library, folder).sentence
    (folder / "manifest.toml").unlink()
    assert not add(library, folder).amended
    assert about(library, "title") == ("The case of Child Z", "manifest")


def test_adding_again_overrules_neither_a_correction_nor_an_undo(library: Library, folder: Path) -> None:
    say(folder, 'area = "Exby"')
    document = add(library, folder).document_id
    library.make_correction(lambda desk: desk.describe(document, [("area", "Zedby")], "anna"))
    assert not add(library, folder).amended
    assert about(library, "area") == ("Zedby", "a person")
    say(folder, 'area = "Wyeby"')
    assert add(library, folder).amended
    batch = library.last_corrections(1)[0].batch
    library.make_correction(lambda desk: desk.undo(batch, "anna"))
    assert not add(library, folder).amended
    assert about(library, "area") == ("Zedby", "a person")


def test_a_document_goes_to_the_review_that_its_manifest_names_now(library: Library, folder: Path) -> None:
    mr_v(folder)
    old = library.document(add(library, folder).document_id).review
    named = '[[review]]\nslug = "exby-z"\ntitle = "{}"\n'
    say(folder, 'review = "exby-z"', named.format("Child Z of Exby"))
    assert "belongs to the review “Child Z of Exby”" in add(library, folder).sentence
    assert library.review("exby-z").title == "Child Z of Exby"
    assert library.review(old).slug == "exby-z"
    say(folder, 'review = "exby-z"', named.format("Child Z"))
    assert "the title of its review is “Child Z”" in add(library, folder).sentence
    assert library.review("exby-z").title == "Child Z"
    assert not add(library, folder).amended


def test_a_copy_under_another_name_changes_nothing(library: Library, folder: Path, tmp_path: Path) -> None:
    add(library, folder)
    before = about(library, "title")
    copy = tmp_path / "other" / "copy.md"
    copy.parent.mkdir()
    copy.write_bytes((folder / "child-z.md").read_bytes())
    (copy.parent / "manifest.toml").write_text('[[document]]\nfile = "copy.md"\ntitle = "Another"\n')
    (outcome,) = library.add([copy]).outcomes
    assert (outcome.amended, about(library, "title")) == (False, before)
