"""What a manifest can say, and how its mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.manifest import Manifests, read
from kb.core.errors import BadManifest
from kb.core.model import Metadata, StatedValue
from kb.vocabulary import load

GOOD = """
[[review]]
slug = "exby-child-z"
title = "Child Z"
review_type = "serious-case-review"
partnership = "Exby Safeguarding Children Partnership"
area = "Exby"
period = "2018 to 2020"

[[document]]
file = "report.pdf"
review = "exby-child-z"
title = "Overview report"
published = "2021-03"

[[document]]
file = "more/addendum.docx"
review = "exby-child-z"
area = "North Exby"

[[document]]
file = "alone.txt"
publisher = "Exby Council"
"""


def write_manifest(folder: Path, words: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.toml").write_text(words, encoding="utf-8")
    return folder


def about(folder: Path, name: str) -> Metadata:
    return Manifests(load()).about(folder / name, folder)


def stated_in_manifest(value: str) -> StatedValue:
    return StatedValue(value, "manifest")


def test_a_document_has_what_it_and_its_review_state(tmp_path: Path) -> None:
    told = about(write_manifest(tmp_path, GOOD), "report.pdf")
    assert told == Metadata(
        title=stated_in_manifest("Overview report"),
        partnership=stated_in_manifest("Exby Safeguarding Children Partnership"),
        area=stated_in_manifest("Exby"),
        review_type=stated_in_manifest("serious-case-review"),
        published=stated_in_manifest("2021-03"),
        period=stated_in_manifest("2018 to 2020"),
        review=stated_in_manifest("exby-child-z"),
        review_title=stated_in_manifest("Child Z"),
    )


def test_a_document_s_own_words_go_before_its_review_s(tmp_path: Path) -> None:
    assert about(write_manifest(tmp_path, GOOD), "more/addendum.docx").area == stated_in_manifest("North Exby")


def test_a_document_needs_no_review(tmp_path: Path) -> None:
    assert about(write_manifest(tmp_path, GOOD), "alone.txt") == Metadata(publisher=stated_in_manifest("Exby Council"))


def test_a_file_of_which_nothing_is_said_has_nothing_stated(tmp_path: Path) -> None:
    assert about(write_manifest(tmp_path, GOOD), "other.pdf") == Metadata()
    assert about(tmp_path / "without", "other.pdf") == Metadata()


def test_the_nearest_manifest_speaks(tmp_path: Path) -> None:
    write_manifest(
        tmp_path, '[[document]]\nfile = "in/a.txt"\ntitle = "Outer"\n[[document]]\nfile = "in/b.txt"\ntitle = "Outer"'
    )
    write_manifest(tmp_path / "in", '[[document]]\nfile = "a.txt"\ntitle = "Inner"')
    manifests = Manifests(load())
    assert manifests.about(tmp_path / "in" / "a.txt", tmp_path).title == stated_in_manifest("Inner")
    assert manifests.about(tmp_path / "in" / "b.txt", tmp_path).title == stated_in_manifest("Outer")


def test_a_manifest_above_the_folder_that_is_added_does_not_speak(tmp_path: Path) -> None:
    write_manifest(tmp_path, '[[document]]\nfile = "in/a.txt"\ntitle = "Outer"')
    assert Manifests(load()).about(tmp_path / "in" / "a.txt", tmp_path / "in") == Metadata()


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-03-09", "2021-03-09"),
        ('"2021-03"', "2021-03"),
        ("2021", "2021"),
        ('"9 March 2021"', "2021-03-09"),
        ('"09/03/2021"', "2021-03-09"),
        ("2021-03-09T10:00:00Z", "2021-03-09"),
    ],
)
def test_a_date_is_understood_however_it_is_written(tmp_path: Path, written: str, iso: str) -> None:
    folder = write_manifest(tmp_path, f'[[document]]\nfile = "a.txt"\npublished = {written}')
    about = read(folder / "manifest.toml", load()).about(tmp_path / "a.txt")
    assert about is not None
    assert about.published == stated_in_manifest(iso)


def test_a_file_is_known_however_its_accents_and_folders_are_written(tmp_path: Path) -> None:
    folder = write_manifest(tmp_path, '[[document]]\nfile = "in/../ca\u0301n.txt"\ntitle = "Accent"')
    about = read(folder / "manifest.toml", load()).about(tmp_path / "c\u00e1n.txt")
    assert about is not None
    assert about.title == stated_in_manifest("Accent")


def test_files_that_are_named_and_not_there_are_reported(tmp_path: Path) -> None:
    names = [*(f"gone-{number}.txt" for number in range(7)), "here.txt", "Other.txt"]
    write_manifest(tmp_path, "\n".join(f'[[document]]\nfile = "{name}"' for name in names))
    (tmp_path / "here.txt").write_text("x")
    (tmp_path / "other.txt").write_text("x")
    manifests = Manifests(load())
    manifests.about(tmp_path / "other.txt", tmp_path)
    (told,) = manifests.named_in_vain([tmp_path / "other.txt", tmp_path / "gone-6.txt"])
    assert told.startswith(f"{tmp_path / 'manifest.toml'} names “gone-0.txt”, “gone-1.txt”")
    assert "“gone-4.txt” and 2 more, which are not there" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("title = ", "is not TOML"),
        ('[[document]]\ntitle = "No file"', r"document\.1\.file: Field required"),
        ('[[document]]\nfile = "a"\ntitel = "Typo"', r"document\.1\.titel: no such field"),
        ('[[document]]\nfile = "a"\npublished = "last May"', r"document\.1\.published: write a year"),
        ('[[document]]\nfile = "a"\npublished = "2021-02-30"', r"document\.1\.published: write a year"),
        ('[[document]]\nfile = "a"\npublished = 44561', r"document\.1\.published: write a year"),
        ('[[document]]\nfile = "a"\npublished = "٢٠٢١"', r"document\.1\.published: write a year"),
        ('[document]\nfile = "a"', r"document: write \[\[review\]\] and \[\[document\]\]"),
        ('[[document]]\nfile = "a"\n[[document]]\nfile = "./b/../a"', "document a is stated 2 times"),
        ('[[document]]\nfile = "a"\n[[document]]\nfile = "a"', "document a is stated 2 times"),
        ('[[review]]\nslug = "Child Z"\ntitle = "x"', r"review\.1\.slug"),
        ('[[review]]\nslug = "z"\ntitle = "x"\n[[review]]\nslug = "z"\ntitle = "y"', "review z is stated 2 times"),
        ('[[document]]\nfile = "a"\ndocument_type = "novel"', "'novel' is not in the list; it can be"),
        ('[[review]]\nslug = "z"\ntitle = "x"\nreview_type = "novel"', "'novel' is not in the list; it can be"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, words: str, sentence: str) -> None:
    with pytest.raises(BadManifest, match=sentence):
        read(write_manifest(tmp_path, words) / "manifest.toml", load())


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    words = '[[document]]\ntitle = ""\n[[review]]\nslug = "z"'
    with pytest.raises(BadManifest) as caught:
        read(write_manifest(tmp_path, words) / "manifest.toml", load())
    for place in ("document.1.file", "document.1.title", "review.1.title"):
        assert place in str(caught.value)


def test_a_manifest_that_is_no_text_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadManifest, match="not UTF-8"):
        read(tmp_path / "manifest.toml", load())


def test_the_sample_library_s_manifest_is_right() -> None:
    from tests.conftest import ROOT

    told = read(ROOT / "corpus" / "library" / "manifest.toml", load())
    assert all(path.is_file() for path in told.hints)
    assert told.hints


@pytest.mark.parametrize("nothing", ["\u200b", "\u202e\u202c", " \u3164 "])
def test_a_value_of_which_nothing_shows_is_a_mistake(tmp_path: Path, nothing: str) -> None:
    folder = write_manifest(tmp_path, f'[[document]]\nfile = "a.txt"\ntitle = "{nothing}"')
    with pytest.raises(BadManifest, match="title"):
        read(folder / "manifest.toml", load())


def test_a_value_holds_what_shows_of_it(tmp_path: Path) -> None:
    folder = write_manifest(tmp_path, '[[document]]\nfile = "a.txt"\ntitle = "\u202eChild\u200b Z\u202c"')
    stated = read(folder / "manifest.toml", load()).about(tmp_path / "a.txt")
    assert stated is not None
    assert stated.title == stated_in_manifest("Child Z")
