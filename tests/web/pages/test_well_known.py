"""Feeds, downloads, the API and what browsers and monitors ask."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import datetime

import httpx
import pytest
from lxml import etree, html

from kb.app.library import Library
from kb.exports import Findings, endings
from kb.recurrence import STRONG_LIKENESS
from search.facets import FACETS
from tests.web import shelf, site

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_search_can_be_followed_as_atom(http: httpx.Client) -> None:
    answer = http.get("/search.atom?q=core+groups")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    entries = feed.xpath("//a:entry", namespaces=ATOM)
    assert len(entries) == http.get("/search.json?q=core+groups").json()["total"]
    for entry in entries:
        uuid.UUID(entry.findtext("a:id", namespaces=ATOM))
        assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM))
        link = entry.xpath("a:link/@href", namespaces=ATOM)[0]
        assert http.get(link).status_code == 200


def test_json_feed_says_the_same_as_atom(http: httpx.Client) -> None:
    said = http.get("/search.feed.json?q=core+groups").json()
    feed = etree.fromstring(http.get("/search.atom?q=core+groups").content)
    assert [one["title"] for one in said["items"]] == feed.xpath("//a:entry/a:title/text()", namespaces=ATOM)
    assert said["version"].endswith("1.1")


def test_what_is_new_has_a_feed_of_documents(http: httpx.Client, library: Library) -> None:
    feed = etree.fromstring(http.get("/whats-new.atom").content)
    assert len(feed.xpath("//a:entry", namespaces=ATOM)) == len(library.documents())


def test_a_page_names_its_feed(http: httpx.Client) -> None:
    page = html.fromstring(http.get("/search?q=core").text)
    (atom,) = page.xpath("//link[@rel='alternate' and @type='application/atom+xml']/@href")
    assert atom == "/search.atom?q=core&sort=newest"


def test_a_browser_can_add_the_search(http: httpx.Client) -> None:
    described = etree.fromstring(http.get("/opensearch.xml").content)
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert len(described.findtext("o:ShortName", namespaces=names)) <= 16
    templates = described.xpath("//o:Url/@template", namespaces=names)
    assert all(http.get(one.replace("{searchTerms}", "core")).status_code == 200 for one in templates)


def test_suggestions_complete_what_is_typed(http: httpx.Client) -> None:
    typed, offered = http.get("/suggest?q=hous").json()
    assert typed == "hous"
    assert any("ous" in one for one in offered)


def test_robots_are_asked_to_stay_away_unless_the_deployer_says_otherwise(http: httpx.Client) -> None:
    assert http.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_it_says_whether_it_is_up_and_ready(http: httpx.Client) -> None:
    assert (http.get("/healthz").text, http.get("/readyz").status_code) == ("ok", 200)


def test_a_search_downloads_whole_in_every_form_that_is_offered(http: httpx.Client) -> None:
    links = http.get("/search.json?q=core+groups").json()["exports"]
    assert {one["href"].split("?")[0].rpartition(".")[2] for one in links} == set(endings(Findings))
    for one in links:
        answer = http.get(one["href"])
        assert answer.status_code == 200, one
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="findings-on-core-groups.')
        assert len(answer.content) > 100


def test_a_downloaded_search_has_every_finding_of_it(http: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(http.get("/search.csv?size=1").content.decode("utf-8-sig"))))
    assert len(rows) == http.get("/search.json").json()["total"] == 9


def test_the_whole_library_downloads(http: httpx.Client, library: Library) -> None:
    lines = [json.loads(line) for line in http.get("/api/v1/downloads/findings.jsonl").text.splitlines()]
    assert {line["id"] for line in lines} == {one.finding.id for one in library.findings()}
    for sort in ("reviews", "documents", "themes", "answers", "echoes", "threads"):
        assert http.get(f"/api/v1/downloads/{sort}.csv").status_code == 200
        assert http.get(f"/api/v1/downloads/{sort}.jsonl").status_code == 200
    assert http.get("/api/v1/downloads/passwords.csv").status_code == 404


def test_the_api_pages_through_everything_once(http: httpx.Client, library: Library) -> None:
    seen, address = [], "/api/v1/findings?size=4"
    while address:
        page = http.get(address).json()
        seen += [one["id"] for one in page["items"]]
        address = page["next"]
    assert seen == [one.finding.id for one in library.findings()]


def test_the_api_searches_as_the_page_does(http: httpx.Client) -> None:
    api = http.get("/api/v1/search?q=core+groups&kind=lesson").json()
    page = http.get("/search.json?q=core+groups&kind=lesson").json()
    assert [one["id"] for one in api["items"]] == [one["id"] for one in page["cards"]]
    assert api["total"] == page["total"]


def test_the_api_gives_a_finding_with_its_evidence_and_links(http: httpx.Client, library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.text == shelf.ASK_FOR_REPORTS)
    one = http.get(f"/api/v1/findings/{held.finding.id}").json()
    assert one["url"] == f"/reviews/child-a/{held.finding.id}"
    assert one["themes"][0]["evidence"][0]["words"] == "housing moves"
    assert http.get(f"/api/v1/findings/{held.finding.id}/answers").json()[0]["recommendation"] == held.finding.id
    echoes = http.get(f"/api/v1/findings/{held.finding.id}/echoes").json()
    assert all(echo["finding"]["review"] != "child-a" for echo in echoes)


def test_contact_details_leave_by_no_door(http: httpx.Client, library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.text == shelf.CONTACT)
    for address in (
        f"/api/v1/findings/{held.finding.id}",
        f"/api/v1/documents/{held.document.id}/text",
        "/api/v1/search?q=questions",
        "/api/v1/downloads/findings.csv",
        "/search.csv?q=questions",
        "/search.atom?q=questions",
        "/search.json?q=questions",
        f"/documents/{held.document.id}/pages/2",
    ):
        words = http.get(address).text
        assert "hidden]" in words, address
        assert "jo.bloggs" not in words, address
        assert "960 001" not in words, address


def test_every_facet_is_described_in_the_api(http: httpx.Client) -> None:
    described = http.get("/api/v1/openapi.json").json()
    named = {one["name"] for one in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert set(FACETS) | {"q", "from", "to", "sort", "page", "size"} <= named


def test_every_operation_is_documented_without_loading_anything_from_elsewhere(http: httpx.Client) -> None:
    page = html.fromstring(http.get("/api/docs").text)
    shown = {one.text_content().strip() for one in page.xpath("//section/h3")}
    assert shown == set(http.get("/api/v1/openapi.json").json()["paths"])
    assert not page.xpath("//script[not(starts-with(@src, '/static/'))]")


def test_every_parameter_says_what_it_means(http: httpx.Client) -> None:
    described = http.get("/api/v1/openapi.json").json()
    silent = [
        (path, one["name"])
        for path, methods in described["paths"].items()
        for one in methods["get"].get("parameters", ())
        if len(one.get("description", "")) < 5
    ]
    assert not silent
    page = html.fromstring(http.get("/api/docs").text)
    rows = page.xpath("//section//tbody/tr")
    assert sum(len(m["get"].get("parameters", ())) for m in described["paths"].values()) == len(rows)
    assert all(row.xpath("normalize-space(td[4])") for row in rows)


def test_every_operation_answers_on_a_library(http: httpx.Client, library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.text == shelf.ASK_FOR_REPORTS)
    names = {
        "finding": held.finding.id,
        "review": held.review.slug,
        "document": held.document.id,
        "theme": "housing-moves",
        "thread": library.threads()[0].id,
        "name": "echoes.csv",
    }
    given = {"q": "core", "theme": "housing-moves"}
    for path, said in http.get("/api/v1/openapi.json").json()["paths"].items():
        known = {one["name"] for one in said["get"].get("parameters", ()) if one["in"] == "query"}
        answer = http.get(path.format(**names), params={name: given[name] for name in given if name in known})
        told = path.endswith("/case")  # no document of the small library tells its case
        assert answer.status_code == (404 if told else 200), path


def test_the_api_follows_up_and_says_what_came_back(sample: Library) -> None:
    slug = next(one.review.slug for one in sample.findings(kind="recommendation") if sample.answers(one.finding.id))
    with site.client(sample) as http:
        rows = http.get(f"/api/v1/reviews/{slug}/follow-up").json()
        assert [row["recommendation"]["id"] for row in rows] == [
            row.recommendation.finding.id for row in sample.follow_up(slug)
        ]
        assert all(0 <= row["complete"] <= len(row["answers"]) for row in rows)
        back = http.get("/api/v1/came-back?size=3").json()
        assert back["total"] == len(sample.came_back())
        assert {one["confidence"] for one in back["items"]} <= {"strong", "fair", "slight"}
        assert all(one["why"] for one in back["items"])
        case = http.get("/api/v1/reviews/harrowfield-lyra-and-finn/case").json()
        assert case["heading"].endswith("What happened")
        assert case["page"] == 1


def test_echoes_download_as_the_command_line_has_them_only_the_strong(http: httpx.Client, library: Library) -> None:
    lines = [json.loads(line) for line in http.get("/api/v1/downloads/echoes.jsonl").text.splitlines()]
    strong = [echo for echo in library.all_echoes(20) if echo.score >= STRONG_LIKENESS]
    assert [(line["finding"], line["echo"]) for line in lines] == [(echo.finding, echo.echo) for echo in strong]


def test_feeds_hold_what_their_formats_ask_for(http: httpx.Client) -> None:
    for address in ("/search.atom?q=core", "/whats-new.atom"):
        feed = etree.fromstring(http.get(address).content)
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"a:{name}", namespaces=ATOM), (address, name)
        (own,) = feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
        assert own.endswith(address.partition("?")[0]) or address.partition("?")[0] in own
        entries = feed.xpath("a:entry", namespaces=ATOM)
        assert entries
        ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            assert entry.findtext("a:title", namespaces=ATOM)
            assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)).tzinfo
        # an author is asked for, of the feed or of each entry
        assert feed.xpath("a:author/a:name", namespaces=ATOM) or all(
            entry.xpath("a:author/a:name", namespaces=ATOM) for entry in entries
        )
    for address in ("/search.feed.json?q=core", "/whats-new.feed.json"):
        said = http.get(address).json()
        assert {"version", "title", "items", "home_page_url", "feed_url"} <= set(said)
        assert all({"id", "url", "content_text", "date_published"} <= set(one) for one in said["items"])
        assert all(datetime.fromisoformat(one["date_published"]).tzinfo for one in said["items"])


def test_the_api_names_every_mistake(http: httpx.Client) -> None:
    answer = http.get("/api/v1/findings?page=0&size=many")
    assert answer.status_code == 422
    assert "page" in answer.json()["sentence"]
    assert "size" in answer.json()["sentence"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "findings?q=core",
            "This address has no parameter “q”. It takes “document”, “kind”, “page”, “review”, “size” ",
        ),
        ("findings?q=core", "To search for words, use /api/v1/search."),
        ("reviews?area=Harrowfield", "This address has no parameter “area”. It takes “page” and “size”."),
        ("themes?kind=lesson", "This address has no parameter “kind”. It takes none."),
        ("search?q=core&colour=red", "This address has no parameter “colour”."),
    ],
)
def test_the_api_refuses_what_it_would_ignore(http: httpx.Client, address: str, told: str) -> None:
    answer = http.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert told in answer.json()["sentence"]


def test_robots_may_come_where_the_deployer_lets_them(own: Library) -> None:
    own.settings = own.settings.model_copy(update={"index_robots": True})
    with site.client(own) as http:
        assert http.get("/robots.txt").text == "User-agent: *\nDisallow:\n"
        answer = http.get("/")
    assert "X-Robots-Tag" not in answer.headers
    assert "noindex" not in answer.text
