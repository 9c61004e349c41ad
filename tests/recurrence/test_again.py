"""Found again means one thing, whoever is asked: history, came back, threads, follow-up, exports and the API."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.app.library import Library
from kb.app.topic import Topic
from kb.core.model import Kind, Polarity
from kb.core.recurrence_values import WANTING_KINDS, TableChoice
from kb.core.settings import Settings
from kb.exports import ExportHead, FollowedUp, Payload, Threads, write
from kb.recurrence import STRONG_LIKENESS, ThreadStage, found_after, found_again
from kb.recurrence.again import is_later, is_praise, is_problem
from tests.recurrence.makers import make_holding
from tests.web import site
from web.components.cards import badges_of_others

THEME = "cp-plans-core-groups"
EARLIER = "Schools and health visitors did not attend core groups for children on protection plans."
PAPERS = {
    "a.md": f"""# Child A: serious case review

Area: Northby
Published: May 2013

## Lessons

- {EARLIER}

## Recommendations

Recommendation 1: Schools and health visitors should attend core groups for children on protection plans.

## Actions

Action 1: Schools and health visitors now attend core groups for children on protection plans. Status: complete.
""",
    "b.md": """# Child B: safeguarding practice review

Area: Northby
Published: November 2019

## Lessons

- Schools and health visitors did not attend core groups for this child on a protection plan.
""",
    "c.md": """# Child C: safeguarding practice review

Area: Northby
Published: March 2021

## Lessons

- Core group minutes were stored on a laptop that was stolen from a car.

## Good practice

- Schools and health visitors attended core groups for children on protection plans well.
""",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("again")
    for name, words in PAPERS.items():
        Path(folder, name).write_text(words, encoding="utf-8")
    library = Library.open(Settings(data=folder / "data", search="memory:"))
    library.add([folder / name for name in PAPERS])
    return library


def find_id(library: Library, words: str) -> str:
    return next(held.finding.id for held in library.findings() if words in held.finding.text)


def are_linked(shelf: Library, one: str, other: str) -> bool:
    return frozenset((one, other)) in shelf.linked_pairs([one, other])


def test_every_place_tells_the_same_findings_as_found_again(shelf: Library) -> None:
    first, again = find_id(shelf, EARLIER), find_id(shelf, "for this child on a protection plan")
    praise, other = find_id(shelf, "attended core groups"), find_id(shelf, "stolen from a car")
    assert are_linked(shelf, first, again)
    assert not are_linked(shelf, first, praise)
    assert not are_linked(shelf, first, other)
    told = found_again_everywhere(shelf, first, EARLIER)
    assert told == {place: {again} for place in told}


def found_again_everywhere(shelf: Library, first: str, draft: str) -> dict[str, set[str]]:
    """Return what each place tells as found again after the finding `first`, of which `draft` are the words."""
    told = {
        "history": {
            e.holding.finding.id for e in shelf.history(Topic(THEME)).events if e.stage is ThreadStage.FOUND_AGAIN
        },
        "threads": {
            step.holding.finding.id
            for thread in shelf.threads()
            for step in thread.steps
            if step.stage is ThreadStage.FOUND_AGAIN
        },
        "came back": {one.later.finding.id for one in shelf.came_back()},
    }
    rows = shelf.follow_up(shelf.finding(first).review.slug)
    told["follow-up"] = {held.finding.id for row in rows for _, held in row.later}
    (drafted,) = shelf.check(draft)
    firm = {one.holding.finding.id for one in drafted.said if one.echo.score >= STRONG_LIKENESS} - {first}
    told["check"] = {id_ for id_ in firm if shelf.finding(id_).finding.kind in WANTING_KINDS}
    told["cards"] = {
        held.finding.id
        for held in shelf.findings()
        if held.finding.kind in WANTING_KINDS
        and any("Similar in" in b.text for b in badges_of_others(held, shelf.told_of_each([held])[held.finding.id]))
    } - {first}
    return told | _of_exports(shelf, first) | _of_api(shelf, first)


def _of_exports(shelf: Library, first: str) -> dict[str, set[str]]:
    slug = shelf.finding(first).review.slug
    head = ExportHead("Library", "Found again", "2026-11-29", shelf.vocabulary)

    def rows(matter: Payload) -> list[dict[str, Any]]:
        return [json.loads(line) for line in b"".join(write(matter, "jsonl", head)).splitlines()]

    topic = Topic(THEME)
    return {
        "export of threads": {
            row["finding"] for row in rows(Threads(shelf.threads())) if row["stage"] == "found_again"
        },
        "export of history": {row["finding"] for row in rows(shelf.history(topic)) if row["stage"] == "found_again"},
        "export of follow-up": {
            one["finding"]
            for row in rows(FollowedUp(shelf.review(slug), shelf.follow_up(slug)))
            for one in row["later"]
        },
    }


def _of_api(shelf: Library, first: str) -> dict[str, set[str]]:
    slug = shelf.finding(first).review.slug
    with site.client(shelf) as http:
        back = http.get("/api/v1/came-back").json()
        threads = http.get("/api/v1/threads").json()
        rows = http.get(f"/api/v1/reviews/{slug}/follow-up").json()
        events = http.get("/api/v1/history", params={"theme": THEME}).json()
        echoes = http.get(f"/api/v1/findings/{first}/echoes").json()
    return {
        "API of came back": {row["later"]["id"] for row in back["items"]},
        "API of threads": _again(step for thread in threads["items"] for step in thread["steps"]),
        "API of follow-up": {one["finding"]["id"] for row in rows for one in row["later"]},
        "API of history": _again(events["events"]),
        "API of echoes": {
            row["finding"]["id"] for row in echoes if row["strong"] and row["finding"]["kind"] in WANTING_KINDS
        },
    }


def _again(steps: Iterable[dict[str, Any]]) -> set[str]:
    return {step["finding"]["id"] for step in steps if step["stage"] == "found_again"}


PROPOSED = {
    "petrel.md": f"""# Learning review: Child Petrel

