"""What the engine in PostgreSQL does where its server is slow, silent, ended or asked to forget."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pg8000.dbapi
import pytest
from sqlalchemy import create_engine, make_url, text

from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from search import Query, limits
from search.engines.postgres import PostgresEngine, forget, open_engine
from tests.search.makers import entry, vocabulary

VOCABULARY = vocabulary()
on_server = pytest.mark.postgres


@pytest.fixture
def address() -> Iterator[str]:
    server = os.environ.get("KB_TEST_POSTGRES", "")
    if not server:
        pytest.skip("set KB_TEST_POSTGRES to the address of a server to test on it")
    place = f"{server}?schema=kb_test_{uuid4().hex[:12]}"
    yield place
    forget(place)


@pytest.fixture
def engine(address: str) -> Iterator[PostgresEngine]:
    with closing(open_engine(address, VOCABULARY)) as opened:
        opened.rebuild([entry(1, "The flat was damp."), entry(2, "Zanzibarina was not asked.")], 1)
        yield opened


@on_server
def test_a_session_that_the_server_ended_costs_one_question(engine: PostgresEngine, address: str) -> None:
    with engine._reading() as run:
        ((pid,),) = run("SELECT pg_backend_pid()")
    run_beside(address, f"SELECT pg_terminate_backend({pid}, 2000)")
    with pytest.raises(LibraryUnavailable, match="Please ask again"):
        engine.search(Query(text="damp"))
    assert engine.search(Query(text="damp")).total == 1


@on_server
def test_a_table_that_is_held_is_waited_for_and_then_said_to_be_busy(
    engine: PostgresEngine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.postgresql.connection.LOCK_SECONDS", 0.2)
    schema = address.partition("schema=")[2]
    holder = create_engine(make_url(address).set(query={}))
    with closing(open_engine(address, VOCABULARY, seconds=20.0)) as hasty:
        with holder.connect() as held, held.begin():
            held.execute(text(f"LOCK TABLE {schema}.entries IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(LibraryBusy):
                hasty.count()
        assert hasty.count() == 2
    holder.dispose()


@on_server
def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(address: str) -> None:
    with closing(open_engine(address, VOCABULARY, seconds=0.2)) as hasty:
        with pytest.raises(BadQuestion, match=limits.TOO_LONG), hasty._reading() as run:
            run("SELECT pg_sleep(5)")
        assert hasty.count() == 0


@on_server
@pytest.mark.parametrize("rewrite", ["no", "yes"])
def test_dropped_entries_go_without_a_new_file_unless_it_is_asked_for(
    engine: PostgresEngine, address: str, rewrite: str
) -> None:
    file = "SELECT pg_relation_filepath('entries')"
    with closing(open_engine(f"{address}&rewrite={rewrite}", VOCABULARY)) as dropping:
        with dropping._reading() as run:
            before = run(file)
        dropping.drop([entry(2, "").id], 2)
        with dropping._reading() as run:
            assert (before != run(file)) == (rewrite == "yes")
            assert run("SHOW statement_timeout") == [["2s"]]
        assert dropping.search(Query(text="zanzibarina")).total == 0
        assert dropping.search(Query(text="damp")).total == 1


@on_server
def test_a_complaint_repeats_no_words(engine: PostgresEngine) -> None:
    with pytest.raises(LibraryUnavailable, match="22P02") as caught, engine._reading() as run:
        run("SELECT CAST(CAST(%s AS text) AS integer)", "Zanzibarina")
    assert "Zanzibarina" not in f"{caught.value} {caught.value.__cause__!r}"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the driver leaves its socket open
def test_a_silent_server_is_given_up_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.postgresql.connection.CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(LibraryUnavailable, match="does not answer") as caught:
            open_engine(f"postgresql://kb:secret@127.0.0.1:{port}/kb", VOCABULARY)
    assert str(port) not in str(caught.value)
    assert "secret" not in str(caught.value)
    del caught
    gc.collect()  # so that the driver's socket goes in this test


def run_beside(address: str, statement: str) -> None:
    where = make_url(address)
    with closing(
        pg8000.dbapi.connect(user=where.username or "kb", host=where.host, port=where.port, database=where.database)
    ) as connection:
        connection.cursor().execute(statement)
