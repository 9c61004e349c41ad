"""Cases for a training room: told whole, of the right age, from case studies too. All documents here are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from web.components.case import show_cases
from web.pages import cases, quiz
from web.pages.cases import CasesPage
from web.request import PageRequest

_VISITS = "\n\n".join(
    f"At visit {number} a worker saw the front room, spoke with Ms B of money and wrote that all was well there."
    for number in range(1, 10)
)


SMALL = f"""# Serious case review: Wren

Published 2019

## What happened

Ms B lived with Wren and an older boy in one room above a shop and had asked twice for another home.

Wren born March 2015. The midwife was worried about the cold.

{_VISITS}

Wren died from a skull fracture in June 2018. Rory, then aged 6, was found with old burns and went to live with an aunt.

## Lessons

- Practitioners need professional curiosity about the rooms that they are not shown.
- Practitioners should ask about fathers and about men who have lately moved in.
- Practitioners who work with a 15-year-old should be professionally curious about where he sleeps.
"""


STUDIES = f"""# Joint targeted area inspection of Fenmere

Published 2021

## Areas for improvement

- Practitioners lack professional curiosity when a toddler is not brought to the clinic.
- Practitioners lack professional curiosity when plans are closed early.

## Case study: area for improvement

Agencies in Fenmere write many plans and read few of them.

Thirteen-year-old Orla has moved three times. She told a teacher that she was hungry.
Workers did not show professional curiosity about who else lived with Orla.

There was a lack of professional curiosity about what Orla said to her school.

## Practice study: weaknesses

Tam is a two-year-old boy who lives with his father. The lack of professional curiosity about his father was a weakness.
{_VISITS.splitlines()[0]}

## Case study: effective practice

The panel meets each month and its members share information with each other. They bring lists and the lists are joined.
Schools receive the lists.

## Next steps

Leaders in Fenmere will write to inspectors.
"""


SERVICE = """# Focused visit to Saltby children's services

Published 2022

## Areas for improvement

- Practitioners lack professional curiosity about the men in families of babies.
- Practitioners lack professional curiosity about why families move.
"""


MANIFEST = "\n".join(
    f"""[[review]]
slug = "{slug}"
title = "{title}"
review_type = "{kind}"
published = "{year}"

[[document]]
file = "{slug}.md"
review = "{slug}"
title = "{title}"
published = "{year}"
"""
    for slug, title, kind, year in (
        ("wren", "Wren", "serious-case-review", "2019"),
        ("fenmere", "Fenmere", "inspection", "2021"),
        ("saltby", "Saltby", "inspection", "2022"),
    )
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of a review of one child, an inspection with case studies, and one that tells of nobody."""
    folder: Path = tmp_path_factory.mktemp("papers")
    for slug, words in (("wren", SMALL), ("fenmere", STUDIES), ("saltby", SERVICE)):
        (folder / f"{slug}.md").write_text(words)
    (folder / "manifest.toml").write_text(MANIFEST)
    with Library.open(Settings(data=tmp_path_factory.mktemp("shelf"), search="memory:")) as held:
        assert held.add([folder]).count("refused") == 0
        yield held


@pytest.fixture(scope="module")
def pages(shelf: Library) -> Iterator[httpx.Client]:
    with site.client(shelf) as opened:
        yield opened


def list_cases(library: Library, theme: str = "professional-curiosity", age: str = "") -> CasesPage:
    return cases.cases_page(PageRequest(library, params=(("theme", theme), ("age", age))))


def told_cases(page: CasesPage) -> list[tuple[str, str]]:
    return [(case.told.slug, case.told.words.split(" ")[0]) for case in page.cases]


# what happened is told


def test_the_page_and_the_quiz_tell_the_death(shelf: Library, pages: httpx.Client) -> None:
    (wren,) = (case for case in list_cases(shelf).cases if case.told.slug == "wren")
    assert "Wren died from a skull fracture" in wren.told.words
    assert CUT not in wren.told.words
    assert "Wren died from a skull fracture" in pages.get("/reviews/wren/quiz").text


def test_a_paper_tells_the_death_within_its_bound_and_marks_what_it_leaves_out(shelf: Library) -> None:
    (story,) = stories(shelf.story("wren"))
    assert story.short.startswith("Ms B lived with Wren")
    assert f"{CUT} Wren died from a skull fracture" in story.short
    assert len(story.short.split()) < len(story.words.split()) / 1.5
    whole = " ".join(shelf.text(story.document.id).text.split())
    assert all(" ".join(part.split()) in whole for line in story.short.splitlines() for part in line.split(CUT))


def test_a_longer_story_is_cut_on_the_page_with_the_event_in_it(tmp_path: Path) -> None:
    longer = SMALL.replace(_VISITS, "\n\n".join([_VISITS] * 4))
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


