"""Two versions of the program at work on one library do not make its index and its links anew in turns."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.app.giving_way import OTHER_VERSION, GivingWay
from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.store.recurrence_tables import linking
from search.port import AFTER_UPDATE, Query


def test_whoever_had_it_waits_and_then_tries_again() -> None:
    now = [0.0]
    giving_way = GivingWay(60, clock=lambda: now[0])
    assert not giving_way.is_giving_way(is_own=True, is_others=False)
    assert giving_way.is_giving_way(is_own=False, is_others=True)
    now[0] = 59
    assert giving_way.is_giving_way(is_own=False, is_others=True)
    now[0] = 60
    assert not giving_way.is_giving_way(is_own=False, is_others=True)
    assert not giving_way.is_giving_way(is_own=True, is_others=False)
    assert giving_way.is_giving_way(is_own=False, is_others=True)  # taken over once more: it waits once more


@pytest.mark.parametrize("is_others", [True, False])
def test_whoever_comes_later_and_whoever_finds_damage_goes_on(is_others: bool) -> None:
    assert not GivingWay().is_giving_way(is_own=False, is_others=is_others)
    had = GivingWay()
    had.is_giving_way(is_own=True, is_others=False)
    assert not had.is_giving_way(is_own=False, is_others=False)


def have_another_version_index(folder: Path) -> Path:
    """Let the current index be of another version; return its manifest."""
    pointer = folder / "index" / "CURRENT"
    manifest = folder / "index" / pointer.read_text().strip() / "manifest.json"
    manifest.chmod(0o600)
    body = json.dumps(json.loads(manifest.read_text().partition("\n")[2]) | {"recipe": "of another version"})
    manifest.write_text(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")
    fresh = pointer.with_name("CURRENT.fresh")
    fresh.write_text(pointer.read_text())
    fresh.replace(pointer)  # as one generation follows another
    return manifest


def test_an_index_that_another_version_made_meanwhile_stays_and_whoever_starts_later_makes_its_own(
    two: Library, settings: Settings
) -> None:
    assert two._upkeep.index() == ""
    manifest = have_another_version_index(settings.data)
    assert two._upkeep.index() != ""
    with pytest.raises(LibraryUnavailable, match="Another version"):
        two.catch_up_index()
    assert "of another version" in manifest.read_text()
    with Library.open(settings) as later:
        assert later.doctor().well
    assert two._upkeep._indexer.reached_mark() >= 0


def test_a_search_before_the_index_is_rebuilt_says_that_this_begins_by_itself(two: Library, settings: Settings) -> None:
    assert two._upkeep.index() == ""
    have_another_version_index(settings.data)
    with pytest.raises(LibraryUnavailable) as told:
        two.search(Query("moved"))
    assert str(told.value) == AFTER_UPDATE


def test_links_that_another_version_made_meanwhile_stay(two: Library) -> None:
    two.catch_up()
    with two._store.database.writing() as connection:
        connection.execute(sa.update(linking).values(made_by="of another version"))
    with pytest.raises(LibraryUnavailable) as told:
        two.catch_up()
    assert str(told.value) == OTHER_VERSION
