"""Lists of reviews and menus of them do not grow with the library: pages of a list, and menus of the newest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.app.library import Library
from tests.web import site
from tests.web.site import make_request
from web.components import list_controls
from web.pages import compare_reviews, compare_theme, follow_up, reviews
from web.request import PageRequest


def request_for(library: Library, **params: str) -> PageRequest:
    return make_request(library, *params.items())


def numbers(count: int) -> Iterator[str]:
    """Give the numbers of the pages that so many reviews fill, two on each."""
    return map(str, range(1, -(-count // 2) + 1))


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pages of two reviews."""
    for module in (reviews, follow_up):
        monkeypatch.setattr(module, "REVIEWS_PER_PAGE", 2)


@pytest.fixture
def menus_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let menus offer two reviews."""
    monkeypatch.setattr(list_controls, "MOST_OFFERED", 2)


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.parametrize("sort", ["-published", "title", "-findings", "area"])
def test_the_pages_of_the_list_hold_every_review_once_and_in_order(sample: Library, sort: str) -> None:
    every = sample.reviews()
    pages = [reviews.reviews_page(request_for(sample, sort=sort, page=n)) for n in numbers(len(every))]
    slugs = [line.slug for page in pages for line in page.lines]
    assert sorted(slugs) == sorted(one.slug for one in every)
    assert {page.summary for page in pages} == {pages[0].summary}
    if sort == "-findings":
        counts = [line.findings for page in pages for line in page.lines]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.usefixtures("pages_of_two")
def test_a_page_of_the_list_keeps_what_was_chosen(sample: Library) -> None:
    area = next(one.area for one in sample.reviews() if one.area)
    chosen = reviews.reviews_page(request_for(sample, area=area, sort="title"))
    for one in chosen.paging.pages:
        assert "sort=title" in one.href
        assert "area=" in one.href
    whole = reviews.reviews_page(request_for(sample))
    assert whole.paging.next == "/reviews?page=2"


@pytest.mark.usefixtures("pages_of_two")
def test_the_pages_of_follow_ups_hold_each_review_once_the_answered_first(sample: Library) -> None:
    counts = sample.follow_ups()
    pages = [follow_up.follow_ups_page(request_for(sample, page=n)) for n in numbers(len(counts))]
    told = [one.link.href.split("/")[2] for page in pages for one in (*page.answered, *page.others)]
    assert sorted(told) == sorted(counts)
    firm = [bool(counts[slug][1]) for slug in told]
    assert firm == sorted(firm, reverse=True)
    assert {page.all_others for page in pages} == {firm.count(False)}


@pytest.mark.usefixtures("pages_of_two")
def test_no_page_of_follow_ups_says_that_nothing_is_recorded_where_another_page_has_it(sample: Library) -> None:
    counts = sample.follow_ups()
    assert any(answered for _, answered in counts.values())
    with site.client(sample) as http:
        for n in numbers(len(counts)):
            assert "No review in this library has" not in http.get(f"/follow-up?page={n}").text


def test_a_small_library_offers_all_its_reviews(sample: Library) -> None:
    page = compare_reviews.compare_reviews_page(request_for(sample))
    assert page.area is None
    assert {one.value for one in page.menus[0].options if one.value} == {one.slug for one in sample.reviews()}


@pytest.mark.usefixtures("menus_of_two")
def test_a_large_one_offers_the_newest_and_those_of_an_area_and_keeps_what_was_chosen(sample: Library) -> None:
    every = sample.reviews()
    oldest = every[-1]
    page = compare_reviews.compare_reviews_page(request_for(sample))
    assert page.area is not None
    assert {one.value for one in page.menus[0].options if one.value} == {one.slug for one in every[:2]}
    kept = compare_reviews.compare_reviews_page(request_for(sample, review=oldest.slug))
    assert [one.value for one in kept.menus[0].options if one.chosen] == [oldest.slug]
    area = next(one.area for one in reversed(every) if one.area)
    narrowed = compare_reviews.compare_reviews_page(request_for(sample, area=area))
    offered = {one.value for one in narrowed.menus[0].options if one.value}
    assert offered
    assert offered <= {one.slug for one in every if one.area == area}


@pytest.mark.usefixtures("menus_of_two")
def test_the_sides_of_two_views_are_offered_in_the_same_way(sample: Library) -> None:
    every = sample.reviews()
    with_findings = sample.reviews_on()
    oldest = next(one for one in reversed(every) if one.slug in with_findings)
    page = compare_theme.laid_out(request_for(sample, left=f"review:{oldest.slug}"))
    assert page.area is not None
    left, right = ({o.value: o.chosen for o in dict(side.groups)["Review"]} for side in page.sides)
    assert left[f"review:{oldest.slug}"]
    assert len(right) == 3  # the newest two, and the one that is chosen on the other side


@pytest.mark.usefixtures("menus_of_two")
def test_the_form_of_a_large_library_has_its_areas(sample: Library) -> None:
    with site.client(sample) as client:
        for address in ("/compare/reviews", "/compare/theme"):
            assert 'name="area"' in client.get(address).text


def test_a_list_with_an_inspection_in_it_is_not_one_of_reviews(sample: Library) -> None:
    every = reviews.reviews_page(request_for(sample))
    alone = reviews.reviews_page(request_for(sample, type="domestic-homicide-review"))
    assert "inspection" in every.summary
    assert (every.title, alone.title) == ("Reviews and other sources", "Reviews")
