"""The doctor finds what was planted, names its remedy, and the remedy works."""

from __future__ import annotations

import ast
import errno
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from socket import AF_UNIX, socket

import pytest

from kb.app import database_checks, doctor, index_checks
from kb.app.library import Library
from kb.app.reports import KEPT, KEPT_WITH_NOTES
from kb.core.access import AccountRole
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.text import stemming
from search.engines.whoosh_columnar.build import invert
from tests.hostile import LIBRARY


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared_folder / "library", tmp_path / "the library")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(Settings(data=folder)) as opened:
        yield opened


def faults(library: Library, *, grave: bool = True) -> dict[str, str]:
    return {fault.check: fault.remedy for fault in library.doctor().faults if fault.grave is grave}


def by_hand(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "library.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_library_in_order_is_well(library: Library) -> None:
    diagnosis = library.doctor()
    assert diagnosis.well
    assert faults(library) == {}
    assert "index" in diagnosis.checks


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE texts SET text = replace(text, 'Practitioners', 'Practitionerz')",
        "UPDATE findings SET text = replace(text, 'Information', 'Informatiom')",
        "UPDATE findings SET kind = 'action' WHERE kind = 'lesson'",
    ],
)
def test_words_changed_in_the_database_are_found_and_read_again(harm: str, library: Library, folder: Path) -> None:
    before = [one.finding for one in library.findings()]
    by_hand(folder, harm)
    assert "kb reprocess" in faults(library)["words"]
    library.reread()
    assert faults(library) == {}
    assert [one.finding for one in library.findings()] == before


def test_a_missing_original_is_found(library: Library) -> None:
    place = library._store.originals.path(library.documents()[0].sha256)
    data = place.read_bytes()
    library._store.originals.drop(library.documents()[0].sha256)
    assert "backup" in faults(library)["originals"]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    assert faults(library) == {}


def test_a_changed_original_is_found(library: Library) -> None:
    place = library._store.originals.path(library.documents()[0].sha256)
    place.chmod(0o600)
    data = place.read_bytes()
    place.write_bytes(data.replace(b"Child", b"Chili"))
    assert "backup" in faults(library)["originals"]
    place.write_bytes(data)
    assert faults(library) == {}


def test_a_file_of_no_document_is_noted(library: Library, folder: Path) -> None:
    (folder / "originals" / "ab").mkdir(exist_ok=True)
    (folder / "originals" / "ab" / ("c" * 62)).write_bytes(b"left by a command that was cut off")
    assert "originals" in faults(library, grave=False)
    assert library.doctor().well


def test_a_finding_that_search_cannot_find_is_found_and_reindexed(library: Library) -> None:
    library._engine.drop([library.findings()[0].finding.id], library._engine.mark())
    assert "kb reindex" in faults(library)["index"]
    library.reindex()
    assert faults(library) == {}


def test_a_finding_that_search_knows_and_nobody_holds_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "DELETE FROM findings WHERE kind = 'good_practice'")
    assert "kb reindex" in faults(library)["index"]
    library.reindex()
    assert "index" not in faults(library)


def test_a_change_to_the_audit_trail_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE audit SET subject = 'another' WHERE number = 1")
    assert "audit" in faults(library)


def test_a_row_without_its_parent_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "DELETE FROM reviews")
    assert "`kb rebuild`" in faults(library)["database"]
    held = {one.sha256 for one in library.documents()}
    library.close()
    (folder / "library.sqlite3").rename(folder / "aside.sqlite3")
    with Library.open(Settings(data=folder), anew=True) as again:
        assert {one.outcome for one in again.rebuild().outcomes} <= {KEPT, KEPT_WITH_NOTES}
        assert {one.sha256 for one in again.documents()} == held
        assert faults(again) == {}


def test_the_original_of_a_withdrawn_document_is_found_and_goes_at_the_next_opening(
    library: Library, folder: Path
) -> None:
    held = library.documents()[0]
    data = library.original(held.id)
    library.withdraw(held.id)
    place = library._store.originals.path(held.sha256)
    place.write_bytes(data)
    assert "withdrawn" in faults(library)
    library.close()
    with Library.open(Settings(data=folder)) as again:
        assert faults(again) == {}
        assert not place.exists()


def test_an_open_folder_is_noted(library: Library, folder: Path) -> None:
    folder.chmod(0o755)
    assert "chmod 700" in faults(library, grave=False)["folder"]
    folder.chmod(0o700)
    assert "folder" not in faults(library, grave=False)


