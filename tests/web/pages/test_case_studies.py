"""Case studies, within a review or an inspection, as cases of their own: on pages, on paper, in the quiz."""

from __future__ import annotations

from pathlib import Path

import httpx

from kb.app.library import Library
from kb.cases.case import stories
from kb.core.settings import Settings
from tests.web.pages.case_papers import SMALL
from tests.web.pages.test_cases import list_cases
from web.components.case import show_cases
from web.pages import quiz
from web.request import PageRequest


def test_each_case_study_is_a_case_with_its_own_age_and_findings(case_shelf: Library) -> None:
    found = {
        case.told.words.split(" ")[0]: case for case in list_cases(case_shelf).cases if case.told.slug == "fenmere"
    }
    assert set(found) == {"Agencies", "Tam", ""}
    assert found["Agencies"].told.ages == ("13",)
    assert found["Tam"].told.ages == ("2",)
    assert found["Agencies"].told.place.endswith("“Case study: area for improvement”")
    assert "Fenmere" in found["Agencies"].told.place
    assert all("Orla" in one.snippet.text for one in found["Agencies"].cards)
    assert not any("Orla" in one.snippet.text for one in (*found["Tam"].cards, *found[""].cards))
    assert {case.told.quiz for case in found.values()} == {
        "/reviews/fenmere/quiz",
        "/reviews/fenmere/quiz?case=2",
    }


def test_a_case_study_of_a_service_is_no_case(case_shelf: Library) -> None:
    assert [one.heading for one in stories(case_shelf.story("fenmere"))] == [
        "Case study: area for improvement",
        "Practice study: weaknesses",
    ]


def test_a_case_study_on_paper_begins_with_whom_it_tells_of(case_shelf: Library) -> None:
    first, _ = stories(case_shelf.story("fenmere"))
    assert first.words.startswith("Agencies in Fenmere")
    story = " ".join(first.words.split())
    assert "Thirteen-year-old Orla" in story
    assert not any("Leaders in Fenmere" in one.words for one in stories(case_shelf.story("fenmere")))


def test_the_only_case_study_in_a_review_of_one_tells_that_review(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(SMALL.replace("## What happened", "## Case study"))
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "one.md"])
        (review,) = held.reviews()
        (case,) = held.cases(review.slug)
    assert case.story is not None
    assert len(case.holdings) == 3


def test_the_quiz_of_a_case_study_asks_of_that_case_alone(case_shelf: Library) -> None:
    def page(number: str) -> quiz.QuizPage:
        return quiz.quiz_page(PageRequest(case_shelf, {"review": "fenmere"}, (("case", number),)))

    first, second = page("1"), page("2")
    assert (first.told.words[:8], second.told.words[:3]) == ("Agencies", "Tam")
    assert [link.href for link in first.others] == ["/reviews/fenmere/quiz?case=2"]
    assert [link.href for link in second.others] == ["/reviews/fenmere/quiz"]
    assert page("9").told == second.told
    words = [one.snippet.text for asked in second.asked for one in asked.cards]
    assert words
    assert not any("Orla" in one for one in words)


def test_a_quiz_without_a_case_does_not_say_to_read_it(case_pages: httpx.Client) -> None:
    assert "Read the case" not in case_pages.get("/reviews/saltby/quiz").text
    assert "Read the case" in case_pages.get("/reviews/wren/quiz").text
    assert "has no case study from this inspection" in case_pages.get("/reviews/saltby/quiz").text


def test_a_collection_shows_every_case_of_a_review(case_shelf: Library) -> None:
    shown = show_cases(case_shelf.cases("fenmere"), case_shelf.vocabulary)
    assert [one.words.split(" ")[0] for one in (shown, *shown.others)] == ["Agencies", "Tam"]
