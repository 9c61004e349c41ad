"""What settings refuse before anything is done with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from kb.core.settings import Settings


def test_addresses_of_search_servers_are_parted_at_commas() -> None:
    told = Settings(search_hosts="https://one.example:9200, https://two.example:9200,")
    assert told.search_addresses == ("https://one.example:9200", "https://two.example:9200")
    assert Settings(search_hosts="http://127.0.0.1:9200").search_addresses == ("http://127.0.0.1:9200",)


@pytest.mark.parametrize(
    "hosts",
    [
        "one.example:9200",
        "ftp://one.example",
        "https://",
        "http://one.example:9200",
        "https://name:secret@one.example",
        "https://:secret@one.example",
        "https://one.example:",
    ],
)
def test_an_address_that_is_none_or_would_send_secrets_in_the_open_is_refused(hosts: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        Settings(search_hosts=hosts)


@pytest.mark.parametrize("port", ["0", "92000", "search"])
def test_a_port_that_no_server_has_is_refused(port: str) -> None:
    with pytest.raises(ValidationError, match=r"port|Port"):
        Settings(search_hosts=f"https://one.example:{port}")


@pytest.mark.parametrize("name", ["", "Library", "-library", "a/b", "library*", "x" * 101])
def test_a_name_that_no_index_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="no name of an index"):
        Settings(search_index=name)


@pytest.mark.parametrize("name", ["is it well?", "100%41", "a#b", "a@b:c", "two words"])
def test_a_library_lies_in_its_folder_whatever_the_folder_is_called(name: str, tmp_path: Path) -> None:
    file = tmp_path / name / "library.sqlite3"
    assert make_url(Settings(data=file.parent).database_url).database == str(file)


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "VOCABULARY", "ORIGINALS_FOLDER", "PORT"):
        monkeypatch.setenv(f"KB_{name}", "")
    assert Settings() == Settings(data=Path("data"), vocabulary=None, originals_folder=None, port=8000)
