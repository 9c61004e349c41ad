"""What a screen reader is told on five journeys, by the browser's own tree, and where the keyboard goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page

from kb.app.library import Library
from kb.core.model import Kind
from tests.web import browsing, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

HISTORY = "/recurrence/history?theme=cp-plans-core-groups"
CASES = "/cases?theme=cp-plans-core-groups"
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
    found: list[tuple[str, str]] = []
    waiting = [nodes[0]["nodeId"]]
    while waiting:
        one = by_id.get(waiting.pop())
        if one is None:
            continue
        if not one.get("ignored"):
            found.append((one["role"]["value"], one.get("name", {}).get("value", "").strip()))
        waiting += reversed(one.get("childIds", []))
    return found


def hold_to_the_frame(nodes: list[tuple[str, str]]) -> None:
    """Hold what is so on every page: its landmarks once, one heading of the first level, a name for all that acts."""
    roles = [role for role, _ in nodes]
    assert roles.count("main") == roles.count("banner") == roles.count("contentinfo") == 1
    assert [(role, name) for role, name in nodes if role in NAMED and not name] == []


def in_order(nodes: list[tuple[str, str]], *wanted: tuple[str, str]) -> None:
    """Hold that these are told one after the other, each by its role and the beginning of its name."""
    rest = iter(nodes)
    for role, name in wanted:
        assert any(r == role and n.startswith(name) for r, n in rest), (role, name)


def enter(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Go on by keyboard: focus the first of this role whose name begins so, and press Enter."""
    press(page, page.get_by_role(role, name=re.compile(rf"^{re.escape(name)}")).first)


def press(page: Page, what: Locator) -> None:
    """Focus what leads on, press Enter, and wait for the page that it leads to."""
    what.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def hear(page: Page, *wanted: tuple[str, str]) -> None:
    """Hold that a page has its frame, and that these are told on it one after the other."""
    nodes = told_nodes(page)
    hold_to_the_frame(nodes)
    in_order(nodes, *wanted)


def search_and_read(page: Page) -> None:
    """A practitioner searches, opens a finding, and reads it in its source."""
    hear(page, ("link", "Skip to main content"), ("navigation", "Menu"), ("main", ""), ("searchbox", ""))
    page.get_by_role("searchbox").first.fill("core groups")
    enter(page, "button", "Search")
    hear(page, ("main", ""), ("searchbox", ""), ("button", "Search"), ("heading", ""), ("link", "Open"))
    enter(page, "link", "Open")
    hear(page, ("main", ""), ("heading", ""), ("blockquote", ""), ("heading", "Themes, and why"))
    press(
        page, page.get_by_role("main").get_by_role("link", name=re.compile("in the source|^page ", re.IGNORECASE)).first
    )
    assert "/documents/" in page.url
    hear(page, ("main", ""), ("heading", ""), ("link", ""))


def look_back(page: Page) -> None:
    """A panel asks whether something came up before, and reads the table."""
    page.get_by_label("Words (optional)").fill("core groups")
    enter(page, "button", "Show earlier findings")
    head = ("heading", "Has this come up before?")
    hear(page, ("main", ""), head, ("heading", "Findings by year"), ("table", ""), ("columnheader", "Date"))
    hear(page, head, ("columnheader", "What it says"), ("columnheader", "Source"), ("cell", ""), ("link", ""))


def make_a_pack(page: Page) -> None:
    """A trainer finds cases on a theme, makes a pack of them, and is offered its files."""
    page.get_by_role("main").get_by_label("Theme").last.select_option("cp-plans-core-groups")
    enter(page, "button", "Find cases")
    hear(page, ("heading", "Cases on"), ("combobox", "Theme"), ("button", "Show results"), ("button", "Make a case"))
    hear(page, ("button", "Make a case"), ("heading", ""), ("link", "Spot the missed opportunity"))
    enter(page, "button", "Make a case")
    hear(page, ("main", ""), ("heading", "Your collection"), ("link", "Word"))


def check_a_draft(page: Page) -> None:
    """A panel pastes a draft, and is told what was said before."""
    enter(page, "link", "Check a draft")
    hear(
        page, ("main", ""), ("heading", "Has this been said"), ("textbox", "Your draft"), ("button", "Check your draft")
    )
    enter(page, "button", "Check your draft")
    hear(page, ("alert", ""), ("heading", "There is a problem"), ("link", ""), ("textbox", "Your draft"))
    page.get_by_label("Your draft").fill("Agencies should make sure that core groups meet within ten days.")
    enter(page, "button", "Check your draft")
    hear(page, ("main", ""), ("heading", ""), ("heading", "Said before"), ("heading", ""), ("blockquote", ""))


def ask_questions(page: Page) -> None:
    """A panel that begins finds questions for its terms of reference by a theme."""
    enter(page, "link", "Check a draft")
    enter(page, "link", "Find questions for your terms of reference")
    page.get_by_label("Theme", exact=True).select_option("cp-plans-core-groups")
    enter(page, "button", "Show questions")
    hear(page, ("main", ""), ("heading", "Questions for your terms of reference: "), ("combobox", "Theme"))
    hear(page, ("combobox", "Third theme"), ("heading", "Recommendations with no action"), ("blockquote", ""))


@pytest.mark.parametrize("walk", [search_and_read, look_back, make_a_pack, check_a_draft, ask_questions])
def test_a_journey_by_keyboard_is_told_in_its_order(
    started_browser: Browser, root: str, walk: Callable[[Page], None]
) -> None:
    with browsing.visit(started_browser, root) as visit:
        walk(visit.go("/"))
        assert [one for one in visit.complaints if "status of 400" not in one] == []  # a form that was sent empty


def test_a_thing_without_a_name_would_be_seen(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/check")
        page.evaluate("document.querySelector('main').innerHTML += '<a href=\"/help\"></a>'")
        with pytest.raises(AssertionError):
            hold_to_the_frame(told_nodes(page))


@pytest.mark.parametrize("width", [390, 1200])
def test_the_keyboard_goes_as_a_reader_reads(started_browser: Browser, root: str, sample: Library, width: int) -> None:
    with browsing.visit(started_browser, root, width) as visit:
        asked = next(iter(sample.findings(kind=Kind.RECOMMENDATION.value)))
        finding = f"/reviews/{asked.review.slug}/{asked.finding.id}"
        for address in ("/", "/search?q=core+groups", finding, HISTORY, CASES, "/check"):
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
        asked = next(iter(sample.findings(kind=Kind.RECOMMENDATION.value)))
        finding = f"/reviews/{asked.review.slug}/{asked.finding.id}"
        for address in ("/", "/search?q=core+groups", finding, HISTORY, CASES, "/check"):
            assert visit.go(address).evaluate(MOVING) == [], address
