"""Themes changed in the browser's plain forms: shown before they are saved, followed by addresses, undone."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from tests.web import shelf, site

NEW = {
    "do": "add",
    "label": "Music and play",
    "group": "circumstances",
    "definition": "What calms a child and what a child likes to do.",
    "strong": "music calmed\r\nlikes to play",
    "must_match": "The music calmed him at night.",
}
ADDRESS = "/desk/themes/music-and-play"


@pytest.fixture
def http(own: Library) -> Iterator[httpx.Client]:
    with site.client(own) as opened:
        yield opened


def main_of(answer: httpx.Response) -> str:
    return " ".join(site.tree(answer.text).xpath("//main")[0].text_content().split())


def fields_of_preview(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """The form that saves what was previewed, as a browser without scripts would send it."""
    form = site.tree(answer.text).xpath("//section[@id='preview']//form")[0]
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    fields |= {one.get("name"): one.text_content().removeprefix("\n") for one in form.xpath(".//textarea")}
    return form.get("action"), fields | {"do": form.xpath(".//button")[0].get("value")}


def save(http: httpx.Client, address: str, **sent: str) -> httpx.Response:
    shown = http.post(address, data=sent)
    assert shown.status_code == 200, main_of(shown)
    action, fields = fields_of_preview(shown)
    return http.post(action, data=fields | {"reason": "Asked for by the panel"})


def test_a_theme_is_shown_before_it_is_saved_and_found_after_the_upkeep(own: Library, http: httpx.Client) -> None:
    shown = http.post("/desk/themes", data=NEW)
    said = main_of(shown)
    assert "Nothing is saved yet. You added the theme “Music and play”." in said
    assert "1 finding would gain it, 0 findings would lose it." in said
    assert shelf.MUSIC in said
    assert "music-and-play" not in own.vocabulary.themes
    saved = save(http, "/desk/themes", **NEW)
    assert saved.headers["location"].startswith(f"{ADDRESS}?saved=")
    page = http.get(saved.headers["location"])
    assert "Findings are being given their themes again" in main_of(page)
    assert "the person at this machine added the theme “Music and play”. Reason: Asked for by the panel" in main_of(
        page
    )
    own.catch_up()
    assert "1 finding" in main_of(http.get("/themes/music-and-play"))
    assert "Findings are being given" not in main_of(http.get(ADDRESS))
    assert "Theme changed" in main_of(http.get("/audit"))


def test_old_addresses_of_a_merged_theme_lead_on(own: Library, http: httpx.Client) -> None:
    save(http, "/desk/themes/housing-moves", do="merge", into="cross-boundary-transfer")
    own.catch_up()
    lasting = {
        "/themes/housing-moves": "/themes/cross-boundary-transfer",
        "/themes/housing-moves.json": "/themes/cross-boundary-transfer.json",
        "/desk/themes/housing-moves": "/desk/themes/cross-boundary-transfer",
        "/search?theme=housing-moves": "/search?theme=cross-boundary-transfer",
        "/search.json?q=boroughs&theme=housing-moves": "/search.json?q=boroughs&theme=cross-boundary-transfer",
        "/threads?theme=housing-moves": "/threads?theme=cross-boundary-transfer",
        "/recurrence/came-back?theme=housing-moves": "/recurrence/came-back?theme=cross-boundary-transfer",
    }
    for old, new in lasting.items():
        answer = http.get(old)
        assert (answer.status_code, answer.headers["location"]) == (301, new), old
    assert http.get("/api/v1/themes/housing-moves").json()["slug"] == "cross-boundary-transfer"
    found = http.get("/api/v1/search", params={"theme": "housing-moves"}).json()
    assert (
        found["total"] == http.get("/api/v1/search", params={"theme": "cross-boundary-transfer"}).json()["total"] == 2
    )
    assert shelf.MOVES in http.get("/search.csv?theme=housing-moves").text
    assert http.get("/api/v1/threads?theme=housing-moves").status_code == 200


def test_a_retired_theme_says_so_and_comes_back_by_undoing(own: Library, http: httpx.Client) -> None:
    saved = save(http, "/desk/themes/housing-moves", do="retire")
    own.catch_up()
    gone = http.get("/themes/housing-moves")
    assert (gone.status_code, "is no longer used" in main_of(gone)) == (410, True)
    page = site.tree(http.get(saved.headers["location"]).text)
    form = page.xpath("//form[contains(@action, '/undo')]")[0]
    undone = http.post(form.get("action"), data={"back": "/desk/themes"})
    assert undone.headers["location"].startswith("/desk/themes?saved=")
    assert http.get("/themes/housing-moves").status_code == 200


def test_cues_are_taken_to_a_new_theme(own: Library, http: httpx.Client) -> None:
    save(http, "/desk/themes", **NEW)
    fields = {"do": "split", "label": "Play", "definition": "What a child likes to do.", "take": "likes to play"}
    saved = save(http, ADDRESS, **fields)
    assert saved.headers["location"].startswith("/desk/themes/play?saved=")
    assert own.vocabulary.themes["play"].cues.strong == ("likes to play",)
    assert own.vocabulary.themes["music-and-play"].cues.strong == ("music calmed",)


@pytest.mark.parametrize(
    ("address", "fields", "sentence"),
    [
        ("/desk/themes", NEW | {"strong": "music||calm"}, "cues.strong: 'music||calm'"),
        ("/desk/themes", NEW | {"label": ""}, "Enter a name"),
        ("/desk/themes/housing-moves", {"do": "merge", "into": ""}, "Choose the theme to merge it into"),
        ("/desk/themes/housing-moves", {"do": "merge", "into": "housing-moves"}, "another theme"),
        ("/desk/themes/housing-moves", {"do": "split", "label": "Play", "definition": "Play."}, "Choose the wordings"),
        ("/desk/themes/housing-moves", {"do": "sing"}, "Choose what to change"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_sent_stays_in_the_form(
    own: Library, http: httpx.Client, address: str, fields: dict[str, str], sentence: str
) -> None:
    before = own.vocabulary.fingerprint
    for sure in ("", "yes"):
        answer = http.post(address, data=fields | {"sure": sure})
        assert (answer.status_code, sentence in main_of(answer)) == (400, True), main_of(answer)[:300]
    if fields["do"] == "add":
        assert site.tree(answer.text).xpath("//textarea[@id='strong']")[0].text.split("\n")[0] in fields["strong"]
    assert own.vocabulary.fingerprint == before


def test_a_theme_that_is_not_there_cannot_be_changed(http: httpx.Client) -> None:
    assert http.get("/desk/themes/lamps").status_code == 404
    assert http.post("/desk/themes/lamps", data={"do": "retire", "sure": "yes"}).status_code == 404


def test_related_themes_questions_and_the_notice_are_changed_and_taken_away(own: Library, http: httpx.Client) -> None:
    http.post("/desk/themes", data=NEW | {"sure": "yes"})
    said = {
        **NEW,
        "do": "edit",
        "related": "Neglect",
        "questions": "What calmed him?\r\nWho asked?",
        "notice": "a child's distress",
        "notice_words": "screamed at night",
    }
    action, fields = fields_of_preview(http.post(ADDRESS, data=said))
    assert http.post(action, data=fields).status_code == 303
    theme = own.vocabulary.themes["music-and-play"]
    assert (theme.related, theme.questions) == (("neglect",), ("What calmed him?", "Who asked?"))
    assert (theme.notice, theme.notice_words) == ("a child's distress", ("screamed at night",))
    page = site.tree(http.get(ADDRESS).text)
    assert page.xpath("//textarea[@name='related']")[0].text.strip() == "Neglect"
    assert "no theme called “Nothing”" in main_of(http.post(ADDRESS, data=said | {"related": "Nothing"}))
    assert "Say what readers are told" in main_of(http.post(ADDRESS, data=said | {"notice": ""}))
    action, fields = fields_of_preview(
        http.post(ADDRESS, data=said | {"notice": "", "notice_words": "", "questions": ""})
    )
    assert http.post(action, data=fields).status_code == 303
    theme = own.vocabulary.themes["music-and-play"]
    assert (theme.related, theme.questions, theme.notice, theme.notice_words) == (("neglect",), (), "", ())
    assert http.post(ADDRESS, data=NEW | {"do": "edit", "definition": "What calms.", "sure": "yes"}).status_code == 303
    assert own.vocabulary.themes["music-and-play"].related == ("neglect",)  # a form without the field leaves it
