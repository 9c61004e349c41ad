"""Documents that nobody has checked, where they are kept back: readers meet them nowhere, who checks them does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from search.port import Query
from tests.web import site

PAPER = """# Learning review: Child Lantern

Invented for tests; Sandhaven is no real place.

## Recommendations

1. The harbour school should tell the health visitor when a child is absent.
2. The partnership should ask every lighthouse keeper what they have seen of a family.
"""
OTHER = PAPER.replace("Lantern", "Petrel").replace("harbour", "village").replace("lighthouse keeper", "childminder")
WORDS = "lighthouse keeper"
READER = {"x-forwarded-for": "192.0.2.7"}  # somebody elsewhere, without an account


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One document that was checked, and one that was not."""
    settings = Settings(data=tmp_path / "library", search="memory:", unchecked="kept-back")
    with Library.open(settings) as opened:
        for name, text in (("petrel.md", OTHER), ("lantern.md", PAPER)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            opened.add([tmp_path / name])
        petrel = next(one.id for one in opened.every_document() if one.name == "petrel.md")
        opened.make_correction(lambda desk: desk.check(petrel, "Rowan"))
        yield opened


@pytest.fixture
def root(library: Library) -> Iterator[str]:
    with site.serve_library(library) as address:
        yield address


@pytest.fixture
def reader(root: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=root, timeout=60, trust_env=False, headers=READER, follow_redirects=True) as http:
        yield http


@pytest.fixture
def keeper(root: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=root, timeout=60, trust_env=False) as http:
        yield http


def addresses(library: Library) -> list[str]:
    """Every address that names the document, its review or its findings."""
    held = next(one for one in library.every_document() if one.name == "lantern.md")
    key = next(one.finding.id for one in library.findings(document=held.id) if WORDS in one.finding.text)
    return [
        f"/documents/{held.id}",
        f"/documents/{held.id}/pages/1",
        f"/documents/{held.id}/original",
        f"/reviews/{held.review}",
        f"/reviews/{held.review}/follow-up",
        f"/reviews/{held.review}.json",
        f"/reviews/{held.review}.docx",
        f"/findings/{key}",
        f"/findings/{key}.docx",
        f"/compare/findings?finding={key}&finding={key}",
        f"/api/v1/documents/{held.id}",
        f"/api/v1/documents/{held.id}/text",
        f"/api/v1/reviews/{held.review}",
        f"/api/v1/findings/{key}",
    ]


LISTS = (
    "/",
    "/reviews",
    "/search?q=lighthouse",
    "/search/texts?q=lighthouse",
    "/search.csv?q=keeper",
    "/search.atom?q=keeper",
    "/whats-new",
    "/coverage",
    "/sources",
    "/follow-up",
    "/api/v1/documents",
    "/api/v1/reviews",
    "/api/v1/search?q=lighthouse",
    "/api/v1/search/texts?q=lighthouse",
)


def test_readers_meet_it_by_no_address_and_in_no_list(library: Library, reader: httpx.Client) -> None:
    for address in addresses(library):
        assert reader.get(address).status_code == 404, address
    for address in LISTS:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert "Lantern" not in answer.text, address
        assert "lighthouse keeper what" not in answer.text, address
    assert "Petrel" in reader.get("/reviews").text


def test_counts_downloads_and_what_recurs_leave_it_out(library: Library) -> None:
    assert library.search(Query()).total == 2
    assert (library.health().documents, library.health().reviews, library.health().findings) == (1, 1, 2)
    assert {one.review.title for one in library.each_finding()} == {"Learning review: Child Petrel"}
    assert list(library.all_echoes()) == []
    gone = next(one for one in library.every_document() if one.is_kept_back)
    assert library.holdings([one.finding.id for one in library.findings(document=gone.id)]) == ()
    assert [one.check for one in library.doctor().faults if one.check != "versions"] == []


def test_who_checks_it_sees_corrects_and_lets_it_be_read(
    library: Library, keeper: httpx.Client, reader: httpx.Client
) -> None:
    desk = keeper.get("/desk").text
    assert "Child Lantern" in desk
    assert "Kept back" in desk
    (held,) = (one for one in library.every_document() if one.is_kept_back)
    for address in addresses(library)[:4]:
        assert keeper.get(address, follow_redirects=True).status_code == 200, address
    assert WORDS in keeper.get(f"/documents/{held.id}/check").text
    key = next(one.finding.id for one in library.findings(document=held.id) if WORDS in one.finding.text)
    assert keeper.post(f"/findings/{key}/correct", data={"do": "values", "kind": "lesson"}).status_code == 303
    assert reader.get(f"/findings/{key}").status_code == 404
    assert keeper.post(f"/documents/{held.id}/correct", data={"do": "check"}).status_code == 303
    assert library.finding(key).finding.kind.value == "lesson"
    assert library.search(Query(text="lighthouse")).total == 1
    for address in addresses(library)[:1]:
        assert reader.get(address).status_code == 200
    assert "Lantern" in reader.get("/reviews").text
    checked = next(one for one in library.corrections_of(held.id) if one.field == "checked")
    library.undo(checked.batch, "Rowan")
    assert reader.get(f"/documents/{held.id}").status_code == 404
    assert library.search(Query(text="lighthouse")).total == 0


def test_it_stays_away_through_reading_again_and_new_themes(library: Library, reader: httpx.Client) -> None:
    library.reread()
    library.retheme()
    for address in addresses(library):
        assert reader.get(address).status_code == 404, address
    assert library.search(Query()).total == 2
    assert library.reread(dry_run=True).changes == ()


def test_as_long_as_the_setting_is_not_made_it_is_shown_and_marked(tmp_path: Path) -> None:
    paper = tmp_path / "lantern.md"
    paper.write_text(PAPER, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as opened:
        opened.add([paper])
        (held,) = opened.documents()
        with site.client(opened) as http:
            assert "Not yet checked" in http.get(f"/documents/{held.id}", headers=READER).text