def test_private_copies_left_behind_are_noted(library: Library, folder: Path) -> None:
    (folder / "incoming").mkdir(exist_ok=True)
    (folder / "incoming" / "left").write_text("words")
    assert "leftovers" in faults(library, grave=False)
    os.utime(folder / "incoming" / "left", (0, 0))
    library.close()
    with Library.open(Settings(data=folder)) as again:
        assert "leftovers" not in faults(again, grave=False)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_a_version_of_sqlite_that_can_lose_a_commit_is_known(version: tuple[int, ...], faulty: bool) -> None:
    assert doctor._loses_commits(version) is faulty


def test_a_library_on_a_network_file_system_is_reported(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "network_file_system", lambda folder: "nfs4")
    assert "KB_DATABASE" in faults(library, grave=False)["folder"]


def test_what_cannot_be_checked_is_a_fault(library: Library) -> None:
    shutil.rmtree(library.settings.data)
    assert "folder" in faults(library)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM texts WHERE document = (SELECT id FROM documents WHERE number = 1)",
        "DELETE FROM findings WHERE place = 1",
        "UPDATE documents SET finding_count = finding_count + 1 WHERE number = 2",
    ],
)
def test_lost_texts_and_findings_are_seen_and_the_remedy_works(folder: Path, harm: str) -> None:
    connection = sqlite3.connect(folder / "library.sqlite3")
    connection.executescript(f"PRAGMA foreign_keys = ON; {harm};")
    connection.close()
    with Library.open(Settings(data=folder)) as library:
        assert "kb reprocess" in faults(library)["words"]
        assert library.reread().troubles == ()
        assert faults(library) == {}


def test_a_finding_whose_row_alone_was_lost_comes_back_by_the_remedy(folder: Path) -> None:
    """What belongs to it is still there, and stands in the way of nothing."""
    with Library.open(Settings(data=folder)) as library:
        held = library.findings()
    by_hand(folder, "DELETE FROM findings WHERE id = (SELECT min(finding) FROM tags)")
    with Library.open(Settings(data=folder)) as library:
        assert len(library.findings()) < len(held)
        assert {"database", "words"} <= faults(library).keys()
        assert library.reread().troubles == ()
        library.reindex()
        assert faults(library) == {}
        assert {one.finding.id for one in library.findings()} == {one.finding.id for one in held}


def test_words_that_the_index_has_under_other_stems_are_found_and_reindexed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(invert, "stem", lambda word: "lampost" if word == "recorded" else stemming.stem(word))
        library.reindex()
    (fault,) = [one for one in library.doctor().faults if one.check == "index"]
    assert "kb reindex" in fault.remedy
    assert any(example.startswith("recorded: ") for example in fault.examples)
    library.reindex()
    assert faults(library) == {}


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET about = replace(about, 'Child Z', 'Child Q') WHERE about LIKE '%Child Z%'",
        "UPDATE documents SET about = replace(about, '2021', '2011')",
        "UPDATE tags SET theme = 'neglect' WHERE place = 0",
    ],
)
def test_a_deep_look_finds_titles_dates_and_themes_that_no_original_gives(folder: Path, harm: str) -> None:
    with Library.open(Settings(data=folder)) as library:
        assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}
    connection = sqlite3.connect(folder / "library.sqlite3")
    assert connection.execute(harm).rowcount
    connection.commit()
    connection.close()
    with Library.open(Settings(data=folder)) as library:
        found = {fault.check: fault for fault in library.doctor(deep=True).faults}
        assert "kb reprocess" in found["readings"].remedy
        library.reread()
        assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}


@pytest.mark.parametrize("harm", ["DELETE FROM answers", "UPDATE answers SET certain = 1 - certain"])
def test_a_deep_look_finds_answers_that_no_original_gives(library: Library, folder: Path, harm: str) -> None:
    library.add([LIBRARY / "tarnshire-family-d-progress-2022.html"])
    held = library._store.answers()
    assert held
    by_hand(folder, harm)
    found = {fault.check: fault for fault in library.doctor(deep=True).faults}
    assert "kb reprocess" in found["readings"].remedy
    library.reread()
    assert library._store.answers() == held
    assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}


