"""Pages as they are used in a browser: filters, the keyboard, paper, and what is copied."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from kb.app.library import Library
from kb.core.access import AT_THE_MACHINE
from kb.core.model import Kind
from tests.web import browsing, shelf, site
from tests.web.browsing import SIDEWAYS, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    # playwright leaves its event loop open in the thread that it worked in
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def root(sample: Library) -> Iterator[str]:
    with site.serve_library(sample) as address:
        yield address


def test_without_scripts_the_same_search_finds_the_same(started_browser: Browser, root: str) -> None:
    def hits(*, scripts: bool) -> list[str]:
        with browsing.visit(started_browser, root, scripts=scripts) as visit:
            page = visit.go("/")
            page.fill("#q", "core groups")
            page.get_by_role("button", name="Search").click()
            page.get_by_label("Recommendation", exact=False).first.check()
            page.get_by_role("button", name="Apply filters").first.click()
            page.wait_for_url("**kind=recommendation**")
            return [one.inner_text() for one in page.locator(".app-hit__title").all()]

    assert hits(scripts=False) == hits(scripts=True) != []


def test_a_ticked_filter_becomes_a_chip_that_leads_back(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.get_by_label("Lesson", exact=False).first.check()
        page.get_by_role("button", name="Apply filters").last.click()
        chip = page.get_by_role("link", name="Remove this filter")
        assert "Lesson" in chip.inner_text()
        chip.click()
        page.wait_for_url(f"{root}/search?q=core+groups")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_filters_open_by_one_button_with_and_without_scripts(
    started_browser: Browser, root: str, scripts: bool
) -> None:
    with browsing.visit(started_browser, root, 390, scripts=scripts) as visit:
        page = visit.go("/search?q=core")
        apply = page.get_by_role("button", name="Apply filters").first
        assert not apply.is_visible()
        page.get_by_role("button", name="Filter and sort").click()
        assert apply.is_visible()
        page.get_by_label("Lesson", exact=False).first.check()
        apply.click()
        page.wait_for_url("**kind=lesson**")
        expect(page.get_by_role("button", name="Filter and sort (1 chosen)")).to_be_visible()


def test_opened_filters_are_accessible_on_a_phone(started_browser: Browser, root: str) -> None:
    for width in (320, 390):
        with browsing.visit(started_browser, root, width) as visit:
            page = visit.go("/search?q=core")
            page.get_by_role("button", name="Filter and sort").click()
            assert page.evaluate(SIDEWAYS) <= 0
            if width == 320:  # roles, names and contrasts are the same on both
                assert violations(page) == []


STOPS = """() => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')];
    const stops = all.filter(one => one.checkVisibility() && one.closest('.app-results__main'));
    const tenth = [...document.querySelectorAll('.app-hit__open')].slice(0, 10).at(-1);
    return stops.indexOf(tenth);
}"""


def test_results_come_early_by_keyboard_and_on_the_screen(started_browser: Browser, root: str) -> None:
    for width, lowest in ((1200, 560), (390, 640)):
        with browsing.visit(started_browser, root, width) as visit:
            page = visit.go("/search?q=core+groups")
            assert 0 <= page.evaluate(STOPS) < 25  # from the place to which the link skips
            box = page.locator(".app-answer, .app-hit").first.bounding_box()
            assert box is not None
            assert box["y"] < lowest


def test_a_link_skips_to_the_results(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Skip to results"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.app-results__main') !== null")


def test_the_marked_words_are_on_the_screen_beside_their_page(
    started_browser: Browser, root: str, sample: Library
) -> None:
    on_paper = [one for one in sample.findings() if one.document.format == "pdf" and (one.finding.span.page or 0) > 1]
    last = max(on_paper, key=lambda one: one.finding.span.start)
    with browsing.visit(started_browser, root) as visit:
        page = visit.go(f"/findings/{last.finding.id}")
        page.get_by_role("link", name="See it in the document").click()
        page.wait_for_url("**#marked")
        for seen in ("#marked", ".app-page__picture"):
            box = page.locator(seen).bounding_box()
            assert box is not None
            assert box["y"] < 900
            assert box["y"] + box["height"] > 0
        assert page.locator("#marked mark").first.is_visible()


def test_a_finding_fits_a_sheet_of_paper_with_its_whole_address(
    started_browser: Browser, root: str, sample: Library
) -> None:
    told = [one for one in sample.findings(kind=Kind.RECOMMENDATION.value) if sample.answers(one.finding.id)]
    with browsing.visit(started_browser, root) as visit:
        for held in told[:4]:
            page = visit.go(f"/findings/{held.finding.id}")
            sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
            assert len(sheets) == 1, held.finding.id
            words = "".join(sheets[0].extract_text().split())
            assert f"{root}/reviews/{held.review.slug}/{held.finding.id}" in words


def test_compared_reviews_fold_by_theme(started_browser: Browser, root: str, sample: Library) -> None:
    slugs = [one.slug for one in sample.reviews()][:3]
    with browsing.visit(started_browser, root, 320) as visit:
        page = visit.go("/compare/reviews?" + "&".join(f"review={slug}" for slug in slugs))
        assert page.evaluate("document.documentElement.scrollHeight") < 8000
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(SIDEWAYS) <= 0
        page.evaluate("[...document.querySelectorAll('details')].slice(3).forEach(one => { one.open = false; })")
        assert violations(page) == []  # themes are alike, and each opened takes seconds to look at


def test_a_quotation_is_copied_with_its_source_and_is_a_link_without_scripts(
    started_browser: Browser, root: str
) -> None:
    with browsing.visit(started_browser, root) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visit.go("/search?q=core+groups")
        wanted = page.locator("a[data-copy-words]").first.get_attribute("data-copy-words")
        page.locator(".app-hit__more summary").first.click()
        page.get_by_role("button", name="Copy quotation and source").first.click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == wanted
        assert visit.complaints == []
    with browsing.visit(started_browser, root, scripts=False) as visit:
        page = visit.go("/search?q=core+groups")
        page.locator(".app-hit__more summary").first.click()
        page.get_by_role("link", name="Copy quotation and source").first.click()
        page.wait_for_url("**#cite")
        assert page.locator("#cite .app-cite").is_visible()


def test_after_back_the_order_is_the_one_of_the_address_and_chosen_filters_can_be_let_go(
    started_browser: Browser, root: str
) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.locator("#sort").select_option("newest")
        page.get_by_role("button", name="Apply filters").first.click()
        page.wait_for_url("**sort=newest**")
        page.goto(root + "/search?q=core+groups&kind=lesson")
        assert page.get_by_role("link", name="Clear all filters").bounding_box()["height"] > 10  # type: ignore[index]
        page.go_back()
        page.go_back()
        assert "sort=" not in page.url
        assert page.locator("#sort").input_value() == "relevance"


def test_a_search_can_be_made_by_keyboard_alone(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search")
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "q":
                break
        page.keyboard.type("core groups")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*q=core+groups*")
        assert page.locator(".app-hit").count() > 0


def test_focus_is_always_to_be_seen(started_browser: Browser, root: str) -> None:
    seen = """() => {const s = getComputedStyle(document.activeElement);
        return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)'}"""
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search?q=core+groups")
        for _ in range(40):
            page.keyboard.press("Tab")
            tag = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            assert page.evaluate(seen), tag


