"""`kb history`: what the page of a history shows, at the command line and in the API."""

from __future__ import annotations

import json

import httpx

from kb.app.library import Library
from tests.cli.command import command
from tests.web.conftest import http, library  # noqa: F401  # fixtures of the small library
from web.pages.history import history_page
from web.request import PageRequest


def test_a_history_is_the_same_by_page_api_and_command(library: Library, http: httpx.Client) -> None:  # noqa: F811
    for asked in ({"theme": "cp-plans-core-groups"}, {"q": "core groups"}, {"q": "written reports", "area": "Northby"}):
        page = history_page(PageRequest(library, params=tuple(asked.items())))
        of_api = http.get("/api/v1/history", params=asked).json()
        options = [one for name in ("theme", "area") if name in asked for one in (f"--{name}", asked[name])]
        words = [asked["q"]] if "q" in asked else []
        told = json.loads(command(library.settings.data, "history", *words, *options, "--json").stdout)
        assert told == of_api
        assert of_api["said"] == page.answer
        shown = [row.href.rpartition("/")[2] for row in page.rows]
        assert shown
        assert [one["finding"]["id"] for one in told["events"]] == shown
        lines = command(library.settings.data, "history", *words, *options).stdout.splitlines()
        assert lines[0] == page.answer
        assert len(lines) == len(shown) + 1


def test_a_history_of_nothing_is_wrong_use(library: Library) -> None:  # noqa: F811
    done = command(library.settings.data, "history")
    assert done.returncode == 2
    assert "Name words or a theme" in done.stderr
    assert "There is no theme" in command(library.settings.data, "history", "--theme", "none-such").stderr
