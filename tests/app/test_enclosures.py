"""Archives and mail that are added: each document in them is one of its own, and nothing is left behind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings

REVIEW = "Learning review: Child Vetch\n\nRecommendations\n\n1. Schools should share records each week.\n"
PLAN = "Action plan: Mr Oat\n\nRecommendations\n\n1. Managers should audit files.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        yield opened


def bundle(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "bundle.zip", "w") as archive:
        archive.writestr("papers/review.txt", REVIEW)
        archive.writestr("papers/plan.txt", PLAN)
    return folder / "bundle.zip"


def test_each_document_of_an_archive_is_kept_and_says_where_it_came_from(library: Library, tmp_path: Path) -> None:
    report = library.add([bundle(tmp_path / "in")])
    assert [one.path.name for one in report.outcomes] == ["review.txt", "plan.txt"]
    assert all("It came inside “bundle.zip”." in one.sentence for one in report.outcomes)
    assert [one.findings for one in report.outcomes] == [1, 1]
    assert list((tmp_path / "library" / "incoming").iterdir()) == []


def test_where_it_came_from_stays_when_it_is_read_again(library: Library, tmp_path: Path) -> None:
    library.add([bundle(tmp_path / "in")])
    library.reread()
    assert all("came_in" in {note.code for note in held.notes} for held in library.documents())


def test_a_mail_is_kept_with_what_is_attached_to_it(library: Library, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ann Roe <ann@example.org>", "Reply to the review"
    mail["Date"] = "Mon, 03 May 2021 10:00:00 +0000"
    mail.set_content("All staff have now been trained.")
    mail.add_attachment(PLAN, filename="plan.txt")
    (tmp_path / "reply.eml").write_bytes(mail.as_bytes())
    report = library.add([tmp_path / "reply.eml"])
    assert [one.path.name for one in report.outcomes] == ["reply.eml", "plan.txt"]
    assert report.outcomes[1].findings == 1


def test_an_archive_that_cannot_be_opened_is_refused_and_the_rest_is_added(library: Library, tmp_path: Path) -> None:
    good = bundle(tmp_path / "in")
    (tmp_path / "in" / "a.zip").write_bytes(good.read_bytes()[:60])
    report = library.add([tmp_path / "in"])
    assert [one.outcome for one in report.outcomes] == ["refused", "kept_with_notes", "kept_with_notes"]
    assert "a.zip is damaged" in report.outcomes[0].sentence


def test_a_mail_whose_enclosures_are_not_opened_says_so_and_is_kept(library: Library, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "All of them", "a@northby.example"
    mail.set_content("Practitioners should ask about housing moves at every visit.")
    for number in range(201):
        mail.add_attachment(b"# Paper", maintype="text", subtype="markdown", filename=f"{number}.md")
    (tmp_path / "all.eml").write_bytes(bytes(mail))
    report = library.add([tmp_path / "all.eml"])
    assert [one.outcome.partition("_")[0] for one in report.outcomes] == ["kept", "refused"]
    assert "more than 200 files" in report.outcomes[1].sentence
