"""Cases for a training room: told whole, of the right age, from case studies too. All documents here are invented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html

from kb.app import review_cases
from kb.app.library import Library
from kb.cases.case import stories
from kb.cases.excerpt import CUT
from kb.core.case_values import AGE_SPANS
from kb.core.model import Kind
from kb.core.settings import Settings
from tests.web import site
from tests.web.pages.case_papers import SMALL, VISITS
from web.pages import cases
from web.pages.cases import CasesPage
from web.request import PageRequest


def list_cases(library: Library, theme: str = "professional-curiosity", age: str = "") -> CasesPage:
    return cases.cases_page(PageRequest(library, params=(("theme", theme), ("age", age))))


def told_cases(page: CasesPage) -> list[tuple[str, str]]:
    return [(case.told.slug, case.told.words.split(" ")[0]) for case in page.cases]


# what happened is told


def test_the_page_and_the_quiz_tell_the_death(case_shelf: Library, case_pages: httpx.Client) -> None:
    (wren,) = (case for case in list_cases(case_shelf).cases if case.told.slug == "wren")
    assert "Wren died from a skull fracture" in wren.told.words
    assert CUT not in wren.told.words
    assert "Wren died from a skull fracture" in case_pages.get("/reviews/wren/quiz").text


def test_a_paper_tells_the_death_within_its_bound_and_marks_what_it_leaves_out(case_shelf: Library) -> None:
    (story,) = stories(case_shelf.story("wren"))
    assert story.short.startswith("Ms B lived with Wren")
    assert f"{CUT} Wren died from a skull fracture" in story.short
    assert len(story.short.split()) < len(story.words.split()) / 1.5
    whole = " ".join(case_shelf.text(story.document.id).text.split())
    assert all(" ".join(part.split()) in whole for line in story.short.splitlines() for part in line.split(CUT))


def test_a_longer_story_is_cut_on_the_page_with_the_event_in_it(tmp_path: Path) -> None:
    longer = SMALL.replace(VISITS, "\n\n".join([VISITS] * 4))
    (tmp_path / "long.md").write_text(longer)
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "long.md"])
        (story,) = stories(held.story(held.reviews()[0].slug))
    assert len(story.words.split()) < 520
    assert f"{CUT} Wren died" in story.words
    assert "aged 6" in story.said


def test_words_under_lower_headings_of_a_telling_belong_to_it(tmp_path: Path) -> None:
    parted = SMALL.replace("Wren died from", "### The last day\n\nWren died from")
    (tmp_path / "parted.md").write_text(parted)
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "parted.md"])
        (story,) = stories(held.story(held.reviews()[0].slug))
    assert "Wren died from" in story.words


def test_a_reader_is_told_before_of_a_death_on_every_page_of_the_review(
    case_shelf: Library, case_pages: httpx.Client
) -> None:
    told = "Before you read: this includes the death of a child."
    (wren,) = (case for case in list_cases(case_shelf).cases if case.told.slug == "wren")
    assert wren.told.notice == told
    for address in ("/reviews/wren/quiz", "/reviews/wren", "/cases?theme=professional-curiosity"):
        tree: Any = html.fromstring(case_pages.get(address).text)
        notices = tree.xpath("//p[contains(@class, 'app-notice--case')]")
        assert told in [" ".join(one.text_content().split()) for one in notices], address
    assert not any(case.told.notice for case in list_cases(case_shelf).cases if case.told.slug != "wren")


def test_programs_are_told_the_notice_too(case_shelf: Library, case_pages: httpx.Client) -> None:
    told = "Before you read: this includes the death of a child."
    assert case_pages.get("/api/v1/reviews/wren").json()["notice"] == told
    assert case_pages.get("/api/v1/reviews/saltby").json()["notice"] == ""
    assert case_pages.get("/api/v1/reviews/wren/case").json()["notice"] == told
    (case,) = case_pages.get("/api/v1/reviews/wren/cases").json()
    assert (case["notice"], case["number"], len(case["findings"])) == (told, 1, 3)
    found = case_pages.get("/api/v1/cases?theme=professional-curiosity").json()
    assert [one["case"]["notice"] for one in found["items"] if one["case"]["review"] == "wren"] == [told]


def test_programs_get_the_cases_of_the_page_in_its_order(case_shelf: Library, case_pages: httpx.Client) -> None:
    for age in ("", "under-5"):
        page = list_cases(case_shelf, age=age)
        found = case_pages.get(f"/api/v1/cases?theme=professional-curiosity&age={age}").json()
        assert found["total"] == len(page.cases)
        shown = [(case.told.slug, len(case.told.words), case.findings, not case.lacks) for case in page.cases]
        assert shown == [
            (one["case"]["review"], len(one["case"]["words"]), len(one["findings"]), one["fits"])
            for one in found["items"]
        ]
    assert case_pages.get("/api/v1/cases?theme=none-such").status_code == 400
    assert case_pages.get("/api/v1/cases?theme=neglect&age=old").status_code == 400
    assert case_pages.get("/api/v1/cases?theme=neglect&without=recording").status_code == 400


def test_a_case_whose_story_speaks_of_what_is_hard_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "hard.md").write_text(
        SMALL.replace("of a skull fracture", "").replace("Rory, then", "His mother took an overdose. Rory, then")
    )
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "hard.md"])
        params = (("theme", "professional-curiosity"), ("without", "suicide-self-harm"))
        assert not cases.cases_page(PageRequest(held, params=params)).cases
        assert cases.cases_page(PageRequest(held, params=params[:1])).cases


def test_reviews_that_were_not_looked_at_are_reported(case_shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_cases, "LOOKED_AT", 2)
    assert list_cases(case_shelf).summary.endswith(
        "This looks at the newest 2 sources on the theme; 1 more is not included."
    )


# ages


def test_a_case_is_of_its_age_on_every_theme(case_shelf: Library) -> None:
    for theme in ("professional-curiosity", "fathers-hidden-men"):
        page = list_cases(case_shelf, theme, "under-5")
        assert ("wren", "Ms") in told_cases(page), theme
        assert page.summary.split(" about children under 5 ")[0].split()[-1] in ("case", "cases")


def test_findings_and_cases_of_another_age_are_left_out(case_shelf: Library) -> None:
    young, older = list_cases(case_shelf, age="under-5"), list_cases(case_shelf, age="11-17")
    assert ("fenmere", "Agencies") not in told_cases(young)
    assert ("fenmere", "Tam") in told_cases(young)
    assert [one for one in told_cases(older) if one[1]] == [("fenmere", "Agencies")]
    (wren,) = (case for case in young.cases if case.told.slug == "wren")
    assert not any("15-year-old" in one.snippet.text for one in wren.cards)
    assert wren.findings == 1
    (whole,) = (case for case in list_cases(case_shelf).cases if case.told.slug == "wren")
    assert whole.findings == 2


def test_a_word_in_a_finding_of_a_service_is_listed_but_not_counted(case_shelf: Library) -> None:
    page = list_cases(case_shelf, age="under-5")
    outside = [case for case in page.cases if not case.told.words]
    assert [(case.told.slug, case.findings) for case in outside] == [("saltby", 1), ("fenmere", 1)]
    assert "what happened" in outside[0].lacks
    assert "not about a single case" in outside[1].lacks


# what is said of the list


def test_the_numbers_of_the_summary_add_up(case_shelf: Library) -> None:
    for age in ("", *AGE_SPANS):
        page = list_cases(case_shelf, age=age)
        numbers = [
            int(word)
            for word in re.sub(r"children (?:under|aged) \d+(?: to \d+)?", "", page.summary).split()
            if word.isdigit()
        ]
        assert sum(numbers) == len(page.cases), page.summary


def test_a_pack_of_one_case_is_offered_in_plain_words(case_pages: httpx.Client) -> None:
    words = case_pages.get("/cases?theme=professional-curiosity&age=11-17").text
    assert "the first 1" not in words
    assert "Make a case pack from this case" in words
    assert "Make a case pack from the first 3 cases" in case_pages.get("/cases?theme=professional-curiosity").text


def test_who_names_no_theme_is_offered_those_with_most_to_learn_from(case_shelf: Library) -> None:
    page = cases.cases_page(site.make_request(case_shelf))
    assert page.themes
    first = dict(site.params_of(page.themes[0].link.href))["theme"]
    assert list_cases(case_shelf, first).cases
    counts = [(one.reviews, one.findings) for one in page.themes]
    assert counts == sorted(counts, reverse=True)
    assert all(
        not case_shelf.vocabulary.themes[dict(site.params_of(one.link.href))["theme"]].weak for one in page.themes
    )
    praised = cases.cases_page(site.make_request(case_shelf, ("learn", "well"), ("age", "under-5")))
    assert praised.themes
    for one in praised.themes:
        asked = dict(site.params_of(one.link.href))
        assert (asked["learn"], asked["age"]) == ("well", "under-5")
        found = case_shelf.findings(theme=asked["theme"], kind=Kind.GOOD_PRACTICE)
        assert {held.finding.kind for held in found} == {Kind.GOOD_PRACTICE}
    assert cases.cases_page(site.make_request(case_shelf, ("theme", "professional-curiosity"))).themes == ()


def test_where_a_few_findings_of_a_case_are_shown_all_are_a_link_away(
    case_shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {one.all_findings for one in list_cases(case_shelf).cases if one.findings <= cases.QUOTED} == {""}
    monkeypatch.setattr(cases, "QUOTED", 1)
    (several, *_) = [one for one in list_cases(case_shelf).cases if one.findings > 1]
    asked = dict(site.params_of(several.all_findings))
    assert asked["theme"] == "professional-curiosity"
    assert len(case_shelf.findings(review=asked["review"], theme=asked["theme"])) >= several.findings


def test_themes_to_choose_count_the_case_studies_of_other_sources_and_sessions_are_told(case_shelf: Library) -> None:
    page = cases.cases_page(PageRequest(case_shelf))
    counted = {one.link.text: one.reviews for one in page.themes}
    listed = {
        text: len(list_cases(case_shelf, theme.slug).cases)
        for theme in case_shelf.vocabulary.themes.values()
        if (text := theme.label) in counted
    }
    assert counted
    assert all(counted[text] <= listed[text] for text in counted)
    assert page.starts
    assert all(one.words and one.quiz for one in page.starts)
    assert page.no_sessions
