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
