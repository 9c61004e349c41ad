"""A number in the table of themes, its download, the API and the search behind it are one number, however narrowed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from kb.app.library import Library
from tests.web import site
from web.pages import recurrence

WAYS = (
    "by=year",
    "by=area",
    "by=review_type",
    "by=year&polarity=failing",
    "by=area&polarity=working_well",
    "by=year&kind=recommendation&kind=concern",
    "by=area&since=2015&until=2021",
    "by=year&agency=police",
    "by=year&each=review_type",
)


@pytest.fixture(scope="module")
def http(sample: Library) -> Iterator[httpx.Client]:
    with site.client(sample) as opened:
        yield opened


def test_a_wide_table_begins_with_the_areas_of_most_reviews(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = http.get("/recurrence.json?by=area").json()
    assert whole["more_columns"] == ""
    monkeypatch.setattr(recurrence, "FIRST_AREAS", 2)
    first = http.get("/recurrence.json?by=area").json()
    counted = sorted((head["reviews"]["number"] for head in whole["heads"]), reverse=True)
    assert sorted((head["reviews"]["number"] for head in first["heads"]), reverse=True) == counted[:2] != counted
    order = [head["value"] for head in whole["heads"]]
    assert [head["value"] for head in first["heads"]] == [
        value for value in order if value in {head["value"] for head in first["heads"]}
    ]
    for name in ("message", "all_reviews"):
        assert first[name] == whole[name]
    for before, after in zip(whole["rows"], first["rows"], strict=True):
        assert after["total"] == before["total"]
        assert len(after["cells"]) == 2
    page = http.get("/recurrence?by=area").text
    (more,) = re.findall(r'href="([^"]+)">Show all areas</a>', page)
    assert http.get(f"{unescape(more)}".replace("/recurrence?", "/recurrence.json?")).json()["heads"] == whole["heads"]


def list_links(page: str) -> list[tuple[int, str]]:
    """Return the numbers of a page's table with the addresses that they lead to."""
    found = re.findall(r'<td class="app-heat__\w+"><a href="([^"]+)" aria-label="[^"]*">(\d+)</a>', page)
    return [(int(number), unescape(href)) for href, number in found]


@pytest.mark.parametrize("way", WAYS)
def test_table_download_and_api_agree(http: httpx.Client, way: str) -> None:
    given = http.get(f"/api/v1/recurrence?{way}").json()
    lines = list(csv.DictReader(io.StringIO(http.get(f"/recurrence.csv?{way}").content.decode("utf-8-sig"))))
    told = {(one["only"], one["theme"], one["value"]): int(one["reviews"]) for one in lines}
    tables = {"": given, **given["parts"]}
    assert told == {
        (part, row["theme"], column): row["reviews"].get(column, 0)
        for part, table in tables.items()
        for row in table["rows"]
        for column in table["columns"]
    }
    page = http.get(f"/recurrence?{way}&rows=all").text
    totals = [row["total_reviews"] for table in tables.values() for row in table["rows"] if row["total_reviews"]]
    shown = re.findall(r'<td class="app-heat__total"><a [^>]*, all: (\d+) of', page)
    assert sorted(map(int, shown)) == sorted(totals)
    assert bool(given["parts"]) == ("each" in way)


@pytest.mark.parametrize("way", WAYS)
def test_every_number_is_what_the_search_behind_it_counts(http: httpx.Client, way: str) -> None:
    links = list_links(http.get(f"/recurrence?{way}&rows=all").text)
    assert links
    for number, href in links[:: max(len(links) // 50, 1)]:
        found = http.get(f"/api/v1{href}{'&' if '?' in href else '?'}size=1").json()
        assert found["reviews"] == number, href


def test_a_wrong_way_to_tell_apart_is_said(http: httpx.Client) -> None:
    assert http.get("/api/v1/recurrence?by=review_type&each=review_type").status_code == 400
    assert http.get("/api/v1/recurrence?each=colour").status_code == 400


def test_where_inspections_are_counted_the_page_does_not_call_them_reviews(http: httpx.Client, sample: Library) -> None:
    listed = sample.vocabulary.review_types
    inspected = any(listed[one.review_type].judges_service for one in sample.reviews() if one.review_type in listed)
    noun = "sources" if inspected else "reviews"
    assert f"No specific theme was found in these {noun}." in http.get("/recurrence?since=1900&until=1901").text
    named = http.get("/api/docs").text
    assert "Pairs of similar findings: " in named
    assert "Lessons over time: " in named
    assert not re.search(r"\b(Echoes|Threads): ", named)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=2015&until=2021", "Showing only years: 2015 to 2021."),
        ("until=2021", "Showing only years: to 2021."),
        ("since=2015&polarity=failing", "Showing only what went well or badly: Failing; years: from 2015."),
    ],
)
def test_what_is_shown_alone_is_said_as_one_would_say_it(http: httpx.Client, asked: str, said: str) -> None:
    assert said in " ".join(http.get(f"/recurrence?{asked}").text.split())
