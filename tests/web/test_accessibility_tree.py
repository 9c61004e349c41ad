"""What a screen reader is told on five journeys, by the browser's own tree, and where the keyboard goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from kb.app.library import Library
from kb.core.model import Kind
from tests.web import browsing, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

MOST_STOPS = 400  # of the keyboard on a page
NAMED = frozenset({"link", "button", "textbox", "searchbox", "combobox", "checkbox", "navigation", "table", "region"})
FOCUSED = """() => {
    const all = [...document.querySelectorAll('*')];
    const one = document.activeElement;
    return one === document.body ? null : [all.indexOf(one), one.tabIndex, one.outerHTML.slice(0, 90)];
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
    const style = getComputedStyle(one);
    return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0.01);
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def root(sample: Library) -> Iterator[str]:
    with site.serve_library(sample) as address:
        yield address


def told_nodes(page: Page) -> list[tuple[str, str]]:
    """Return role and name of everything that a screen reader is told of, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {one["nodeId"]: one for one in nodes}
    told: list[tuple[str, str]] = []
    waiting = [nodes[0]["nodeId"]]
    while waiting:
        one = by_id.get(waiting.pop())
        if one is None:
            continue
        if not one.get("ignored"):
            told.append((one["role"]["value"], one.get("name", {}).get("value", "").strip()))
        waiting += reversed(one.get("childIds", []))
    return told


def hold_to_the_frame(told: list[tuple[str, str]]) -> None:
    """Hold what is so on every page: its landmarks once, one heading of the first level, a name for all that acts."""
    roles = [role for role, _ in told]
    assert roles.count("main") == roles.count("banner") == roles.count("contentinfo") == 1
    assert [(role, name) for role, name in told if role in NAMED and not name] == []


def in_order(told: list[tuple[str, str]], *wanted: tuple[str, str]) -> None:
    """Hold that these are told one after the other, each by its role and the beginning of its name."""
    rest = iter(told)
    for role, name in wanted:
        assert any(r == role and n.startswith(name) for r, n in rest), (role, name)


def journeys(library: Library) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return five journeys: an address, and what a reader meets there in this order."""
    asked = next(iter(library.findings(kind=Kind.RECOMMENDATION.value)))
    return {
        "/search?q=core+groups": (
            ("link", "Skip to main content"),
            ("navigation", "Menu"),
            ("main", ""),
            ("searchbox", ""),
            ("button", "Search"),
            ("heading", ""),
            ("link", "Open"),
        ),
        f"/reviews/{asked.review.slug}/{asked.finding.id}": (("main", ""), ("heading", ""), ("blockquote", "")),
        "/recurrence/history?theme=cp-plans-core-groups": (
            ("main", ""),
            ("heading", "Has this come up before?"),
            ("heading", "Findings by year"),
            ("table", ""),
            ("columnheader", "Date"),
            ("columnheader", "Source"),
        ),
        "/cases?theme=cp-plans-core-groups": (
            ("main", ""),
            ("heading", "Cases on"),
            ("combobox", "Theme"),
            ("button", "Show results"),
            ("button", "Make a case pack"),
            ("link", "Spot the missed opportunity"),
        ),
        "/check": (
            ("main", ""),
            ("heading", "Has this been said"),
            ("textbox", "Your draft"),
            ("button", "Check your draft"),
        ),
    }


def test_five_journeys_are_told_in_their_order(started_browser: Browser, root: str, sample: Library) -> None:
    with browsing.visit(started_browser, root) as visit:
        for address, wanted in journeys(sample).items():
            told = told_nodes(visit.go(address))
            hold_to_the_frame(told)
            in_order(told, *wanted)


def test_a_thing_without_a_name_would_be_seen(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/check")
        page.evaluate("document.querySelector('main').innerHTML += '<a href=\"/help\"></a>'")
        with pytest.raises(AssertionError):
            hold_to_the_frame(told_nodes(page))


@pytest.mark.parametrize("width", [390, 1200])
def test_the_keyboard_goes_as_a_reader_reads(started_browser: Browser, root: str, sample: Library, width: int) -> None:
    with browsing.visit(started_browser, root, width) as visit:
        for address in ("/", *journeys(sample)):
            page = visit.go(address)
            stops: list[tuple[int, int, str]] = []
            for _ in range(MOST_STOPS):
                page.keyboard.press("Tab")
                stop = page.evaluate(FOCUSED)
                if stop is None or (stops and stop[0] == stops[0][0]):
                    break
                stops.append(stop)
            assert len(stops) > 5, address
            assert all(tab == 0 for _, tab, _ in stops), address
            assert [after for before, after in pairwise(stops) if after[0] <= before[0]] == [], address


def test_nothing_moves_for_who_asked_for_less_motion(started_browser: Browser, root: str, sample: Library) -> None:
    with browsing.visit(started_browser, root) as visit:
        visit.page.emulate_media(reduced_motion="reduce")
        for address in ("/", *journeys(sample)):
            assert visit.go(address).evaluate(MOVING) == [], address
