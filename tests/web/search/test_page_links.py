"""A question that asks for a page is led there with what was typed filled in."""

from __future__ import annotations

import pytest

from kb.app.library import Library
from kb.app.next_steps import NextSteps, next_steps
from kb.vocabulary import load
from search.port import Query
from search.understanding.intents import intents
from search.understanding.question import understand
from tests.web.site import make_request
from tests.web.test_values import looked_for
from web.pages.check import check_page
from web.search.page_links import page_offers

VOCABULARY = load()


def next_steps_of(question: str) -> NextSteps:
    return next_steps(Query(question), understand(Query(question), (), VOCABULARY), (), VOCABULARY)


def led_to(library: Library, question: str) -> list[str]:
    return [one.link.href for one in looked_for(make_request(library, ("q", question))).offers]


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("short cases on neglect, under 5s", "/cases?theme=neglect&age=under-5"),
        ("quiz on neglect", "/cases?theme=neglect"),
        ("cases about good practice on neglect", "/cases?theme=neglect&learn=well"),
        ("contrast two agencies on neglect", "/compare/theme?theme=neglect"),
        ("neglect by year and review type", "/recurrence?each=review_type"),
        ("themes in every review 2015 to 2018", "/recurrence?since=2015&until=2018"),
        ("are findings of SARs repeated in DHRs", "/recurrence?by=review_type"),
        ("actions on neglect that came back", "/recurrence/came-back?theme=neglect"),
        ("has drift come up before in Northby", "/recurrence/history?q=drift&area=Northby"),
        ("who was told to act on core groups", "/search?q=core+groups&kind=recommendation"),
        ("who else recommended written reports", "/search?q=written+reports&kind=recommendation"),
        ("terms of reference about neglect", "/terms-of-reference?theme=neglect"),
        ("draft recommendation: review the training", "/check?draft=review+the+training"),
        ('draft recommendation: "review the training on neglect"', "/check?draft=review+the+training+on+neglect"),
        ("check this draft: “schools ring the nurse”", "/check?draft=schools+ring+the+nurse"),
        ("was this case used in last term's pack", "/cases"),
    ],
)
def test_what_was_typed_is_filled_in(library: Library, question: str, address: str) -> None:
    assert address in led_to(library, question)


@pytest.mark.parametrize(
    "question", ["terms of reference about modern slavery", "terms of reference ideas for gambling"]
)
def test_no_page_is_offered_that_finds_nothing(library: Library, question: str) -> None:
    for one in looked_for(make_request(library, ("q", question))).offers:
        assert one.searched is None or library.search(one.searched).total > 0


def test_cases_are_offered_on_each_theme_that_is_named(library: Library) -> None:
    found = led_to(library, "cases about neglect and suicide")
    assert {"/cases?theme=neglect", "/cases?theme=suicide-self-harm"} <= set(found)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("session on neglect for health visitors", {"theme": ("neglect",), "agency": ("health-visiting",)}),
        ("pack on neglect with data", {"theme": ("neglect",), "kind": ("evidence",)}),
    ],
)
def test_material_for_somebody_or_with_figures_is_offered_where_there_is_any(
    question: str, filters: dict[str, tuple[str, ...]]
) -> None:
    held = page_offers(intents(question), next_steps_of(question).subject)
    assert filters in [dict(one.searched.filters) for one in held if one.searched]


def test_terms_of_reference_on_no_theme_lead_to_what_was_asked_on_any(library: Library) -> None:
    assert {"/terms-of-reference", "/search?kind=question"} <= set(led_to(library, "terms of reference ideas"))


def test_a_quoted_recommendation_is_looked_for_without_its_marks(library: Library) -> None:
    found = led_to(library, 'recommendations like "written reports" elsewhere')
    assert not any("%22" in one for one in found if "kind=recommendation" in one)


def test_a_number_is_no_subject_of_recommendations(library: Library) -> None:
    assert not any(link.startswith("/search?q=8&") for link in led_to(library, "what changed after recommendation 8"))


def test_a_case_that_is_not_graphic_leaves_out_those_that_describe(library: Library) -> None:
    found = led_to(library, "case with suicide but nothing graphic")
    assert any("theme=suicide-self-harm" in one and "without=suicide-self-harm" in one for one in found)
    assert not any("without=" in one for one in led_to(library, "case with suicide"))
    offers = looked_for(make_request(library, ("q", "case with suicide but nothing graphic"))).offers
    assert any(one.why.startswith("cases that mention it and do not describe it") for one in offers)


def test_a_draft_stands_in_the_form_to_be_checked_and_is_not_checked_unasked(library: Library) -> None:
    page = check_page(make_request(library, ("draft", "Review the training.")))
    assert (page.text, page.done) == ("Review the training.", False)


@pytest.mark.parametrize("question", ["quiz", "contrast: same theme, different agency", "check our draft SAR"])
def test_a_question_for_a_page_alone_is_never_told_that_nothing_is_about_it(library: Library, question: str) -> None:
    page = looked_for(make_request(library, ("q", question)))
    assert page.wants_page
    assert not any("Nothing in this library" in one for one in (page.heading, *page.remarks))
    assert page.answer is None


def test_a_subject_beside_the_page_that_nothing_holds_is_still_told(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quiz on submarines")))
    assert not page.wants_page
    assert any("Nothing in this library" in one for one in (page.heading, *page.remarks))


def test_each_address_is_offered_once(library: Library) -> None:
    found = led_to(library, "has core groups attendance come up before in Northby")
    assert len(found) == len(set(found))
    assert sum(one.startswith("/recurrence/history") for one in found) == 1
