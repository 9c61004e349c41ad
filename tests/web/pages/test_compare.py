"""The comparing pages at their addresses, and the addresses at which they stood before."""

from __future__ import annotations

import httpx
import pytest

from kb.app.library import Library
from kb.core.model import Kind
from tests.web.site import make_request
from web.pages.compare_theme import compare_theme_page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/contrast", "/compare/theme"),
        ("/contrast?theme=neglect&left=agency%3Apolice&right=review:child-a", None),
        ("/compare?review=a&review=b%20c", "/compare/reviews?review=a&review=b%20c"),
        ("/compare.json?review=a", "/compare/reviews.json?review=a"),
        ("/side-by-side?finding=1&finding=2", "/compare/findings?finding=1&finding=2"),
        ("/side-by-side.docx?finding=1&finding=2", "/compare/findings.docx?finding=1&finding=2"),
        ("/contrast.pdf?theme=neglect", "/compare/theme.pdf?theme=neglect"),
    ],
)
def test_an_old_address_leads_for_good_to_the_new_one(http: httpx.Client, old: str, new: str | None) -> None:
    answer = http.get(old, follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == (new or old.replace("/contrast", "/compare/theme"))


def test_each_comparing_page_leads_to_the_others(http: httpx.Client, library: Library) -> None:
    echo = next(iter(library.all_echoes(1)))
    theme, reviews = '<a class="govuk-link" href="/compare/theme">', '<a class="govuk-link" href="/compare/reviews">'
    own = http.get("/compare/theme").text
    assert reviews in own
    assert theme not in own
    own = http.get("/compare/reviews").text
    assert theme in own
    own = http.get(f"/compare/findings?finding={echo.finding}&finding={echo.echo}").text
    assert theme in own
    assert reviews in own


def test_one_side_is_not_compared_with_itself(http: httpx.Client) -> None:
    page = http.get("/compare/theme?theme=cp-plans-core-groups&left=review:child-a&right=review:child-a").text
    assert "Choose 2 different agencies or reviews." in page
    assert "Two views" not in page


def test_a_recommendation_that_two_documents_print_stands_once_in_its_column(sample: Library) -> None:
    sides = (("left", "review:harrowfield-child-k"), ("right", "review:tarnshire-family-d"))
    page = compare_theme_page(make_request(sample, ("theme", "cp-plans-core-groups"), *sides))
    asked = [card.id for side in page.columns for card in side.cards if card.kind == Kind.RECOMMENDATION.value]
    assert asked
    assert not any(other.finding.id in asked for one in asked for other in sample.printings(one))
