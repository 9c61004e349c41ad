"""Withdrawing one finding: shown first, gone from every place, kept away by new readings, undone by a keeper alone."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from kb.core.access import AccountRole
from kb.core.errors import BadQuestion
from kb.core.model import FindingInContext
from search.port import Query
from tests.web import shelf, site

PASSWORD = "purple ladder onions"


@pytest.fixture(name="held")
def finding_to_withdraw(own: Library) -> FindingInContext:
    return next(one for one in own.findings() if one.finding.text == shelf.ASK_FOR_REPORTS)


@pytest.fixture
def http(own: Library) -> Iterator[httpx.Client]:
    with site.client(own) as opened:
        yield opened


def withdraw(http: httpx.Client, key: str) -> httpx.Response:
    return http.post(f"/findings/{key}/withdraw", data={"sure": "yes", "reason": "The family asked"})


def test_a_finding_is_withdrawn_after_a_preview_and_is_in_no_place(
    own: Library, http: httpx.Client, held: FindingInContext
) -> None:
    key, text = held.finding.id, held.finding.text
    document, slug = held.document.id, held.review.slug
    places = (
        f"/search?q={text[:40]}",
        f"/reviews/{slug}",
        f"/reviews/{slug}.csv",
        f"/reviews/{slug}/follow-up.csv",
        f"/documents/{document}/check",
        f"/documents/{document}/correct",
        "/api/v1/findings",
        f"/api/v1/search?q={text[:40]}",
        "/api/v1/answers",
        f"/api/v1/reviews/{slug}/follow-up",
        f"/search.csv?q={text[:40]}",
        "/search.json",
        "/recurrence.csv",
        "/",
        "/desk",
    )
    before = [http.get(one, follow_redirects=True) for one in places]
    assert [str(one.url) for one in before if one.status_code != 200] == []
    assert sum(text in one.text for one in before) >= 3
    address = f"/findings/{key}/withdraw"
    assert text in http.get(address).text
    refused = http.post(address, data={"reason": "The family asked"})
    assert (refused.status_code, "Tick the box" in refused.text) == (400, True)
    assert own.finding(key)
    assert withdraw(http, key).status_code == 303
    assert http.get(f"/findings/{key}").status_code == 410
    shown = [one for one in places if not one.endswith("/check")]
    assert [one for one in shown if text in http.get(one, follow_redirects=True).text] == []
    assert key not in http.get(f"/documents/{document}/check").text
    assert key not in {hit.id for hit in own.search(Query(size=100)).hits}
    assert all(one.finding.id != key for one in own.findings())
    assert " ".join(text.split()) in " ".join(own.text(document).text.split())
    assert "remain in the text of" in http.get(address).text


def test_a_new_reading_keeps_it_away_and_the_keeper_brings_it_back(
    own: Library, http: httpx.Client, held: FindingInContext
) -> None:
    key = held.finding.id
    withdraw(http, key)
    own.reread()
    assert http.get(f"/findings/{key}").status_code == 410
    form = site.tree(http.get(f"/findings/{key}/withdraw").text).xpath("//form[contains(@action, '/undo')]")[0]
    done = http.post(form.get("action"), data={one.get("name"): one.get("value") for one in form.xpath(".//input")})
    assert done.headers["location"].startswith(f"/findings/{key}?saved=")
    assert own.finding(key).finding == held.finding
    assert key in {hit.id for hit in own.search(Query(text=held.finding.text, size=100)).hits}


def test_an_editor_can_neither_withdraw_nor_bring_back_nor_go_round_it(own: Library, held: FindingInContext) -> None:
    key = held.finding.id
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    own.accounts.add("edith", AccountRole.EDITOR, PASSWORD, "a test")
    half = held.finding.text[:40].rsplit(" ", 1)[0]
    cut = own.make_correction(lambda desk: desk.cut(key, half, "edith"))
    with site.client(own) as http:
        http.post("/sign-in", data={"name": "edith", "password": PASSWORD})
        assert withdraw(http, key).status_code == 403
        batch = own.make_correction(lambda desk: desk.withdraw(key, "kim"))
        assert http.post(f"/changes/{batch}/undo", data={"back": "/desk"}).status_code == 403
        again = f"/documents/{held.document.id}/settle"
        assert http.post(again, data={"do": str(batch)}).status_code == 403
        sent = {"do": "add", "words": held.finding.text, "kind": "lesson"}
        added = http.post(f"/documents/{held.document.id}/correct", data=sent)
        assert (added.status_code, "was withdrawn" in added.text) == (400, True)
    with pytest.raises(BadQuestion, match="withdrawn since"):
        own.make_correction(lambda desk: desk.undo(cut, "edith"))
    assert half not in " ".join(one.finding.text for one in own.findings())