@pytest.mark.parametrize(
    ("planted", "grave"),
    [
        ("DELETE FROM page_stems WHERE rowid = (SELECT min(number) FROM text_pages)", False),
        ("UPDATE text_pages SET stop = stop - 1 WHERE number = (SELECT max(number) FROM text_pages)", False),
        ("INSERT INTO page_stems (rowid, stems) VALUES (9999, 'lantern')", True),
    ],
)
def test_full_texts_that_are_not_indexed_as_they_are_and_strays_are_found(
    folder: Path, planted: str, grave: bool
) -> None:
    with Library.open(Settings(data=folder)) as opened:
        assert "full_texts" not in faults(opened, grave=grave)
    by_hand(folder, planted)
    with Library.open(Settings(data=folder)) as opened:
        assert "kb reindex" in faults(opened, grave=grave)["full_texts"]
        opened.reindex()
        assert "full_texts" not in faults(opened, grave=grave)


@pytest.mark.parametrize(
    ("name", "is_folder"),
    [
        ("writing.lock", True),
        ("changing.lock", True),
        ("sources.toml", True),
        ("incoming", False),
        ("vocabulary", False),
    ],
)
def test_what_has_the_name_of_a_file_or_folder_that_is_needed_is_named_and_can_be_moved_away(
    library: Library, folder: Path, name: str, is_folder: bool
) -> None:
    place = folder / name
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    if is_folder:
        place.mkdir()
    else:
        place.write_text("something")
    (fault,) = [one for one in library.doctor().faults if one.check == "folder" and one.grave]
    assert str(place) in fault.sentence
    subprocess.run(shlex.split(fault.remedy.partition(": ")[2]), check=True)
    assert faults(library) == {}


@pytest.mark.parametrize("thing", ["folder", "pipe", "circle of links", "socket"])
def test_what_is_no_file_in_the_place_of_an_original_is_a_changed_original(
    thing: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = library.documents()[0]
    place = library._store.originals.path(held.sha256)
    kept = place.read_bytes()
    place.unlink()
    monkeypatch.chdir(place.parent)  # a socket's address is short
    with socket(AF_UNIX) as listening:
        match thing:
            case "folder":
                place.mkdir()
            case "pipe":
                os.mkfifo(place)
            case "socket":
                listening.bind(place.name)
            case _:
                place.symlink_to(place.name)
        assert "in place of what is there" in faults(library)["originals"]
        with pytest.raises(LibraryUnavailable):
            library.original(held.id)
    place.rmdir() if thing == "folder" else place.unlink()
    place.write_bytes(kept)
    assert faults(library) == {}


def test_an_original_that_this_user_may_not_read_is_told_with_its_owner(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: Path, *_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(place))

    monkeypatch.setattr("kb.store.originals.os.open", refuse)
    assert "Permission denied. Check who owns it" in faults(library)["originals"]


def as_told(remedy: str) -> None:
    """Run the command that a remedy names, as it stands there."""
    command = remedy[remedy.index("python3 -c ") :]
    subprocess.run([sys.executable, *shlex.split(command)[1:3]], check=True)


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TRIGGER swap AFTER INSERT ON findings BEGIN UPDATE findings SET text = 'x'; END",
        '''CREATE TRIGGER "it's ""so""" BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'no'); END''',
        "CREATE UNIQUE INDEX only_one ON findings (kind, document)",
    ],
)
def test_what_acts_in_the_database_and_is_not_the_library_s_is_named_and_can_be_removed(
    made: str, library: Library, folder: Path
) -> None:
    if "UNIQUE" in made:
        by_hand(folder, "UPDATE findings SET kind = 'k' || number")
    by_hand(folder, made)
    told = next(one for one in library.doctor().faults if "can change or refuse" in one.sentence)
    assert told.grave
    as_told(told.remedy)
    library.reread()
    assert faults(library) == {}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE VIEW board AS SELECT title FROM reviews", "not made by the library (view board)"),
        ("CREATE TABLE copy AS SELECT text FROM texts", "not made by the library (table copy)"),
        ("CREATE INDEX mine ON findings (text)", "not made by the library (index mine)"),
        ("DROP INDEX ix_tags_theme", "1 index(es) of the database are gone"),
    ],
)
def test_what_was_added_to_the_database_or_taken_from_it_is_noted(
    made: str, said: str, library: Library, folder: Path
) -> None:
    by_hand(folder, made)
    told = next(one for one in library.doctor().faults if said in one.sentence)
    assert not told.grave
    as_told(told.remedy)
    assert "database" not in faults(library) | faults(library, grave=False)


