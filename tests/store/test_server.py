"""A PostgreSQL server's limits, its end in between, and complaints that give nothing away."""

from __future__ import annotations

import gc
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.store import ServerLimits, Store
from kb.store.database import Database
from tests.makers import make_reading
from tests.store.conftest import at_noon
from tests.store.test_store import keep

on_server = pytest.mark.postgres


@pytest.fixture
def address(postgres: str, tmp_path: Path) -> str:
    Store.open(postgres, tmp_path / "first").close()
    return postgres


FOR_EVER = "SELECT pg_sleep(600)"


@pytest.fixture
def patient(address: str, tmp_path: Path) -> Iterator[Database]:
    """A database whose statements may take long, so that a busy machine fails none."""
    with closing(Database(address, tmp_path)) as database:
        yield database


@on_server
def test_a_statement_that_reads_too_long_is_stopped_and_the_next_is_answered(address: str, tmp_path: Path) -> None:
    with closing(Database(address, tmp_path, limits=ServerLimits(read=1))) as database:
        with pytest.raises(LibraryUnavailable, match="took too long"), database.reading() as connection:
            connection.execute(text(FOR_EVER))
        with database.reading() as connection:
            assert connection.scalar(text("SELECT 1")) == 1


@on_server
def test_writing_has_a_limit_of_its_own_that_ends_with_it(address: str, tmp_path: Path) -> None:
    allowed = text("SHOW statement_timeout")
    with closing(Database(address, tmp_path, limits=ServerLimits(read=60, write=1))) as database:
        with database.writing() as connection:
            assert connection.scalar(allowed) == "1s"
        with pytest.raises(LibraryUnavailable, match="took too long"), database.writing() as connection:
            connection.execute(text(FOR_EVER))
        with database.reading() as connection:
            assert connection.scalar(allowed) == "1min"


