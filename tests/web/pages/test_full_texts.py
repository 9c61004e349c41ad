"""Full texts: a document without findings is found by its words, on its page, with the words marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from kb.app.library import Library
from kb.core.settings import Settings
from web.app import create
from web.pages import documents, full_texts, search
from web.pages.full_texts import FullTextsPage
from web.request import PageRequest

NOTES = "Minutes of the harbour board of Osterholm.\n\nThe lantern at the pier was lit at dusk. Ring 020 7946 0018.\n"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of one invented document in which nothing is a finding, and a longer one without pages."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "in").mkdir()
    (folder / "in" / "minutes.txt").write_text(NOTES, encoding="utf-8")
    long = "The tide came in at nine.\n\n" * 3000 + "The beacon was out.\n\n"
    (folder / "in" / "log.txt").write_text(long, encoding="utf-8")
    with Library.open(Settings(data=folder / "data")) as opened:
        opened.add([folder / "in"])
        yield opened


def page_for(library: Library, *params: tuple[str, str]) -> FullTextsPage:
    return full_texts.full_texts_page(PageRequest(library, params=params))


def test_a_document_without_findings_is_found_with_marked_words(harbour: Library) -> None:
    page = page_for(harbour, ("q", "lanterns lit"))
    assert page.heading == "In full texts: 1 document for “lanterns lit”"
    (card,) = page.cards
    assert "No findings" in card.summary
    (place,) = card.places
    assert [piece.text for piece in place.snippet.pieces if piece.marked] == ["lantern", "lit"]
    assert "7946" not in place.snippet.text


def test_the_search_page_leads_to_full_texts(harbour: Library) -> None:
    shown = search.search_page(PageRequest(harbour, params=(("q", "lantern"),)))
    assert shown.texts is not None
    assert (shown.texts.text, shown.texts.href) == ("In full texts: 1 document", "/search/texts?q=lantern")
    assert search.search_page(PageRequest(harbour)).texts is None


def test_a_found_page_shows_the_words_marked(harbour: Library) -> None:
    for words, marked in (("lantern", "lantern"), ("beacons", "beacon")):
        href = page_for(harbour, ("q", words)).cards[0].places[0].link.href
        address, _, rest = href.partition("?")
        params = tuple((n, v) for n, _, v in (one.partition("=") for one in rest.partition("#")[0].split("&")))
        path = {"document": address.split("/")[2], "number": "1"}
        shown = documents.page_view(PageRequest(harbour, path=path, params=params))
        first = next(one for one in shown.blocks if one.first)
        assert [piece.text for piece in first.pieces if piece.marked] == [marked]
        assert shown.words == words


def test_nothing_found_and_nothing_asked_are_said(harbour: Library) -> None:
    assert page_for(harbour, ("q", "zeppelin")).heading.startswith("No document has all words")
    assert page_for(harbour).heading.startswith("Type words")


def test_pages_and_programs_are_answered_alike(harbour: Library) -> None:
    with TestClient(create(harbour), base_url="http://localhost") as client:
        html = client.get("/search/texts?q=lantern").text
        assert "lantern</mark>" in html
        given = client.get("/api/v1/search/texts?q=lantern").json()
        (one,) = given["items"]
        assert (given["total"], one["findings"], one["matches"]) == (1, 0, 1)
        assert one["places"][0]["url"] in html
        assert "7946" not in one["places"][0]["text"]
        assert client.get("/search/texts.json?q=%3Cscript%3E").status_code == 200
