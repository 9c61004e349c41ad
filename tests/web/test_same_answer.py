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

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
MANY, SAMPLED = 200, 40
PER_UNANSWERABLE = 4  # other questions for each that nothing answers
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
    "stabbing in a prison",
    "neglect in Nottingham",
    "core groups and domestic abuse",
    "police notifications for a training day",
    "drug & alcohol workers at core groups",
    "under 5s who were not brought",
    "recommendation 3 Family D",
    "bloke moved in and none of us clocked it",
    "quiz on self-neglect",
    "was the recommendation on escalation ever done",
)
BESIDE_THE_RESULTS = ("Showing results for", "Showing only")  # which a page shows as a link and as chips
KINDS = {  # what an answer may say of itself, by how its sentence begins
    "missing": ("Nothing in this library is about", "No finding in this library"),
    "none of the kind": ("We found no",),
    "left out": ("We searched without",),
    "put right": ("Showing results for",),
    "filtered": ("Showing only",),
    "few words": ("Not many findings match",),
}


def _written_in(name: str) -> list[str]:
    with (BENCHMARKS / name).open(encoding="utf-8", newline="") as lines:
        return list(dict.fromkeys(row["query"] for row in csv.DictReader(lines)))


def _spread(questions: list[str], many: int) -> list[str]:
    return questions[:: max(len(questions) // many, 1)][:many]


def _questions(many: int) -> list[str]:
    """Return questions of every kind: odd ones, some that nothing answers, and judged ones from all sets."""
    unanswerable = _spread(_written_in("unanswerable.csv"), (many - len(ODD)) // PER_UNANSWERABLE)
    judged = _written_in("judgements.csv")
    some = (*ODD, *unanswerable, *_spread(judged, many - len(ODD) - len(unanswerable)), *judged)
    return list(dict.fromkeys(some))[:many]


def _kinds_of(notices: list[str]) -> set[str]:
    return {kind for kind, begins in KINDS.items() if any(one.startswith(begins) for one in notices)}


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
    kinds: set[str] = set()
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
        assert command["notices"] == api["notices"], question
        chips = [one for one in api["notices"] if not one.startswith(BESIDE_THE_RESULTS)]
        assert list(page.remarks) == chips, question
        found += bool(ids)
        kinds |= _kinds_of(api["notices"])
    assert found > many * 3 // 4
    assert kinds == set(KINDS)


@pytest.mark.parametrize("question", ["neglect", "moved for her own safety and lost all her support", "core groups"])
def test_further_pages_go_on_alike(question: str, sample: Library, sample_http: httpx.Client) -> None:
    api = sample_http.get("/api/v1/search", params={"q": question, "page": 2}).json()
    page = looked_for(make_request(sample, ("q", question), ("page", "2")))
    lines = [json.loads(line) for line in sample_http.get("/search.jsonl", params={"q": question}).text.splitlines()]
    assert [card.id for card in page.cards] == [one["id"] for one in api["items"]]
    assert [row["id"] for row in lines if "id" in row][10:20] == [one["id"] for one in api["items"]]


def test_a_page_and_the_api_put_the_same_word_right(sample: Library, sample_http: httpx.Client) -> None:
    wrong = sample_http.get("/api/v1/search", params={"q": "neglekt"}).json()
    right = sample_http.get("/api/v1/search", params={"q": "neglect"}).json()
    as_typed = sample_http.get("/api/v1/search", params={"q": "neglekt", "spelling": "off"}).json()
    assert wrong["items"] == right["items"]
    assert as_typed["items"] != right["items"]
