"""The tools of `kb mcp`, asked by the protocol's own client."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
from mcp.server.mcpserver.exceptions import ToolError

from kb.app.library import Library
from kb.cli.machine_tools import make_server
from tests.web import shelf

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("mcp") is None, reason="opt-in: the extra mcp is not installed"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelf.small_library(tmp_path_factory.mktemp("tools")) as held:
        yield held


def call(library: Library, tool: str, **arguments: Any) -> Any:
    """Ask a tool through the client, as a model's program does."""
    from mcp import Client

    async def ask() -> Any:
        async with Client(make_server(library, "https://kb.example/")) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(ask())


def list_tools(library: Library) -> Any:
    from mcp import Client

    async def ask() -> Any:
        async with Client(make_server(library)) as client:
            return (await client.list_tools()).tools

    return asyncio.run(ask())


def test_every_tool_only_reads(library: Library) -> None:
    tools = list_tools(library)
    assert {tool.name for tool in tools} == {"search", "finding", "history", "similar", "check_draft"}
    assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in tools)


def test_a_search_answers_with_quotation_page_and_address(library: Library) -> None:
    answer = call(library, "search", question="core groups").structured_content
    assert answer["total"] == len(answer["findings"])
    first = next(one for one in answer["findings"] if one["quotation"] == shelf.CORE_GROUPS)
    assert first["page"] == "page 1"
    assert first["address"].startswith("https://kb.example/reviews/child-a/")
    assert "Child A" in first["source"]


def test_similar_findings_say_why_and_that_nobody_checked(library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.text == shelf.CORE_GROUPS)
    (first, *_) = call(library, "similar", id=held.finding.id).structured_content["result"]
    assert first["finding"]["quotation"] == shelf.CORE_GROUPS_AGAIN
    assert first["why"]
    assert first["checked"] is False


def test_a_history_is_in_date_order_with_its_statuses(library: Library) -> None:
    answer = call(library, "history", theme="cp-plans-core-groups").structured_content
    assert [row["status"] for row in answer["rows"] if row["stage"] == "Action recorded"] == ["Reported complete"]
    assert answer["summary"]


def test_a_draft_is_compared_and_not_kept(library: Library) -> None:
    before = len(library.findings())
    (one,) = call(library, "check_draft", text=shelf.CORE_GROUPS).structured_content["result"]
    assert shelf.CORE_GROUPS in {said["finding"]["quotation"] for said in one["earlier"]}
    assert len(library.findings()) == before


def test_an_id_that_is_not_held_is_an_error_in_words(library: Library) -> None:
    answer = call(library, "finding", id="0" * 16)
    assert answer.is_error
    assert "0" * 16 in answer.content[0].text


def test_contact_details_are_hidden(library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.text == shelf.CONTACT)
    assert "01632" not in call(library, "finding", id=held.finding.id).content[0].text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"theme": "no-such-theme"}, "There is no theme “no-such-theme”"),
        ({}, "Name words or a theme"),
        ({"area": "Harrowfield"}, "Name words or a theme"),
        ({"words": "core groups", "since": 10**20}, "The year must be between 1900 and 2200"),
        ({"words": "core groups", "since": -5}, "The year must be between 1900 and 2200"),
    ],
)
def test_what_cannot_be_asked_is_told_and_not_answered_with_nothing(
    library: Library, asked: dict[str, Any], told: str
) -> None:
    answer = call(library, "history", **asked)
    assert answer.is_error
    assert told in answer.content[0].text


@pytest.mark.parametrize("id", ["", "../../etc/passwd", "x" * 5000])
def test_a_finding_that_is_not_held_is_reported_in_few_words(library: Library, id: str) -> None:
    for tool in ("finding", "similar"):
        answer = call(library, tool, id=id)
        assert answer.is_error
        assert "is in this library" in answer.content[0].text
        assert len(answer.content[0].text) < 300


def test_half_a_letter_is_a_letter_that_nothing_has(library: Library) -> None:
    server = make_server(library)

    def ask(tool: str, **arguments: Any) -> str:
        """Ask past the client, which cannot send half a letter as other clients can."""
        try:
            return repr(asyncio.run(server.call_tool(tool, arguments)))
        except ToolError as error:
            return str(error)

    for tool in ("finding", "similar"):
        assert "No finding ? is in this library" in ask(tool, id="\ud800")
    assert "“?”" in ask("history", words="\ud800")
    assert "“?”" in ask("history", theme="\ud800")
    assert "share" in ask("check_draft", text="\ud800 Staff should share what they know.")
