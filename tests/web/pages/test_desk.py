"""The keeper's twelve journeys in a browser without scripts, from the desk on: forms can do all of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from ingest.readers.pdf import tesseract
from kb.app.accounts import Accounts
from kb.app.library import Library
from kb.core.access import AccountRole
from tests.hostile import password
from tests.ingest.readers.papers import photograph_pages, print_pdf
from tests.papers import child_z
from tests.waiting import within
from tests.web import browsing, site
from tests.web.test_access import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

ASKED = "The health trust should ask every family at the first visit who else lives in the house."


@pytest.fixture
def root(own: Library) -> Iterator[str]:
    with site.serve_library(own) as address:
        yield address


@dataclass
class Keeper:
    """The person at the machine, in a browser without scripts, at the desk."""

    page: Page
    root: str
    library: Library

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        """Press a button as somebody without a mouse does."""
        self.page.get_by_role("button", name=name).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def go(self, address: str) -> None:
        self.page.goto(self.root + address)

    def add(self, *files: Path) -> None:
        """Hand files in and wait until they are read."""
        self.follow("Add documents")
        self.page.get_by_label("Files").set_input_files(list(files))
        self.press("Add these files")
        self.wait_until_read()

    def wait_until_read(self) -> None:
        """Look again, as the page offers, until the queue has nothing to read."""

        def is_read() -> bool:
            again = self.page.get_by_role("link", name="Show what has been read")
            if again.count():
                again.click()
            return not again.count()

        assert within(is_read)

    def check(self) -> str:
        """Open the first document to check; return its id."""
        held = self.library.documents()[0]
        self.go(f"/documents/{held.id}/check")
        return held.id


@pytest.fixture
def keeper(started_browser: Browser, own: Library, root: str) -> Iterator[Keeper]:
    with browsing.visit(started_browser, root, scripts=False) as visit:
        visit.go("/")
        walked = Keeper(visit.page, root, own)
        walked.follow("Keeper’s desk")
        yield walked
        assert [one for one in visit.complaints if "Failed to load" not in one] == []  # 410 is what a reader should get


def test_from_handing_in_to_what_readers_find(keeper: Keeper, tmp_path: Path) -> None:
    keeper.add(child_z(tmp_path))
    keeper.follow("Check what was read")
    keeper.sees("Not yet checked")
    while keeper.page.get_by_role("button", name="This page is right").count():
        keeper.press("This page is right")
    keeper.press("I have checked this document")
    keeper.press("Check the next document")
    keeper.sees("Not yet checked")
    held = next(one for one in keeper.library.documents() if one.name == "child-z.md")
    assert held.checked
    words = keeper.library.findings(document=held.id)[0].finding.text
    keeper.go("/")
    keeper.page.locator("#q").fill(" ".join(words.split()[:6]))
    keeper.page.keyboard.press("Enter")
    keeper.sees(words[:60])


def scan_of_a_review(folder: Path) -> Path:
    """Return a review of which every page is a picture."""
    scan = folder / "scanned-review.pdf"
    scan.write_bytes(
        photograph_pages(print_pdf(f"<h1>Review of Child K</h1><h2>Recommendations</h2><p>1. {ASKED}</p>"))
    )
    return scan


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Debian's tesseract-ocr is not installed")
def test_a_scan_is_read_by_one_button_and_says_how_sure_its_words_are(keeper: Keeper, tmp_path: Path) -> None:
    keeper.add(scan_of_a_review(tmp_path))
    keeper.sees("Needs OCR")
    keeper.press("Read with text recognition")
    keeper.wait_until_read()
    keeper.follow("Check what was read")
    keeper.sees("Read from a picture by text recognition")
    keeper.sees("of 100 sure")
    assert ASKED in " ".join(keeper.page.locator("textarea").first.input_value().split())
    assert keeper.page.get_by_role("button", name="Read with text recognition").count() == 0
    (held,) = [one for one in keeper.library.documents() if one.name == "scanned-review.pdf"]
    keeper.library.reread()  # by settings that read no pictures
    assert [one.finding.text for one in keeper.library.findings(document=held.id)] == [ASKED]


def test_where_no_text_recognition_is_installed_the_page_says_what_to_do(
    keeper: Keeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "is_installed", lambda: False)
    keeper.add(scan_of_a_review(tmp_path))
    keeper.follow("Check what was read")
    keeper.sees("apt install tesseract-ocr")
    assert keeper.page.get_by_role("button", name="Read with text recognition").count() == 0


def test_a_locked_file_is_refused_with_what_to_do_and_the_other_is_added(keeper: Keeper, tmp_path: Path) -> None:
    keeper.add(password(tmp_path), child_z(tmp_path))
    keeper.sees("password")
    assert {one.name for one in keeper.library.documents()} >= {"child-z.md"}
    assert keeper.page.get_by_role("link", name="Check what was read").count() == 1


def test_a_wrong_title_is_put_right(keeper: Keeper) -> None:
    held = keeper.check()
    keeper.follow("Correct these, or move the document to another review")
    keeper.page.get_by_label("Title", exact=True).fill("Child A: what we learnt")
    keeper.press("Save")
    keeper.sees("Child A: what we learnt")
    keeper.go(f"/documents/{held}")
    keeper.sees("Child A: what we learnt")


def test_two_documents_of_one_case_become_one_review_and_the_old_address_leads_on(keeper: Keeper) -> None:
    held = keeper.library.document(keeper.check())
    target = next(one for one in keeper.library.reviews() if one.slug != held.review)
    keeper.follow("Correct these, or move the document to another review")
    keeper.page.get_by_label("A review in this library").select_option(target.slug)
    keeper.press("Move")
    assert keeper.library.document(held.id).review == target.slug
    keeper.go(f"/reviews/{held.review}")
    assert keeper.page.url == f"{keeper.root}/reviews/{target.slug}"


def test_the_words_of_a_finding_are_cut_and_the_cut_is_undone(keeper: Keeper) -> None:
    held = keeper.check()
    words = keeper.page.get_by_label("Words of finding 1")
    before = words.input_value()
    short = " ".join(before.split()[:5])
    words.fill(short)
    keeper.page.get_by_label("Type of finding 1").select_option("concern")
    keeper.press("Save words and type of finding 1")
    expect(keeper.page.get_by_label("Words of finding 1")).to_have_value(short)
    first = keeper.library.findings(document=held)[0].finding
    assert (first.quotation, first.kind) == (short, "concern")
    keeper.press("Undo")
    expect(keeper.page.get_by_label("Words of finding 1")).to_have_value(before)
    assert keeper.library.findings(document=held)[0].finding.quotation == before


def test_a_missed_finding_is_added_by_its_words(keeper: Keeper) -> None:
    held = keeper.check()
    missed = "so the child protection plan drifted for a year."
    keeper.page.get_by_label("Words, as they stand on the page").fill(missed)
    keeper.page.get_by_label("Type of finding", exact=True).select_option("concern")
    keeper.press("Add this finding")
    assert missed in {one.finding.text for one in keeper.library.findings(document=held)}


def test_a_newer_version_takes_the_place_of_an_older_one_whose_citations_still_lead(keeper: Keeper) -> None:
    older = keeper.library.document(keeper.check())
    cited = keeper.library.findings(document=older.id)[0].finding.id
    newer = next(one for one in keeper.library.documents() if one.review != older.review)
    keeper.go(f"/documents/{newer.id}/correct")
    keeper.page.get_by_label("A review in this library").select_option(older.review)
    keeper.press("Move")
    keeper.go(f"/documents/{newer.id}/correct")
    keeper.page.get_by_label("The older version").select_option(older.id)
    keeper.press("It replaces this document")
    assert cited not in {one.finding.id for one in keeper.library.findings()}
    keeper.go(f"/findings/{cited}")
    keeper.sees("newer version")


def test_a_review_is_withdrawn_while_somebody_reads_it(keeper: Keeper, started_browser: Browser) -> None:
    held = keeper.library.document(keeper.check())
    finding = keeper.library.findings(document=held.id)[0].finding.id
    with browsing.visit(started_browser, keeper.root, scripts=False) as reader:
        reader.go(f"/reviews/{held.review}")
        keeper.go(f"/reviews/{held.review}/withdraw")
        keeper.page.get_by_label("Reason").fill("The family asked")
        keeper.page.get_by_label("I want to withdraw this for everyone").check()
        keeper.press("Withdraw")
        keeper.sees("can no longer be read")
        answer = reader.page.goto(f"{keeper.root}/findings/{finding}")
        assert answer is not None
        assert answer.status == 410
        assert reader.page.reload().status == 410  # type: ignore[union-attr]


def test_a_theme_is_merged_and_its_address_leads_on(keeper: Keeper) -> None:
    keeper.follow("Change themes")
    keeper.go("/desk/themes/housing-moves")
    keeper.page.get_by_label("The other theme").select_option("housing-conditions-homelessness")
    keeper.press("See what merging would change")
    keeper.sees("Nothing is saved yet")
    with keeper.page.expect_navigation():
        keeper.page.locator("#preview").get_by_role("button").first.click()
    assert keeper.library.vocabulary.theme("housing-moves").slug == "housing-conditions-homelessness"  # type: ignore[union-attr]
    keeper.go("/themes/housing-moves")
    assert keeper.page.url.endswith("/themes/housing-conditions-homelessness")


@pytest.mark.nightly
def test_two_coders_code_apart_and_their_agreement_is_shown(started_browser: Browser, own: Library, root: str) -> None:
    own.accounts = Accounts(own._store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name, role in (("kim", "keeper"), ("ada", "coder"), ("bob", "coder")):
        own.accounts.add(name, AccountRole(role), PASSWORD, "a test")

    def sign_in(page: Page, name: str) -> None:
        page.goto(f"{root}/sign-in?next=/desk/rounds")
        page.get_by_label("Name of your account").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/rounds")

    with browsing.visit(started_browser, root, scripts=False) as keeping:
        sign_in(keeping.page, "kim")
        keeping.page.get_by_label("Title").fill("Spring")
        keeping.page.get_by_label("How many findings").fill("3")
        for name in ("ada", "bob"):
            keeping.page.get_by_label(name, exact=True).check()
        keeping.page.get_by_role("button", name="Make the round").click()
        for name in ("ada", "bob"):
            with browsing.visit(started_browser, root, scripts=False) as coding:
                sign_in(coding.page, name)
                coding.page.get_by_role("link", name="Code the next finding").click()
                while "/code" in coding.page.url:
                    coding.page.get_by_role("radio").first.focus()
                    coding.page.keyboard.press("Space")
                    with coding.page.expect_navigation():
                        coding.page.keyboard.press("Enter")
        page = keeping.go("/desk/rounds/1")
        expect(page.locator("main")).to_contain_text("kappa")
        expect(page.locator("main")).to_contain_text("0 with a disagreement")