@pytest.mark.parametrize("value", ["", "soon", "2026-13-45T00:00:00+00:00", "2026-03-02T09:00:00", "99999999"])
def test_a_time_in_a_row_that_is_none_is_named_and_set_right(value: str, library: Library, folder: Path) -> None:
    before = library.documents()
    by_hand(folder, f"UPDATE documents SET added = '{value}' WHERE number = 1")
    assert "kb reprocess" in faults(library)["database"]
    library.reread()
    assert faults(library) == {}
    assert library.documents() == before


def test_the_time_of_a_decision_that_is_none_is_set_to_that_of_the_one_before(library: Library, folder: Path) -> None:
    finding = library.findings()[0].finding.id
    library.new_collection("Training", [], "", [])
    library.new_collection("More", [], "", [])
    assert finding
    by_hand(folder, "UPDATE collections SET created = 'never', changed = 'x' WHERE title = 'More'")
    assert "2 time(s)" in next(one.sentence for one in library.doctor().faults if one.check == "database")
    library.reread()
    assert faults(library) == {}


def test_times_to_come_are_noted_and_nothing_is_changed(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE documents SET added = '2999-01-01T00:00:00+00:00' WHERE number = 1")
    assert "clock" in faults(library, grave=False)["database"]
    assert faults(library) == {}


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET state = 'lost', checked = '2026-03-02T09:00:00+00:00' WHERE number = 1",
        "UPDATE documents SET replaced_by = 'ffffffffffffffff' WHERE number = 1",
        "UPDATE documents SET replaced_by = id WHERE number = 1",
        "UPDATE documents SET may_join = 'no-such-review' WHERE number = 1",
        "UPDATE documents SET page_count = -4 WHERE number = 1",
        "UPDATE documents SET text_key = '00' WHERE number = 1",
        "UPDATE reviews SET counted_with = 'no-such-review'",
        "INSERT INTO outbox (act, findings) VALUES ('put', '[1,')",
        "INSERT INTO outbox (act, findings) VALUES ('zap', '[]')",
        "UPDATE reviews SET title = 'Another child', area = 'Nowhere'",
        "UPDATE reviews SET published = '1066'",
    ],
)
def test_values_that_other_rows_contradict_are_named_and_set_right(harm: str, library: Library, folder: Path) -> None:
    before = [replace(one, checked="") for one in library.documents()], library.reviews()
    by_hand(folder, harm)
    told = faults(library, grave="title" not in harm and "published" not in harm)["database"]
    assert "kb reprocess" in told
    library.reread()
    library.reindex()
    assert "database" not in faults(library) | faults(library, grave=False)
    assert ([replace(one, checked="") for one in library.documents()], library.reviews()) == before


