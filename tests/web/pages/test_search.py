"""What a search makes of a question: names in it, several themes at once, short quotations, what cannot be meant."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from lxml import html
from pptx import Presentation

from kb.app.answer_question import COMMON_WORDS
from kb.app.library import Library
from kb.core.model import Kind
from tests.web import shelf, site
from tests.web.site import make_request, params_of
from tests.web.test_values import looked_for
from web import urls
from web.page import Redirect
from web.pages import search as searching


def open_page(http: httpx.Client, address: str) -> html.HtmlElement:
    return html.document_fromstring(http.get(address).text)


def test_two_ticked_themes_say_how_they_were_read_and_offer_the_other_way(library: Library) -> None:
    ticked = (("theme", "cp-plans-core-groups"), ("theme", "agency-participation"))
    either = looked_for(make_request(library, *ticked))
    assert either.ticked is not None
    assert either.ticked.shown == "These findings are on either theme."
    both = looked_for(make_request(library, *params_of(either.ticked.other.href)))
    assert both.total == either.ticked.other.findings == 2 < either.total
    assert both.ticked is not None
    assert both.ticked.other.findings == either.total
    chosen = {choice.value for one in both.filters if one.name == "theme" for choice in one.choices if choice.chosen}
    assert chosen == {"cp-plans-core-groups", "agency-participation"}
    assert {chip.href for chip in both.chips} == {
        "/search?theme=agency-participation",
        "/search?theme=cp-plans-core-groups",
    }


def test_one_theme_alone_is_never_asked_for_together(library: Library) -> None:
    sent = make_request(library, ("theme", "housing-moves"), ("together", "on"))
    with pytest.raises(Redirect) as moved:
        searching.search_page(sent)
    assert moved.value.href == "/search?theme=housing-moves"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("area", "Atlantis", "This library has no area called “Atlantis”, so we left out that filter."),
        ("review", "none-such", "This library has no review called “none-such”, so we left out that filter."),
        ("year", "1999", "This library has no year of publication called “1999”, so we left out that filter."),
        ("colour", "blue", "We do not recognise “colour”, so we left it out."),
    ],
)
def test_what_the_library_does_not_know_is_said(library: Library, name: str, value: str, said: str) -> None:
    page = looked_for(make_request(library, ("q", "core groups"), (name, value)))
    assert page.notices == (said,)
    assert page.total == looked_for(make_request(library, ("q", "core groups"))).total


def test_reversed_years_are_said_and_turned_round_in_a_link(library: Library) -> None:
    page = looked_for(make_request(library, ("from", "2022"), ("to", "2013")))
    assert "is after the “to” year" in page.notices[0]
    assert next((one.text, one.href) for one in page.instead) == ("From 2013 to 2022", "/search?from=2013&to=2022")


@pytest.mark.parametrize("words", ["core groups " * 60, "agencies missed core groups repeatedly " * 20])
def test_of_a_question_that_is_too_long_the_beginning_is_searched_and_all_stays_in_its_box(
    library: Library, words: str
) -> None:
    long = words.strip()
    page = looked_for(make_request(library, ("q", long)))
    assert (page.text, page.error) == (long, "")
    (said,) = page.notices
    number = int(said.split("the first ")[1].rstrip("."))
    assert said.startswith(f"Your search has {len(long)} characters. We searched the first ")
    assert number <= 500
    assert long[number] == " "  # cut after a word
    assert page.total == looked_for(make_request(library, ("q", long[:number]))).total > 0
    assert params_of(page.here)[0] == ("q", long)


def test_marks_of_searched_words_are_for_the_eye_alone(http: httpx.Client) -> None:
    marks = open_page(http, "/search?q=core+groups").xpath("//main//mark")
    assert marks
    assert {one.get("role") for one in marks} == {"none"}  # else a screen reader breaks each sentence at them


def test_a_misspelt_word_that_no_finding_holds_is_put_right_at_once_and_can_be_searched_as_typed(
    library: Library, http: httpx.Client
) -> None:
    page = looked_for(make_request(library, ("q", "professionl network")))
    assert page.right is not None
    assert (page.right.text, page.text) == ("professional network", "professionl network")
    assert page.total == looked_for(make_request(library, ("q", "professional network"))).total
    assert all("professionl" not in one.href for one in page.exports)
    as_typed = looked_for(make_request(library, *params_of(page.right.typed.href)))
    assert (as_typed.right, as_typed.text) == (None, "professionl network")
    assert as_typed.did_you_mean is not None
    assert as_typed.did_you_mean.href == "/search?q=professional+network"
    shown = " ".join(open_page(http, page.here).xpath("//main")[0].text_content().split())
    assert "Showing results for professional network. Search instead for professionl network" in shown


def test_a_link_to_an_area_reads_well(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "has core groups attendance come up in Northby?")))
    assert [one.text for one in page.chips] == ["Northby"]
    looked = looked_for(make_request(library, ("q", "has Northby core groups attendance come up?")))
    offered = {one.link.text: one for one in looked.offers}
    assert offered["Only Northby"].why.endswith("on “core groups attendance”")


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("boy born 12/03/2021 bruised", True),
        ("girl, DOB 3rd May 2019", True),
        ("NHS 943 476 5919", True),
        ("a flat in SW1A 1AA", True),
        ("rang 01632 960 001", True),
        ("jo@northby.example", True),
        ("bruises on a baby since 2019", False),
        ("between 2015-2019 or 2019/20", False),
        ("section 47 and gcp2, s17", False),
    ],
)
def test_what_is_formed_as_a_persons_details_is_cautioned_against(
    library: Library, http: httpx.Client, text: str, personal: bool
) -> None:
    page = looked_for(make_request(library, ("q", text)))
    assert page.personal is personal
    shown = " ".join(open_page(http, page.here).xpath("//form[@id='search-form']")[0].text_content().split())
    assert ("Do not type names or addresses" in shown) is personal


def test_without_a_question_everything_is_listed_and_said_so(http: httpx.Client) -> None:
    page = http.get("/search").text
    assert "All 9 findings" in page
    assert "This list shows every finding." in page


def test_a_named_review_leads_to_its_follow_up(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "which of Child A's recommendations have evidence of completion")))
    offered = {one.link.text: one.link.href for one in page.offers}
    assert offered["Follow-up of the 1 recommendation"] == "/reviews/child-a/follow-up"
    assert offered["Child A"] == "/reviews/child-a"


def test_a_recommendation_that_two_documents_print_is_counted_once_where_its_follow_up_is_offered(
    sample: Library,
) -> None:
    page = looked_for(make_request(sample, ("q", "Child K")))
    told = {one.link.href: one.link.text for one in page.offers}
    review = "harrowfield-child-k"
    assert told[f"/reviews/{review}/follow-up"] == f"Follow-up of the {len(sample.follow_up(review))} recommendations"


@pytest.mark.parametrize(("since", "until"), [("2019", ""), ("", "2015"), ("2016", "2021")])
def test_years_that_were_not_asked_for_are_not_told_as_found(sample: Library, since: str, until: str) -> None:
    years = [(name, year) for name, year in (("from", since), ("to", until)) if year]
    page = looked_for(make_request(sample, ("q", "reviews"), *years))
    told = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", page.summary)]
    assert told or not page.summary
    assert all(int(since or 0) <= year <= int(until or 9999) for year in told)


def test_an_area_that_is_led_to_is_a_filter_to_be_seen_and_taken_away(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core groups in Northby since 2019")))
    assert [one.text for one in page.chips] == ["Northby", "from 2019"]
    assert page.text == "core groups in Northby since 2019"
    assert all("narrow=off" in one.href and "since+2019" in one.href for one in page.chips)
    offered = {one.link.text: one.link.href for one in page.offers}
    assert offered["Has this come up before in Northby?"] == "/recurrence/history?q=core+groups&area=Northby"


def test_an_area_and_a_year_beside_the_topic_are_offered_as_filters_and_never_put_on_silently(
    library: Library,
) -> None:
    page = looked_for(make_request(library, ("q", "Northby core groups 2019")))
    offered = {one.link.text: one.link.href for one in page.offers}
    assert offered["Only Northby"] == "/search?q=core+groups+2019&area=Northby"
    assert offered["Only published in 2019"] == "/search?q=Northby+core+groups&from=2019&to=2019"
    assert offered["Only Northby, published in 2019"] == "/search?q=core+groups&area=Northby&from=2019&to=2019"
    assert offered["Has this come up before in Northby?"] == "/recurrence/history?q=core+groups&area=Northby"
    assert not page.chips
    plain = looked_for(
        make_request(library, ("q", "Northby core groups 2019"), ("synonyms", "off"), ("spelling", "off"))
    )
    kept = {one.link.text: one.link.href for one in plain.offers}
    assert kept["Only Northby"] == "/search?q=core+groups+2019&area=Northby&synonyms=off&spelling=off"
    chosen = looked_for(make_request(library, ("q", "core groups"), ("area", "Northby")))
    assert not any(one.link.text.startswith(("Only", "Has this")) for one in chosen.offers)


@pytest.mark.parametrize("text", ["?", "£$%", "😀", "“”"])
def test_signs_without_a_word_leave_nothing_out_and_say_so(library: Library, text: str) -> None:
    page = looked_for(make_request(library, ("q", text)))
    assert page.heading == looked_for(make_request(library)).heading
    assert page.remarks


@pytest.mark.parametrize(("text", "told"), [("who is it", True), ("it", True), ("core groups", False)])
def test_of_common_words_alone_it_is_said_that_they_tell_nothing(library: Library, text: str, told: bool) -> None:
    page = looked_for(make_request(library, ("q", text)))
    assert (COMMON_WORDS in page.remarks) is (told and page.total > 0)


def test_what_is_held_in_other_years_is_not_reported_as_missing(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core groups"), ("from", "2090")))
    assert page.heading.startswith("Nothing found")
    assert not any("Nothing in this library" in remark for remark in page.remarks)


def test_slides_of_a_search_are_few_and_their_quotations_short(sample: Library) -> None:
    page = looked_for(make_request(sample, ("q", "children")))
    assert page.slides is not None
    assert page.total > 10
    with site.client(sample) as http:
        answer = http.get(page.slides.href)
    slides = Presentation(io.BytesIO(answer.content)).slides
    quoting = [slide for slide in slides if any(card in _words(slide) for card in ("“", "”"))]
    assert 1 <= len(quoting) <= 12


def test_a_finding_of_a_paper_without_pages_is_placed_by_its_heading_and_copied_with_its_source(
    library: Library, http: httpx.Client
) -> None:
    page = looked_for(make_request(library, ("review", "sam")))
    (card,) = page.cards
    assert card.place.text == "section “Learning”"
    (held_,) = library.findings(review="sam")
    assert card.quoted.startswith(f"“{held_.finding.text}” Publisher not stated (2022) Sam. Section “Learning”.")
    shown = open_page(http, "/search?review=sam")
    (copy,) = shown.xpath("//a[@data-copy-words]")
    assert copy.get("data-copy-words") == card.quoted
    assert copy.get("href") == f"{card.href}#cite"
    assert open_page(http, card.href).xpath("//*[@id='cite']//p[contains(@class, 'app-cite')]")


def test_an_untitled_paper_is_called_as_its_review_and_never_as_its_file(tmp_path: Path) -> None:
    reading = shelf.about_moves(Kind.LESSON)
    named = replace(reading.document, name="001_09ef85a9fdeaeed4.pdf")
    untitled = replace(reading, document=named, about=replace(reading.about, title=None))
    with shelf.fill_library(tmp_path, (untitled,)) as held_, site.client(held_) as http:
        (one,) = held_.findings()
        key = one.document.id
        where = (
            "/",
            "/whats-new",
            "/sources",
            f"/documents/{key}",
            f"/documents/{key}/pages/1",
            f"/search?document={key}",
        )
        for address in (*where, urls.finding(one), urls.review(one.review.slug)):
            shown = " ".join(open_page(http, address).xpath("//body")[0].text_content().split())
            assert "001_09ef" not in shown, address
            assert one.review.title in shown, address


def test_similar_in_other_reviews_leads_to_them(library: Library, http: httpx.Client) -> None:
    page = looked_for(make_request(library, ("q", "core groups"), ("found_again", "yes")))
    sign = next(sign for card in page.cards for sign in card.signs if sign.text.startswith("Similar in"))
    assert sign.href.endswith("#elsewhere")
    shown = open_page(http, page.here)
    assert sign.href in shown.xpath("//details[@class='app-hit__more app-no-print']//a/@href")
    assert open_page(http, sign.href.partition("#")[0]).xpath("//section[@id='elsewhere']")


def test_kept_filters_stand_above_the_results_and_can_all_be_let_go(http: httpx.Client) -> None:
    shown = open_page(http, "/search?q=core+groups&area=Northby&kind=lesson")
    (chips,) = shown.xpath("//ul[@aria-label='Selected filters']")
    assert chips.xpath(".//a/@href")[-1] == "/search?q=core+groups"
    assert " ".join(chips.xpath(".//a")[-1].text_content().split()) == "Clear all filters"
    assert shown.xpath("//form[@id='search-form']/@autocomplete") == ["off"]


def _words(slide: object) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)  # type: ignore[attr-defined]


def test_what_words_ask_for_is_a_filter_to_be_seen_and_taken_away(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "recommendations on core groups")))
    assert page.text == "recommendations on core groups"
    assert {card.kind for card in page.cards} == {"recommendation"}
    (chip,) = page.chips
    without = looked_for(make_request(library, *params_of(chip.href)))
    assert without.chips == ()
    assert without.text == page.text
    assert not without.narrow
    assert without.total > page.total
    again = looked_for(make_request(library, *params_of(page.here)))
    assert [card.id for card in again.cards] == [card.id for card in page.cards]


def test_a_result_leads_with_its_words_said_once_and_its_actions_are_behind_one_control(http: httpx.Client) -> None:
    shown = open_page(http, "/search?q=core+groups")
    hits = shown.xpath("//ul[@class='app-hits']/li")
    assert hits
    for hit in hits:
        (link,) = hit.xpath("./p[contains(@class, 'app-hit__source')]/a")
        assert not hit.xpath("./h3//a")  # a quotation is text
        assert not hit.xpath("./p[@class='app-hit__text']")
        assert hit.xpath("./p[contains(@class, 'app-hit__source')]/strong[contains(@class, 'govuk-tag')]")
        (more,) = hit.xpath("./details")
        assert len(hit.xpath("./p//a")) == 1  # a link and a control are all that the keyboard meets
        assert link.get("href") in more.xpath(".//a/@href")[0] or more.xpath(".//a")


def test_filters_come_before_the_results_and_can_be_skipped(http: httpx.Client) -> None:
    shown = open_page(http, "/search?q=core+groups")
    order = [one.get("id") for one in shown.xpath("//*[@id='filters' or @id='results']")]
    assert order == ["filters", "results"]
    assert shown.xpath("//a[contains(@class, 'govuk-skip-link')]/@href")[-1] == "#results"
    stops = shown.xpath("//*[@id='results']/following::*[self::a[@href] or self::button or self::summary]")
    stops = [one for one in stops if not one.xpath("ancestor::details[not(@open)]") or one.tag == "summary"]
    titles = [at for at, one in enumerate(stops, 1) if "app-hit__open" in (one.get("class") or "")]
    assert titles
    assert max(titles[:10]) <= 25


def test_a_recommendation_printed_in_two_documents_is_one_result(sample: Library) -> None:
    held = [one for one in sample.findings() if one.finding.kind is Kind.RECOMMENDATION]
    printed = next(
        one
        for one in held
        if any(other.finding.kind is Kind.RECOMMENDATION for other in sample.printings(one.finding.id))
    )
    page = looked_for(make_request(sample, ("q", printed.finding.text[:200].replace('"', " "))))
    ids = [card.id for card in page.cards]
    others = {other.finding.id for other in sample.printings(printed.finding.id)}
    assert len(({printed.finding.id} | others) & set(ids)) == 1
    (card,) = [one for one in page.cards if one.id in {printed.finding.id} | others]
    assert card.also_in
