"""A watched folder: what comes to rest there is read once and put away with a note."""

from __future__ import annotations

import os
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.watch import Watching
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.settings import Settings
from tests.papers import child_z, mr_v


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library", search="memory:", read_file=1_000_000)) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def watching(library: Library, folder: Path) -> Watching:
    return Watching(library.settings, library.uploads, [folder])


def put(paper: Path, folder: Path, name: str = "") -> Path:
    return Path(paper.rename(folder / (name or paper.name)))


def names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_a_file_at_rest_is_read_and_put_away_with_the_sentence_of_adding(
    watching: Watching, library: Library, folder: Path, tmp_path: Path
) -> None:
    put(child_z(tmp_path), folder, "child-z.md")
    assert watching.look() == ()  # it may still be growing
    (one,) = watching.look()
    (job,) = library.uploads.jobs()
    assert (one.outcome, one.sentence) == (job.outcome, job.sentence)
    assert (job.outcome[:4], job.person) == ("kept", "watched folder")
    assert names(folder) == {"done/child-z.md", "done/child-z.md.note.txt"}
    assert (folder / "done/child-z.md.note.txt").read_text(encoding="utf-8").strip() == job.sentence
    assert len(library.documents()) == 1
    assert watching.look() == ()


def test_a_file_that_grows_is_left_until_it_rests(watching: Watching, library: Library, folder: Path) -> None:
    path = folder / "slow.md"
    path.write_text("# Review of Child S\n\n## Learning\n\n", encoding="utf-8")
    for number in range(3):
        assert watching.look() == ()
        with path.open("a", encoding="utf-8") as file:
            file.write(f"- Practitioners should ask about housing moves at visit {number}.\n")
    assert library.uploads.jobs() == ()
    watching.look()
    assert len(watching.look()) == 1


def test_what_is_refused_lies_in_its_own_folder_and_holds_up_nothing(
    watching: Watching, library: Library, folder: Path, tmp_path: Path
) -> None:
    (folder / "empty.pdf").touch()
    (folder / "huge.pdf").write_bytes(b"%PDF-1.7\n" + bytes(1_000_001))
    put(mr_v(tmp_path), folder, "mr-v.md")
    watching.look()
    outcomes = {one.name: one.outcome for one in watching.look()}
    assert (outcomes["empty.pdf"], outcomes["huge.pdf"]) == ("refused", "refused")
    assert outcomes["mr-v.md"] != "refused"
    assert {"refused/empty.pdf", "refused/empty.pdf.note.txt", "refused/huge.pdf", "done/mr-v.md"} <= names(folder)


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    for paper in (child_z, mr_v):
        put(paper(tmp_path), folder, "paper.md")
        watching.look()
        watching.look()
    assert {"done/paper.md", "done/paper 2.md", "done/paper 2.md.note.txt"} <= names(folder)
    assert (folder / "done/paper.md").read_bytes() != (folder / "done/paper 2.md").read_bytes()


def test_a_long_name_is_put_away_and_holds_up_nothing(
    watching: Watching, library: Library, folder: Path, tmp_path: Path
) -> None:
    put(child_z(tmp_path), folder, "n" * 250 + ".md")
    put(mr_v(tmp_path), folder, "mr-v.md")
    watching.look()
    assert {one.outcome for one in watching.look()} == {"kept"}
    assert len(library.documents()) == 2
    assert names(folder).isdisjoint({"mr-v.md", "n" * 250 + ".md"})
    assert sum(one.endswith(".md.note.txt") for one in names(folder)) == 2


@pytest.mark.parametrize("change", ["replaced", "gone"])
def test_a_file_that_is_changed_or_taken_away_while_it_is_read_is_not_put_away(
    watching: Watching, library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = put(child_z(tmp_path), folder, "paper.md")
    read_all = library.uploads.read_all

    def meanwhile() -> int:
        done = read_all()
        path.unlink()
        if change == "replaced":
            put(mr_v(tmp_path), folder, "paper.md")
        return done

    watching.look()
    with monkeypatch.context() as patch:
        patch.setattr(library.uploads, "read_all", meanwhile)
        (one,) = watching.look()
    assert one.outcome == "kept"
    assert names(folder) == ({"paper.md"} if change == "replaced" else set())
    watching.look()
    watching.look()
    assert len(library.documents()) == (2 if change == "replaced" else 1)
    assert names(folder) == ({"done/paper.md", "done/paper.md.note.txt"} if change == "replaced" else set())


def test_links_pipes_half_files_and_folders_are_left_alone(
    watching: Watching, library: Library, folder: Path, tmp_path: Path
) -> None:
    secret = child_z(tmp_path)
    (folder / "link.md").symlink_to(secret)
    os.mkfifo(folder / "pipe.md")
    (folder / "loading.pdf.part").write_text("half", encoding="utf-8")
    (folder / "later").mkdir()
    before = names(folder)
    watching.look()
    assert watching.look() == ()
    assert library.uploads.jobs() == ()
    assert names(folder) == before


def test_mail_goes_in_with_what_it_encloses(watching: Watching, library: Library, folder: Path, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Review", "a@northby.example", "b@northby.example"
    mail.set_content("Please find the review enclosed. Practitioners should ask about housing moves at every visit.")
    mail.add_attachment(child_z(tmp_path).read_text(encoding="utf-8"), subtype="markdown", filename="child-z.md")
    (folder / "mail.eml").write_bytes(mail.as_bytes())
    watching.look()
    (one,) = watching.look()
    assert "child-z.md" in one.sentence  # the note says what became of each part
    assert any("child-z" in document.name for document in library.documents())


def test_who_died_between_reading_and_moving_reads_again_and_holds_it_once(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    put(child_z(tmp_path), folder, "child-z.md")
    library.uploads.put("child-z.md", folder / "child-z.md", "watched folder")  # and died
    anew = Watching(library.settings, library.uploads, [folder])
    anew.look()
    (one,) = anew.look()
    assert one.outcome == "already_held"
    assert names(folder) == {"done/child-z.md", "done/child-z.md.note.txt"}
    assert len(library.documents()) == 1


def test_what_cannot_be_moved_is_moved_later_and_not_read_again(
    watching: Watching, library: Library, folder: Path, tmp_path: Path
) -> None:
    put(child_z(tmp_path), folder, "child-z.md")
    (folder / "done").symlink_to(tmp_path / "nowhere")  # something in the place of the folder
    watching.look()
    for _ in range(2):
        with pytest.raises(LibraryUnavailable, match="cannot be moved"):
            watching.look()
    (folder / "done").unlink()
    assert len(watching.look()) == 1
    assert len(library.uploads.jobs()) == 1


def test_what_is_no_folder_or_the_library_s_own_is_refused(library: Library, tmp_path: Path) -> None:
    for wrong in (tmp_path / "nowhere", library.settings.data, library.settings.data / "originals"):
        with pytest.raises(BadQuestion):
            Watching(library.settings, library.uploads, [wrong])
