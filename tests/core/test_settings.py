"""What settings refuse before anything is done with them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

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
