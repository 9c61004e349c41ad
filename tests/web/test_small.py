"""The small parts under the pages: snippets, page numbers, sparklines, static files."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import static_files
from web.components.charts import SPARK_HEIGHT, SPARK_WIDTH, spark
from web.components.list_controls import paging
from web.components.snippets import snippet
from web.exports import attachment, file_name

ROOT = Path(__file__).resolve().parents[2]


@given(st.text(max_size=900), st.lists(st.sampled_from(["core", "core group", '"was not', "plan*"]), max_size=4))
def test_a_snippet_is_a_stretch_of_its_text(text: str, highlights: list[str]) -> None:
    made = snippet(text, highlights)
    if "hidden]" not in made.text:
        assert made.text in text
        assert made.before == (not text.startswith(made.text)) or made.text in text[1:]


def test_a_snippet_of_a_long_text_keeps_whole_sentences_around_what_was_found() -> None:
    text = " ".join(f"Sentence number {n} says nothing much of interest to anybody." for n in range(20))
    text = f"{text} The core groups did not meet. {text}"
    made = snippet(text, ["core group"])
    assert "The core groups did not meet." in made.text
    assert made.before
    assert made.after
    assert made.text[0].isupper()
    assert made.text.rstrip()[-1] == "."


@given(st.integers(1, 60), st.integers(1, 50))
def test_page_numbers_hold_the_first_the_last_and_the_current(current: int, count: int) -> None:
    made = paging(current, count, str)
    numbers = [one.number for one in made.pages]
    if count == 1:
        assert numbers == []
        return
    assert numbers == sorted(set(numbers))
    assert {1, count, min(current, count)} <= set(numbers)
    assert [one.number for one in made.pages if one.current] == [min(current, count)]


@given(st.dictionaries(st.sampled_from(["2012", "2013", "2014"]), st.integers(0, 99)))
def test_bars_stay_inside_their_picture(numbers: dict[str, int]) -> None:
    made = spark(("2012", "2013", "2014"), numbers, 7)
    assert all(bar.x >= 0 and bar.x + bar.width <= SPARK_WIDTH + 1 for bar in made.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= SPARK_HEIGHT + 0.2 for bar in made.bars)


def test_bars_of_two_themes_stand_on_one_scale_and_name_the_ends_of_their_axis() -> None:
    often, seldom = (spark(("2012", "2013"), {"2013": number}, 8) for number in (8, 2))
    assert often.bars[0].height == 4 * seldom.bars[0].height == SPARK_HEIGHT
    assert (seldom.first, seldom.last, seldom.most) == ("2012", "2013", 2)


def test_nothing_licensed_for_another_service_is_shipped() -> None:
    forbidden = re.compile(rb"woff|GDS Transport|crown|crest", re.IGNORECASE)
    shipped = [path for path in static_files.FOLDER.rglob("*") if path.is_file()]
    assert shipped
    for path in shipped:
        assert not forbidden.search(path.name.encode() + path.read_bytes()), path.name


def test_the_lock_of_the_frontend_names_no_host() -> None:
    for name in ("package.json", "package-lock.json"):
        assert "://" not in re.sub(r'"(?:url|funding)": .*', "", (ROOT / "frontend" / name).read_text())


def test_what_is_shipped_is_what_its_sources_give() -> None:
    if not shutil.which("node") or not (ROOT / "frontend/node_modules").is_dir():
        pytest.skip("opt-in: needs node and `npm ci` in frontend/")
    done = subprocess.run(
        ["node", "build.mjs", "--check"], cwd=ROOT / "frontend", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_template_prints_anything_unescaped() -> None:
    for path in (ROOT / "web/templates").rglob("*.html"):
        words = path.read_text()
        assert "|safe" not in words.replace(" ", ""), path.name
        assert "autoescape" not in words, path.name
        for option in re.findall(r'"(?:html|\w+Html)"\s*:\s*([^,}]+)', words):
            assert f"{{% set {option.strip()} %}}" in words, (path.name, option)


def test_a_file_is_named_by_whole_words_of_its_title() -> None:
    assert file_name("Findings on “core groups”") == "findings-on-core-groups"
    long = file_name("A lesson over time: Housing moves and rehousing: “Introduction of a Priority Housing Protocol”")
    assert long == "a-lesson-over-time-housing-moves-and-rehousing-introduction-of-a-priority"
    assert file_name("…") == "export"
    assert file_name("Siân and Zoë: Ynys Môn") == "siân-and-zoë-ynys-môn"
    assert len(file_name("x" * 300)) == 80


def test_a_file_name_keeps_its_accents_and_has_a_plain_one_beside() -> None:
    told = attachment("siân-and-zoë", "docx")
    assert told == "attachment; filename=\"sian-and-zoe.docx\"; filename*=UTF-8''si%C3%A2n-and-zo%C3%AB.docx"
    assert attachment("core-groups", "csv") == 'attachment; filename="core-groups.csv"'


@pytest.mark.parametrize("tail", [")", ").", "]", ",", "%E2%80%9D"])
def test_an_address_copied_with_its_bracket_leads_to_its_page(http: httpx.Client, tail: str) -> None:
    answer = http.get(f"/themes/neglect{tail}?area=Northby")
    assert (answer.status_code, answer.headers["location"]) == (302, "/themes/neglect?area=Northby")
    lost = http.get(f"/nothing-here{tail}")
    assert http.get(lost.headers["location"]).status_code == 404


@pytest.mark.parametrize("path", ["//elsewhere.example)", "/%5Celsewhere.example)"])
def test_no_such_address_leads_to_another_site(http: httpx.Client, path: str) -> None:
    answer = http.get(httpx.URL(str(http.base_url).rstrip("/") + path))
    led = answer.headers.get("location", "/")
    assert answer.status_code in (302, 404)
    assert not led.startswith(("//", "/\\", "http"))
