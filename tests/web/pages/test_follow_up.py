"""The follow-up of a review's recommendations: who must act, by when, how far, and what came later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from docx import Document

from kb.app.library import Library
from kb.text.notices import notice_sentence
from kb.text.who_must_act import who_must_act
from tests.web import site
from tests.web.site import make_request
from web.pages import follow_up


@pytest.fixture(scope="module")
def pages(sample: Library) -> Iterator[httpx.Client]:
    with site.client(sample) as opened:
        yield opened


def test_a_follow_up_says_who_by_when_how_far_and_what_came_later(own: Library) -> None:
    page = follow_up.follow_up_page(make_request(own, review="child-a"))
    (row,) = page.rows
    assert row.owner == "Chair"  # as its answer states it
    assert row.status == "Reported complete"
    with site.client(own) as http:
        heads = site.tree(http.get("/reviews/child-a/follow-up").text).xpath("//thead//th/text()")
        assert heads[1:4] == ["Who must act", "By when", "Status"]
        line = http.get("/reviews/child-a/follow-up.csv").content.decode("utf-8-sig").splitlines()
        assert "owner" in line[0]
        assert "actions_complete" in line[0]
        assert ",Chair," in line[1]


def test_the_numbers_of_a_follow_up_add_up(sample: Library) -> None:
    lists = follow_up.follow_ups_page(make_request(sample))
    assert lists.answered
    for one in (*lists.answered, *lists.others):
        slug = one.link.href.split("/")[2]
        rows = sample.follow_up(slug)
        page = follow_up.follow_up_page(make_request(sample, review=slug))
        outside = re.sub(r"\([^)]*\)", "", page.summary)  # what is complete in part is a part of its number
        numbers = [int(number) for number in re.findall(r"\d+", outside)]
        if not any(row.answers for row in rows):
            whose = "the only recommendation" if len(rows) == 1 else f"any of {len(rows)} recommendations"
            assert page.summary == f"No action is recorded in this library for {whose}."
            continue
        assert numbers[:2] == [sum(bool(row.answers) for row in rows), len(rows)]
        assert sum(numbers[2:]) == len(rows)


def test_who_must_act_is_read_from_the_recommendation_where_no_owner_is_printed(sample: Library) -> None:
    rows = [row for one in sample.reviews() for row in sample.follow_up(one.slug)]
    asked = next(row for row in rows if not row.owner and who_must_act(row.recommendation.finding.text))
    page = follow_up.follow_up_page(make_request(sample, review=asked.recommendation.review.slug))
    row = next(one for one in page.rows if one.card.id == asked.recommendation.finding.id)
    assert row.owner == who_must_act(asked.recommendation.finding.text)
    assert row.owner in asked.recommendation.finding.text


def test_every_row_of_a_follow_up_has_one_status_and_no_quotation_is_a_link(
    sample: Library, pages: httpx.Client
) -> None:
    slug = next(one.slug for one in sample.reviews() if sample.follow_up(one.slug))
    tree = site.tree(pages.get(f"/reviews/{slug}/follow-up").text)
    assert tree.xpath("//tbody/tr")
    for line in tree.xpath("//tbody/tr"):
        assert len(line.xpath(".//*[@class='app-status']")) == 1
        assert not line.xpath(".//*[contains(@class, 'govuk-tag')]")
    assert max(len(link.text_content().split()) for link in tree.xpath("//tbody//a[not(span)]")) < 16


def test_answers_stand_in_the_order_of_their_document(sample: Library) -> None:
    for one in sample.reviews():
        for row in sample.follow_up(one.slug):
            places = [(held.document.added, held.document.id, held.finding.span.start) for _, held in row.answers]
            assert places == sorted(places)


def test_the_start_page_leads_to_the_reviews_that_hold_recommendations(pages: httpx.Client, sample: Library) -> None:
    assert site.tree(pages.get("/").text).xpath("//a[@href='/follow-up']")
    listed = site.tree(pages.get("/follow-up").text).xpath("//main//ul//a/@href")
    held = {one.review.slug for one in sample.findings(kind="recommendation")}
    assert {one.split("/")[2] for one in listed} == held
    assert all(one.endswith("/follow-up") for one in listed)


def test_papers_that_follow_a_case_up_say_first_what_they_tell_of(sample: Library) -> None:
    threads = ((held, step.holding.review) for held in sample.threads() for step in held.steps)
    held, review = next((held, one) for held, one in threads if sample.content_notice(one.slug).outcome)
    notice = notice_sentence(sample.content_notice(review.slug))
    with site.client(sample) as http:
        for address in (f"/reviews/{review.slug}/follow-up", f"/threads/{held.id}"):
            told = words_of(http.get(f"{address}.docx").content)
            assert "Before you read: this includes " in told
            assert sample.content_notice(review.slug).outcome in told
        assert notice in words_of(http.get(f"/reviews/{review.slug}/follow-up.docx").content)
        history = http.get("/recurrence/history.docx", params={"theme": "cp-plans-core-groups"})
        assert "Before you read: this includes " in words_of(history.content)
        assert "Before you read" not in http.get(f"/reviews/{review.slug}/follow-up.csv").text


def words_of(paper: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(paper)).paragraphs)
