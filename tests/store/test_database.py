"""One writer at a time, readers never in the way, and complaints in words."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import text

from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from kb.store import AlreadyHeld, Store, only_one
from kb.store.database import Database
from tests.makers import make_reading
from tests.store.test_store import keep


def test_readers_see_the_last_whole_state_while_one_writes(store: Store) -> None:
    keep(store, make_reading(["One."], name="a"))
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM findings"))
        assert len(store.findings()) == 1
    assert len(store.findings()) == 0


def test_a_number_that_is_too_large_is_reported_in_words(store: Store) -> None:
    with pytest.raises(BadQuestion, match="too large"):
        store.correction_batch(10**20)
    assert store.correction_batch(10**9) == ()


def test_a_second_writer_waits_and_then_says_busy(url: str, tmp_path: Path, store: Store) -> None:
    impatient = Database(url, tmp_path / "library", wait=0.2)
    with store.database.writing(), pytest.raises(LibraryBusy, match="Another process is writing"), impatient.writing():
        raise AssertionError("two writers at once")
    impatient.close()


def test_documents_added_at_the_same_time_are_all_kept_once(store: Store) -> None:
    def add(number: int) -> str:
        try:
            return _keep_apart(store, number)
        except AlreadyHeld:
            return "held"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(add, [1, 2, 3, 1, 2, 3]))
    assert sorted(outcomes) == ["held"] * 3 + ["kept"] * 3
    assert len(store.documents()) == 3


def _keep_apart(store: Store, number: int) -> str:
    reading = make_reading([f"Said {number} times."], name=f"{number}.txt")
    original = store.originals.folder.parent / f"copy {number} {id(reading)}"
    original.write_bytes(reading.document.text.encode())
    store.keep(reading, size=1, stated=reading.about, original=original)
    return "kept"


def test_a_reader_sees_one_state_from_beginning_to_end(store: Store) -> None:
    keep(store, make_reading(["One."], name="a"))
    if store.database.dialect != "sqlite":
        return  # PostgreSQL gives each statement its own state, and no method of ours needs more
    with store.database.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM findings")).scalar()
        keep(store, make_reading(["Two."], name="b"))
        assert connection.execute(text("SELECT count(*) FROM findings")).scalar() == before


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0)],
)
def test_sqlite_is_set_for_safety(tmp_path: Path, pragma: str, value: Any) -> None:
    opened = closing(Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path))
    with opened as store, store.database.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_withdrawn_words_leave_the_database_s_files(tmp_path: Path) -> None:
    with closing(Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path)) as store:
        held = keep(store, make_reading(["Zanzibarina was not asked."], name="zanzibarina.txt"))
        assert b"Zanzibarina" in everything(tmp_path)
        store.withdraw(held.id, "asked for by the family")
        store.scrub()
        assert b"zanzibarina" not in everything(tmp_path).lower()


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"This is no database at all, but long enough. " * 100)
    with pytest.raises(LibraryUnavailable, match="damaged"):
        Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path)


def test_a_library_that_may_only_be_read_is_told_as_that(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path)
    with closing(store), pytest.raises(LibraryUnavailable, match="allowed to write the folder that KB_DATA names"):
        _write_where_only_reading_is_allowed(store)


def _write_where_only_reading_is_allowed(store: Store) -> None:
    """Write as where the file may only be read: root, who may run this, is refused no file."""
    with store.database.writing() as connection:
        connection.execute(text("PRAGMA query_only = 1"))
        connection.execute(text("DELETE FROM findings"))


@pytest.mark.parametrize("url", ["mysql://nobody@localhost/kb", "not an address", "oracle://x"])
def test_an_address_of_no_database_of_ours_is_refused_in_words(tmp_path: Path, url: str) -> None:
    with pytest.raises(LibraryUnavailable, match="KB_DATABASE"):
        Store.open(url, tmp_path)


def test_a_server_that_does_not_answer_is_said_not_to_answer(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable, match=r"does not answer\. Whoever keeps the library") as caught:
        Store.open("postgresql+pg8000://kb@127.0.0.1:9/kb", tmp_path)
    assert "127.0.0.1" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnavailable, match="cannot be made"):
        Store.open(f"sqlite:///{tmp_path / 'x'}", tmp_path / "file" / "library")


def test_the_library_s_folder_is_its_owner_s_alone(store: Store) -> None:
    assert stat.S_IMODE(store.originals.folder.parent.stat().st_mode) == 0o700


def test_a_lock_is_let_go_when_its_block_ends(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    for _ in range(2):
        with only_one(lock, 0, "trying"), pytest.raises(LibraryBusy, match="is trying"), only_one(lock, 0, "trying"):
            raise AssertionError("two holders of one lock")


@pytest.mark.parametrize("fault", [ConnectionResetError, BrokenPipeError])
def test_a_connection_that_the_driver_lets_break_is_told_as_a_database_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[OSError]
) -> None:
    database = Database(f"sqlite:///{tmp_path}/library.sqlite3", tmp_path)

    def connect() -> NoReturn:
        raise fault

    monkeypatch.setattr(database.engine, "connect", connect)
    with pytest.raises(LibraryUnavailable, match="does not answer"), database.reading():
        pass


@pytest.mark.parametrize("how", ["replaced", "gone"])
def test_nothing_is_kept_in_a_file_that_has_the_library_s_name_no_longer(tmp_path: Path, how: str) -> None:
    file = tmp_path / "library.sqlite3"
    database = Database(f"sqlite:///{file}", tmp_path)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (word TEXT)")
    database.copy(tmp_path / "backup")
    aside = file.rename(tmp_path / "aside")
    if how == "replaced":
        (tmp_path / "backup").rename(file)
    for doing in (database.writing, database.reading):
        with pytest.raises(LibraryUnavailable, match="again"), doing() as connection:
            connection.exec_driver_sql("INSERT INTO kept VALUES ('lost')")
    aside.rename(file)
    with database.writing() as connection:  # the file that it opened is back
        connection.exec_driver_sql("INSERT INTO kept VALUES ('there')")
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT word FROM kept").scalars().all() == ["there"]
    database.close()