def test_a_reader_is_told_before_of_a_death_on_every_page_of_the_review(shelf: Library, pages: httpx.Client) -> None:
    told = "Before you read: this includes the death of a child."
    (wren,) = (case for case in list_cases(shelf).cases if case.told.slug == "wren")
    assert wren.told.notice == told
    for address in ("/reviews/wren/quiz", "/reviews/wren", "/cases?theme=professional-curiosity"):
        tree: Any = html.fromstring(pages.get(address).text)
        notices = tree.xpath("//p[contains(@class, 'app-notice--case')]")
        assert told in [" ".join(one.text_content().split()) for one in notices], address
    assert not any(case.told.notice for case in list_cases(shelf).cases if case.told.slug != "wren")


def test_programs_are_told_the_notice_too(shelf: Library, pages: httpx.Client) -> None:
    told = "Before you read: this includes the death of a child."
    assert pages.get("/api/v1/reviews/wren").json()["notice"] == told
    assert pages.get("/api/v1/reviews/saltby").json()["notice"] == ""
    assert pages.get("/api/v1/reviews/wren/case").json()["notice"] == told
    (case,) = pages.get("/api/v1/reviews/wren/cases").json()
    assert (case["notice"], case["number"], len(case["findings"])) == (told, 1, 3)
    found = pages.get("/api/v1/cases?theme=professional-curiosity").json()
    assert [one["case"]["notice"] for one in found["items"] if one["case"]["review"] == "wren"] == [told]


def test_programs_get_the_cases_of_the_page_in_its_order(shelf: Library, pages: httpx.Client) -> None:
    for age in ("", "under-5"):
        page = list_cases(shelf, age=age)
        found = pages.get(f"/api/v1/cases?theme=professional-curiosity&age={age}").json()
        assert found["total"] == len(page.cases)
        shown = [(case.told.slug, len(case.told.words), case.findings, not case.lacks) for case in page.cases]
        assert shown == [
            (one["case"]["review"], len(one["case"]["words"]), len(one["findings"]), one["fits"])
            for one in found["items"]
        ]
    assert pages.get("/api/v1/cases?theme=none-such").status_code == 400
    assert pages.get("/api/v1/cases?theme=neglect&age=old").status_code == 400
    assert pages.get("/api/v1/cases?theme=neglect&without=recording").status_code == 400


def test_a_case_whose_story_speaks_of_what_is_hard_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "hard.md").write_text(
        SMALL.replace("of a skull fracture", "").replace("Rory, then", "His mother took an overdose. Rory, then")
    )
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "hard.md"])
        params = (("theme", "professional-curiosity"), ("without", "suicide-self-harm"))
        assert not cases.cases_page(PageRequest(held, params=params)).cases
        assert cases.cases_page(PageRequest(held, params=params[:1])).cases


def test_reviews_that_were_not_looked_at_are_reported(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_cases, "LOOKED_AT", 2)
    assert list_cases(shelf).summary.endswith(
        "This looks at the newest 2 sources on the theme; 1 more is not included."
    )


# ages


def test_a_case_is_of_its_age_on_every_theme(shelf: Library) -> None:
    for theme in ("professional-curiosity", "fathers-hidden-men"):
        page = list_cases(shelf, theme, "under-5")
        assert ("wren", "Ms") in told_cases(page), theme
        assert page.summary.split(" about children under 5 ")[0].split()[-1] in ("case", "cases")


def test_findings_and_cases_of_another_age_are_left_out(shelf: Library) -> None:
    young, older = list_cases(shelf, age="under-5"), list_cases(shelf, age="11-17")
    assert ("fenmere", "Agencies") not in told_cases(young)
    assert ("fenmere", "Tam") in told_cases(young)
    assert [one for one in told_cases(older) if one[1]] == [("fenmere", "Agencies")]
    (wren,) = (case for case in young.cases if case.told.slug == "wren")
    assert not any("15-year-old" in one.snippet.text for one in wren.cards)
    assert wren.findings == 1
    (whole,) = (case for case in list_cases(shelf).cases if case.told.slug == "wren")
    assert whole.findings == 2


def test_a_word_in_a_finding_of_a_service_is_listed_but_not_counted(shelf: Library) -> None:
    page = list_cases(shelf, age="under-5")
    outside = [case for case in page.cases if not case.told.words]
    assert [(case.told.slug, case.findings) for case in outside] == [("saltby", 1), ("fenmere", 1)]
    assert "what happened" in outside[0].lacks
    assert "not about a single case" in outside[1].lacks


# case studies


def test_each_case_study_is_a_case_with_its_own_age_and_findings(shelf: Library) -> None:
    found = {case.told.words.split(" ")[0]: case for case in list_cases(shelf).cases if case.told.slug == "fenmere"}
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


def test_a_case_study_of_a_service_is_no_case(shelf: Library) -> None:
    assert [one.heading for one in stories(shelf.story("fenmere"))] == [
        "Case study: area for improvement",
        "Practice study: weaknesses",
    ]


def test_a_case_study_on_paper_begins_with_whom_it_tells_of(shelf: Library) -> None:
    first, _ = stories(shelf.story("fenmere"))
    assert first.words.startswith("Agencies in Fenmere")
    story = " ".join(first.words.split())
    assert "Thirteen-year-old Orla" in story
    assert not any("Leaders in Fenmere" in one.words for one in stories(shelf.story("fenmere")))


