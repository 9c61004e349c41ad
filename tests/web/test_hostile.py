"""Words of documents are words: markup, templates and formulas in them show as they are written, everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from lxml import etree, html

from kb.app.library import Library
from tests.web import addresses, shelf, site


@pytest.fixture(scope="module")
def hostile_http(hostile_library: Library) -> Iterator[httpx.Client]:
    with site.client(hostile_library) as opened:
        yield opened


@pytest.fixture(scope="module")
def places(hostile_library: Library) -> list[str]:
    """Every page, and those of the hostile finding, document, review and thread."""
    held = next(one for one in hostile_library.findings() if one.finding.text == shelf.HOSTILE)
    found = hostile_library.new_collection("<script>alert(10)</script>", [], "{{7*7}}<img src=x>", ["<b>why?</b>"])
    return [
        *addresses.pages(hostile_library),
        "/search?q=<script>alert(11)</script>",
        "/search?q={{7*7}}&area=<script>alert(12)</script>&sort=<i>",
        "/reviews?type=<script>alert(13)</script>&sort=<script>",
        "/recurrence?area=<script>alert(14)</script>&by=<script>",
        f"/reviews/{held.review.slug}",
        f"/reviews/{held.review.slug}/{held.finding.id}",
        f"/reviews/{held.review.slug}/follow-up",
        f"/documents/{held.document.id}",
        f"/documents/{held.document.id}/pages/1",
        f"/documents/{held.document.id}/pages/1?finding={held.finding.id}",
        f"/compare/reviews?review={held.review.slug}&review=child-a",
        f"/collections/{found.key}",
        f"/collections/{found.edit_key}/edit",
        "/<script>alert(15)</script>",
    ]


def test_no_page_makes_an_element_or_address_of_a_documents_words(
    hostile_http: httpx.Client, places: list[str]
) -> None:
    for address in places:
        page = html.fromstring(hostile_http.get(address, follow_redirects=True).text)
        scripts = page.xpath("//script")
        assert all(one.get("src", "").startswith("/static/") and not one.text for one in scripts), address
        assert not page.xpath("//iframe | //img[@src='x'] | //b | //i | //u | //*[@onerror or @onload]"), address
        addresses_ = page.xpath("//@href | //@src | //@action")
        assert not [one for one in addresses_ if re.match(r"\s*(javascript|data|vbscript):", one, re.I)], address


def test_markup_and_templates_show_as_they_are_written(hostile_http: httpx.Client, hostile_library: Library) -> None:
    held = next(one for one in hostile_library.findings() if one.finding.text == shelf.HOSTILE)
    page = html.fromstring(hostile_http.get(f"/reviews/{held.review.slug}/{held.finding.id}").text)
    shown = " ".join(page.text_content().split())
    assert shelf.HOSTILE in shown
    assert "{{7*7}}" in shown
    assert "49" not in shown
    assert "<script>alert('x')</script>" in page.findtext(".//title")
    assert "</title><script>alert(3)</script>" in shown
    assert page.findtext(".//h1") == "<b>Lesson</b> 1"  # the words of a short finding stand once, below its label


def test_found_words_are_marked_inside_hostile_text_without_making_markup(hostile_http: httpx.Client) -> None:
    page = html.fromstring(hostile_http.get("/search?q=script+text").text)
    marked = {one.text for one in page.xpath("//mark")}
    assert "script" in marked
    assert "<script>alert('x')</script> {{7*7}}" in page.text_content()


def test_feeds_carry_hostile_words_as_text(hostile_http: httpx.Client) -> None:
    feed = etree.fromstring(hostile_http.get("/search.atom?q=script").content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("//a:entry/a:title/text()", namespaces=names)
    assert any("<script>alert('x')</script>" in one for one in titles)
    (summary,) = feed.xpath("//a:entry/a:summary/text()", namespaces=names)
    assert "<script" not in summary  # a reader takes a summary as HTML, so there it is escaped once more
    assert "&lt;script&gt;" in summary
    said = hostile_http.get("/search.feed.json?q=script").json()
    assert shelf.HOSTILE in said["items"][0]["content_text"]


def test_json_and_downloads_carry_hostile_words_as_words(hostile_http: httpx.Client) -> None:
    for address in ("/search.json?q=script", "/api/v1/search?q=script", "/api/v1/downloads/findings.jsonl"):
        answer = hostile_http.get(address)
        assert "json" in answer.headers["content-type"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert all(json.loads(line) for line in answer.text.splitlines() if line)


def test_no_header_carries_a_documents_line_ends_or_quotes(
    hostile_http: httpx.Client, hostile_library: Library
) -> None:
    held = next(one for one in hostile_library.findings() if one.finding.text == shelf.HOSTILE)
    answer = hostile_http.get(f"/documents/{held.document.id}/original")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hostile_svg_onload_alert_2__.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    named = hostile_http.get("/search.csv?q=%22%0d%0aSet-Cookie:%20x=1").headers
    assert "set-cookie" not in named
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', named["Content-Disposition"])


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "²", "٣"])
def test_a_number_that_no_database_holds_is_answered_in_words(
    hostile_http: httpx.Client, hostile_library: Library, number: str
) -> None:
    document = hostile_library.documents()[0].id
    words = hostile_library.text(document).text[:20]
    sent = [
        hostile_http.post(f"/changes/{number}/undo", data={"back": "/desk"}),
        hostile_http.get(f"/desk/rounds/{number}"),
        hostile_http.post(f"/desk/rounds/{number}", data={"do": "close"}),
        hostile_http.get(f"/desk/rounds/{number}/code"),
        hostile_http.get(f"/documents/{document}/pages/{number}"),
        hostile_http.post(f"/documents/{document}/settle", data={"do": number, "back": "/desk"}),
        hostile_http.post(
            f"/documents/{document}/correct", data={"do": "add", "words": words, "kind": "no-kind", "near": number}
        ),
        hostile_http.post("/desk/rounds", data={"title": "A", "size": number, "coder": "x"}),
    ]
    assert [one.status_code for one in sent if one.status_code >= 500] == []
