"""A fresh store on each database that is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from kb.store import Store
from kb.store.tables import FULL_TEXT, metadata

POSTGRES = os.environ.get("KB_TEST_POSTGRES", "")


def at_noon() -> datetime:
    return datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL database that is this test process's own."""
    if not POSTGRES:
        pytest.skip("KB_TEST_POSTGRES names no PostgreSQL server to test on")
    name = f"kb_test_{os.getpid()}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # nothing here must last
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without rows."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'library.sqlite3'}"
    address: str = request.getfixturevalue("postgres")
    clear(address, [f"TRUNCATE {', '.join((*metadata.tables, FULL_TEXT))} RESTART IDENTITY"])
    return address


@pytest.fixture
def bare_url(url: str) -> str:
    """The address of a database without tables."""
    if url.startswith("postgresql"):
        clear(url, ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])
    return url


def clear(address: str, statements: list[str]) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if inspect(connection).has_table("findings"):
            for statement in statements:
                connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(url, tmp_path / "library", clock=at_noon)
    yield opened
    opened.close()
