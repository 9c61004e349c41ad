"""What practitioners, panels and trainers come for, from the start page to the answer in at most four pages.

Each journey is walked in the browser on the sample documents, and on the real ones as well where they are there; the
answer is words of a document that a reader of it would point to.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from kb.app.library import Library
from kb.core.settings import Settings
from tests.conftest import SHARED
from tests.web import browsing, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

MOST_PAGES = 4
REAL = SHARED / "corpus/seeds"


def either(real: str, sample: str) -> str:
    """Return the answer to look for: in the real documents where they are there, else in the sample."""
    return real if REAL.is_dir() else sample


@dataclass
class Walk:
    """A reader's way through the pages, from the start page."""

    page: Page
    pages: int = 0

    def search(self, words: str) -> None:
        self.page.locator("#q").fill(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search?*")

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def menu(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=name).click()

    def sees(self, *words: str) -> None:
        """Hold that all of these words are on the page, and that the way to them was short."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)
        assert 0 < self.pages <= MOST_PAGES


@pytest.fixture(scope="module")
def root(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(sample_folder, tmp_path_factory.mktemp("journeys") / "library")
    with Library.open(Settings(data=folder, search="memory:")) as library:
        if REAL.is_dir():
            library.add([REAL])
        with site.serve_library(library) as address:
            yield address


@pytest.fixture
def walk(started_browser: Browser, root: str) -> Iterator[Walk]:
    with browsing.visit(started_browser, root) as visit:
        visit.go("/")
        walked = Walk(visit.page)

        def count(frame: Frame) -> None:
            walked.pages += frame == visit.page.main_frame

        visit.page.on("framenavigated", count)
        yield walked
        assert not visit.complaints


def test_p1_what_happened_where_domestic_abuse_met_housing_moves(walk: Walk) -> None:
    walk.search("domestic abuse and housing moves")
    walk.sees(
        "Rehousing a victim of domestic abuse is not the end of the risk.",
        either("Priority re-housing systems need to be understood", "without a written support plan"),
        "About both",
        "cover either",
    )
    first = walk.page.locator(".app-split .app-hits").first
    for both in ("Rehousing a victim of domestic abuse", "should not rehouse a victim of domestic abuse"):
        expect(first).to_contain_text(both)


def test_p3_changes_of_key_worker_whatever_they_are_called(walk: Walk) -> None:
    walk.search("keyworker changes")
    walk.sees(
        either("Need for Continuity of key worker in child protection.", "six changes of social worker"),
        either("Staff changes leading to lack of consistency", "introduce the new one in person"),
        "Also searched for",
    )


def test_p4_everyday_words_reach_what_professionals_wrote(walk: Walk) -> None:
    walk.search(either("mum avoids visits, agrees then doesn't follow through", "parents say yes then don't do it"))
    walk.sees(either("Workers to challenge when parents avoid & agree actions & not follow through", "findings"))


def test_p7_how_often_gps_attend_conferences(walk: Walk) -> None:
    walk.search("GP attendance child protection conference")
    walk.sees(either("attending in only 2% of cases", "They attended 3 per cent"), "2013")


def test_p8_neglect_or_emotional_abuse_as_category(walk: Walk) -> None:
    walk.search("neglect or emotional abuse which category")
    walk.sees(
        "Neglect was overlooked because plans for children living with domestic abuse",
        either("The use of neglect as a category for Child Protection Plans where domestic abuse is a factor", "2013"),
    )


def test_r1_whether_core_group_attendance_came_up_before(walk: Walk) -> None:
    walk.search("core group membership recommendation")
    walk.page.locator(".app-hit", has_text="Core group membership").locator(".app-hit__open").first.click()
    walk.sees("Possible match, not yet checked", "Said in other sources too")
    walk.follow("See this lesson over time")
    walk.sees("What happened, in date order", "Linked because")


def test_r1_from_the_start_page_by_theme_and_area(walk: Walk) -> None:
    walk.page.get_by_label("Theme", exact=True).select_option("cp-plans-core-groups")
    walk.page.get_by_label("Area", exact=True).select_option(either("Surrey", "Harrowfield"))
    walk.press("Show earlier findings")
    walk.sees(
        "in date order",
        either("In Surrey, ", "In Harrowfield, "),
        "was first said",
        "An action or response is recorded in this library for",
    )


def test_r2_every_mention_of_a_named_instrument(walk: Walk) -> None:
    walk.search(either('"Priority Housing Protocol" OR "Priority Rehousing"', '"Priority Rehousing Pathway"'))
    walk.sees(either("Introduction of a Priority Housing Protocol", "Introduction of the Priority Rehousing Pathway"))
    walk.sees("Recommendation", "Action")


def test_r4_which_recommendations_of_a_review_have_evidence(walk: Walk) -> None:
    walk.search(f"which of {either('Family B', 'Family D')}'s recommendations have evidence of completion")
    walk.follow("Follow-up of the")
    walk.sees(
        either(
            "8 of 8 have an action or response recorded in this library",
            "have an action or response recorded in this library",
        ),
        "Actions and responses recorded",
    )
    assert walk.pages == 2


def test_r7_a_draft_recommendation_beside_earlier_ones(walk: Walk) -> None:
    walk.menu("Check a draft")
    walk.page.get_by_label("Your draft").fill("Agencies should review training on domestic abuse for all staff.")
    walk.press("Check")
    walk.sees("What you could make clearer", "It does not say by when.", "Your draft was checked and has been deleted.")


def test_t1_three_short_cases_for_a_session(walk: Walk) -> None:
    walk.page.get_by_label("Theme of the session").select_option("professional-curiosity")
    walk.press("Find cases")
    walk.press("Make a case pack from the first 3")
    walk.page.get_by_label("Title of the collection").fill("Professional curiosity, twenty minutes")
    walk.press("Save collection")
    walk.page.wait_for_url("**/edit")
    expect(walk.page.locator("main")).to_contain_text("Questions to discuss")
    assert 3 <= walk.page.locator(".app-hit").count() <= 9  # up to three findings of each case
    assert walk.page.get_by_role("link", name="Word").first.is_visible()


def test_t4_housing_and_domestic_abuse_for_housing_officers(walk: Walk) -> None:
    walk.search("housing domestic abuse")
    walk.page.get_by_text("Agency", exact=True).first.click()
    housing = walk.page.locator("input[name=agency][value^=housing]").first
    if not housing.is_visible():  # behind the six agencies with the most findings
        housing.locator("xpath=ancestor::details[1]/summary").click()
    housing.check()
    walk.press("Apply filters")
    walk.page.wait_for_url("**agency=housing**")
    walk.sees("findings for", "Housing")
    assert walk.page.locator(".app-hit").count() >= 2


def test_t6_short_quotations_on_childrens_voices_for_a_slide(walk: Walk) -> None:
    walk.search("quotes I can put on a slide about children's voices")
    walk.follow("Only short quotations on")
    walk.sees("short quotation", "Each has 40 words or fewer.")
    shown = walk.page.locator(".app-hit").all()
    assert shown
    for one in shown:
        assert len(one.locator(".app-hit__title").inner_text().split()) <= 40
    with walk.page.expect_download() as saved:
        walk.follow("up to 10 slides, with quotations of 40 words or fewer")
    assert saved.value.suggested_filename.endswith(".pptx")
