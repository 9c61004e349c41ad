"""A paper is read in the light of its review, whichever comes first, and by itself again where the review is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.page_words import PageWords, read_words_anew
from kb.app.review_light import ReviewLight, asks_in_report
from kb.core.document import READ_BY_OCR, Note, Page
from kb.core.errors import DocumentWithdrawn
from kb.core.model import Finding, Kind, Metadata, StatedValue
from kb.core.settings import Settings
from tests.recurrence.test_reprints import make_printing

REPORT = """# Learning review: Child Petrel

Sandhaven Safeguarding Children Partnership

Published 4 March 2019

## Recommendations

1. Health visitors should record the smoke alarms of a home when they call.
2. Managers should review written agreements with parents every six weeks.
3. Schools should keep a register of pupils who are educated at home.
"""
MINUTES = """# Sandhaven Safeguarding Children Partnership

Minutes of the meeting held on 9 June 2020

Present: A. Moor (chair), B. Lunt, C. Vane

1. Child Petrel

Dawn Orrell told members that 88% of written agreements were looked at again within six weeks.

2. Premises

The lift has been mended.
"""


@pytest.fixture(scope="module")
def light_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A library that holds the report, then the minutes, in a folder, and the ids of the two."""
    folder = tmp_path_factory.mktemp("light")
    with Library.open(Settings(data=folder / "library")) as opened:
        return folder, add(opened, folder, "report", REPORT), add(opened, folder, "minutes", MINUTES)


@pytest.fixture
def library(light_library: tuple[Path, str, str], tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(light_library[0] / "library", tmp_path / "library")
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        yield opened


def add(library: Library, folder: Path, name: str, text: str) -> str:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    (outcome,) = library.add([path]).outcomes
    return outcome.document_id


def findings(library: Library, document: str) -> list[Finding]:
    return [held.finding for held in library.findings(document=document)]


def agreements(library: Library, document: str) -> Finding:
    (one,) = (finding for finding in findings(library, document) if "agreements" in finding.text)
    return one


def test_what_answers_its_review_is_an_action_and_says_that_it_is_inferred(
    library: Library, light_library: tuple[Path, str, str]
) -> None:
    one = agreements(library, light_library[2])
    assert one.kind is Kind.ACTION
    assert "inferred in the light of its review" in one.why
    assert "by itself evidence" in one.why
    library.catch_up()
    (review,) = library.reviews()
    (followed,) = (made for made in library.follow_up(review.slug) if "agreements" in made.recommendation.finding.text)
    assert [(given.finding.id, link.certain) for link, given in followed.answers] == [(one.id, False)]


def test_a_paper_that_came_first_is_read_again_and_by_itself_where_its_review_is_withdrawn(tmp_path: Path) -> None:
    with Library.open(Settings(data=tmp_path / "library")) as library:
        minutes = add(library, tmp_path, "minutes", MINUTES)
        before = findings(library, minutes)
        assert agreements(library, minutes).kind is Kind.EVIDENCE
        report = add(library, tmp_path, "report", REPORT)
        assert agreements(library, minutes).kind is Kind.ACTION
        library.withdraw(report)
        assert findings(library, minutes) == before


def test_an_action_falls_at_the_next_opening_where_the_withdrawal_of_its_review_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path / "library")
    with Library.open(settings) as library:
        minutes = add(library, tmp_path, "minutes", MINUTES)
        before = findings(library, minutes)
        report = add(library, tmp_path, "report", REPORT)
        with monkeypatch.context() as cut_off:  # as where the process is killed once the rows are gone
            cut_off.setattr(ReviewLight, "shed", lambda *_, **__: 0)
            cut_off.setattr(library._eraser, "finish", lambda *_: None)
            library.withdraw(report)
        assert agreements(library, minutes).kind is Kind.ACTION
    with Library.open(settings) as library:
        assert findings(library, minutes) == before


def test_an_action_falls_where_its_paper_is_moved_and_stands_again_where_that_is_undone(
    library: Library, light_library: tuple[Path, str, str]
) -> None:
    batch = library.make_correction(lambda desk: desk.move(light_library[2], "Another case", "K. Eeper"))
    assert agreements(library, light_library[2]).kind is Kind.EVIDENCE
    library.make_correction(lambda desk: desk.undo(batch, "K. Eeper"))
    assert agreements(library, light_library[2]).kind is Kind.ACTION


def test_reading_anew_and_the_trace_find_the_same(library: Library, light_library: tuple[Path, str, str]) -> None:
    library.reread()
    assert library.reread(dry_run=True).changes == ()
    assert library.retheme(dry_run=True).changes == ()
    assert agreements(library, light_library[2]) in library.trace(light_library[0] / "minutes.md").findings


@pytest.mark.parametrize(
    ("document_type", "asks"),
    [("", True), ("overview-report", True), ("service-report", False), ("action-plan", False)],
)
def test_papers_are_held_against_what_a_report_asks_for_and_not_a_service(document_type: str, asks: bool) -> None:
    about = Metadata(document_type=StatedValue(document_type, "page 1") if document_type else None)
    held = make_printing("r", "The Board should meet.", "report")
    stated = replace(held, document=replace(held.document, about=about))
    assert asks_in_report(stated) is asks
    action = replace(stated, finding=replace(held.finding, kind=Kind.ACTION))
    assert not asks_in_report(action)


