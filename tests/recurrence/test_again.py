"""Found again means one thing, whoever is asked: history, came back, threads, follow-up, exports and the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.app.topic import Topic
from kb.core.settings import Settings
from kb.recurrence import ThreadStage, found_after, found_again
from tests.recurrence.makers import make_holding

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


def test_every_place_tells_the_same_findings_as_found_again(shelf: Library) -> None:
    first, again = find_id(shelf, EARLIER), find_id(shelf, "for this child on a protection plan")
    praise, other = find_id(shelf, "attended core groups"), find_id(shelf, "stolen from a car")
    assert shelf.are_linked(first, again)
    assert not shelf.are_linked(first, praise)
    assert not shelf.are_linked(first, other)
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
    assert told["history"] == told["threads"] == {again}
    assert told["came back"] <= {again}  # it also asks for a link with the action or the recommendation itself
    (row,) = [one for review in shelf.reviews() for one in shelf.follow_up(review.slug)]
    assert {held.finding.id for _, held in row.later} <= {again}


def test_a_person_s_word_counts_everywhere(shelf: Library) -> None:
    first, again = find_id(shelf, EARLIER), find_id(shelf, "for this child on a protection plan")
    other = find_id(shelf, "stolen from a car")
    try:
        shelf.judge_echo(first, again, accepted=False)
        shelf.judge_echo(first, other, accepted=True)
        assert not shelf.linked(first, again)
        assert shelf.linked(other, first)
        stages = {e.holding.finding.id: e.stage for e in shelf.history(Topic("", "core group minutes laptop")).events}
        assert other in {echo.echo for echo, _ in shelf.echoes(first)}
        assert stages.get(other) in (ThreadStage.SAID, ThreadStage.FOUND_AGAIN)
        assert shelf.found_again([other])[other] >= 1
    finally:
        shelf.forget_echo(first, again)
        shelf.forget_echo(first, other)


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
