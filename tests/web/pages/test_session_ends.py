"""Sessions that end in the middle of a form, in a browser: nothing that was entered is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from kb.app.accounts import Accounts
from kb.app.library import Library
from kb.core.access import AccountRole
from tests.web import browsing, site
from tests.web.test_access import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

MISSED = "so the child protection plan drifted for a year."


@pytest.fixture
def root(own: Library) -> Iterator[str]:
    own.accounts = Accounts(own._store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    with site.serve_library(own) as address:
        yield address


def fill_in(page: Page) -> None:
    """Sign in by the form that is open."""
    page.get_by_label("Name of your account").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_signed_out_on_all_devices_keeps_the_words_of_an_open_form(
    started_browser: Browser, own: Library, root: str, scripts: bool
) -> None:
    held = own.documents()[0].id
    here = f"/documents/{held}/check"
    with (
        browsing.visit(started_browser, root, scripts=scripts) as desk,
        browsing.visit(started_browser, root) as phone,
    ):
        for one in (desk, phone):
            one.go(f"/sign-in?next={here}")
            fill_in(one.page)
        desk.page.get_by_label("Words, as they stand on the page").fill(MISSED)
        phone.go("/sign-in").get_by_role("button", name="Sign out on all devices").click()
        expect(phone.page.get_by_label("Name of your account")).to_be_visible()
        desk.page.get_by_role("button", name="Add this finding").click()
        expect(desk.page.locator("main")).to_contain_text("nothing was saved")
        assert MISSED not in {one.finding.text for one in own.findings(document=held)}
        fill_in(desk.page)
        assert desk.page.url.startswith(root + here)
        for _ in range(3):  # as often as it takes
            if desk.page.get_by_label("Words, as they stand on the page").count() and (
                desk.page.get_by_label("Words, as they stand on the page").input_value() == MISSED
            ):
                break
            desk.page.go_back(wait_until="commit")
            desk.page.wait_for_load_state("domcontentloaded")
        expect(desk.page.get_by_label("Words, as they stand on the page")).to_have_value(MISSED)
        desk.page.get_by_role("button", name="Add this finding").click()
        expect(desk.page.locator("#notice")).to_contain_text("You added a finding")
    assert MISSED in {one.finding.text for one in own.findings(document=held)}


def test_a_form_from_nowhere_leads_to_the_start_page_after_signing_in(started_browser: Browser, root: str) -> None:
    with browsing.visit(started_browser, root) as visit:
        for referer in ("http://elsewhere.example/desk", ""):
            answer = visit.page.request.post(
                f"{root}/desk/withdrawn", headers={"referer": referer}, form={"document": "a"}, max_redirects=0
            )
            assert answer.headers["location"] == "/sign-in?next=%2F&unsaved=yes"
