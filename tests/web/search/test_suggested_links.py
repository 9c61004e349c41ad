"""Searches that are offered for a question."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from kb.app.library import Library
from kb.app.question_signs import has_exact_words_alone
from tests.web.site import make_request
from tests.web.test_values import looked_for
from web.search.page_links import Offer, WantedCases
from web.search.suggested_links import _naming_cases
from web.urls import Link


def test_a_question_for_quotes_is_offered_short_ones(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide about core groups")))
    assert "/search?q=core+groups&short=on" in {one.link.href for one in page.offers}


def test_a_question_for_quotations_on_nothing_is_offered_them_plainly(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide")))
    assert all("“”" not in one.link.text for one in page.offers)


def test_exact_words_and_others_that_no_finding_has_together_are_answered_in_two_parts(library: Library) -> None:
    page = looked_for(make_request(library, ("q", '"core groups" housing moves')))
    assert has_exact_words_alone(page.remarks)
    assert page.answer is not None
    assert [part.name for part in page.answer.parts] == ["With “core groups”", "Without it: housing moves"]
    assert page.answer.more == Link("All findings for “housing moves”", "/search?q=housing+moves")
    for question in ('"core groups"', "core groups and housing moves", '"core groups" zzyzx'):
        answer = looked_for(make_request(library, ("q", question))).answer
        assert answer is None or answer.more is None


def test_actions_are_offered_by_the_agency_that_they_name(sample: Library) -> None:
    page = looked_for(make_request(sample, ("q", "what did partners do afterwards")))
    named = [one for one in page.offers if one.why == "actions that name this agency"]
    assert named
    for one in named:
        assert "kind=action" in one.link.href
        assert one.link.text.endswith((" actions)", " action)"))
    chosen = looked_for(make_request(sample, ("q", "what did partners do afterwards"), ("agency", "police")))
    assert not [one for one in chosen.offers if one.why == "actions that name this agency"]


def test_words_that_only_ask_are_offered_by_no_search_of_their_own(library: Library) -> None:
    page = looked_for(make_request(library, ("q", 'recommendations like "core groups" elsewhere')))
    texts = [one.link.text for one in page.offers]
    assert not any(text.endswith("alone") or "elsewhere" in text for text in texts)


def test_a_recommendation_by_number_alone_is_offered_with_its_review(library: Library) -> None:
    held = next(one for one in library.findings() if one.finding.label.startswith("Recommendation"))
    number = held.finding.label.split()[-1]
    page = looked_for(make_request(library, ("q", f"what changed after recommendation {number}")))
    assert any(one.link.text.startswith(f"Recommendation {number} of ") for one in page.offers)


@pytest.mark.parametrize(
    ("question", "themes"),
    [
        ("terms of reference ideas for housing + DA", {"domestic-abuse", "housing-moves"}),
        ("terms of reference ideas for domestic abuse", {"domestic-abuse"}),
        ("key lines of enquiry: hoarding and fire", {"self-neglect"}),
        ("KLOEs for neglect and hoarding", {"neglect", "self-neglect"}),
    ],
)
def test_terms_of_reference_are_offered_on_each_subject_that_is_named(
    library: Library, question: str, themes: set[str]
) -> None:
    first = looked_for(make_request(library, ("q", question))).offers[0].link
    path, _, asked = first.href.partition("?")
    assert path == "/terms-of-reference"
    assert themes <= {value for name, value in parse_qsl(asked) if name == "theme"}


def test_a_lesson_that_two_findings_tell_at_different_times_is_shown_with_both(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core groups")))
    again = page.beside.again
    assert again is not None
    lesson = library.thread(again.all.href.rpartition("/")[2])
    assert again.all.text == f"Perhaps the same lesson in {lesson.first} and in {lesson.last}"
    assert (again.first.year, again.last.year) == (str(lesson.first), str(lesson.last))
    assert {again.first.id, again.last.id} <= {step.holding.finding.id for step in lesson.steps}


def test_a_lesson_told_twice_of_which_the_question_says_little_is_not_shown(library: Library) -> None:
    asked = "core groups probation vacancies holidays refreshments"
    assert looked_for(make_request(library, ("q", asked))).beside.again is None


@pytest.mark.parametrize(
    ("lacks", "why"),
    [
        ((), "cases for training, each with a notice: “The lighthouse”"),
        (("told",), "no case in this library has all of this; the nearest are listed"),
    ],
)
def test_an_offer_of_cases_names_one_that_fits_or_says_that_none_does(lacks: tuple[str, ...], why: str) -> None:
    case = SimpleNamespace(review=SimpleNamespace(title="The lighthouse"))
    found = SimpleNamespace(matches=(SimpleNamespace(case=case, lacks=lacks),), fitting=int(not lacks))
    shelf: Any = SimpleNamespace(cases_on_theme=lambda *asked: found if asked == ("neglect", "", "", False) else None)
    said = "cases for training, each with a notice"
    offer = Offer(Link("Find cases", "/cases"), said, cases=WantedCases("neglect", "", "", praise=False))
    assert _naming_cases(offer, shelf).why == why
    assert _naming_cases(replace(offer, cases=None), shelf).why == said
