"""Pages as values: what each says, without HTML and without a server."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from kb.app.library import Library
from kb.core.document import Block, Document, Role, TableCell
from kb.core.errors import NotHeld
from kb.core.model import FindingInContext
from kb.text import formatting
from kb.text.reading_text import words_of
from kb.vocabulary import quality
from search.query import url
from tests.web import shelf
from tests.web.site import make_request, params_of
from web.components import cards
from web.components.document_text import laid_out
from web.forms import FormData
from web.page import Redirect
from web.pages import (
    check,
    compare_reviews,
    coverage,
    documents,
    follow_up,
    home,
    recurrence,
    review,
    reviews,
    sources,
    themes,
    threads,
    whats_new,
)
from web.pages import finding as findings
from web.pages import search as searching
from web.request import PageRequest


def holding(library: Library, text: str) -> FindingInContext:
    return next(one for one in library.findings() if one.finding.text == text)


def looked_for(ask: PageRequest) -> searching.SearchPage:
    return searching.search_page(ask)


def test_what_a_form_sends_beyond_the_question_is_left_out_of_the_address(library: Library) -> None:
    sent = make_request(library, ("q", "core"), ("from", ""), ("sort", "relevance"), ("page", "1"))
    with pytest.raises(Redirect) as moved:
        searching.search_page(sent)
    assert (moved.value.href, moved.value.lasting) == ("/search?q=core", False)


def test_the_start_page_says_how_much_is_here(library: Library) -> None:
    page = home.start_page(make_request(library))
    assert page.here == (
        "This library holds 3 reviews from 2 areas (2013 to 2022). "
        "It quotes 9 findings word for word, with page numbers."
    )
    assert {(one.link.text, one.reviews) for one in page.holds} == {
        ("Serious case review (before 2019)", 1),
        ("Child safeguarding practice review", 2),
    }
    assert "/themes/housing-moves" in {one.link.href for one in page.themes if one.reviews == 2}


def test_a_search_counts_findings_and_reviews_and_marks_the_words(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core groups")))
    assert page.heading.startswith(f"{page.total} findings for")
    marked = {piece.text.casefold() for card in page.cards for piece in card.snippet.pieces if piece.marked}
    assert "core groups" in marked
    assert page.cards[0].place.text == "page 1"


def test_a_chip_leads_to_the_search_without_it(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core"), ("area", "Northby"), ("kind", "lesson")))
    assert {(chip.label, chip.text) for chip in page.chips} == {("Area", "Northby"), ("Type of finding", "Lesson")}
    area = next(chip for chip in page.chips if chip.label == "Area")
    assert area.href == "/search?q=core&kind=lesson"
    assert page.clear == "/search?q=core"


def test_a_filter_tells_how_many_findings_there_would_be(library: Library) -> None:
    page = looked_for(make_request(library))
    area = next(one for one in page.filters if one.name == "area")
    assert {choice.text: choice.findings for choice in area.choices} == {"Northby": 8, "Eastby": 1}


def test_nothing_found_offers_searches_that_find_something(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "core groups"), ("area", "Eastby")))
    assert page.heading.startswith("Nothing found")
    without = next(one for one in page.instead if "without any filter" in one.text)
    assert without.findings == looked_for(make_request(library, ("q", "core groups"))).total


def test_what_a_search_cannot_mean_is_said_and_left_out(library: Library) -> None:
    page = looked_for(make_request(library, ("kind", "no-such-kind"), ("from", "next year")))
    assert len(page.notices) == 2
    assert page.total == 9


def test_grouped_by_review_each_review_stands_once(library: Library) -> None:
    page = looked_for(make_request(library, ("group", "reviews")))
    assert len({card.review.href for card in page.cards}) == len(page.cards) == 3
    several = next(card for card in page.cards if card.more)
    assert "review=" in several.more_href


def test_a_finding_shows_its_words_page_themes_and_what_shows_them(library: Library) -> None:
    held = holding(library, shelf.ASK_FOR_REPORTS)
    page = findings.finding_page(make_request(library, review=held.review.slug, finding=held.finding.id))
    assert isinstance(page, findings.FindingPage)
    assert page.quotation.text == shelf.ASK_FOR_REPORTS
    assert (page.name, page.place.text, page.must_act) == ("Recommendation 1", "page 1", ("Children's social care",))
    assert page.themes[0].words == ("housing moves",)
    assert page.headline == "The Partnership should require every agency that misses a core group to…"
    assert page.heading[-1] == "Membership of core groups"


def test_a_finding_as_short_as_its_heading_shows_its_words_once(library: Library) -> None:
    held = holding(library, shelf.CORE_GROUPS)
    short = replace(held, finding=replace(held.finding, text="Ask the nursery each week.", evidence=None))
    assert findings.show_finding(make_request(library), short).whole
    assert not findings.show_finding(make_request(library), holding(library, shelf.ASK_FOR_REPORTS)).whole


def test_a_recommendation_shows_its_action_and_why_they_are_linked(library: Library) -> None:
    held = holding(library, shelf.ASK_FOR_REPORTS)
    page = findings.show_finding(make_request(library), held)
    (answer,) = page.answers
    assert answer.card.snippet.text == shelf.REPORTS_SENT
    assert answer.why == "it stands in the same row of the table"
    assert "Reported complete" in {sign.text for sign in answer.card.signs}


def test_what_was_said_elsewhere_stands_before_or_after_by_date(library: Library) -> None:
    early = findings.show_finding(make_request(library), holding(library, shelf.CORE_GROUPS))
    late = findings.show_finding(make_request(library), holding(library, shelf.CORE_GROUPS_AGAIN))
    assert [one.when for one in early.echoed.after] == ["6 years later"]
    assert [one.when for one in late.echoed.before][:1] == ["6 years earlier"]


def test_what_is_similar_elsewhere_is_reported_in_a_sentence(library: Library) -> None:
    page = findings.show_finding(make_request(library), holding(library, shelf.CORE_GROUPS))
    assert page.elsewhere == "1 other source says something similar. The closest one is below: 1 later."
    alone = findings.show_finding(make_request(library), holding(library, shelf.MUSIC))
    assert alone.elsewhere == "No other finding in this library says nearly the same."
    assert not alone.thread


def test_a_thread_is_offered_only_where_one_goes_through_the_finding(library: Library) -> None:
    through = {step.holding.finding.id for one in library.threads() for step in one.steps}
    for held in library.findings():
        assert bool(findings.show_finding(make_request(library), held).thread) == (held.finding.id in through)


def test_a_finding_has_its_whole_address_only_where_the_library_knows_its_name(own: Library) -> None:
    held = holding(own, shelf.MUSIC)
    assert findings.show_finding(PageRequest(own, root="https://kb.example"), held).address.startswith("/reviews/")
    own.settings = own.settings.model_copy(update={"hosts": "kb.example"})
    assert findings.show_finding(PageRequest(own, root="https://kb.example"), held).address.startswith(
        "https://kb.example/reviews/"
    )


def test_a_page_of_a_document_keeps_headings_lists_and_tables_and_joins_lines() -> None:
    text = "Key\nfindings\n\nA well-\nknown line\nruns on.\n\n1. First thing\n\nOne\nTwo\n\nRing 01632 960\n\n001 now."
    place = text.index
    blocks = (
        Block(0, place("\n\nA"), Role.HEADING),
        Block(place("A well"), place("\n\n1."), Role.PARAGRAPH),
        Block(place("First"), place("\n\nOne"), Role.ITEM, level=1, marker="1."),
        Block(place("One"), place("\nTwo"), Role.CELL, cell=TableCell(0, 0, 0)),
        Block(place("Two"), place("\n\nRing"), Role.CELL, cell=TableCell(0, 0, 1)),
        Block(place("Ring"), place("\n\n001"), Role.PARAGRAPH),
    )
    document = Document("a.pdf", "0" * 64, "pdf", text, blocks=blocks)
    laid = laid_out(document, 0, len(text), [(place("line"), place("runs") + 4)], words_of(text))
    assert [one.role for one in laid] == ["heading", "paragraph", "item", "table", "paragraph", "paragraph"]
    assert ["".join(piece.text for piece in one.pieces) for one in laid[:3]] == [
        "Key findings",
        "A well-known line runs on.",
        "First thing",
    ]
    assert [piece.text for piece in laid[1].pieces if piece.marked] == ["line runs"]
    assert [one.first for one in laid].index(True) == 1
    assert laid[2].marker == "1."
    assert [[cell[0].text for cell in row] for row in laid[3].rows] == [["One", "Two"]]
    assert "960" not in repr(laid)


def test_a_finding_can_be_cited(library: Library) -> None:
    page = findings.show_finding(make_request(library), holding(library, shelf.ASK_FOR_REPORTS))
    assert page.citation.text.startswith("Northby Safeguarding Board (2013) Child A: overview report. p. 1.")


def test_a_finding_under_another_review_leads_to_its_lasting_address(library: Library) -> None:
    held = holding(library, shelf.MOVES)
    with pytest.raises(Redirect) as moved:
        findings.finding_page(make_request(library, review="child-a", finding=held.finding.id))
    assert (moved.value.href, moved.value.lasting) == (f"/reviews/{held.review.slug}/{held.finding.id}", True)


def test_contact_details_are_hidden(library: Library) -> None:
    page = findings.show_finding(make_request(library), holding(library, shelf.CONTACT))
    assert "[phone number hidden] or [email address hidden]" in page.quotation.text
    assert "960" not in repr(page)
    assert "jo.bloggs" not in repr(page)


def test_a_review_says_where_each_fact_was_read(library: Library) -> None:
    page = review.review_page(make_request(library, review="child-a"))
    facts = {fact.name: (fact.value, fact.where) for fact in page.facts}
    assert facts["Publisher"] == ("Northby Safeguarding Board", "read from the document (page 1)")
    assert facts["Type of review"][0].startswith("Serious case review")
    assert facts["Licence"] == ("Not stated", "")
    assert (len(page.recommendations), page.answered) == (1, 1)
    assert page.documents[0].notes == ("Page 3 has no text.",)


def test_follow_up_tells_what_was_reported_and_found_later(library: Library) -> None:
    page = follow_up.follow_up_page(make_request(library, review="child-a"))
    assert page.summary == "1 of 1 have an action or response recorded in this library: 1 reported complete."
    assert page.rows[0].answers[0].snippet.text == shelf.REPORTS_SENT


def test_reviews_sort_by_any_column_both_ways(library: Library) -> None:
    def titles(sort: str) -> list[str]:
        return [line.review.text for line in reviews.reviews_page(make_request(library, ("sort", sort))).lines]

    assert titles("published") == ["Child A", "Family Q", "Sam"]
    assert titles("-published") == ["Sam", "Family Q", "Child A"]
    assert titles("no-such-column") == titles("published")


def test_reviews_narrow_by_area_and_year(library: Library) -> None:
    page = reviews.reviews_page(make_request(library, ("area", "Northby"), ("year", "2019")))
    assert [line.review.text for line in page.lines] == ["Family Q"]


def test_a_theme_counts_reviews_by_year_and_names_what_is_found_with_it(library: Library) -> None:
    page = themes.theme_page(make_request(library, theme="cp-plans-core-groups"))
    assert isinstance(page, themes.ThemePage)
    assert {one.link.text: one.reviews for one in page.years} == {"2013": 1, "2019": 1}
    assert "agency-participation" in page.together[0].link.href


def test_an_unknown_theme_is_not_held(library: Library) -> None:
    with pytest.raises(NotHeld):
        themes.theme_page(make_request(library, theme="no-such-theme"))


def test_every_theme_of_the_vocabulary_is_listed(library: Library) -> None:
    page = themes.themes_page(make_request(library))
    assert sum(len(group.themes) for group in page.groups) == len(library.vocabulary.themes)


def test_recurrence_counts_reviews_with_their_base(library: Library) -> None:
    page = recurrence.recurrence_page(make_request(library))
    row = next(row for row in page.rows if "cp-plans-core-groups" in row.theme.href)
    assert [head.text for head in page.heads][::9] == ["2013", "2022"]
    assert (row.total.number, row.total.of) == (2, 3)
    assert row.cells[0].label.endswith("2013: 1 of 1 review")
    assert page.all_reviews.number == 3


def test_every_number_of_recurrence_leads_to_as_many_reviews(library: Library) -> None:
    page = recurrence.recurrence_page(make_request(library, ("by", "area")))
    for cell in [cell for row in page.rows for cell in row.cells if cell.number]:
        query = url.from_params(parse_qsl(urlsplit(cell.href).query), library.vocabulary)
        assert library.search(query.query).reviews == cell.number


def test_recurrence_gives_shares_when_asked(library: Library) -> None:
    page = recurrence.recurrence_page(make_request(library, ("by", "area"), ("show", "share")))
    row = next(row for row in page.rows if "housing-moves" in row.theme.href)
    assert {cell.text for cell in row.cells} == {"50%", "100%"}


def test_a_thread_tells_its_steps_in_order(library: Library) -> None:
    (first, *_) = library.threads()
    page = threads.thread_page(make_request(library, thread=first.id))
    assert [step.number for step in page.steps] == list(range(1, len(page.steps) + 1))
    assert page.timeline is not None
    assert {mark.shape for mark in page.timeline.marks} <= {"recommended", "action", "found"}


def test_a_draft_is_set_beside_what_was_said_before(library: Library) -> None:
    page = check.check_draft(
        make_request(library), FormData((("text", "Agencies did not attend core groups and plans drifted."),))
    )
    assert page.done
    assert shelf.CORE_GROUPS_AGAIN in {said.card.snippet.text for one in page.drafted for said in one.said}


def test_an_empty_draft_is_told_what_to_do(library: Library) -> None:
    page = check.check_draft(make_request(library), FormData((("text", "  "),)))
    assert page.title.startswith("Error: ")
    assert "Enter a draft" in page.error


def test_a_page_of_a_document_marks_the_finding_in_its_place(library: Library) -> None:
    held = holding(library, shelf.REPORTS_SENT)
    page = documents.page_view(
        make_request(library, ("finding", held.finding.id), document=held.document.id, number="2")
    )
    assert isinstance(page, documents.PageView)
    shown = [piece for block in page.blocks for piece in block.pieces]
    assert [piece.text for piece in shown if piece.marked] == [shelf.REPORTS_SENT]
    assert [block.first for block in page.blocks] == [block.pieces[0].marked for block in page.blocks]
    assert page.number == 2
    assert "960" not in "".join(piece.text for piece in shown)


def test_a_page_that_a_document_does_not_have_is_not_held(library: Library) -> None:
    held = holding(library, shelf.REPORTS_SENT)
    with pytest.raises(NotHeld, match="2 pages"):
        documents.page_view(make_request(library, document=held.document.id, number="9"))


def test_compared_reviews_share_their_themes_row_by_row(library: Library) -> None:
    page = compare_reviews.compare_reviews_page(make_request(library, ("review", "child-a"), ("review", "family-q")))
    row = next(row for row in page.shared if "cp-plans-core-groups" in row.head.href)
    assert [said.count for said in row.said] == [3, 1]


def test_coverage_names_gaps(library: Library) -> None:
    page = coverage.coverage_page(make_request(library))
    assert page.empty_years == (2014, 2015, 2016, 2017, 2018, 2020, 2021)
    assert page.unread[0].sentence == "Page 3 has no text."


def test_coverage_shows_the_areas_with_most_reviews_and_leads_to_all(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = coverage.coverage_page(make_request(library))
    assert whole.more_areas == ""
    monkeypatch.setattr(coverage, "FIRST_AREAS", 1)
    page = coverage.coverage_page(make_request(library))
    assert (page.areas, page.types) == (whole.areas[:1], whole.types)
    every = coverage.coverage_page(make_request(library, *params_of(page.more_areas)))
    assert (every.areas, every.more_areas) == (whole.areas, "")


def test_what_is_new_stands_by_week(library: Library) -> None:
    page = whats_new.whats_new_page(make_request(library))
    assert len(page.weeks) == 1
    assert page.weeks[0].title.startswith("Week of ")
    assert len(page.weeks[0].documents) == 3


@pytest.mark.parametrize(
    ("label", "text", "title"),
    [
        ("Recommendation 3", "Recommendation 3: Share the plan.", "Share the plan."),
        ("a", "Adequate help was offered.", "Adequate help was offered."),
        ("7", "7-minute briefings reached every team.", "7-minute briefings reached every team."),
        ("7", "7. Briefings reached every team.", "Briefings reached every team."),
    ],
)
def test_a_label_is_cut_from_a_title_only_where_it_ends(own: Library, label: str, text: str, title: str) -> None:
    held = holding(own, shelf.MUSIC)
    named = replace(held, finding=replace(held.finding, label=label, text=text))
    assert cards.title(named) == title


def test_readers_are_told_how_right_each_theme_was_and_on_how_much(library: Library) -> None:
    page = sources.themes_help(make_request(library))
    known = quality.load()
    rows = {row.theme.href.rsplit("/", 1)[1]: row for row in page.themes}
    assert f"{known.findings:,} findings of {known.documents} documents" in page.measured
    assert formatting.format_date(known.measured) in page.measured
    kinds = quality.load_kinds()
    assert [(row.findings, row.right) for row in page.kinds] == [(k.findings, k.right) for k in kinds.kinds.values()]
    assert all((row.precision == "") == (row.findings < kinds.few) for row in page.kinds)
    assert f"{kinds.documents} invented documents" in page.kinds_measured
    for slug, row in rows.items():
        figures = known.of(slug)
        assert row.labels == figures.labels
        assert row.precision == ("" if figures.precision is None else f"{figures.precision:.0%}")
