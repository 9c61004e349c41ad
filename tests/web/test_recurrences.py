"""Five lessons that came again, each two steps from a search: the finding, then both side by side with their places.

They are walked in the browser without scripts: on the sample documents, and on the real ones where those are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kb.app.library import Library
from kb.core.settings import Settings
from tests.conftest import SHARED
from tests.web import browsing, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

REAL = SHARED / "corpus/seeds"


@dataclass(frozen=True)
class Lesson:
    """What is searched, the words of the finding that is opened, and those of the one elsewhere."""

    search: str
    here: str
    there: str


SAMPLE = {
    "r1": Lesson(
        "neglect category domestic abuse",
        "Neglect was overlooked because plans for children living with domestic abuse",
        "Chairs have been asked to use the category of emotional harm, rather than neglect",
    ),
    "r2": Lesson(
        "core group membership",
        "The Partnership should state which services must belong to a core group",
        "The Board should agree who must be a member of every core group",
    ),
    "r3": Lesson(
        "Priority Rehousing Pathway",
        "Introduction of the Priority Rehousing Pathway",
        "asks only whether an address is free",
    ),
    "r4": Lesson(
        "continuity of key worker",
        "should set and publish a limit on planned changes of social worker",
        "a child who is subject",
    ),
    "r5": Lesson(
        "core group guidance",
        "Core group guidance was rewritten in May 2013",
        "the invitation template was changed in April 2013",
    ),
}
PUBLISHED = {
    "r1": Lesson(
        "neglect category domestic abuse",
        "The use of neglect as a category for Child Protection Plans where domestic abuse is a factor",
        "found this reasoning flawed",
    ),
    "r2": Lesson(
        "core groups membership",
        "The Social Care Department should review the way that Child Protection Conferences",
        "Key agencies to be represented at core groups",
    ),
    "r3": Lesson(
        "Priority Housing Protocol",
        "Introduction of a Priority Housing Protocol",
        "in undertaking the review of the Priority Housing Protocol",
    ),
    "r4": Lesson(
        "continuity of key worker",
        "Need for Continuity of key worker in child protection",
        "Staff changes leading to lack of consistency",
    ),
    "r5": Lesson(
        "Family Safeguarding Model",
        "Implementation of the Family Safeguarding Model",
        "Introduction of Family Safeguarding in Children's Services",
    ),
}


@pytest.fixture(scope="module")
def sample_root(sample: Library) -> Iterator[str]:
    with site.serve_library(sample) as address:
        yield address


@pytest.fixture(scope="module")
def real_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not REAL.is_dir():
        pytest.skip("the published documents are not here; the sample is walked instead")
    with serve_folder(tmp_path_factory.mktemp("real"), REAL) as address:
        yield address


@contextmanager
def serve_folder(data: Path, documents: Path) -> Iterator[str]:
    with Library.open(Settings(data=data, search="memory:")) as library:
        library.add([documents])
        with site.serve_library(library) as address:
            yield address


def walk_lesson(started_browser: Browser, root: str, lesson: Lesson) -> None:
    """Search, open the finding, put it beside the other."""
    with browsing.visit(started_browser, root, 390, scripts=False) as visit:
        page = visit.go("/search")
        page.get_by_role("searchbox").fill(lesson.search)
        page.keyboard.press("Enter")
        page.locator(".app-hit", has_text=lesson.here).locator(".app-hit__open").first.click()  # the first step
        assert lesson.here in page.locator(".app-quote").first.inner_text()
        elsewhere = page.locator("#elsewhere .app-echo, #elsewhere li", has_text=lesson.there).first
        elsewhere.get_by_role("link", name="Side by side").click()  # the second
        sides = page.locator(".app-beside > section")
        expect(sides).to_have_count(2)
        both = [side.inner_text() for side in sides.all()]
        for words in (lesson.here, lesson.there):
            (side,) = [side for side in both if words in side]
            assert "page " in side or "slide " in side or "in the document" in side or "section" in side
        expect(page.locator("main")).to_contain_text("Matched because:")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_lesson_that_came_again_is_two_steps_from_a_search(
    started_browser: Browser, sample_root: str, name: str
) -> None:
    walk_lesson(started_browser, sample_root, SAMPLE[name])


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_lesson_that_came_again_is_two_steps_from_a_search(
    started_browser: Browser, real_root: str, name: str
) -> None:
    walk_lesson(started_browser, real_root, PUBLISHED[name])


def test_by_keyboard_alone_a_pair_is_accepted_and_the_word_taken_back(
    started_browser: Browser, sample_root: str
) -> None:
    lesson = SAMPLE["r1"]
    with browsing.visit(started_browser, sample_root) as visit:
        page = visit.go("/search?q=neglect+category+domestic+abuse")
        page.locator(".app-hit", has_text=lesson.here).locator(".app-hit__open").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/reviews/**")
        echo = page.locator("#elsewhere .app-echo", has_text=lesson.there).first
        echo.get_by_role("button", name="Yes, the same").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Yes, they are the same").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Back to where you were").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#elsewhere .app-echo", has_text=lesson.there).first).to_contain_text(
            "Marked as the same lesson by a person on"
        )
        page.locator("#elsewhere .app-echo", has_text=lesson.there).first.get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Yes, undo this").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#elsewhere .app-echo", has_text=lesson.there).first).to_contain_text(
            "Is it the same lesson?"
        )
