"""“Has this come up before?”: one place that says what was said, recommended and done, and whether it came back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from lxml import html
from sqlalchemy import RowMapping

from kb.app.library import Library
from kb.app.topic import Topic, findings_on, nearby
from kb.core.model import Finding, Status, Tag
from kb.core.settings import Settings
from kb.exports import ExportHead
from kb.exports.columns import records
from kb.recurrence import ThreadStage
from kb.store import codec
from kb.text.tokens import stems
from kb.vocabulary.labels import status_in_line, when
from search.port import Query
from tests.web import shelf, site
from web.pages.follow_up import follow_up_page
from web.pages.history import history_page
from web.request import PageRequest

CORE_GROUPS = "cp-plans-core-groups"


@pytest.fixture(scope="module")
def pages(sample: Library) -> Iterator[httpx.Client]:
    with site.client(sample) as opened:
        yield opened


def test_rows_stand_in_order_of_time_and_an_action_under_its_recommendation(own: Library) -> None:
    found = own.history(Topic(CORE_GROUPS, area="Northby"))
    assert [(one.stage, one.under) for one in found.events] == [
        (ThreadStage.SAID, False),
        (ThreadStage.RECOMMENDED, False),
        (ThreadStage.ACTED, True),
        (ThreadStage.FOUND_AGAIN, False),
    ]
    assert found.events[0].holding.finding.text == shelf.CORE_GROUPS
    assert found.events[1].status is Status.REPORTED_COMPLETE


def test_a_few_sentences_answer_when_how_often_what_was_done_and_whether_it_came_back(own: Library) -> None:
    said = own.history(Topic(CORE_GROUPS, area="Northby")).said
    assert said.startswith(
        "In Northby, “Child protection plans, conferences and core groups” was first said in May 2013"
    )
    assert "1 recommendation in 1 review, 2013" in said
    assert "An action or response is recorded in this library for it (1 reported complete)." in said
    assert "It was found again in 2019 in 1 review, up to 6 years after the first action recorded (2013)" in said
    assert "the first action recorded (2013, Northby)" in own.history(Topic(CORE_GROUPS)).said
    assert said.count(".") == 4
    assert "failed" not in said


def test_without_later_evidence_the_sentence_says_so_and_without_anything_too(own: Library) -> None:
    assert (
        "This library cannot show whether it was found again after action was taken"
        in own.history(Topic("housing-moves")).said
    )
    assert own.history(Topic("housing-moves", area="Nowhere")).said == (
        "This library has no finding about “Housing moves and rehousing” in Nowhere."
    )
    only = own.history(Topic(CORE_GROUPS, area="Northby", words="written reports"))
    assert only.said.endswith("No later finding in this library is linked to this.")


def test_words_narrow_and_words_that_name_a_theme_are_read_as_it(own: Library) -> None:
    page = history_page(PageRequest(own, {}, (("q", "core groups"), ("area", "Northby"))))
    assert "Your words match the theme" in page.read
    assert [one.chosen for one in page.menus[0].options if one.value == CORE_GROUPS] == [True]
    assert len(page.rows) == 4
    narrow = history_page(PageRequest(own, {}, (("theme", CORE_GROUPS), ("q", "challenge"))))
    assert [row.words for row in narrow.rows] == [shelf.CORE_GROUPS_AGAIN]


def test_a_long_history_stands_on_several_pages_that_tell_the_same(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    params = (("theme", CORE_GROUPS), ("area", "Northby"))
    whole = history_page(PageRequest(own, {}, params))
    assert not whole.paging.pages
    monkeypatch.setattr("web.pages.history.ROWS_PER_PAGE", 3)
    first, second, beyond = (history_page(PageRequest(own, {}, (*params, ("page", str(n))))) for n in (1, 2, 99))
    assert (*first.rows, *second.rows) == whole.rows
    assert beyond.rows == second.rows
    assert {page.count for page in (first, second)} == {whole.count} == {len(whole.rows)}
    assert (first.answer, first.years) == (second.answer, second.years) == (whole.answer, whole.years)
    assert first.paging.next == f"/recurrence/history?theme={CORE_GROUPS}&area=Northby&page=2"


@pytest.mark.parametrize("words", ["housing letters on core groups", "telephone rotas of core groups"])
def test_who_names_but_the_matter_has_not_said_what_is_asked_of_it(own: Library, words: str) -> None:
    assert findings_on(own, Topic(words="core groups")).findings
    assert findings_on(own, Topic(words=words)).findings == ()


def test_what_says_it_in_other_words_is_marked_and_distinguished(own: Library) -> None:
    found = own.history(Topic(words="challenge at core groups"))
    marked = {one.holding.finding.text: one.near for one in found.events}
    assert marked[shelf.CORE_GROUPS_AGAIN] is False
    assert marked[shelf.CORE_GROUPS] is True
    assert "was first said in these words on 20 November 2019 (Family Q)." in found.said
    assert "may say the same in other words" in found.said
    assert "the first (Child A) 6 years before your words" in found.said
    assert found.said.endswith("It is a possible match, not yet checked.")
    table = records(found, ExportHead("Library", "History", "2020-01-01", own.vocabulary))
    assert [row["near"] for row in table] == [one.near for one in found.events]


def test_since_leaves_out_what_is_earlier_and_an_empty_question_asks_for_one(own: Library) -> None:
    late = own.history(Topic(CORE_GROUPS, since=2014))
    assert [one.holding.review.title for one in late.events] == ["Family Q"]
    page = history_page(PageRequest(own))
    assert (page.asked, page.rows, page.exports) == (False, (), ())


@pytest.mark.parametrize("theme", [CORE_GROUPS, "housing-moves", "agency-participation"])
def test_on_the_sample_every_row_is_surely_on_the_theme_or_answers_what_is(sample: Library, theme: str) -> None:
    events = sample.history(Topic(theme)).events
    assert events
    assert all(theme in one.holding.finding.themes or one.under for one in events)
    dates = [when(one.holding) or "9" for one in events if not one.under]
    assert dates == sorted(dates)
    asked = [one.holding.finding.id for one in events if one.stage is ThreadStage.RECOMMENDED]
    printed = {other.finding.id for one in events for other in one.printed}
    assert len(asked) == len(set(asked))
    assert not printed & set(asked)


def test_the_page_its_table_and_its_twin_hold_the_same(sample: Library, pages: httpx.Client) -> None:
    address = f"/recurrence/history?theme={CORE_GROUPS}&area=Harrowfield"
    events = sample.history(Topic(CORE_GROUPS, area="Harrowfield")).events
    assert len(html.fromstring(pages.get(address).text).xpath("//table/tbody/tr")) == len(events) > 3
    table = csv.DictReader(io.StringIO(pages.get(address.replace("?", ".csv?")).content.decode("utf-8-sig")))
    assert [row["finding"] for row in table] == [one.holding.finding.id for one in events]
    told = pages.get(f"/api/v1/history?theme={CORE_GROUPS}&area=Harrowfield").json()
    assert [one["finding"]["id"] for one in told["events"]] == [one.holding.finding.id for one in events]
    for ending in ("docx", "xlsx"):
        assert pages.get(address.replace("?", f".{ending}?")).content.startswith(b"PK")


@pytest.mark.parametrize(("asked", "status"), [("theme=no-such-theme", 404), ("", 400), ("area=Harrowfield", 400)])
def test_a_history_of_nothing_that_can_be_asked_is_refused(pages: httpx.Client, asked: str, status: int) -> None:
    told = pages.get(f"/api/v1/history?{asked}")
    assert told.status_code == status
    assert "theme" in told.text


def test_the_start_page_leads_to_it(http: httpx.Client) -> None:
    page = html.fromstring(http.get("/").text)
    (form,) = page.xpath("//form[@action='/recurrence/history']")
    assert [one.get("name") for one in form.xpath(".//select | .//input")] == ["theme", "area", "q"]


@pytest.fixture(scope="module")
def surrey(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The published documents that speak of core groups in Surrey."""
    seeds = [
        path
        for path in sorted((shared_folder / "corpus/seeds").iterdir())
        if "Surrey" in (text := path.read_text(encoding="utf-8", errors="replace")) and "ore group" in text.lower()
    ]
    with Library.open(Settings(data=tmp_path_factory.mktemp("surrey"), search="memory:")) as held:
        held.add(seeds)
        yield held