Sandhaven Safeguarding Children Partnership

Published 4 May 2013

## Lessons

- {EARLIER}

## Recommendations

1. Schools and health visitors should attend core groups for children on protection plans.
2. Managers should check that agreements are reviewed every six weeks.
3. Schools should keep a record of pupils who are educated at home.

## Actions

Action 1: Schools and health visitors now attend core groups for children on protection plans. Status: complete.
""",
    "again.md": """# Learning review: Child Petrel

Sandhaven Safeguarding Children Partnership

Published 9 May 2014

## Lessons

- Schools and health visitors did not attend core groups for this child on a protection plan.

## Recommendations

1. Hospitals should weigh each infant at every visit.
2. Midwives should ask about earlier losses.
3. Police officers should look into each bedroom.
""",
    "plover.md": """# Learning review: Child Plover

Sandhaven Safeguarding Children Partnership

Published 3 March 2021

## Lessons

- Health visitors and schools did not attend core groups for her while she was on a child protection plan.
""",
}


def test_reviews_that_may_be_one_case_count_once_everywhere_until_a_person_decides(tmp_path: Path) -> None:
    for name, words in PROPOSED.items():
        Path(tmp_path, name).write_text(words, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as shelf:
        shelf.add([tmp_path / name for name in PROPOSED])
        first, same = find_id(shelf, EARLIER), find_id(shelf, "for this child on a protection plan")
        later = find_id(shelf, "for her while she was")
        held = shelf.finding(same)
        assert (held.document.may_join, held.review.case_slug) == (shelf.finding(first).review.slug,) * 2
        _expect(shelf, first, {later}, reviews=2)
        assert shelf.found_again([first, same, later]) == {first: 1, same: 1, later: 1}
        with site.client(shelf) as http:
            for address in (f"/recurrence/history?theme={THEME}", "/recurrence", f"/threads/{shelf.threads()[0].id}"):
                assert "they may be one case" in http.get(address).text
            assert "This may be the same case as" in http.get(f"/reviews/{held.review.slug}").text
            address = f"/documents/{held.document.id}/correct"
            pages = (
                address,
                f"/documents/{held.document.id}",
                f"/reviews/{held.review.slug}",
                "/coverage",
                "/api/v1/documents",
            )
            assert all("It may belong to" in http.get(page).text for page in pages)
            assert http.post(address, data={"do": "apart", "stays": held.review.slug}).status_code == 303
            assert not any("It may belong to" in http.get(page).text for page in pages)

        assert shelf.finding(same).review.case_slug == held.review.slug
        _expect(shelf, first, {later, same}, reviews=3)
        assert shelf.found_again([later]) == {later: 2}

        shelf.undo(shelf.corrections_of(held.document.id)[-1].batch, "Ada")
        assert shelf.found_again([first, same, later]) == {first: 1, same: 1, later: 1}

        document = shelf.finding(first).document.id
        shelf.make_correction(lambda desk: desk.move(document, "Learning review: Petrel and her brother", "Ada"))
        assert shelf.finding(same).review.case_slug == shelf.finding(first).review.slug != held.document.may_join


def _expect(shelf: Library, first: str, again: set[str], reviews: int) -> None:
    told = found_again_everywhere(shelf, first, EARLIER)
    every = told.pop("check") | told.pop("cards")  # which ask for no order of time
    assert again <= every
    assert told == dict.fromkeys(told, again)
    (drafted,) = shelf.check(EARLIER)
    assert drafted.reviews + drafted.related == reviews
    history = shelf.history(Topic(THEME)).said
    assert f" in {reviews - 1} review" in history.partition("found again")[2]
    assert shelf.threads()[0].reviews == reviews
    whole = shelf.recurrence("year")
    filtered = shelf.recurrence("year", TableChoice(since=2000))
    (row,) = [one for one in whole.rows if one.theme == THEME]
    (same_row,) = [one for one in filtered.rows if one.theme == THEME]
    assert (
        (row.total_reviews, whole.all_reviews) == (same_row.total_reviews, filtered.all_reviews) == (reviews, reviews)
    )
    assert row.reviews == same_row.reviews


def test_a_person_s_word_counts_everywhere(shelf: Library) -> None:
    first, again = find_id(shelf, EARLIER), find_id(shelf, "for this child on a protection plan")
    other = find_id(shelf, "stolen from a car")
    try:
        shelf.judge_echo(first, again, accepted=False)
        shelf.judge_echo(first, other, accepted=True)
        assert not are_linked(shelf, first, again)
        assert are_linked(shelf, other, first)
        stages = {e.holding.finding.id: e.stage for e in shelf.history(Topic("", "core group minutes laptop")).events}
        assert other in {echo.echo for echo, _ in shelf.echoes(first)}
        assert stages.get(other) in (ThreadStage.SAID, ThreadStage.FOUND_AGAIN)
        assert shelf.found_again([other])[other] >= 1
    finally:
        shelf.forget_echo(first, again)
        shelf.forget_echo(first, other)


@pytest.mark.parametrize(
    ("date", "other", "later"),
    [
        ("2014", "2013-11-28", True),
        ("2013-11-28", "2013", False),
        ("2013-11-28", "2013-09", True),
        ("2013-09-02", "2013-09", False),
        ("2013", "", False),
        ("", "2013", False),
    ],
)
def test_a_date_is_later_only_where_that_is_sure(date: str, other: str, later: bool) -> None:
    assert is_later(date, other) is later


def test_found_again_asks_for_two_reviews_two_dates_and_a_link() -> None:
    one = make_holding("a", "x", year=2013)
    later, same = make_holding("b", "x", year=2019), make_holding("c", "x", year=2013)
    undated = make_holding("d", "x", year=None)
    own = make_holding("e", "x", year=2019, review=one.review.slug)
    assert found_after(one, later)
    assert not any(found_after(one, other) for other in (same, undated, own))
    assert not found_after(later, one)
    assert found_again([one], later, lambda a, b: {a, b} == {"a", "b"})
    assert not found_again([one], later, lambda a, b: False)


def test_praise_is_good_practice_or_what_is_told_as_working_well_and_no_problem() -> None:
    concern = make_holding("a", "x", kind=Kind.CONCERN)
    good = make_holding("b", "x", kind=Kind.GOOD_PRACTICE)
    action = make_holding("c", "x", kind=Kind.ACTION)
    well = replace(concern, finding=replace(concern.finding, polarity=Polarity.WORKING_WELL))
    assert [is_praise(one) for one in (concern, good, action, well)] == [False, True, False, True]
    assert [is_problem(one) for one in (concern, good, action, well)] == [True, False, False, False]


def test_to_be_asked_for_again_is_to_be_found_again_where_that_is_asked() -> None:
    said = make_holding("a", "x", year=2013)
    asked = make_holding("b", "x", kind=Kind.RECOMMENDATION, year=2019)
    assert not found_after(said, asked)
    assert found_again([said], asked, lambda a, b: True)


def test_the_table_of_an_area_has_no_column_of_another_area(tmp_path: Path) -> None:
    for name, words in PROPOSED.items():
        Path(tmp_path, name).write_text(words, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as shelf:
        shelf.add([tmp_path / name for name in PROPOSED])
        held = shelf.finding(find_id(shelf, "for this child on a protection plan")).document
        shelf.make_correction(lambda desk: desk.describe(held.id, [("area", "Westmarch")], "Ada"))
        assert shelf.document(held.id).may_join
        assert shelf.review(held.review).counted_with
        assert shelf.recurrence("area", TableChoice(area="Westmarch")).columns == ("Westmarch",)