def test_the_only_case_study_in_a_review_of_one_tells_that_review(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(SMALL.replace("## What happened", "## Case study"))
    with Library.open(Settings(data=tmp_path / "data", search="memory:")) as held:
        held.add([tmp_path / "one.md"])
        (review,) = held.reviews()
        (case,) = held.cases(review.slug)
    assert case.story is not None
    assert len(case.holdings) == 3


def test_the_quiz_of_a_case_study_asks_of_that_case_alone(shelf: Library) -> None:
    def page(number: str) -> quiz.QuizPage:
        return quiz.quiz_page(PageRequest(shelf, {"review": "fenmere"}, (("case", number),)))

    first, second = page("1"), page("2")
    assert (first.told.words[:8], second.told.words[:3]) == ("Agencies", "Tam")
    assert [link.href for link in first.others] == ["/reviews/fenmere/quiz?case=2"]
    assert [link.href for link in second.others] == ["/reviews/fenmere/quiz"]
    assert page("9").told == second.told
    words = [one.snippet.text for asked in second.asked for one in asked.cards]
    assert words
    assert not any("Orla" in one for one in words)


def test_a_quiz_without_a_case_does_not_say_to_read_it(pages: httpx.Client) -> None:
    assert "Read the case" not in pages.get("/reviews/saltby/quiz").text
    assert "Read the case" in pages.get("/reviews/wren/quiz").text
    assert "has no case study from this inspection" in pages.get("/reviews/saltby/quiz").text


def test_a_collection_shows_every_case_of_a_review(shelf: Library) -> None:
    shown = show_cases(shelf.cases("fenmere"), shelf.vocabulary)
    assert [one.words.split(" ")[0] for one in (shown, *shown.others)] == ["Agencies", "Tam"]


# what is said of the list


def test_the_numbers_of_the_summary_add_up(shelf: Library) -> None:
    for age in ("", *AGE_SPANS):
        page = list_cases(shelf, age=age)
        numbers = [
            int(word)
            for word in re.sub(r"children (?:under|aged) \d+(?: to \d+)?", "", page.summary).split()
            if word.isdigit()
        ]
        assert sum(numbers) == len(page.cases), page.summary


def test_a_pack_of_one_case_is_offered_in_plain_words(pages: httpx.Client) -> None:
    words = pages.get("/cases?theme=professional-curiosity&age=11-17").text
    assert "the first 1" not in words
    assert "Make a case pack from this case" in words
    assert "Make a case pack from the first 3 cases" in pages.get("/cases?theme=professional-curiosity").text


def test_who_names_no_theme_is_offered_those_with_most_to_learn_from(shelf: Library) -> None:
    page = cases.cases_page(site.make_request(shelf))
    assert page.themes
    first = dict(site.params_of(page.themes[0].link.href))["theme"]
    assert list_cases(shelf, first).cases
    counts = [(one.reviews, one.findings) for one in page.themes]
    assert counts == sorted(counts, reverse=True)
    assert all(not shelf.vocabulary.themes[dict(site.params_of(one.link.href))["theme"]].weak for one in page.themes)
    praised = cases.cases_page(site.make_request(shelf, ("learn", "well"), ("age", "under-5")))
    assert praised.themes
    for one in praised.themes:
        asked = dict(site.params_of(one.link.href))
        assert (asked["learn"], asked["age"]) == ("well", "under-5")
        found = shelf.findings(theme=asked["theme"], kind=Kind.GOOD_PRACTICE)
        assert {held.finding.kind for held in found} == {Kind.GOOD_PRACTICE}
    assert cases.cases_page(site.make_request(shelf, ("theme", "professional-curiosity"))).themes == ()


def test_where_a_few_findings_of_a_case_are_shown_all_are_a_link_away(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {one.all_findings for one in list_cases(shelf).cases if one.findings <= cases.QUOTED} == {""}
    monkeypatch.setattr(cases, "QUOTED", 1)
    (several, *_) = [one for one in list_cases(shelf).cases if one.findings > 1]
    asked = dict(site.params_of(several.all_findings))
    assert asked["theme"] == "professional-curiosity"
    assert len(shelf.findings(review=asked["review"], theme=asked["theme"])) >= several.findings


def test_themes_to_choose_count_the_case_studies_of_other_sources_and_sessions_are_told(shelf: Library) -> None:
    page = cases.cases_page(PageRequest(shelf))
    counted = {one.link.text: one.reviews for one in page.themes}
    listed = {
        text: len(list_cases(shelf, theme.slug).cases)
        for theme in shelf.vocabulary.themes.values()
        if (text := theme.label) in counted
    }
    assert counted
    assert all(counted[text] <= listed[text] for text in counted)
    assert page.starts
    assert all(one.words and one.quiz for one in page.starts)
    assert page.no_sessions
