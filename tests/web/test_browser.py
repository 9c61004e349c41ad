"""Every page in a real browser: accessible at three widths, with and without scripts, by keyboard, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kb.library import Library
from kb.model import Kind
from tests.web import addresses, browsing, shelf, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    # playwright leaves its event loop open in the thread that it worked in
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

WIDTHS = (320, 390, 1200)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browsing.browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def root(sample: Library) -> Iterator[str]:
    with site.served(sample) as address:
        yield address


def violations(page: Page) -> list[str]:
    """Run axe on a page as it stands."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("part", range(3))
def test_every_page_is_accessible_fits_and_asks_for_nothing_elsewhere(
    started: Browser, root: str, sample: Library, part: int
) -> None:
    troubles: list[str] = []
    with browsing.visit(started, root) as visit:
        for address in addresses.pages(sample)[part::3]:
            page = visit.go(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                troubles += [f"{address} at {width}: {one}" for one in violations(page)]
                if page.evaluate(SIDEWAYS) > 0:
                    troubles.append(f"{address} at {width}: scrolls sideways")
            troubles += [f"{address}: {said}" for said in visit.complaints]
            visit.complaints.clear()
    assert not troubles, "\n".join(troubles)


def test_what_a_form_answers_is_accessible_too(started: Browser, root: str) -> None:
    troubles: list[str] = []
    with browsing.visit(started, root) as visit:
        for draft in ("Agencies should attend core groups and send a report.", ""):
            page = visit.go("/check")
            page.get_by_label("Your draft").fill(draft)
            page.get_by_role("button", name="Check", exact=True).click()
            page.get_by_text("Your draft was compared" if draft else "There is a problem").wait_for()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                troubles += [f"{draft!r} at {width}: {one}" for one in violations(page)]
                if page.evaluate(SIDEWAYS) > 0:
                    troubles.append(f"{draft!r} at {width}: scrolls sideways")
    assert not troubles, "\n".join(troubles)


def test_axe_would_notice(started: Browser, root: str) -> None:
    with browsing.visit(started, root) as visit:
        page = visit.go("/help")
        page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/favicon.svg\"><input>'")
        found = {one.partition(":")[0] for one in violations(page)}
    assert {"image-alt", "label"} <= found


def test_without_scripts_the_same_search_finds_the_same(started: Browser, root: str) -> None:
    def hits(*, scripts: bool) -> list[str]:
        with browsing.visit(started, root, scripts=scripts) as visit:
            page = visit.go("/")
            page.fill("#q", "core groups")
            page.get_by_role("button", name="Search").click()
            page.get_by_label("Recommendation", exact=False).first.check()
            page.get_by_role("button", name="Apply filters").first.click()
            assert "kind=recommendation" in page.url
            return [one.inner_text() for one in page.locator(".app-hit__title").all()]

    assert hits(scripts=False) == hits(scripts=True) != []


def test_a_ticked_filter_becomes_a_chip_that_leads_back(started: Browser, root: str) -> None:
    with browsing.visit(started, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.get_by_label("Lesson", exact=False).first.check()
        page.get_by_role("button", name="Apply filters").last.click()
        chip = page.get_by_role("link", name="Remove this filter")
        assert "Lesson" in chip.inner_text()
        chip.click()
        assert page.url == f"{root}/search?q=core+groups"


def test_on_a_phone_filters_fold_and_unfold(started: Browser, root: str) -> None:
    with browsing.visit(started, root, 390) as visit:
        page = visit.go("/search?q=core")
        apply = page.get_by_role("button", name="Apply filters").first
        assert not apply.is_visible()
        page.get_by_text("Filters", exact=True).first.click()
        assert apply.is_visible()
    with browsing.visit(started, root, 390, scripts=False) as visit:
        assert visit.go("/search?q=core").get_by_role("button", name="Apply filters").first.is_visible()


def test_the_first_stop_of_the_keyboard_is_the_skip_link(started: Browser, root: str, sample: Library) -> None:
    with browsing.visit(started, root) as visit:
        for address in addresses.pages(sample):
            page = visit.go(address)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "govuk-skip-link", address
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_search_can_be_made_by_keyboard_alone(started: Browser, root: str) -> None:
    with browsing.visit(started, root) as visit:
        page = visit.go("/search")
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "q":
                break
        page.keyboard.type("core groups")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*q=core+groups*")
        assert page.locator(".app-hit").count() > 0


def test_focus_is_always_to_be_seen(started: Browser, root: str) -> None:
    seen = """() => {const s = getComputedStyle(document.activeElement);
        return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)'}"""
    with browsing.visit(started, root) as visit:
        page = visit.go("/search?q=core+groups")
        for _ in range(40):
            page.keyboard.press("Tab")
            tag = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            assert page.evaluate(seen), tag


def test_on_paper_the_findings_stay_and_the_controls_go(started: Browser, root: str) -> None:
    with browsing.visit(started, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.emulate_media(media="print")
        for gone in (".app-filter", ".app-search", "header", "footer", ".app-actions", ".govuk-button"):
            assert not any(one.is_visible() for one in page.locator(f"{gone} :visible, {gone}:visible").all()), gone
        assert page.locator(".app-hit__text").first.is_visible()
        assert "/search?q=core+groups" in page.locator(".app-print-only").inner_text()


def test_a_citation_is_copied_by_its_button(started: Browser, root: str, sample: Library) -> None:
    held = sample.findings(kind=Kind.RECOMMENDATION.value)[0]
    with browsing.visit(started, root) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visit.go(f"/findings/{held.finding.id}")
        page.get_by_role("button", name="Copy citation").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(".app-cite").inner_text()


def test_hostile_words_run_nothing(started: Browser, hostile: Library) -> None:
    held = next(one for one in hostile.findings() if one.finding.text == shelf.HOSTILE)
    with site.served(hostile) as root, browsing.visit(started, root) as visit:
        for address in (
            "/search?q=script",
            "/search?q=<script>alert(1)</script>",
            f"/reviews/{held.review.slug}",
            f"/findings/{held.finding.id}",
            f"/documents/{held.document.id}",
            f"/documents/{held.document.id}/pages/1",
            "/coverage",
            "/sources",
        ):
            visit.go(address)
            complaints = [
                said for said in visit.complaints if "Failed to load" not in said
            ]  # its original is no real file
            assert not complaints, address
            visit.complaints.clear()
