"""Withdrawing by browser: what would go is shown first, and then it is gone everywhere, also from a backup restored."""

from __future__ import annotations

import time

import pytest

from kb.app.library import Library
from kb.core.access import AccountRole
from kb.core.errors import KbError, LibraryBusy, LibraryUnavailable
from search.port import Query
from tests.web import site

PASSWORD = "purple ladder onions"


def test_an_older_version_that_readers_would_see_again_is_named(own: Library) -> None:
    older, newer = own.documents()[:2]
    own.make_correction(lambda desk: desk.replace(newer.id, older.id, "anna"))
    with site.client(own) as http:
        shown = site.tree(http.get(f"/documents/{newer.id}/withdraw").text)
        assert shown.xpath("//main//a/@href[contains(., '/withdraw') and not(starts-with(., '/desk'))]") == [
            f"/documents/{older.id}/withdraw"
        ]
        assert "readers will see it again" in shown.text_content()
        done = site.tree(http.post(f"/documents/{newer.id}/withdraw", data={"sure": "yes", "reason": "Asked for"}).text)
        assert done.xpath("//main//a/@href[contains(., '/withdraw') and not(starts-with(., '/desk'))]") == [
            f"/documents/{older.id}/withdraw"
        ]
        assert "Readers now see the older version again" in done.text_content()
        assert "older version" not in http.get(f"/documents/{older.id}/withdraw").text
    assert not own.document(older.id).replaced_by


def test_a_review_is_withdrawn_after_a_preview_and_is_gone_everywhere_at_once(own: Library) -> None:
    review = own.reviews()[0]
    own_findings = [one.finding for one in own.findings(review=review.slug)]
    document = own.documents(review.slug)[0]
    with site.client(own) as http:
        shown = http.get(f"/reviews/{review.slug}/withdraw").text
        assert document.name in shown
        refused = http.post(f"/reviews/{review.slug}/withdraw", data={"reason": "The family asked"})
        assert (refused.status_code, "Tick the box" in refused.text) == (400, True)
        assert own.review(review.slug)
        began = time.process_time()  # the server is a thread of this process
        done = http.post(f"/reviews/{review.slug}/withdraw", data={"reason": "The family asked", "sure": "yes"})
        assert done.status_code == 200
        for address in (
            f"/reviews/{review.slug}",
            f"/documents/{document.id}",
            f"/findings/{own_findings[0].id}",
            f"/documents/{document.id}/original",
        ):
            assert http.get(address).status_code == 410, address
        assert time.process_time() - began < 5
        few = " ".join(own_findings[0].text.split()[:3])
        assert own_findings[0].text not in http.get("/search", params={"q": few}).text
        assert "The family asked" in http.get("/audit?act=withdraw").text
    held = {hit.id for hit in own.search(Query()).hits}
    assert not held & {one.id for one in own_findings}


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_a_keeper_withdraws(own: Library, role: str) -> None:
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    own.accounts.add("other", AccountRole(role), PASSWORD, "a test")
    document = own.documents()[0]
    with site.client(own) as http:
        http.post("/sign-in", data={"name": "other", "password": PASSWORD})
        answer = http.post(f"/documents/{document.id}/withdraw", data={"sure": "yes", "reason": "Asked for"})
        assert answer.status_code == 403
    assert own.document(document.id)


@pytest.mark.parametrize("why", [LibraryBusy, LibraryUnavailable])
def test_a_withdrawal_whose_words_stay_in_a_file_for_now_is_not_answered_with_try_again(
    own: Library, monkeypatch: pytest.MonkeyPatch, why: type[KbError]
) -> None:
    one, other = own.documents()[:2]

    def finish(wait: float = 0) -> None:
        raise why("another process is still reading an older state of the library")

    monkeypatch.setattr(own._eraser, "finish", finish)
    with site.client(own) as http:
        done = http.post(f"/documents/{one.id}/withdraw", data={"sure": "yes", "reason": "Asked for"})
        assert done.status_code == 200
        assert "still reading an older state of the library. The next" in done.text
        assert http.get(f"/documents/{one.id}").status_code == 410
        monkeypatch.setattr(own._store, "withdraw", lambda *_: finish())
        assert (
            http.post(f"/documents/{other.id}/withdraw", data={"sure": "yes", "reason": "Asked for"}).status_code == 503
        )
    assert own.document(other.id)


@pytest.mark.parametrize(
    ("sent", "says", "field"),
    [
        ({"reason": "The wrong file"}, "Tick the box", "sure"),
        ({"sure": "yes", "reason": "  "}, "Say why you withdraw this", "reason"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_entered_stays(
    own: Library, sent: dict[str, str], says: str, field: str
) -> None:
    document = own.documents()[0]
    finding = own.findings(document=document.id)[0].finding.id
    with site.client(own) as http:
        for address in (f"/documents/{document.id}/withdraw", f"/findings/{finding}/withdraw"):
            answer = http.post(address, data=sent)
            page = site.tree(answer.text)
            assert answer.status_code == 400
            assert page.xpath(f"//a[@href='#{field}']")[0].text.startswith(says)
            assert page.xpath("//input[@id='reason']/@value") == [sent["reason"].strip()]
            assert bool(page.xpath("//input[@id='sure']/@checked")) == ("sure" in sent)
    assert own.finding(finding)