def test_a_panel_in_surrey_is_answered_in_one_place(surrey: Library) -> None:
    page = history_page(
        PageRequest(surrey, {}, (("theme", CORE_GROUPS), ("area", "Surrey"), ("q", "core group attendance")))
    )
    assert "January 2022" in page.answer.partition(". ")[0]
    assert all("core group" in row.words.casefold() for row in page.rows if not (row.under or row.near))
    assert {row.date[-4:] for row in page.rows if row.near} == {"2013"}
    assert all("attend" in row.words.casefold() for row in page.rows if row.near and not row.under)
    assert "9 years before your words" in page.answer
    assert "no later evidence" not in page.answer.casefold()
    named = {row.name: row for row in page.rows}
    assert named["Recommendation 3"].status == "In progress"
    assert named["Recommendation 4"].status in (
        "In progress",
        "Partly met",
    )  # "remains an area of focus and improvement"
    assert named["Recommendation 3"].date == "January 2022"
    after = page.rows[page.rows.index(named["Recommendation 3"]) + 1]
    assert after.under
    assert [link.text for link in after.answers] == ["Recommendation 3"]
    whole = history_page(PageRequest(surrey, {}, (("theme", CORE_GROUPS), ("area", "Surrey"))))
    assert "2013" in whole.answer.partition(";")[0]
    assert any("2013" in row.date for row in whole.rows)


