"""Pages of cases: the list, the quiz, slides and packs, over the sample library."""

from __future__ import annotations

import io
from typing import cast

import httpx
import pytest
from docx import Document
from lxml import html
from pptx import Presentation

from kb.app.library import Library
from kb.cases.ages import of_age
from kb.cases.excerpt import CUT
from kb.core.case_values import AGE_SPANS
from kb.core.errors import BadQuestion
from kb.core.model import CollectionItem
from kb.exports.case_pack import passage_place
from tests.web.site import make_request
from web.pages import cases, quiz
from web.pages.cases import CasesPage
from web.request import PageRequest


def test_cases_are_told_in_their_own_words_and_narrow_by_age(sample: Library) -> None:
    every = cases.cases_page(make_request(sample, ("theme", "professional-curiosity")))
    young = cases.cases_page(make_request(sample, ("theme", "professional-curiosity"), ("age", "under-5")))
    assert 0 < len(young.cases) < len(every.cases)
    for case in young.cases:
        slug = case.told.slug
        texts = [" ".join(sample.text(one.id).text.split()) for one in sample.documents(slug)]
        lines = [" ".join(part.split()) for line in case.told.words.splitlines() for part in line.split(CUT)]
        assert lines
        assert all(any(line in text for text in texts) for line in lines), slug
        told = [case.told.words, *(one.finding.text for one in sample.findings(review=slug))]
        assert any(of_age(text, "under-5") for text in told)
        assert all(any(tag.href.endswith("professional-curiosity") for tag in card.themes) for card in case.cards)


@pytest.mark.parametrize("theme", ["information-sharing", "professional-curiosity", "housing-moves"])
def test_cases_that_are_told_and_teach_something_come_first(sample: Library, theme: str) -> None:
    page = cases.cases_page(make_request(sample, ("theme", theme)))
    fits = [not one.lacks for one in sample.cases_on_theme(theme).matches]
    assert any(fits)
    assert fits == sorted(fits, reverse=True)
    first = page.cases[0]
    assert first.told.words
    assert first.cards[0].kind in {"lesson", "concern", "missed_opportunity"}


def test_a_case_that_is_not_counted_says_what_it_lacks(sample: Library) -> None:
    said = set()
    for age in ("", *AGE_SPANS):
        for theme in ("information-sharing", "professional-curiosity", "recording"):
            for case in cases.cases_page(make_request(sample, ("theme", theme), ("age", age))).cases:
                untold = "what happened" in case.lacks or "not about a single case" in case.lacks
                assert bool(case.told.words) != untold
                teaches = any(one.kind in {"lesson", "concern", "missed_opportunity"} for one in case.cards)
                assert teaches or "no lesson" in case.lacks
                said.add(case.lacks)
    assert "Not counted above because this library has no summary of what happened." in said


def test_few_cases_say_so_and_offer_to_widen(sample: Library) -> None:
    page = cases.cases_page(make_request(sample, ("theme", "housing-moves"), ("age", "11-17")))
    assert page.summary.startswith(("Only ", "This library has no case about children aged 11 to 17 "))
    assert page.wider[0].text == "Any age"
    assert page.wider[0].href == "/cases?theme=housing-moves"
    assert len(page.wider) > 1


def test_a_report_on_a_service_tells_no_case(sample: Library) -> None:
    reports = [one for one in sample.reviews() if one.review_type == "none"]
    assert reports
    for one in reports:
        told = sample.story(one.slug)
        assert told is None or "introduction" not in told.heading.casefold()


def test_a_case_can_be_left_out_for_what_is_hard_in_it(sample: Library) -> None:
    held = {one.review.slug for one in sample.findings(theme="suicide-self-harm")}
    page = cases.cases_page(make_request(sample, ("theme", "information-sharing"), ("without", "suicide-self-harm")))
    assert page.cases
    assert not held & {case.told.slug for case in page.cases}


def test_a_quiz_shows_the_case_and_hides_what_was_found(sample: Library, pages: httpx.Client) -> None:
    slug = next(
        one.review.slug
        for one in sample.findings(kind="missed_opportunity")
        if sample.story(one.review.slug) is not None
    )
    page = quiz.quiz_page(make_request(sample, review=slug))
    assert isinstance(page, quiz.QuizPage)
    tree = html.fromstring(pages.get(f"/reviews/{slug}/quiz").text)
    shown = " ".join(map(str, cast("list[object]", tree.xpath("//main//text()[not(ancestor::details)]"))))
    hidden = " ".join(map(str, cast("list[object]", tree.xpath("//details//text()"))))
    assert page.told.words.splitlines()[0] in shown
    for one in page.asked[0].cards:
        assert one.snippet.text in hidden
        assert one.snippet.text not in shown
    assert not tree.xpath("//details[@open]")


def test_slides_are_few_unless_all_are_asked_for(pages: httpx.Client) -> None:
    def count_quotations(address_: str) -> int:
        opened = Presentation(io.BytesIO(pages.get(address_).content))
        return sum(shape.name == "Stroke" for slide in opened.slides for shape in slide.shapes)

    assert count_quotations("/search.pptx?q=core+groups") == 10
    assert count_quotations("/search.pptx?q=core+groups&all=yes") > 10


def test_slides_of_a_search_say_first_what_their_cases_describe(sample: Library, pages: httpx.Client) -> None:
    held = next(one for one in sample.findings() if sample.content_notice(one.review.slug).all_subjects)
    (subject, *_) = sample.content_notice(held.review.slug).all_subjects
    for address in (f"/search.pptx?review={held.review.slug}", f"/findings/{held.finding.id}.pptx"):
        _, second, *_ = Presentation(io.BytesIO(pages.get(address).content)).slides
        words = " ".join(shape.text_frame.text for shape in second.shapes if shape.has_text_frame)
        assert "Before we start" in words, address
        assert subject in words, address


def test_a_pack_on_the_web_tells_its_cases(sample: Library, pages: httpx.Client) -> None:
    held = next(one for one in sample.findings() if sample.story(one.review.slug) is not None)
    told = sample.story(held.review.slug)
    assert told is not None
    made = sample.new_collection("One case", [CollectionItem(held.finding.id)])
    paper = Document(io.BytesIO(pages.get(f"/collections/{made.key}.docx").content))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert told.words.splitlines()[0] in words
    assert passage_place(told, sample.review(held.review.slug)) in words


def test_cases_can_be_asked_for_what_went_well(sample: Library) -> None:
    theme = next(
        slug
        for one in sample.findings(kind="good_practice")
        for slug in one.finding.themes
        if any(match.case.story for match in sample.cases_on_theme(slug, praise=True).matches if not match.lacks)
    )
    page = cases.cases_page(PageRequest(sample, params=(("theme", theme), ("learn", "well"))))
    assert isinstance(page, CasesPage)
    assert "good practice on this theme" in page.summary
    best = page.cases[0].cards[0]
    assert best.kind == "good_practice" or best.direction == "Working well"


def test_a_case_that_only_mentions_a_hard_subject_can_be_kept(sample: Library) -> None:
    every = sample.cases_on_theme("suicide-self-harm").matches
    gone = sample.cases_on_theme("suicide-self-harm", without="suicide-self-harm").matches
    mild = sample.cases_on_theme("suicide-self-harm", without="suicide-self-harm:described").matches
    assert not gone
    assert {one.case.review.slug for one in mild} <= {one.case.review.slug for one in every}
    with pytest.raises(BadQuestion, match="suicide-self-harm:described"):
        sample.cases_on_theme("suicide-self-harm", without="neglect:described")
