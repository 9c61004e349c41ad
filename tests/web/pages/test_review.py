"""The page of a review: what happened, when and who; learning; what was asked and what became of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from lxml import html

from kb.app.library import Library
from kb.vocabulary import labels
from tests.web import shelf, site
from web.pages import review
from web.request import PageRequest


def page_of(library: Library, slug: str) -> review.ReviewPage:
    page = review.review_page(PageRequest(library, path={"review": slug}))
    assert isinstance(page, review.ReviewPage)
    return page


def test_each_recommendation_has_one_status_and_its_actions(library: Library) -> None:
    (asked,) = page_of(library, "child-a").recommendations
    assert asked.status == "Reported complete"
    assert asked.account == "by the partnership’s own account"
    assert [action.card.snippet.text for action in asked.actions] == [shelf.REPORTS_SENT]


def test_an_action_that_answers_a_recommendation_is_not_listed_twice(library: Library) -> None:
    page = page_of(library, "child-a")
    assert [group.kind for group in page.others] == []


def test_a_case_that_no_document_tells_is_said_to_be_untold(library: Library) -> None:
    page = page_of(library, "sam")
    assert (page.case.words, page.timeline) == ("", None)
    assert page.case.missing == "This library has no short summary of this case."


def test_the_sample_tells_what_happened_when_and_to_whom(sample: Library) -> None:
    page = page_of(sample, "harrowfield-child-k")
    assert page.case.words.startswith("Child K lived with their mother")
    assert page.timeline is not None
    assert [one.date for one in page.timeline.events] == ["2009", "March 2010"]
    assert [one.role for one in page.people] == ["Mother", "Father"]
    assert page.agencies[0].link.text == "Children's social care"
    assert len(page.packs) == 3


def test_a_source_is_called_what_it_is(sample: Library) -> None:
    by_noun = {labels.noun_of(one, sample.vocabulary): one.slug for one in sample.reviews()}
    assert {"review", "inspection"} <= by_noun.keys()
    with site.client(sample) as http:
        for noun, slug in by_noun.items():
            shown = site.tree(http.get(f"/reviews/{slug}").text).xpath("//main")[0].text_content()
            for words in (f"Search within this {noun}", f"Correct, join or split this {noun}", f"About this {noun}"):
                assert words in shown
            assert noun == "review" or "this review" not in shown


def test_no_quotation_is_a_link(http: httpx.Client) -> None:
    tree: Any = html.fromstring(http.get("/reviews/child-a").text)
    links = [" ".join(link.text_content().split()) for link in tree.xpath("//main//a")]
    assert not [words for words in links if shelf.CORE_GROUPS in words or shelf.REPORTS_SENT in words]
    assert shelf.REPORTS_SENT in tree.text_content()


@pytest.mark.parametrize("ending", ["docx", "pptx", "pdf"])
def test_a_review_can_be_had_as_a_case_pack(http: httpx.Client, ending: str) -> None:
    answer = http.get(f"/reviews/child-a/pack.{ending}")
    assert answer.status_code == 200
    assert f'filename="child-a.{ending}"' in answer.headers["content-disposition"]
    assert len(answer.content) > 5000


def test_agencies_that_as_many_findings_name_stand_in_the_order_of_their_naming(sample: Library) -> None:
    for one in sample.reviews():
        named = [agency.slug for held in sample.findings(review=one.slug) for agency in held.finding.agencies]
        first = {labels.agency_label(slug, sample.vocabulary): named.index(slug) for slug in named}
        shown = [(-agency.findings, first[agency.link.text]) for agency in page_of(sample, one.slug).agencies]
        assert shown == sorted(shown)