def test_on_paper_the_findings_stay_and_the_controls_go(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/search?q=core+groups")
        page.emulate_media(media="print")
        for gone in (".app-filter", ".app-search", "header", "footer", ".app-actions", ".govuk-button"):
            assert not any(one.is_visible() for one in page.locator(f"{gone} :visible, {gone}:visible").all()), gone
        assert page.locator(".app-hit__title").first.is_visible()
        assert "/search?q=core+groups" in page.locator(".app-print-only").inner_text()


def test_a_citation_is_copied_by_its_button(started_browser: Browser, root: str, sample: Library) -> None:
    held = sample.findings(kind=Kind.RECOMMENDATION.value)[0]
    with browsing.visit(started_browser, root) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visit.go(f"/findings/{held.finding.id}")
        page.get_by_role("button", name="Copy citation").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(".app-cite").inner_text()


def test_hostile_words_run_nothing(started_browser: Browser, hostile_library: Library) -> None:
    held = next(one for one in hostile_library.findings() if one.finding.text == shelf.HOSTILE)
    with site.serve_library(hostile_library) as root, browsing.visit(started_browser, root) as visit:
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


def test_on_a_wide_screen_no_word_of_a_follow_up_is_broken_and_years_begin_at_the_left(
    started_browser: Browser, root: str, sample: Library
) -> None:
    fits = """() => [...document.querySelectorAll('.app-follow td')].filter(one => one.cellIndex < 4).every(one => {
        const words = document.createRange();
        const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[a-z]+/gi)) {
            words.setStart(texts.currentNode, word.index);
            words.setEnd(texts.currentNode, word.index + word[0].length);
            if (words.getClientRects().length > 1) return false;
        }
        return true;
    })"""
    child_k = next(one.slug for one in sample.reviews() if one.title == "Child K")
    with browsing.visit(started_browser, root) as visit:
        page = visit.go(f"/reviews/{child_k}/follow-up")
        assert "Safeguarding" in page.locator(".app-follow td").first.inner_text()
        assert page.evaluate(fits)
        page = visit.go("/recurrence")
        table, head = page.locator(".app-heat").bounding_box(), page.locator("h1").bounding_box()
        assert table is not None
        assert head is not None
        assert abs(table["x"] - head["x"]) < 4


def test_a_round_is_made_coded_and_closed_by_keyboard_on_accessible_pages(
    started_browser: Browser, own: Library
) -> None:
    with site.serve_library(own) as address, browsing.visit(started_browser, address) as visit:
        page = visit.go("/desk/rounds")
        assert violations(page) == []
        page.get_by_label("Title").focus()
        page.keyboard.type("Spring")
        page.get_by_label("How many findings").fill("1")
        page.get_by_label(AT_THE_MACHINE.name).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/rounds#round-1")
        page = visit.go("/desk/rounds/1/code")
        assert violations(page) == []
        page.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")  # from the kinds to the first theme
        assert page.evaluate("document.activeElement.name") == "theme"
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Close this round").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Spring")
        assert violations(page) == []
        page = visit.go("/help/checked-here")
        expect(page.get_by_role("heading", level=2)).to_have_text("Spring")
        assert violations(page) == []
    assert own.coding.closed_results()[0].complete == 1
