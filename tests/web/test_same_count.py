"""What a theme's page, an area's cell of the table, the search, its files and the API count is one number."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain, zip_longest

import httpx
import pytest
from openpyxl import load_workbook

from kb.app.library import Library
from tests.web import site
from tests.web.site import make_request
from web.pages import recurrence, search, themes

MATTERS, SHEETS = 50, 6  # what is asked for, and of how many of them the workbook is read too


@pytest.fixture(scope="module")
def http(sample: Library) -> Iterator[httpx.Client]:
    with site.client(sample) as opened:
        yield opened


def _matters(library: Library, many: int) -> list[dict[str, str]]:
    """Return themes, areas, and themes in areas, in turn: those of many findings first, and some that have none."""
    counts = library.theme_counts()
    by_findings = sorted(counts, key=lambda slug: (-counts[slug][0], slug))
    areas = sorted({review.area for review in library.reviews() if review.area})
    alone: list[dict[str, str]] = [{"theme": slug} for slug in by_findings]
    placed = [{"area": area} for area in areas]
    both = [{"theme": slug, "area": areas[at % len(areas)]} for at, slug in enumerate(by_findings)]
    mixed = [one for one in chain.from_iterable(zip_longest(alone, placed, both)) if one]
    return [*mixed[: many - 2], {"theme": by_findings[-1]}, {"theme": by_findings[-1], "area": areas[0]}]


def _read_csv(http: httpx.Client, address: str, params: dict[str, str] | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(http.get(address, params=params).content.decode("utf-8-sig"))))


def _count_sheet(http: httpx.Client, params: dict[str, str]) -> int:
    """Return how many findings a workbook holds under its heading."""
    book = load_workbook(io.BytesIO(http.get("/search.xlsx", params=params).content), read_only=True)
    return sum(any(row) for row in book["Findings"].iter_rows(values_only=True)) - 1


@pytest.mark.parametrize("sheets", [SHEETS, pytest.param(MATTERS, marks=pytest.mark.nightly)])
def test_page_files_and_api_count_the_same_findings(sample: Library, http: httpx.Client, sheets: int) -> None:
    asked = _matters(sample, MATTERS)
    assert len({tuple(one.items()) for one in asked}) == MATTERS
    found = 0
    for number, params in enumerate(asked):
        api = http.get("/api/v1/search", params={**params, "size": "1"}).json()
        page = search.search_page(make_request(sample, *params.items()))
        listed = _read_csv(http, "/search.csv", params)
        lines = [json.loads(line) for line in http.get("/search.jsonl", params=params).text.splitlines()]
        ids = [row["id"] for row in listed]
        assert page.total == api["total"] == len(ids) == len(set(ids)), params
        assert page.reviews == api["reviews"] == len({row["review"] for row in listed}), params
        assert [line["id"] for line in lines if "id" in line] == ids, params
        if number < sheets:
            assert _count_sheet(http, params) == len(ids), params
        found += bool(ids)
    assert MATTERS // 2 < found < MATTERS


def test_a_themes_page_counts_what_the_api_and_the_files_count(sample: Library, http: httpx.Client) -> None:
    told = {one["slug"]: one for one in http.get("/api/v1/themes").json()}
    filed = Counter(
        theme for row in _read_csv(http, "/search.csv") for theme in filter(None, row["themes"].split("; "))
    )
    for slug in list(told)[:MATTERS]:
        page = themes.theme_page(make_request(sample, theme=slug))
        assert page.findings == told[slug]["findings"] == filed[slug], slug
        assert page.reviews == told[slug]["reviews"], slug


def test_the_table_of_areas_counts_what_the_files_behind_its_numbers_hold(sample: Library, http: httpx.Client) -> None:
    page = recurrence.recurrence_page(make_request(sample, ("by", "area"), ("rows", "all")))
    api = {row["theme"]: row["reviews"] for row in http.get("/api/v1/recurrence?by=area").json()["rows"]}
    filed = {(row["theme"], row["value"]): int(row["reviews"]) for row in _read_csv(http, "/recurrence.csv?by=area")}
    cells = [
        (row.theme.href.rsplit("/", 1)[-1], head.value, cell)
        for row in page.rows
        for head, cell in zip(page.heads, row.cells, strict=True)
        if cell.number
    ]
    for theme, area, cell in cells[:: max(len(cells) // MATTERS, 1)][:MATTERS]:
        behind = _read_csv(http, cell.href.replace("/search?", "/search.csv?"))
        assert cell.number == api[theme][area] == filed[theme, area], (theme, area)
        assert cell.number == len({row["review"] for row in behind}), (theme, area)
    assert len(cells) >= MATTERS
