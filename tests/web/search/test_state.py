"""A search for short quotations."""

from __future__ import annotations

from kb.app.library import Library
from tests.web.site import make_request
from tests.web.test_values import looked_for
from web.search.state import SHORT_QUOTATION_WORDS


def test_short_quotations_have_few_words_and_say_how_far_was_looked(library: Library) -> None:
    page = looked_for(make_request(library, ("short", "on")))
    assert page.heading.endswith("short quotations")
    assert all(len(card.snippet.text.split()) <= SHORT_QUOTATION_WORDS for card in page.cards)
    assert [chip.text for chip in page.chips] == ["40 words or fewer"]
    assert "from the 9 best matches" in page.summary


def test_every_page_of_short_quotations_can_be_reached_when_reviews_were_asked_for(library: Library) -> None:
    page = looked_for(make_request(library, ("short", "on"), ("group", "reviews"), ("size", "2")))
    assert (page.total, page.reviews) == (9, 3)
    assert page.paging.pages[-1].number == 5


def test_words_that_ask_for_short_quotations_are_not_looked_for(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "short quotes for a slide about core groups"), ("short", "on")))
    assert page.text == "short quotes for a slide about core groups"
    assert page.heading.endswith("short quotations for “core groups”")
    plain = looked_for(make_request(library, ("q", "core groups"), ("short", "on")))
    assert [card.id for card in page.cards] == [card.id for card in plain.cards]
