"""What operators see of the answers: the route and never the words, one id everywhere, counts that add up."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from kb.app.library import Library
from kb.cli.logs import JsonLines, PlainLines, start_log
from kb.core.settings import Settings
from tests.web import site
from web.observing import REQUEST_ID, Observer


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the requests' log writes, one JSON object a line."""
    written, log = io.StringIO(), logging.getLogger("web.requests")
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    before, level = log.handlers, log.level
    log.handlers, log.level = [handler], logging.INFO
    yield written
    log.handlers, log.level = before, level


def test_a_line_names_the_route_and_holds_no_word_that_was_asked(own: Library, lines: io.StringIO) -> None:
    with site.client(own) as http:
        http.get("/search", params={"q": "Zanzibar neighbour"})
        http.get("/findings/zanzibar-0123456789")
        http.get("/zanzibar")
        http.post("/check", data={"draft": "Zanzibar should share information."})
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert told[0]["route"] == "/search"
    assert {one["status"] for one in told} >= {200, 404}
    assert all(one["ms"] >= 0 and one["bytes"] > 0 for one in told)
    assert "zanzibar" not in lines.getvalue().casefold()
    assert "127.0.0.1" not in lines.getvalue()


@pytest.mark.parametrize(
    ("given", "proxies", "kept"),
    [
        ("from-the-proxy-1", {"127.0.0.1"}, True),
        ("from-a-stranger-1", set(), False),
        ("a\tb<script>alert", {"127.0.0.1"}, False),
        ("short", {"127.0.0.1"}, False),
    ],
)
def test_the_id_of_a_request_comes_from_a_known_server_in_front_alone(
    given: str, proxies: set[str], kept: bool
) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(scope["state"][REQUEST_ID])(scope, receive, send)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(Observer(app, proxies, None), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://library.example") as http:
            return await http.get("/", headers={"X-Request-ID": given})

    answer = asyncio.run(ask())
    assert answer.headers["x-request-id"] == answer.text
    assert (answer.text == given) is kept
    assert kept or len(answer.text) == 12


def test_a_fault_is_logged_under_the_id_that_its_page_shows(
    own: Library, monkeypatch: pytest.MonkeyPatch, lines: io.StringIO
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Zanzibar is in this message")

    monkeypatch.setattr(Library, "health", fail)
    written, log = io.StringIO(), logging.getLogger("web")
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    monkeypatch.setattr(log, "handlers", [handler])
    with site.client(own) as http:
        page = http.get("/readyz")
    told = json.loads(written.getvalue().splitlines()[0])
    assert page.status_code == 500
    assert page.headers["x-request-id"] in page.text
    assert page.headers["x-request-id"] in told["message"]
    assert told["error"] == "ValueError"
    assert any("fail" in place for place in told["at"])
    assert "Zanzibar" not in written.getvalue()


def test_counts_are_given_only_where_the_keeper_wants_them(own: Library) -> None:
    with site.client(own) as http:
        assert http.get("/metrics").status_code == 404


def test_counts_add_up(counting: Library) -> None:
    with site.client(counting) as http:
        for _ in range(3):
            http.get("/help")
        http.get("/nothing-here")
        text = http.get("/metrics").text
    assert 'kb_requests_total{method="GET",route="/help",status="200"} 3.0' in text
    assert 'route="(none)",status="404"} 1.0' in text
    assert "kb_ready 1.0" in text
    assert f"kb_documents {len(counting.documents())}.0" in text
    assert 'kb_request_seconds_bucket{le="+Inf",route="/help"} 3.0' in text


@pytest.fixture
def counting(own: Library) -> Library:
    """A library whose operator wants counts."""
    own.settings = own.settings.model_copy(update={"metrics": True})
    return own


@pytest.mark.parametrize("form", [JsonLines(), PlainLines()])
def test_a_line_of_either_form_has_time_level_and_fields(form: logging.Formatter) -> None:
    record = logging.LogRecord("web.requests", logging.INFO, "", 0, "request", (), None)
    record.fields = {"route": "/help"}
    line = form.format(record)
    assert "\n" not in line
    assert all(word in line for word in ("+00:00", "INFO", "web.requests", "/help"))


def test_off_leaves_faults_alone(capsys: pytest.CaptureFixture[str]) -> None:
    logs = [logging.getLogger(name) for name in ("web", "kb", "search", "ingest")]
    before = [(log.handlers, log.level, log.propagate) for log in logs]
    try:
        start_log("off")
        logging.getLogger("web.requests").info("request")
        logging.getLogger("web").error("fault %s", "abc")
    finally:
        for log, (handlers, level, propagates) in zip(logs, before, strict=True):
            log.handlers, log.level, log.propagate = handlers, level, propagates
    told = capsys.readouterr().err
    assert "request" not in told
    assert "fault abc" in told


def test_settings_name_the_forms() -> None:
    assert Settings(data=Path("x")).log == "off"
    assert Settings(data=Path("x"), log="json").log == "json"