def test_a_document_whose_state_was_lost_is_kept_back_until_somebody_checks_it(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE documents SET state = 'lost'")
    library.reread()
    assert faults(library) == {}
    assert library.is_kept_back([one.id for one in library.every_document()])


def test_a_role_and_a_collection_that_cannot_be_read_stop_nothing_once_the_remedy_was_tried(
    library: Library, folder: Path
) -> None:
    made = library.new_collection("Training", [], "For Monday.", [])
    library.accounts.add("anna", AccountRole.KEEPER, "purple ladder onions", "a test")
    by_hand(folder, "UPDATE accounts SET role = 'god'")
    by_hand(folder, "UPDATE collections SET items = '[1,{', uses = '5'")
    assert "3 value(s)" in next(one.sentence for one in library.doctor().faults if one.check == "database")
    library.reread()
    assert faults(library) == {}
    assert [one.role for one in library.accounts.listing()] == [AccountRole.READER]
    library.accounts.set_role("anna", AccountRole.KEEPER, "a test")
    assert library.collection(made.key).introduction == "For Monday."


@pytest.mark.parametrize("column", ["documents.name", "reviews.title", "texts.engine", "findings.owner"])
def test_bytes_in_the_place_of_words_are_named_and_made_words(column: str, library: Library, folder: Path) -> None:
    table, _, name = column.partition(".")
    by_hand(folder, f"UPDATE {table} SET {name} = x'4e6f727468fffe' WHERE rowid = 1")
    told = {one.sentence for one in library.doctor(deep=True).faults if one.grave}
    assert any(f"{name} is “North" in sentence for sentence in told)
    library.reread()
    library.reindex()
    assert [one.sentence for one in library.doctor(deep=True).faults if one.grave] == []
    assert library.reviews()
    assert all(isinstance(one.name, str) for one in library.documents())


# What a remedy begins with, and the test that does as it says or, after "none: ", why none does
TRIED = {
    "Install SQLite": "none: of another machine",
    "Run: chmod 700": "test_an_open_folder_is_noted",
    "Move it away": "test_what_has_the_name_of_a_file_or_folder_that_is_needed_is_named_and_can_be_moved_away",
    "Make room": "none: of another machine",
    "Move the library to a disk": "none: of another machine",
    "Run the library as the user": "none: of another machine",
    "Add only documents from publishers": "none: of another machine",
    "Install tesseract": "none: what is installed is not the library's",
    "Install LibreOffice": "none: what is installed is not the library's",
    "Stop all `kb` commands": "test_a_row_without_its_parent_is_found",
    "Find out who made": "test_what_acts_in_the_database_and_is_not_the_library_s_is_named_and_can_be_removed",
    "Leave what somebody needs": "test_what_was_added_to_the_database_or_taken_from_it_is_noted",
    "Make them again": "test_what_was_added_to_the_database_or_taken_from_it_is_noted",
    "Set the clock": "none: of another machine",
    "Run `kb reprocess`, which makes reviews": "test_values_that_other_rows_contradict_are_named_and_set_right",
    "Run `kb reprocess`, which sets them right": "test_values_that_other_rows_contradict_are_named_and_set_right",
    "Run `kb reprocess`, which": "test_words_changed_in_the_database_are_found_and_read_again",
    "Put the file back": "test_a_missing_original_is_found",
    "Run `kb rebuild`": "tests/test_lost_rows.py test_a_rebuilding_that_was_cut_off_goes_on",
    "Run `kb reindex`.": "test_a_finding_that_search_cannot_find_is_found_and_reindexed",
    "Run `kb reindex`, which": "test_full_texts_that_are_not_indexed_as_they_are_and_strays_are_found",
    "Check the servers": "none: of another machine",
    "Look with `kb reprocess": "test_a_deep_look_finds_titles_dates_and_themes_that_no_original_gives",
    "Let this user change": "test_the_original_of_a_withdrawn_document_is_found_and_goes_at_the_next_opening",
    "Let other `kb` commands end": "tests/app/test_erasure.py",
    "Open the library once more": "tests/app/test_erasure.py",
    "Find out who changed": "none: it says that nothing mends it",
    "None needed": "test_private_copies_left_behind_are_noted",
    "Remove them once": "none: it is the removal of files by hand",
    "Set KB_MEANING=auto": "tests/app/test_links_of_an_encoder.py test_links_made_with_an_encoder_stay_without_it",
    "See the other faults.": "none: it points to another",
}


def remedies() -> Iterator[str]:
    """Yield how each remedy that the doctor's code can print begins."""
    trees = [
        ast.parse(Path(str(one.__file__)).read_text(encoding="utf-8"))
        for one in (doctor, index_checks, database_checks)
    ]
    for node in chain.from_iterable(map(ast.walk, trees)):
        match node:
            case ast.Call(func=ast.Name(id="Fault"), args=[_, _, _, ast.Constant(value=str(words)), *_]):
                yield words
            case ast.Call(
                func=ast.Name(id="Fault"), args=[_, _, _, ast.JoinedStr(values=[ast.Constant(value=words), *_]), *_]
            ):
                yield str(words)
            case ast.Assign(targets=[ast.Name(id="remedy")], value=ast.Constant(value=str(words))):
                yield words
            case ast.Tuple(elts=[ast.Name(), ast.Constant(), ast.Constant(value=str(words))]):
                yield words


def test_each_remedy_of_the_doctor_is_one_that_a_test_tries_or_says_why_none_does() -> None:
    told = list(remedies())
    assert [one for one in told if not any(one.startswith(begun) for begun in TRIED)] == []
    assert [begun for begun in TRIED if not any(one.startswith(begun) for one in told)] == []
    here = Path(__file__).read_text(encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    for test in TRIED.values():
        place, _, name = test.rpartition(" ") if test.startswith("tests/") else ("", "", test)
        if test.startswith("none: "):
            continue
        words = (root / (place or name)).read_text(encoding="utf-8") if test.startswith("tests/") else here
        assert f"def {name}(" in words or test.endswith(".py"), test
