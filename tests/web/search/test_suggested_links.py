"""Searches that are offered for a question."""

from __future__ import annotations

from kb.app.library import Library
from tests.web.site import make_request
from tests.web.test_values import looked_for


def test_a_question_for_quotes_is_offered_short_ones(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide about core groups")))
    assert "/search?q=core+groups&short=on" in {one.link.href for one in page.offers}


def test_a_question_for_quotations_on_nothing_is_offered_them_plainly(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide")))
    assert all("“”" not in one.link.text for one in page.offers)


def test_the_words_beside_exact_ones_are_offered_alone(library: Library) -> None:
    page = looked_for(make_request(library, ("q", '"core groups" housing moves')))
    assert ("“housing moves” alone", "/search?q=housing+moves") in {
        (one.link.text, one.link.href) for one in page.offers
    }
    for question in ('"core groups"', "core groups and housing moves", '"core groups" zzyzx'):
        page = looked_for(make_request(library, ("q", question)))
        assert not any(one.link.text.endswith("alone") for one in page.offers)