@pytest.mark.parametrize("error", [DocumentWithdrawn("It was withdrawn meanwhile."), KeyError("a fault of our own")])
def test_what_is_kept_counts_as_kept_where_its_review_cannot_be_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    with Library.open(Settings(data=tmp_path / "library")) as library:
        minutes = add(library, tmp_path, "minutes", MINUTES)
        with monkeypatch.context() as patched:
            patched.setattr(ReviewLight, "_review", fail)
            report = add(library, tmp_path, "report", REPORT)
        assert {one.id for one in library.documents()} == {minutes, report}
        assert agreements(library, minutes).kind is Kind.EVIDENCE
        library.reread()
        assert agreements(library, minutes).kind is Kind.ACTION


def test_an_action_falls_where_a_manifest_moves_its_paper(
    library: Library, light_library: tuple[Path, str, str], tmp_path: Path
) -> None:
    (tmp_path / "minutes.md").write_text(MINUTES, encoding="utf-8")
    manifest = '[[document]]\nfile = "minutes.md"\nreview = "another-case"\n'
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    library.add([tmp_path])
    assert agreements(library, light_library[2]).kind is Kind.EVIDENCE


def test_an_action_follows_what_a_person_says_of_the_recommendation(
    library: Library, light_library: tuple[Path, str, str]
) -> None:
    report, minutes = light_library[1:]
    asked = agreements(library, report)
    dropped = library.make_correction(lambda desk: desk.drop(asked.id, "K. Eeper"))
    assert agreements(library, minutes).kind is Kind.EVIDENCE
    library.make_correction(lambda desk: desk.undo(dropped, "K. Eeper"))
    assert agreements(library, minutes).kind is Kind.ACTION
    library.make_correction(lambda desk: desk.set_values(asked.id, [("kind", "lesson")], "K. Eeper"))
    assert agreements(library, minutes).kind is Kind.EVIDENCE
    library.make_correction(lambda desk: desk.set_values(asked.id, [("kind", "recommendation")], "K. Eeper"))
    assert agreements(library, minutes).kind is Kind.ACTION


def test_an_action_falls_where_its_report_is_said_to_be_a_paper(
    library: Library, light_library: tuple[Path, str, str]
) -> None:
    described = [("document_type", "action-plan")]
    batch = library.make_correction(lambda desk: desk.describe(light_library[1], described, "K. Eeper"))
    assert agreements(library, light_library[2]).kind is Kind.EVIDENCE
    library.make_correction(lambda desk: desk.undo(batch, "K. Eeper"))
    assert agreements(library, light_library[2]).kind is Kind.ACTION


def test_papers_are_not_read_again_where_no_recommendation_changes(
    library: Library, light_library: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shed: list[object] = []
    monkeypatch.setattr(ReviewLight, "shed", lambda *given: shed.append(given))
    action = agreements(library, light_library[2])
    library.make_correction(lambda desk: desk.set_values(action.id, [("owner", "Managers")], "K. Eeper"))
    assert shed == []


def test_what_was_inferred_is_taken_back_where_a_review_grows_into_a_collection(
    library: Library, light_library: tuple[Path, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert agreements(library, light_library[2]).kind is Kind.ACTION
    monkeypatch.setattr("kb.app.review_light.MOST_DOCUMENTS", 2)
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nfile = "poster.md"\nreview = "REVIEW"\n'.replace(
            "REVIEW", library.document(light_library[1]).review
        ),
        encoding="utf-8",
    )
    poster = add(library, tmp_path, "poster", "# Poster\n\nChild Petrel\n\nAsk about smoke alarms.\n")
    assert library.document(poster).review == library.document(light_library[1]).review
    assert agreements(library, light_library[2]).kind is Kind.EVIDENCE
    library.withdraw(poster)
    assert agreements(library, light_library[2]).kind is Kind.ACTION


def test_an_inferred_action_keeps_its_id_where_the_words_of_its_page_are_corrected(
    library: Library, light_library: tuple[Path, str, str]
) -> None:
    """The minutes come as a picture, and a person puts right what text recognition misread of them."""
    minutes, store = light_library[2], library._store
    right = store.text(minutes)
    pages, notes = (Page(0, 1),), (Note(READ_BY_OCR, "Page 1 is a picture, 90 of 100 sure.", 1),)
    scan = replace(right, text=right.text.replace("Dawn Orrell", "Dawn Orre1l"), pages=pages, notes=notes)
    store.reread(library.document(minutes), read_words_anew(scan, Metadata(), library.vocabulary))
    ReviewLight(store, library.vocabulary).shed([library.document(minutes).review])
    misread = agreements(library, minutes)
    assert (misread.kind, "Orre1l" in misread.quotation) == (Kind.ACTION, True)
    library.make_correction(lambda desk: desk.set_values(misread.id, [("owner", "Dawn Orrell")], "anna"))
    batch = library.make_correction(lambda desk: desk.pages.correct_page(minutes, 1, right.text, "anna"))
    corrected = agreements(library, minutes)
    assert "Dawn Orrell" in corrected.quotation
    assert (corrected.id, corrected.kind, corrected.owner) == (misread.id, Kind.ACTION, "Dawn Orrell")
    again = PageWords(store, library.vocabulary).understand(library.document(minutes), scan, Metadata())
    store.reread(library.document(minutes), again)  # as reprocessing does
    ReviewLight(store, library.vocabulary).shed([library.document(minutes).review])
    assert [one for one in findings(library, minutes) if "agreements" in one.text] == [corrected]
    library.make_correction(lambda desk: desk.undo(batch, "anna"))
    assert agreements(library, minutes) == replace(misread, owner="Dawn Orrell")
