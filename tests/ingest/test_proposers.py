"""A model may propose themes, and is believed only where it quotes the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from ingest.proposers import Endpoint, parse_proposals
from kb.core.errors import LibraryUnavailable
from kb.vocabulary import load

TEXT = "Nobody asked about the man who\nlived in the flat."


@contextmanager
def model(answer: bytes, status: int = 200) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Run a server that gives one answer; yield its address and what it was asked."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "key": self.headers.get("Authorization"), **json.loads(body)})
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_reply(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_a_proposal_carries_the_words_as_they_stand_in_the_text() -> None:
    answer = make_reply('```json\n[{"theme": "fathers-hidden-men", "quote": "The man who lived in the flat"}]\n```')
    with model(answer) as (address, asked):
        (one,) = Endpoint(address, "small", key="k").propose(TEXT, load())
    assert one.theme == "fathers-hidden-men"
    assert TEXT[one.start : one.end] == one.words == "the man who\nlived in the flat"
    assert one.model == "small"
    assert asked[0]["path"] == "/chat/completions"
    assert asked[0]["key"] == "Bearer k"
    assert TEXT in json.dumps(asked[0]["messages"], ensure_ascii=False).encode().decode("unicode_escape")


@pytest.mark.parametrize(
    "content",
    [
        '[{"theme": "fathers-hidden-men", "quote": "words that are not there"}]',
        '[{"theme": "no-such-theme", "quote": "the man"}]',
        '[{"theme": "fathers-hidden-men", "quote": ""}]',
        '[{"theme": ["neglect"], "quote": "the man"}]',
        '["neglect"]',
        '{"theme": "neglect"}',
        "I think that it is about neglect.",
    ],
)
def test_what_cannot_be_believed_is_dropped(content: str) -> None:
    assert parse_proposals(content, TEXT, load(), "small") == ()


def test_a_theme_is_proposed_once() -> None:
    twice = json.dumps([{"theme": "neglect", "quote": "the man"}, {"theme": "neglect", "quote": "the flat"}])
    assert len(parse_proposals(twice, TEXT, load(), "small")) == 1


@pytest.mark.parametrize(("answer", "status"), [(b"not json", 200), (b"{}", 200), (b"no", 500), (b"", 302)])
def test_a_server_that_answers_badly_is_told_of(answer: bytes, status: int) -> None:
    with model(answer, status) as (address, _), pytest.raises(LibraryUnavailable, match="gave no answer"):
        Endpoint(address, "small").propose(TEXT, load())


def test_a_server_that_is_not_there_is_told_of() -> None:
    with model(b"") as (address, _):
        pass
    with pytest.raises(LibraryUnavailable, match="gave no answer"):
        Endpoint(address, "small", seconds=2).propose(TEXT, load())


def test_only_web_addresses_are_asked() -> None:
    with pytest.raises(LibraryUnavailable, match="http"):
        Endpoint("file:///etc/passwd", "small").propose(TEXT, load())
