"""The keys of the page where a document is checked, pressed in a browser as somebody without a mouse presses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.app.library import Library
from kb.core.settings import Settings
from tests.web import browsing, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

BRIEFING = """# Learning from Child Plover

Sandhaven Safeguarding Children Partnership, July 2025

## What we learned

- Nobody asked who else lived in the home of the family and who cared for the baby at night.
- The procedure for bruises was not used by the doctors.
- Records from the last county came too late for the conference.

## Recommendations

- The health trust should send for records within five working days.
- The police should see each child in the home.
"""
OTHER = """# Learning from Child Dotterel

Northby Safeguarding Children Partnership, May 2024

## What we learned

- The school was not asked to the meeting.
"""


@dataclass
class CheckedPage:
    """A page of the desk in a browser with scripts, and its document."""

    page: Page
    library: Library
    document: str

    def press(self, letter: str) -> None:
        """Press Alt with the letter of a button that leads to a page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(f"Alt+{letter}")

    def step(self, letter: str, times: int = 1) -> str:
        """Press Alt with a letter that moves the keyboard; return the words of the box that has it."""
        for _ in range(times):
            self.page.keyboard.press(f"Alt+{letter}")
        return str(self.page.evaluate("document.activeElement.value ?? ''"))

    @property
    def listing(self) -> list[tuple[str, str]]:
        held = self.library.findings(document=self.document)
        return [(one.finding.kind.value, one.finding.text) for one in held]


@pytest.fixture
def checking(started_browser: Browser, tmp_path: Path) -> Iterator[CheckedPage]:
    for name, text in (("other.md", OTHER), ("briefing.md", BRIEFING)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as held:
        for name in ("other.md", "briefing.md"):
            held.add([tmp_path / name])
        document = next(one.id for one in held.documents() if one.name == "briefing.md")
        with site.serve_library(held) as root, browsing.visit(started_browser, root) as visit:
            yield CheckedPage(visit.go(f"/documents/{document}/check"), held, document)
            assert visit.complaints == []


def test_the_keys_are_told_and_lead_from_one_finding_to_the_next_and_back(checking: CheckedPage) -> None:
    expect(checking.page.get_by_text("Press Alt with a letter")).to_be_visible()
    assert checking.step("n").startswith("Nobody asked")
    assert checking.step("n", 2).startswith("Records from")
    assert checking.step("p").startswith("The procedure")
    assert checking.step("n", 4) == ""  # past the last finding: the box for one that was missed
    assert checking.page.evaluate("document.activeElement.id") == "words"


def test_a_finding_is_cut_and_of_another_type_by_keys_and_the_keyboard_is_at_the_notice(checking: CheckedPage) -> None:
    checking.step("n")
    checking.page.keyboard.press("Control+a")
    checking.page.keyboard.type("Nobody asked who else lived in the home")
    checking.page.keyboard.press("Tab")
    checking.page.keyboard.type("Miss")
    checking.press("w")
    assert checking.listing[0] == ("missed_opportunity", "Nobody asked who else lived in the home")
    assert checking.page.evaluate("document.activeElement.id") == "notice"
    assert checking.step("n").startswith("Nobody asked")  # from the notice above it to the finding itself


def test_findings_are_joined_split_and_taken_out_by_keys(checking: CheckedPage) -> None:
    before = [words for _, words in checking.listing]
    checking.step("n", 2)
    checking.press("j")
    assert len(checking.listing) == len(before) - 1
    words = checking.step("n")
    first, second = words[: words.index("Records")].strip(), words[words.index("Records") :]
    checking.page.keyboard.press("Control+a")
    checking.page.keyboard.type(first)
    checking.page.keyboard.press("Enter")
    checking.page.keyboard.press("Enter")
    checking.page.keyboard.type(second)
    checking.press("l")
    assert [words for _, words in checking.listing] == before
    checking.step("n")
    gone = checking.page.evaluate("document.activeElement.value")
    checking.press("x")
    assert gone not in [words for _, words in checking.listing]


def test_a_missed_one_is_added_and_the_document_and_the_next_are_reached_by_keys(checking: CheckedPage) -> None:
    checking.step("n", 6)
    checking.page.keyboard.type("Learning from Child Plover")
    checking.page.keyboard.press("Tab")
    checking.page.keyboard.type("Concern")
    checking.press("w")
    assert ("concern", "Learning from Child Plover") in checking.listing
    checking.press("r")
    assert checking.library.document(checking.document).checked
    checking.press("r")  # what R means now: the next document
    expect(checking.page.locator("main")).to_contain_text("Child Dotterel")
    expect(checking.page.locator("main")).to_contain_text("Not yet checked")


def test_title_and_date_are_corrected_by_keys(checking: CheckedPage) -> None:
    checking.press("t")
    assert checking.page.evaluate("document.activeElement.id") == "title"
    checking.page.keyboard.press("Control+a")
    checking.page.keyboard.type("Child Plover: what we learned")
    with checking.page.expect_navigation():
        checking.page.keyboard.press("Enter")
    expect(checking.page.locator("#notice")).to_contain_text("Child Plover: what we learned")
    assert "/check" in checking.page.url


def test_a_letter_without_alt_is_typed_and_other_keys_do_nothing(checking: CheckedPage) -> None:
    checking.step("n")
    before = checking.listing
    checking.page.keyboard.press("End")
    checking.page.keyboard.type("x")
    checking.page.keyboard.press("Alt+Shift+x")
    checking.page.keyboard.press("Control+Alt+x")
    assert "x" in str(checking.page.evaluate("document.activeElement.value"))
    assert checking.listing == before
