"""A reader says whether two findings say the same: from a plain form, seen at once everywhere, and taken back."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from lxml import html
from pydantic import ValidationError

from kb.app.library import Library
from kb.core.access import AccountRole
from kb.core.addresses import loopback
from kb.core.colours import contrast_with_white
from kb.core.settings import Settings
from tests.web import addresses, shelf, site


def the_pair(library: Library) -> tuple[str, str]:
    """Two findings of different reviews that say nearly the same."""
    ids = {one.finding.text: one.finding.id for one in library.findings()}
    return ids[shelf.CORE_GROUPS], ids[shelf.CORE_GROUPS_AGAIN]


def page_of(http: httpx.Client, finding: str) -> html.HtmlElement:
    return html.fromstring(http.get(http.get(f"/findings/{finding}").headers["location"]).text)


def forms(page: html.HtmlElement) -> list[dict[str, str]]:
    """Every form that judges, as what it sends."""
    return [
        {field.get("name"): field.get("value") for field in form.xpath(".//input | .//button")}
        for form in page.xpath("//form[@action='/judge']")
    ]


def post_verdict(http: httpx.Client, form: dict[str, str]) -> httpx.Response:
    """Press a button on a page, and then the one on the page that asks."""
    asking = http.get("/judge", params=form)
    assert asking.status_code == 200
    (sure,) = forms(html.fromstring(asking.text))
    return http.post("/judge", data=sure)


def words(page: html.HtmlElement) -> str:
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_a_refused_echo_is_gone_at_once_and_comes_back_when_taken_back(own: Library) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        offered = [form for form in forms(page_of(http, one)) if form["other"] == other]
        assert {form["say"] for form in offered} == {"same", "different"}
        answer = post_verdict(http, next(form for form in offered if form["say"] == "different"))
        assert answer.status_code == 303
        said = html.fromstring(http.get(answer.headers["location"]).text)
        assert "Nobody who uses this library will see them as a match" in words(said)
        assert [form["say"] for form in forms(said)] == ["undo"]
        (back,) = said.xpath("//a[text()='Back to where you were']/@href")
        assert back.endswith(f"/{one}#elsewhere")
        after = page_of(http, one)
        assert "Marked as different by a person on" in words(after)
        assert other not in {echo.echo for echo, _ in own.echoes(one)}
        assert one not in {found["id"] for found in http.get("/search.json?found_again=yes").json()["cards"]}
        assert "Marked as different (1)" in words(page_of(http, other))  # whichever of the two is read
        undo = next(form for form in forms(after) if form["say"] == "undo")
        assert post_verdict(http, undo).status_code == 303
        assert other in {echo.echo for echo, _ in own.echoes(one)}
        assert "Marked as different by a person" not in words(page_of(http, one))


def test_an_accepted_echo_says_when_and_by_nobody(own: Library) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        done = post_verdict(http, {"one": one, "other": other, "say": "same"})
        marked = words(html.fromstring(http.get(done.headers["location"]).text))
        assert "You marked these two findings as the same lesson." in marked
        assert "They now count as found again for everyone who uses this library." in marked
        told = words(page_of(http, other))
        assert "Marked as the same lesson by a person on" in told
        said = http.get(http.get(f"/findings/{one}").headers["location"] + ".json").json()["judged"]["words"][other]
        assert said["same"] is True
        assert set(said) == {"same", "when"}


def test_what_makes_no_sense_is_not_kept(own: Library) -> None:
    one, other = the_pair(own)
    beside = next(held.finding.id for held in own.findings() if held.finding.text == shelf.ASK_FOR_REPORTS)
    with site.client(own) as http:
        assert http.post("/judge", data={"one": one, "other": other, "say": "perhaps"}).status_code == 400
        assert http.post("/judge", data={"one": one, "other": beside, "say": "same"}).status_code == 400
        assert http.post("/judge", data={"one": one, "other": "0" * 16, "say": "same"}).status_code == 404
        evil = {"one": one, "other": other, "say": "undo", "back": "//evil.example"}
        page = html.fromstring(http.get("/judge", params=evil).text)
        assert not [one for one in page.xpath("//main//@*") if one.startswith("//")]
        away = http.post("/judge", data={**evil, "sure": "yes"})
        assert away.headers["location"] == f"/findings/{one}"
        past = http.get("/judged", params={"one": one, "other": other, "back": "//evil.example"})
        assert not html.fromstring(past.text).xpath("//main//*[contains(@href | @action | @value, 'evil.example')]")
        assert http.get("/judge").status_code == 400


def test_one_click_changes_nothing_and_is_asked_about_first(own: Library) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        for form in forms(page_of(http, one)):
            asked = http.post("/judge", data=form)
            assert asked.headers["location"].startswith("/judge?")
            page = html.fromstring(http.get(asked.headers["location"]).text)
            assert "This changes the library for everyone" in words(page)
            assert page.xpath("//a[text()='No, go back']/@href")
        assert http.get("/judge", params={"one": one, "other": other, "say": "same"}).status_code == 200
        assert own.verdicts(one) == {}


@pytest.mark.parametrize("say", ["same", "different"])
def test_what_was_judged_is_undone_from_the_page_that_says_so(own: Library, say: str) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        after = post_verdict(http, {"one": one, "other": other, "say": say, "back": "/threads"}).headers["location"]
        assert set(own.verdicts(one)) == {other}
        (undo,) = forms(html.fromstring(http.get(after).text))
        assert undo["say"] == "undo"
        assert http.post("/judge", data=undo).headers["location"] == "/threads"
        assert own.verdicts(one) == {}


def test_no_page_offers_a_reader_to_judge_and_nothing_is_taken(own: Library) -> None:
    one, other = the_pair(own)
    own.accounts.add("keeper", AccountRole.KEEPER, "purple ladder onions", "a test")
    with site.client(own) as http:
        for place in addresses.pages(own):
            page = html.fromstring(http.get(place, follow_redirects=True).text)
            assert not page.xpath("//form[@action='/judge']"), place
            assert "Is it the same lesson?" not in page.text_content(), place
        asked = {"one": one, "other": other, "say": "same", "sure": "yes"}
        for answer in (http.get("/judge", params=asked), http.post("/judge", data=asked)):
            assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")
    assert own.verdicts(one) == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        # a server in front of this one
        ({"sec-fetch-site": "same-origin", "origin": "https://library.example"}, 303),
        ({"host": "library.example"}, 421),
        ({"x-forwarded-for": "203.0.113.9"}, 303),
    ],
)
def test_without_accounts_only_who_sits_at_this_machine_may_judge(
    own: Library, headers: dict[str, str], status: int
) -> None:
    one, other = the_pair(own)
    with site.client(own) as http:
        sent = {"one": one, "other": other, "say": "different", "sure": "yes"}
        answer = http.post("/judge", data=sent, headers=headers)
    assert answer.status_code == status
    assert "/judged" not in answer.headers.get("location", "")
    assert own.verdicts(one) == {}


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"hosts": "library.example, 127.0.0.1"}, False),  # it is known by a name elsewhere
    ],
)
def test_served_to_others_the_library_takes_no_judgement_without_an_account(
    own: Library, settings: dict[str, str], allowed: bool
) -> None:
    one, other = the_pair(own)
    own.settings = own.settings.model_copy(update=settings)
    with site.client(own) as http:
        assert bool(forms(page_of(http, one))) is allowed
        http.post("/judge", data={"one": one, "other": other, "say": "same", "sure": "yes"})
        assert bool(own.verdicts(one)) is allowed
        assert ("Marked as the same lesson by a person" in words(page_of(http, one))) is allowed


def test_a_library_with_names_answers_to_no_other(own: Library) -> None:
    own.settings = own.settings.model_copy(update={"hosts": "Library.example, 127.0.0.1"})
    with site.client(own) as http:
        assert http.get("/help").status_code == 200
        assert http.get("/help", headers={"host": "library.example:8443"}).status_code == 200
        assert http.get("/help", headers={"host": "LIBRARY.example."}).status_code == 200
        for name in ("evil.example", "library.example.evil.example", "localhost"):
            refused = http.get("/help", headers={"host": name})
            assert (refused.status_code, "KB_HOSTS" in refused.text) == (421, True)


def test_a_colour_of_ones_own_stands_in_a_stylesheet(own: Library, http: httpx.Client) -> None:
    assert "brand.css" not in http.get("/help").text
    own.settings = own.settings.model_copy(update={"colour": "#5a1846"})
    with site.client(own) as mine:
        page = html.fromstring(mine.get("/help").text)
        (sheet,) = page.xpath("//link[@rel='stylesheet' and contains(@href, 'brand')]/@href")
        answer = mine.get(sheet)
        assert answer.headers["content-type"].startswith("text/css")
        assert answer.text == ":root{--govuk-brand-colour:#5a1846}\n"
        assert page.xpath("//meta[@name='theme-color']/@content") == ["#5a1846"]


@pytest.mark.parametrize("colour", ["#ffff00", "#777777", "red", "#12345", "#12404b;}body{display:none}"])
def test_a_colour_that_white_words_cannot_be_read_on_is_refused_with_a_sentence(colour: str) -> None:
    with pytest.raises(ValidationError, match=r"contrast is \d|is no colour"):
        Settings(data=Path("nowhere"), colour=colour)


def test_contrast_is_as_the_guidelines_define_it() -> None:
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("hosts", ["two words", "https://library.example", "a,b/c"])
def test_what_is_no_host_name_is_refused(hosts: str) -> None:
    with pytest.raises(ValidationError, match="no host name"):
        Settings(data=Path("nowhere"), hosts=hosts)


def test_what_means_this_machine() -> None:
    assert all(loopback(one) for one in ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"))
    assert not any(loopback(one) for one in ("0.0.0.0", "::", "10.0.0.7", "library.example", "localhost.example", ""))