@on_server
def test_a_reader_of_a_held_table_is_told_that_the_library_is_busy(address: str, tmp_path: Path) -> None:
    holder = create_engine(address)
    with (
        closing(Database(address, tmp_path, wait=0.3)) as database,
        holder.connect() as held,
        held.begin(),
    ):
        held.execute(text("LOCK TABLE findings IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(LibraryBusy), database.reading() as connection:
            connection.execute(text("SELECT count(*) FROM findings"))
    holder.dispose()


@on_server
def test_connections_that_the_server_ended_are_made_again(patient: Database, address: str) -> None:
    with patient.reading() as connection:
        first = connection.scalar(text("SELECT pg_backend_pid()"))
    end_backends(address, first)
    with patient.reading() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != first


@on_server
def test_a_server_that_goes_in_between_leaves_nothing_half_and_is_found_again(store: Store, postgres: str) -> None:
    if store.database.dialect == "sqlite":
        return  # has no server
    keep(store, make_reading(["One."], name="a"))
    with pytest.raises(LibraryUnavailable, match="does not answer"):
        _delete_while_it_goes(store.database, postgres)
    assert len(store.findings()) == 1


def _delete_while_it_goes(database: Database, address: str) -> None:
    with database.writing() as connection:
        connection.execute(text("DELETE FROM findings"))
        end_backends(address, connection.scalar(text("SELECT pg_backend_pid()")))
        connection.execute(text("SELECT 1"))


@on_server
def test_a_lock_whose_connection_was_lost_can_be_taken_again(patient: Database, address: str) -> None:
    with patient.lock("linking", 0), patient.reading() as connection:
        asked = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = "
        held = connection.scalar(text(asked + "(SELECT oid FROM pg_database WHERE datname = current_database())"))
        end_backends(address, held)
    with patient.lock("linking", 1):
        pass


@on_server
def test_a_taken_lock_is_reported_and_let_go_at_the_end(patient: Database, address: str, tmp_path: Path) -> None:
    with closing(Database(address, tmp_path / "other")) as other:
        with patient.lock("linking", 0), pytest.raises(LibraryBusy, match="linking"), other.lock("linking", 0.2):
            raise AssertionError("two holders")
        with other.lock("linking", 0):
            pass


@on_server
def test_a_complaint_repeats_neither_words_of_rows_nor_the_address(
    patient: Database, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LibraryUnavailable, match="22P02") as caught, patient.reading() as connection:
        connection.execute(text("SELECT CAST(CAST(:words AS text) AS integer)"), {"words": "Zanzibarina"})
    told = f"{caught.value!s} {caught.value.__cause__!r} {caplog.text}"
    assert "Zanzibarina" not in told
    assert not re.search(rf"\b{make_url(address).port}\b", told)  # the same digits stand in ids of objects, too


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the driver leaves its socket open
def test_a_server_that_takes_a_connection_and_says_nothing_is_given_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(LibraryUnavailable, match="does not answer") as caught:
            Store.open(f"postgresql+pg8000://kb:secret@127.0.0.1:{port}/kb", tmp_path, limits=ServerLimits(connect=0.5))
    for told in (str(caught.value), caplog.text):
        assert not re.search(rf"\b{port}\b", told)
        assert "secret" not in told
    del caught
    gc.collect()  # so that the driver's socket goes in this test


@on_server
@pytest.mark.parametrize("rewrite", [False, True])
def test_withdrawn_words_are_found_by_nothing_and_stay_in_files_unless_they_are_rewritten(
    address: str, tmp_path: Path, rewrite: bool
) -> None:
    limits = ServerLimits(rewrite=rewrite)
    with closing(Store.open(address, tmp_path / "library", clock=at_noon, limits=limits)) as store:
        place = "SELECT pg_relation_filepath('findings')"
        with store.database.reading() as connection:
            before = connection.scalar(text(place))
        gone = keep(store, make_reading([f"Zanzibarina was not asked ({rewrite})."], name=f"zanzibarina {rewrite}.txt"))
        assert in_the_file(address, b"Zanzibarina")
        store.withdraw(gone.id, "asked for by the family")
        assert store.scrub(1)
        with store.database.reading() as connection:
            assert (connection.scalar(text(place)) != before) == rewrite  # a new file, or the same one
        if rewrite:
            assert not in_the_file(address, b"Zanzibarina")


@on_server
def test_words_that_an_older_reader_still_sees_are_not_said_to_be_gone(address: str, tmp_path: Path) -> None:
    reader = create_engine(address, isolation_level="REPEATABLE READ")
    with closing(Store.open(address, tmp_path / "library", clock=at_noon)) as store:
        gone = keep(store, make_reading(["Quillamore was not asked."], name="quillamore.txt"))
        with reader.connect() as connection:
            connection.execute(text("SELECT count(*) FROM findings"))
            store.withdraw(gone.id, "asked for by the family")
            assert not store.scrub(0.3)
        assert store.scrub(0.3)
    reader.dispose()


@on_server
def test_tables_are_rewritten_when_no_older_transaction_writes_in_any_database(address: str, tmp_path: Path) -> None:
    neighbour = create_engine(make_url(address).set(database="postgres"))
    limits = ServerLimits(rewrite=True)
    with closing(Store.open(address, tmp_path / "library", clock=at_noon, limits=limits)) as store:
        gone = keep(store, make_reading(["Marrowfield was not asked."], name="marrowfield.txt"))
        with neighbour.connect() as connection:
            connection.execute(text("SELECT pg_current_xact_id()"))
            store.withdraw(gone.id, "asked for by the family")
            assert not store.scrub(0.1)
        assert store.scrub(5)
        assert not in_the_file(address, b"Marrowfield")
    neighbour.dispose()


def end_backends(address: str, *pids: int | None) -> None:
    """End sessions as a restart of the server would."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for pid in pids:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})
    engine.dispose()


def in_the_file(address: str, word: bytes) -> int:
    """Return where a word stands in the server's own file of the findings; 0 for nowhere."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        asked = "SELECT position(CAST(:word AS bytea) IN pg_read_binary_file(pg_relation_filepath('findings')))"
        place: int = connection.scalar(text(asked), {"word": word})
    engine.dispose()
    return place
