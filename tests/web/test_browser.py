"""Every page in a real browser: accessible at three widths, with and without scripts, by keyboard, and on paper."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from kb.app.library import Library
from kb.core.model import Kind
from kb.core.settings import Settings
from tests.web import addresses, browsing, shelf, site
from tests.web.browsing import PHONE, SIDEWAYS, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    # playwright leaves its event loop open in the thread that it worked in
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


WIDTHS = (320, PHONE, 1200)


ROLELESS = """() => [...document.querySelectorAll('table, thead, tbody, tfoot, tr, th, td')].filter(one =>
    !getComputedStyle(one).display.startsWith('table') && !one.getAttribute('role')).map(one => one.outerHTML)
"""


@pytest.fixture(scope="module")
def sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library of the sample documents, with a scan beside them."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(sample_folder, folder / "library")
    with Library.open(Settings(data=folder / "library", search="memory:")) as held:
        shelf.keep_scan(held, folder)
        yield held


@pytest.fixture(scope="module")
def root(sample: Library) -> Iterator[str]:
    with site.serve_library(sample) as address:
        yield address


@dataclass
class PageSeen:
    """What was seen of a page that was opened once: faults as sentences, and where the keyboard stops first."""

    faults: list[str]
    without_roles: list[str]
    first_stop: str


@pytest.fixture(scope="module")
def seen_pages(started_browser: Browser, root: str, sample: Library) -> dict[str, PageSeen]:
    """What there is to see of every page, by address: each is opened once for all tests, as opening takes longest."""
    with browsing.visit(started_browser, root, PHONE) as visit:
        return {
            address: see_page(visit, address, closely=number % 4 == 0)  # all of them closely: the nightly test below
            for number, address in enumerate(addresses.pages(sample))
        }


def see_page(visit: browsing.Visit, address: str, *, closely: bool) -> PageSeen:
    """Open a page on a phone and look at it; closely: also at the other widths, and with axe at the smallest."""
    page = visit.go(address)
    page.keyboard.press("Tab")
    seen = PageSeen([], page.evaluate(ROLELESS), page.evaluate("document.activeElement.className"))
    for width in (PHONE, max(WIDTHS), min(WIDTHS)) if closely else (PHONE,):
        if width != PHONE:
            page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(SIDEWAYS) > 0:
            seen.faults.append(f"at {width}: scrolls sideways")
    if closely:
        seen.faults += violations(page)
        page.set_viewport_size({"width": PHONE, "height": 900})
    seen.faults += visit.complaints
    visit.complaints.clear()
    return seen


def test_every_page_is_accessible_fits_and_asks_for_nothing_elsewhere(seen_pages: dict[str, PageSeen]) -> None:
    assert {address: seen.faults for address, seen in seen_pages.items() if seen.faults} == {}


@pytest.mark.nightly
def test_every_page_is_accessible_at_every_width(started_browser: Browser, root: str, sample: Library) -> None:
    troubles: list[str] = []
    with browsing.visit(started_browser, root) as visit:
        for address in addresses.pages(sample):
            page = visit.go(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                troubles += [f"{address} at {width}: {one}" for one in violations(page)]
                if page.evaluate(SIDEWAYS) > 0:
                    troubles.append(f"{address} at {width}: scrolls sideways")
    assert not troubles, "\n".join(troubles)


MAIN_PAGES = ("/", "/search?q=core+groups", "/themes/cp-plans-core-groups", "/recurrence?by=area&show=share", "/check")


SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, select, summary')].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && !one.closest('.govuk-skip-link') && getComputedStyle(one).display !== 'inline'
        && box.width && (box.width < 24 || box.height < 24);
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.nightly
def test_main_pages_in_the_dark_in_forced_colours_and_at_four_times_the_size(
    started_browser: Browser, root: str
) -> None:
    with browsing.visit(started_browser, root) as visit:
        for address in MAIN_PAGES:
            visit.page.emulate_media(color_scheme="dark", forced_colors="none", reduced_motion="reduce")
            page = visit.go(address)
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)", address
            assert violations(page) == [], address
            assert page.evaluate(SMALL_TARGETS) == [], address
            page.emulate_media(color_scheme="light", forced_colors="active")
            assert violations(page) == [], address
            page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
            assert page.evaluate(SIDEWAYS) <= 0, address
            page.set_viewport_size({"width": 1200, "height": 900})


def test_what_a_form_answers_is_accessible_too(started_browser: Browser, root: str) -> None:
    troubles: list[str] = []
    with browsing.visit(started_browser, root) as visit:
        for draft in ("Agencies should attend core groups and send a report.", ""):
            page = visit.go("/check")
            page.get_by_label("Your draft").fill(draft)
            page.get_by_role("button", name="Check your draft", exact=True).click()
            page.get_by_text("was checked and has been deleted" if draft else "There is a problem").wait_for()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                troubles += [f"{draft!r} at {width}: {one}" for one in violations(page)]
                if page.evaluate(SIDEWAYS) > 0:
                    troubles.append(f"{draft!r} at {width}: scrolls sideways")
    assert not troubles, "\n".join(troubles)


BROKEN_UP = "getComputedStyle(document.querySelector('table')).display === 'block'"


def test_a_table_that_a_phone_shows_as_blocks_still_says_that_it_is_one(
    started_browser: Browser, root: str, sample: Library, seen_pages: dict[str, PageSeen]
) -> None:
    assert {address: seen.without_roles for address, seen in seen_pages.items() if seen.without_roles} == {}
    asked = next(one for one in sample.findings(kind=Kind.RECOMMENDATION.value))
    follow_up = f"/reviews/{asked.review.slug}/follow-up"
    blocks = ("/recurrence", "/recurrence/history?theme=cp-plans-core-groups", follow_up)
    with browsing.visit(started_browser, root, PHONE) as visit:
        for address in blocks:
            assert visit.go(address).evaluate(BROKEN_UP), address
            heads = visit.page.get_by_role("columnheader").count()
            rows = visit.page.get_by_role("row").count()
            values = visit.page.get_by_role("cell").count() + visit.page.get_by_role("rowheader").count()
            assert heads > 2, address
            assert values == heads * (rows - 1) > 0, address


def test_a_history_is_whole_on_paper_and_says_each_word_once(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/recurrence/history?theme=cp-plans-core-groups")
        page.emulate_media(media="print")
        words = [one for one in page.locator(".app-words p").all() if one.is_visible()]
        assert words
        assert not any(one.is_visible() for one in page.locator(".app-words summary").all())
        dates = page.locator(".app-history td:first-child").all_inner_texts()
        paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
        told = " ".join(" ".join(sheet.extract_text() for sheet in paper).split())
        assert all(" ".join(one.split()) in told for one in dates)  # no word of a date is broken


def test_all_years_and_their_sum_are_on_the_paper(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/recurrence")
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
        assert all(one.mediabox.width > one.mediabox.height for one in sheets)
        across = round(273 / 25.4 * 96)  # pixels of a sheet on its side, between its margins
        page.set_viewport_size({"width": across, "height": 900})
        page.emulate_media(media="print")
        box = page.locator(".app-heat").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= across


def test_what_is_printed_warns_of_what_it_may_describe(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/cases?theme=cp-plans-core-groups")
        page.emulate_media(media="print")
        assert page.locator("aside.app-notice").is_visible()
        assert not page.locator("aside.app-notice a").is_visible()


def test_axe_would_notice(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/help")
        page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/favicon.svg\"><input>'")
        found = {one.partition(":")[0] for one in violations(page)}
    assert {"image-alt", "label"} <= found


def test_the_first_stop_of_the_keyboard_is_the_skip_link(
    started_browser: Browser, root: str, seen_pages: dict[str, PageSeen]
) -> None:
    assert {address for address, seen in seen_pages.items() if seen.first_stop != "govuk-skip-link"} == set()
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/help")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content"
