"""What recurs is linked on a server as it is in a file, by one machine at a time."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from kb.core.errors import LibraryBusy
from kb.store import Store
from tests.app.test_linking import add, assert_likest_anew, change, make_linker, make_paper, rows

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("seed", [4, pytest.param(5, marks=pytest.mark.nightly)])
def test_a_server_holds_what_a_file_holds_after_the_same_changes(store: Store, tmp_path: Path, seed: int) -> None:
    if store.database.dialect == "sqlite":
        return  # is what the server is held to
    with closing(Store.open(f"sqlite:///{tmp_path / 'file.sqlite3'}", tmp_path / "beside")) as file:
        told = []
        for one in (file, store):
            chance, linker = random.Random(seed), make_linker(one, 5000)
            for number in range(20):
                add(one, make_paper(chance, number))
            linker.catch_up()
            for number in range(20, 32):
                change(one, chance, number)
                if number % 3 == 0:
                    linker.catch_up()
            linker.catch_up()
            told.append(rows(one))
        assert told[0]["pairs"]
        assert told[1] == told[0]
    assert_likest_anew(store)


def test_two_machines_do_not_link_at_once(url: str, tmp_path: Path, store: Store) -> None:
    chance = random.Random(6)
    for number in range(4):
        add(store, make_paper(chance, number))
    folder = tmp_path / "library" if store.database.dialect == "sqlite" else tmp_path / "other machine"
    with closing(Store.open(url, folder)) as other:
        with store.linking_tables.lock(0), pytest.raises(LibraryBusy, match="linking"):
            make_linker(other, 5000).catch_up(wait=0.2)
        make_linker(other, 5000).catch_up(wait=0.2)
        assert not make_linker(store, 5000).behind()