def test_a_status_reads_on_within_a_sentence(own: Library, sample: Library) -> None:
    told = {one: status_in_line(one, own.vocabulary) for one in Status}
    assert told[Status.NO_EVIDENCE] == "without evidence of completion"
    assert told[Status.REPORTED_COMPLETE] == "reported complete"
    child_k = next(one.slug for one in sample.reviews() if one.title == "Child K")
    assert "1 without evidence of completion" in follow_up_page(PageRequest(sample, {"review": child_k})).summary


def test_what_does_not_say_a_word_of_the_question_is_not_read_to_find_what_is_near(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()
    finding_of = codec.finding_of

    def note(row: RowMapping, tags: tuple[Tag, ...]) -> Finding:
        read.add(row["id"])
        return finding_of(row, tags)

    on_two = {one.finding.id: one for one in own.findings() if len(one.finding.themes) > 1}
    monkeypatch.setattr(codec, "finding_of", note)
    for words in ("challenge at core groups", "housing moves and neglect"):
        read.clear()
        asked = set(stems(words))
        own.history(Topic(words=words))
        silent = {id_ for id_, held in on_two.items() if asked.isdisjoint(stems(held.finding.text))}
        assert silent
        assert read
        assert not read & silent


def test_where_words_find_more_than_is_looked_at_the_answer_begins_with_it(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = own.history(Topic(words="core groups"))
    assert "looked at" not in whole.said
    for module in ("topic", "history"):
        monkeypatch.setattr(f"kb.app.{module}.MOST_FINDINGS", 1)
    found = own.history(Topic(words="core groups"))
    in_words = own.search(Query("core groups", match="all")).total
    assert found.said.startswith(f"Only the 1 best matches of {in_words} for these words were looked at. ")
    assert len(found.events) < len(whole.events)


def test_of_what_may_be_near_the_nearest_are_looked_at_and_the_others_counted(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = next(one.finding for one in own.findings() if one.finding.text == shelf.CORE_GROUPS)
    said = tuple(one for one in own.findings(theme=CORE_GROUPS) if one.finding.id != other.id)
    told = {other.id: "Core groups and agencies", "0" * 16: "agencies", "1" * 16: "neither"}
    monkeypatch.setattr(Library, "words_with_themes", lambda *_: told)
    monkeypatch.setattr(Library, "findings_like", lambda *_: ())
    monkeypatch.setattr("kb.app.topic.MOST_NEAR", 1)
    near = nearby(own, Topic(words="core groups and agencies"), said)
    assert near.left_out == 1
    assert {one.finding.id for one in near.findings} <= {other.id}
    monkeypatch.setattr("kb.app.topic.MOST_NEAR", 2)
    assert nearby(own, Topic(words="core groups and agencies"), said).left_out == 0


def test_what_may_be_near_in_other_areas_takes_no_place_and_is_not_counted(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = Topic(words="core groups")
    said = findings_on(own, topic).findings[:2]
    monkeypatch.setattr("kb.app.topic.MOST_NEAR", 0)
    assert nearby(own, topic, said).left_out == 1
    assert nearby(own, replace(topic, area="Wyeford"), said).left_out == 0


def test_that_the_library_has_none_is_said_only_where_all_matches_were_looked_at(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.topic._holds", lambda *_: False)
    assert "This library has no finding about “core groups”" in own.history(Topic(words="core groups")).said
    for module in ("topic", "history"):
        monkeypatch.setattr(f"kb.app.{module}.MOST_FINDINGS", 1)
    told = own.history(Topic(words="core groups")).said
    assert "This library has no finding" not in told
    assert ". None of these is a finding about “core groups”" in told
