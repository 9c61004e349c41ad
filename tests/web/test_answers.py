"""What every answer carries, whatever was asked: headers, HTML that keeps to the policy, and JSON twins."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from tinyhtml5.parser import HTMLParser

from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from search.port import AFTER_UPDATE
from tests.web import addresses, shelf, site
from web.page import json_address
from web.security import HEADERS, POLICY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def opened_pages(http: httpx.Client, library: Library) -> dict[str, html.HtmlElement]:
    """Every page, asked for once."""
    answers = {address: http.get(address) for address in addresses.pages(library)}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: html.fromstring(answer.text) for address, answer in answers.items()}


def every(library: Library) -> list[str]:
    return [*addresses.pages(library), *addresses.machines(library), *addresses.faults()]


def test_every_answer_carries_the_security_headers(http: httpx.Client, library: Library) -> None:
    for address in every(library):
        headers = http.get(address).headers
        for name, value in HEADERS.items():
            if name == "Cache-Control" or (name == "Content-Security-Policy" and address.endswith("/original")):
                continue
            assert headers.get(name) == value, (address, name)
        assert headers["X-Robots-Tag"] == "noindex, nofollow", address


def test_every_page_opens_and_is_titled(opened_pages: dict[str, html.HtmlElement]) -> None:
    titles = {page.findtext(".//title") for page in opened_pages.values()}
    assert all(title.endswith(" – Learning library") for title in titles)
    assert len(titles) > 25
    assert {len(page.xpath("//h1")) for page in opened_pages.values()} == {1}


def test_no_page_has_inline_style_script_or_anything_from_elsewhere(opened_pages: dict[str, html.HtmlElement]) -> None:
    for address, page in opened_pages.items():
        assert not page.xpath("//@style"), address
        assert not page.xpath("//style | //script[not(@src)]"), address
        assert not [one for one in page.xpath("//*") if any(name.startswith("on") for name in one.attrib)], address
        loaded = page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert all(one.startswith("/") and not one.startswith("//") for one in loaded), address


def test_no_page_carries_the_marks_of_another_service(opened_pages: dict[str, html.HtmlElement]) -> None:
    marks = re.compile(r"govuk-header__logotype|govuk-footer__crown|GDS Transport|crest", re.IGNORECASE)
    for address, page in opened_pages.items():
        assert not marks.search(html.tostring(page, encoding="unicode")), address


def test_headings_never_skip_a_level(opened_pages: dict[str, html.HtmlElement]) -> None:
    for address, page in opened_pages.items():
        levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4|//h5")]
        skipped = [(a, b) for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
        assert not skipped, (address, levels)


def test_no_quotation_is_a_link(opened_pages: dict[str, html.HtmlElement], library: Library) -> None:
    """Words of a document are text, and a short link beside them opens them."""
    said = "\n".join(" ".join(one.finding.text.split()) for one in library.findings())
    linked = [(address, words) for address, page in opened_pages.items() for words in _long_links(page)]
    assert [(address, words) for address, words in linked if words.strip(" …“”.") in said] == []
    assert linked  # titles of reviews


def test_a_quotation_that_is_a_link_would_be_seen() -> None:
    link = '<main><a href="/x">He told nobody that he slept<span class="govuk-visually-hidden"> there</span></a></main>'
    assert _long_links(html.fromstring(link)) == ["He told nobody that he slept"]


def _long_links(page: html.HtmlElement) -> list[str]:
    """Return what readers see of links of six words or more."""
    shown = "text()[not(ancestor::*[contains(@class, 'govuk-visually-hidden')])]"
    links = [" ".join("".join(one.xpath(f".//{shown}")).split()) for one in page.xpath("//main//a")]
    return [words for words in links if len(words.split()) >= 6]


def test_every_link_leads_somewhere(http: httpx.Client, opened_pages: dict[str, html.HtmlElement]) -> None:
    forms = "//form[not(@method='post') and not(.//input[@type='hidden'])]/@action"  # with hidden fields, none is whole
    places = f"//a/@href | //link/@href | //script/@src | //img/@src | {forms}"
    every = {
        one.partition("#")[0] for page in opened_pages.values() for one in page.xpath(places) if one.startswith("/")
    }
    shapes: dict[str, str] = {}
    for one in sorted(every - {""}):
        shapes.setdefault(_shape(one), one)  # one link of each shape: the same code makes all of them
    broken = {one for one in shapes.values() if http.get(one).status_code >= 400}
    invented = {one for one in broken if ".png" in one}  # the originals of this library are not real files
    assert broken == invented
    assert len(shapes) > 60


def _shape(link: str) -> str:
    path, _, query = link.partition("?")
    names = sorted({pair.partition("=")[0] for pair in query.split("&")})
    return re.sub(r"[0-9a-f]{16}|(?<=/themes/)[a-z-]+|(?<=/reviews/)[a-z-]+", "*", path) + "?" + "&".join(names)


def test_fragments_lead_to_something_on_the_page(opened_pages: dict[str, html.HtmlElement]) -> None:
    for address, page in opened_pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), address
        assert not [one for one in ids if not one.strip() or re.search(r"\s", one)], address
        assert {one[1:] for one in page.xpath("//a/@href") if one.startswith("#")} <= set(ids), address


def test_the_html_of_every_page_is_read_without_an_error(http: httpx.Client, library: Library) -> None:
    for address in [*addresses.pages(library), *addresses.faults()]:
        answer = http.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            assert errors_of(answer.text) == [], address


def test_a_wrong_page_would_be_seen() -> None:
    page = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"
    for wrong in ("<p><div></p></div>", '<a href="x" href="y">z</a>', "&nothing;", "<table><p>x</p></table>", "<b>x"):
        assert errors_of(page.format(wrong)), wrong
    assert errors_of(page.format('<p><a href="x">y &amp; z</a></p>')) == []


def errors_of(text: str) -> list[str]:
    """Return what a reader of HTML has to mend in a page, with line and column."""
    reader = HTMLParser()
    reader.parse(text)
    return [f"{line}:{column} {code}" for (line, column), code, _ in reader.errors]


@pytest.mark.nightly
def test_the_html_is_valid(http: httpx.Client, library: Library, tmp_path: Path) -> None:
    jar = os.environ.get("KB_TEST_VNU") or str(ROOT / "frontend/node_modules/vnu-jar/build/dist/vnu.jar")
    if not Path(jar).is_file() or not shutil.which("java"):
        pytest.skip("needs Java and the Nu Html Checker: `npm ci` in frontend/, or its path in KB_TEST_VNU")
    answers = [http.get(address) for address in [*addresses.pages(library), *addresses.faults()]]
    drafts = ("Agencies should attend core groups and send a report.", '<b>Not</b> markup & "quotes"', "")
    answers += [http.post("/check", data={"text": draft}) for draft in drafts]
    answers += [http.post("/collections", data={"title": ""}), http.post("/search")]
    shown = [one.text for one in answers if one.headers["content-type"].startswith("text/html")]
    assert len(shown) > len(drafts) + len(addresses.faults())
    for number, text in enumerate(shown):
        (tmp_path / f"{number}.html").write_text(text)
    checked = ["java", "-jar", jar, "--errors-only", *map(str, sorted(tmp_path.glob("*.html")))]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_page_has_a_json_twin_with_the_same_title(
    http: httpx.Client, opened_pages: dict[str, html.HtmlElement]
) -> None:
    for address, page in opened_pages.items():
        twin = http.get(json_address(address))
        assert twin.headers["content-type"] == "application/json", address
        assert page.findtext(".//title") == f"{twin.json()['title']} – Learning library"


def test_json_is_given_to_a_client_that_asks_for_it_alone(http: httpx.Client) -> None:
    given = http.get("/reviews", headers={"Accept": "application/json"})
    assert given.json() == http.get("/reviews.json").json()
    browser = http.get("/reviews", headers={"Accept": "text/html,application/xhtml+xml,application/json;q=0.8"})
    assert browser.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing-here", 404),
        ("/reviews/no-such-review", 404),
        ("/themes/no-such-theme", 404),
        ("/documents/0000000000000000/pages/1", 404),
        ("/collections/no-such-key", 404),
        ("/threads/0000000000000000", 404),
        ("/search?q=" + "%28" * 300, 400),
        ("/recurrence.nope", 404),
        ("/documents/../../etc/passwd", 404),
        ("/static/../app.py", 404),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(http: httpx.Client, address: str, status: int) -> None:
    answer = http.get(address)
    assert answer.status_code in (status, 200 if status == 400 else status)
    (heading,) = html.fromstring(answer.text).xpath("//h1")
    assert heading.text_content().strip()


def test_an_address_that_takes_no_form_says_so(http: httpx.Client) -> None:
    assert http.post("/search").status_code == 405


def test_a_withdrawn_document_is_gone_everywhere(own: Library) -> None:
    held = next(one for one in own.findings() if one.finding.text == shelf.CORE_GROUPS)
    address = f"/reviews/{held.review.slug}/{held.finding.id}"
    with site.client(own) as http:
        assert http.get(address).status_code == 200
        own.withdraw(held.document.id, "the family asked")
        for gone in (address, f"/documents/{held.document.id}", f"/findings/{held.finding.id}"):
            answer = http.get(gone, headers={"If-None-Match": "*"})
            assert answer.status_code == 410, gone
            assert shelf.CORE_GROUPS not in answer.text
        for still in ("/search?q=core+groups", "/themes/cp-plans-core-groups", "/search.csv?q=core", "/search.atom"):
            assert shelf.CORE_GROUPS not in http.get(still).text


def test_an_unexpected_fault_gives_a_page_with_a_number_and_nothing_from_inside(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_fault(_: object) -> None:
        raise RuntimeError("secret detail of /srv/library")

    with site.client(library) as http:
        monkeypatch.setattr(Library, "reviews", raise_fault)
        answer = http.get("/reviews")
        asked = http.get("/reviews.json")
    assert answer.status_code == asked.status_code == 500
    assert re.search(r"reference <strong>[0-9a-f]{12}</strong>", answer.text)
    assert "secret" not in answer.text + asked.text
    assert answer.headers["Content-Security-Policy"]
    assert json.loads(asked.text)["status"] == 500


def test_static_files_may_be_kept_for_ever_under_an_address_of_their_content(http: httpx.Client) -> None:
    page = html.fromstring(http.get("/").text)
    (sheet,) = page.xpath("//link[@rel='stylesheet']/@href")
    answer = http.get(sheet, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert http.get("/static/000000000000/library.css").status_code == 404


def test_pages_are_not_kept_by_shared_caches(http: httpx.Client) -> None:
    assert http.get("/search?q=core").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("host", ["a b", "evil.example/path", "x@y", "-", "a" * 300, "[::1", "x:port"])
def test_a_malformed_host_is_turned_away(http: httpx.Client, host: str) -> None:
    answer = http.get("/", headers={"Host": host})
    assert answer.status_code == 400


def test_no_page_repeats_the_host_it_was_asked_by(http: httpx.Client, library: Library) -> None:
    for address in addresses.pages(library):
        assert "evil.example" not in http.get(address, headers={"Host": "evil.example"}).text, address


NAMES = [
    "q",
    "kind",
    "theme",
    "area",
    "year",
    "from",
    "to",
    "sort",
    "group",
    "match",
    "page",
    "size",
    "review",
    "by",
    "show",
]
PLACES = [
    "/search",
    "/search.json",
    "/reviews",
    "/recurrence",
    "/threads",
    "/compare/reviews",
    "/whats-new",
    "/basket",
    "/api/v1/search",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=6))
def test_no_address_is_a_fault_of_the_library(http: httpx.Client, path: str, params: list[tuple[str, str]]) -> None:
    sendable = [(name, value.encode("utf-8", "replace").decode()) for name, value in params]
    assert http.get(path, params=sendable).status_code < 500


@pytest.mark.parametrize(
    "raw", ["q=%ff%fe", "q=%00", "q=%", "%", "&&&==", "q=" + "a" * 8000, "page=-1", "size=1e9", "q=%F0%9F%98%80"]
)
def test_broken_bytes_in_an_address_are_no_fault(http: httpx.Client, raw: str) -> None:
    assert http.get(f"/search?{raw}").status_code in (200, 303, 400)


def test_a_form_from_another_site_is_answered_by_a_page(http: httpx.Client) -> None:
    answer = http.post("/basket", data={"add": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "sent from another website" in html.fromstring(answer.text).xpath("string(//main)")
    told = http.post("/basket", headers={"Origin": "null", "Accept": "application/json"})
    assert (told.status_code, told.headers["content-type"]) == (403, "application/json")


def test_a_websocket_is_refused_with_a_sentence_and_the_headers_of_every_answer(http: httpx.Client) -> None:
    asked = {
        "Connection": "upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eA==",
    }
    answer = http.get("/search", headers=asked)
    assert answer.status_code == 400
    assert "no WebSockets" in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_what_can_be_read_while_the_index_is_rebuilt_needs_none(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    document = own.documents()[0]

    def refuse(*_: object) -> None:
        raise LibraryUnavailable(AFTER_UPDATE)

    monkeypatch.setattr(type(own), "search_each", refuse)
    with site.client(own) as http:
        told = http.get("/search?q=housing")
        assert (told.status_code, AFTER_UPDATE in told.text) == (503, True)
        reading = ("/reviews", f"/reviews/{document.review}", f"/documents/{document.id}")
        for address in (*reading, "/recurrence", "/threads", "/recurrence/came-back"):
            assert http.get(address).status_code == 200, address
