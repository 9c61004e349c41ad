"""Where settings say that the index is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.rows_and_index import engine_location
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from search import SearchServers


def test_the_index_is_in_the_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert engine_location(Settings(data=tmp_path)) == tmp_path / "index"
    assert engine_location(Settings(data=tmp_path, search="memory:")) == "memory:"


def test_search_servers_are_given_all_that_settings_say_of_them(tmp_path: Path) -> None:
    told = Settings(
        search="opensearch",
        search_hosts="https://one.example:9200,https://two.example:9200",
        search_index="reviews",
        search_user="library",
        search_password="secret",  # invented
        search_authorities=tmp_path / "ca.pem",
        search_shards=2,
    )
    place = engine_location(told)
    assert place == SearchServers(
        ("https://one.example:9200", "https://two.example:9200"),
        index="reviews",
        user="library",
        password="secret",
        authorities=tmp_path / "ca.pem",
        shards=2,
    )
    assert "secret" not in repr(place)
    assert "secret" not in repr(told)


def test_without_addresses_there_is_a_sentence() -> None:
    with pytest.raises(LibraryUnavailable, match="KB_SEARCH_HOSTS"):
        engine_location(Settings(search="opensearch"))
