"""A checked draft leaves as Word and PDF for the minutes, with questions for terms of reference, and is not kept."""

from __future__ import annotations

import asyncio
import io
import threading
import zipfile
from pathlib import Path

import anyio
import httpx
import pytest
from anyio import CapacityLimiter

from kb.app.library import Library
from kb.app.open_questions import questions_for_draft
from kb.core.errors import LibraryBusy
from kb.core.settings import Settings
from tests.waiting import PATIENCE
from tests.web import site
from web.app import create
from web.pages import check

DRAFT = "The Board should make sure that schools and health visitors attend core groups by March 2027."
PAPERS = {
    "a.md": """# Child A: serious case review

Area: Northby
Published: May 2013

## Recommendations

Recommendation 1: Schools and health visitors should attend core groups for children on protection plans.

## Questions for the Board

- How does the Board know that core groups are attended by schools and health visitors?
""",
    "b.md": """# Child B: safeguarding practice review

Area: Northby
Published: November 2019

## Lessons

- Why the school stopped coming to core groups could not be established by this review. Its records were lost.
- The dentist had no appointment before June.
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, words in PAPERS.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    opened = Library.open(Settings(data=tmp_path / "data", search="memory:"))
    opened.add([tmp_path / name for name in PAPERS])
    return opened


def test_what_earlier_reviews_asked_or_left_open_stands_for_the_terms_of_reference(library: Library) -> None:
    drafted = [one.finding for one in library.check(DRAFT)]
    words = [one.finding.text for one in questions_for_draft(library, drafted)]
    assert any("How does the Board know" in one for one in words)
    assert any("could not be established" in one for one in words)
    assert not any("dentist" in one for one in words)
    strange = [one.finding for one in library.check("The vending machine was blue in colour.")]
    assert questions_for_draft(library, strange) == ()


def test_a_checked_draft_is_downloaded_as_word_with_measure_match_and_questions(library: Library) -> None:
    before = library.health()
    with site.client(library) as http:
        page = http.post("/check", data={"text": DRAFT}, headers={"content-type": "application/x-www-form-urlencoded"})
        assert "Questions for your terms of reference" in page.text
        assert 'formaction="/check.docx"' in page.text
        answer = http.post("/check.docx", data={"text": DRAFT})
    assert answer.headers["cache-control"] == "no-store"
    words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    (checked,) = library.check(DRAFT)
    for said in (DRAFT, checked.headline, "How does the Board know", "Schools and health visitors should attend"):
        assert said in words
    assert library.health() == before


def test_an_empty_draft_or_a_form_that_cannot_hold_it_is_refused_in_words(library: Library) -> None:
    with site.client(library) as http:
        assert http.post("/check.docx", data={"text": " "}).status_code == 400
        answer = http.post("/check.csv", data={"text": DRAFT})
        assert answer.status_code == 404
        assert "cannot be had as csv" in answer.text


def test_many_drafts_at_once_leave_readers_their_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, reading = threading.Event(), list[bool]()

    def wait(*_: object) -> tuple[()]:
        reading.append(True)
        assert let_go.wait(2 * PATIENCE)
        return ()

    async def ask(library: Library) -> list[int]:
        application = create(library)

        def client(number: int) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(application, client=(f"10.0.0.{number + 1}", 1))
            return httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=PATIENCE)

        drafts = [asyncio.create_task(client(n).post("/check", data={"text": DRAFT})) for n in range(60)]
        while not reading:  # until a first one is read, beside all that wait
            await asyncio.sleep(0.02)
        try:
            page = await asyncio.wait_for(client(100).get("/glossary"), PATIENCE)
            assert not any(one.done() for one in drafts)
        finally:
            let_go.set()
        return [page.status_code, *(one.status_code for one in await asyncio.gather(*drafts))]

    with Library.open(Settings(data=tmp_path / "library")) as library:
        monkeypatch.setattr(library, "check", wait)
        assert asyncio.run(ask(library)) == [200] * 61


def compare(number: int) -> int:
    return number + 1


def test_who_would_wait_too_long_for_a_turn_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_TURNS", CapacityLimiter(1))

    async def ask_while_another_is_compared() -> None:
        await check._TURNS.acquire_on_behalf_of("another")
        with pytest.raises(LibraryBusy, match="Try again in 30 seconds"):
            await check.take_turn(compare, 1, wait=0)
        check._TURNS.release_on_behalf_of("another")
        assert await check.take_turn(compare, 1) == 2

    anyio.run(ask_while_another_is_compared)


def test_a_draft_that_fails_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_TURNS", CapacityLimiter(1))

    async def fail_and_go_on() -> None:
        with pytest.raises(TypeError):
            await check.take_turn(compare, "one")
        assert await check.take_turn(compare, 1) == 2

    anyio.run(fail_and_go_on)
