"""How the client signs in, and what it says of servers that refuse, fail or are not there. No OpenSearch is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from kb.core.errors import LibraryUnavailable
from search import SearchServers
from search.engines.opensearch.connection import FAULTY, NO_INDEX, REFUSED, UNREACHED, Cluster

pytest.importorskip("opensearchpy", reason="the extra [opensearch] is not installed")


class OneAnswerHandler(BaseHTTPRequestHandler):
    """Answers everything with one status and notes how the client signed in."""

    status = 200
    signed: list[str | None]

    def do_GET(self) -> None:
        self.signed.append(self.headers.get("authorization"))
        told = json.dumps({"error": {"type": "some", "reason": "server-name.internal"}, "status": self.status}).encode()
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def server(status: int) -> Iterator[tuple[str, list[str | None]]]:
    """Give the address of a server with one answer, and the signatures that it has seen."""
    signed: list[str | None] = []
    kind = type("Kind", (OneAnswerHandler,), {"status": status, "signed": signed})
    with HTTPServer(("127.0.0.1", 0), kind) as listening:
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", signed
        listening.shutdown()
        thread.join()


def ask(servers: SearchServers) -> None:
    with Cluster(servers, 2.0).translate_faults() as client:
        client.get(index="library", id="mark")


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (SearchServers(()), None),
        (SearchServers((), user="library", password="open"), "Basic bGlicmFyeTpvcGVu"),
        (SearchServers((), api_key="a2V5"), "ApiKey a2V5"),
    ],
)
def test_the_client_signs_in_with_what_it_was_given(how: SearchServers, wanted: str | None) -> None:
    with server(200) as (address, signed):
        ask(replace(how, hosts=(address,)))
    assert signed == [wanted]


@pytest.mark.parametrize(
    ("status", "sentence"), [(401, REFUSED), (403, REFUSED), (404, NO_INDEX), (400, FAULTY), (500, FAULTY)]
)
def test_a_fault_is_a_sentence_that_names_no_server(status: int, sentence: str) -> None:
    with server(status) as (address, _), pytest.raises(LibraryUnavailable) as told:
        ask(SearchServers((address,)))
    assert str(told.value) == sentence
    assert "internal" not in sentence


def test_where_one_server_is_away_the_next_is_asked() -> None:
    with server(200) as (address, signed):
        for _ in range(4):
            ask(SearchServers(("http://127.0.0.1:9", address)))
    assert len(signed) == 4


def test_servers_that_are_all_away_are_reported_in_a_sentence() -> None:
    with pytest.raises(LibraryUnavailable) as told:
        ask(SearchServers(("http://127.0.0.1:9", "http://127.0.0.1:1")))
    assert str(told.value) == UNREACHED
