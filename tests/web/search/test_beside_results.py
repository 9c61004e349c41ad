"""What stands beside the results of a search."""

from __future__ import annotations

from kb.app.library import Library
from tests.web.site import make_request
from tests.web.test_values import looked_for


def test_short_quotations_that_are_asked_for_stand_before_all_results(library: Library) -> None:
    page = looked_for(make_request(library, ("q", "quotes for a slide about core groups")))
    shown = page.beside.quotations
    assert shown is not None
    assert (shown.subject, shown.all.href) == ("core groups", "/search?q=core+groups&short=on")
    assert 1 <= len(shown.cards) <= 3
    assert len({one.review.href for one in shown.cards}) == len(shown.cards)
    assert all(len(one.snippet.text.split()) <= 40 and not one.snippet.after for one in shown.cards)
    assert looked_for(make_request(library, ("q", "core groups"))).beside.quotations is None
