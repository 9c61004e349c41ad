"""The page, the API, the files and the command line answer one question alike: the same findings in the same order."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from kb.app.library import Library
from kb.cli import asking
from kb.cli.commands import app as commands
from tests.web import site
from tests.web.site import make_request
from tests.web.test_values import looked_for

JUDGED = Path(__file__).resolve().parents[2] / "benchmarks/judgements.csv"
MANY, SAMPLED = 200, 24
ODD = (
    "domestik abuse and houseing moves",
    "neglekt",
    "s47 enquiries",
    "C.A.M.H.S.",
    "zebra crossings in Atlantis",
    "recommendations on in-house audits",
    '"core group"',
    "neglect AND housing",
    "quotes for a slide about fathers",
    "follow-up after A&E",
    "good examples of working with fathers",
    "7 minute briefing on neglect",
    "missed opportunities in Northby",
)


def _questions(many: int) -> list[str]:
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        written = [row["query"] for row in csv.DictReader(lines)]
    different = list(dict.fromkeys(written))
    step = len(different) // (many - len(ODD)) or 1
    return list(dict.fromkeys((*ODD, *different[::step], *different)))[:many]


@pytest.fixture(scope="module")
def sample_http(sample: Library) -> Iterator[httpx.Client]:
    with site.client(sample) as open_library:
        yield open_library


@pytest.mark.parametrize("many", [SAMPLED, pytest.param(MANY, marks=pytest.mark.nightly)])
def test_questions_are_answered_alike_by_page_api_file_and_command(
    many: int, sample: Library, sample_http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def open_library() -> Iterator[Library]:
        yield sample

    monkeypatch.setattr(asking, "library", open_library)
    questions = _questions(many)
    assert len(set(questions)) == many
    found = 0
    for question in questions:
        api = sample_http.get("/api/v1/search", params={"q": question}).json()
        ids = [one["id"] for one in api["items"]]
        lines = sample_http.get("/search.jsonl", params={"q": question}).text.splitlines()
        rows = [json.loads(line) for line in lines]
        filed = [row["id"] for row in rows if "id" in row][: len(ids)]
        command = json.loads(CliRunner().invoke(commands, ["find", "--json", "--", question]).stdout)
        page = looked_for(make_request(sample, ("q", question)))
        laid = [card.id for card in page.cards]
        on_top = {card.id for part in page.split.parts for card in part.cards} if page.split else set()
        assert laid == [id_ for id_ in ids if id_ not in on_top], question
        assert filed == ids, question
        assert [one["id"] for one in command["findings"]] == ids, question
        assert page.total == api["total"] == command["total"], question
        found += bool(ids)
    assert found > many * 3 // 4


def test_a_page_and_the_api_put_the_same_word_right(sample: Library, sample_http: httpx.Client) -> None:
    wrong = sample_http.get("/api/v1/search", params={"q": "neglekt"}).json()
    right = sample_http.get("/api/v1/search", params={"q": "neglect"}).json()
    as_typed = sample_http.get("/api/v1/search", params={"q": "neglekt", "spelling": "off"}).json()
    assert wrong["items"] == right["items"]
    assert as_typed["items"] != right["items"]
