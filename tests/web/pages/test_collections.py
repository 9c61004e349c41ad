"""Picking, keeping and sharing findings without an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from lxml import html

from kb.app.library import Library
from kb.core.model import Collection, CollectionItem, Use
from tests.web import shelf, site
from tests.web.test_echo_verdicts import the_pair
from web import cookie
from web.collection_changes import change_collection
from web.forms import FormData, local_address


def ids(library: Library) -> list[str]:
    return [one.finding.id for one in library.findings()]


def test_picking_sets_the_one_cookie_and_leads_back(own: Library) -> None:
    with site.client(own) as http:
        assert "set-cookie" not in http.get("/search").headers
        answer = http.post("/basket", data={"finding": ids(own)[0], "do": "add", "back": "/search?q=core"})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/basket/kept?back=")
        back = http.get(answer.headers["location"])
        assert (back.status_code, back.headers["location"]) == (303, f"/search?q=core#f-{ids(own)[0]}")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("basket=")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Collection (1)" in http.get("/").text


def test_a_browser_without_cookies_is_told_that_nothing_was_kept(own: Library) -> None:
    with site.client(own) as http:
        answer = http.post("/basket", data={"finding": ids(own)[0], "back": "/search?q=core"})
        http.cookies.clear()
        refused = http.get(answer.headers["location"])
        assert refused.headers["location"] == "/basket?refused=yes"
        assert "Your browser did not save your choice." in http.get("/basket?refused=yes").text


def test_a_pick_beyond_the_most_says_so(own: Library) -> None:
    with site.client(own) as http:
        others = [f"{number:016x}" for number in range(cookie.MOST_PICKED - 1)]
        http.cookies.set("basket", ".".join(others))
        one, two = ids(own)[:2]
        assert http.post("/basket", data={"finding": one, "back": "/search"}).headers["location"] == f"/search#f-{one}"
        full = http.post("/basket", data={"finding": two, "back": "/search"})
        assert full.headers["location"] == "/basket?left=1"
        assert "1 finding was not added." in http.get("/basket?left=1").text
        assert "was not added" not in http.get("/basket?left=abc").text


def test_a_session_that_is_recorded_is_named_as_such(own: Library) -> None:
    with site.client(own) as http:
        http.post("/basket", data={"finding": ids(own)[:1]})
        edit = http.post("/collections", data={"title": "For Monday"}).headers["location"]
        used = http.post(edit, data={"do": "used", "date": "2026-03-14"}).headers["location"]
        assert used == f"{edit}?saved=used"
        assert "You have recorded the session." in http.get(used).text


def test_what_is_picked_can_be_taken_out_and_emptied(own: Library) -> None:
    with site.client(own) as http:
        http.post("/basket", data={"finding": ids(own)[:3]})
        http.post("/basket", data={"finding": ids(own)[0], "do": "take"})
        assert len(http.get("/basket.json").json()["cards"]) == 2
        http.post("/basket", data={"do": "empty"})
        assert "basket" not in http.cookies


def test_a_collection_has_a_link_to_read_and_a_link_to_edit(own: Library) -> None:
    with site.client(own) as http:
        http.post("/basket", data={"finding": ids(own)[:2]})
        edit = http.post("/collections", data={"title": "Core groups training"}).headers["location"]
        page = html.fromstring(http.get(edit).text)
        read = page.xpath("//a[starts-with(@href, '/collections/')]/@href")[0]
        assert edit.startswith("/collections/")
        assert edit.endswith("/edit")
        assert edit.split("/")[2] not in http.get(read).text
        assert http.get(f"{read}/edit").status_code == 404
        assert http.post(f"{read}/edit", data={"title": "Taken over"}).status_code == 404


def test_the_basket_leads_back_to_what_this_browser_saved_last_until_it_is_told_to_forget(own: Library) -> None:
    with site.client(own) as http:
        http.post("/basket", data={"finding": ids(own)[:2]})
        edit = http.post("/collections", data={"title": "Core groups training"}).headers["location"]
        page = http.get("/basket.json").json()
        assert page["cards"] == []
        assert page["last"]["edit"] == edit
        assert page["last"]["findings"] == 2
        assert "Your last saved collection" in http.get("/basket").text
        http.post("/basket", data={"finding": ids(own)[0]})  # to pick more does not lose the way back
        assert http.get("/basket.json").json()["last"]["name"] == "Core groups training"
        http.post("/basket", data={"do": "forget"})
        page = http.get("/basket.json").json()
        assert (page["last"], len(page["cards"])) == (None, 1)
        assert http.get(edit).status_code == 200
        http.post("/basket", data={"do": "empty"})
        assert "basket" not in http.cookies


def test_what_is_picked_downloads_as_a_pack_before_it_is_saved(own: Library) -> None:
    with site.client(own) as http:
        assert http.get("/basket.docx").status_code == 404
        http.post("/basket", data={"finding": ids(own)[:2]})
        page = html.fromstring(http.get("/basket").text)
        buttons = page.xpath("//section[@aria-labelledby='take-away']//a[contains(@class, 'govuk-button')]")
        assert [one.text for one in buttons][:2] == ["Word", "PowerPoint"]
        assert "discussion questions" in page.text_content()
        for one in buttons[:2]:
            assert http.get(one.get("href")).content.startswith(b"PK")
        made = http.post("/collections", data={"title": "Training"}).headers["location"]
        text = http.get(made).text
        assert text.index("take-away") < text.index('name="title"')  # above what can be changed


def test_order_notes_and_questions_are_saved(own: Library) -> None:
    first, second = ids(own)[:2]
    with site.client(own) as http:
        http.post("/basket", data={"finding": [first, second]})
        edit = http.post("/collections", data={"title": "Pack"}).headers["location"]
        sent = {
            "title": "Pack for housing officers",
            "introduction": "Twenty minutes.",
            f"place-{first}": "2",
            f"place-{second}": "2",
            f"note-{second}": "Read aloud.",
            "questions": "What would you ask?\n\nWhom would you tell?",
        }
        saved = http.post(edit, data=sent)
        assert saved.headers["location"] == f"{edit}?saved=yes"
        page = http.get(f"{edit}.json").json()
    assert [item["card"]["id"] for item in page["items"]] == [second, first]
    assert page["items"][0]["note"] == "Read aloud."
    assert page["questions"] == ["What would you ask?", "Whom would you tell?"]


def test_a_collection_downloads_as_a_pack_and_in_every_form_that_is_offered(own: Library) -> None:
    made = own.new_collection("Pack", [CollectionItem(ids(own)[0], "A note.")])
    with site.client(own) as http:
        offered = http.get(f"/collections/{made.key}.json").json()
        offered = [*offered["packs"], *offered["exports"]]
        answers = {one["text"]: http.get(one["href"]) for one in offered}
        assert http.get(f"/collections/{made.key}.json").json()["title"] == "Pack"
    assert {"Word", "PowerPoint", "CSV"} <= set(answers)
    assert {answer.status_code for answer in answers.values()} == {200}


@pytest.mark.parametrize(
    ("places", "order"),
    [
        (("1", "2", "3"), "abc"),
        (("3", "2", "3"), "bca"),
        (("1", "2", "1"), "cab"),
        (("x", "", "99"), "abc"),
        (("2", "1", "3"), "bac"),
    ],
)
def test_a_finding_moves_to_the_place_it_is_given(places: tuple[str, ...], order: str) -> None:
    keys = [letter * 16 for letter in "abc"]
    held = Collection("k", "Title", items=tuple(CollectionItem(key) for key in keys))
    form = FormData((("title", "Title"), *((f"place-{key}", place) for key, place in zip(keys, places, strict=True))))
    assert "".join(item.finding[0] for item in change_collection(held, form).items) == order


def test_a_collection_without_a_title_is_asked_for_one(own: Library) -> None:
    with site.client(own) as http:
        http.post("/basket", data={"finding": ids(own)[:1]})
        answer = http.post("/collections", data={"title": "  "})
        assert answer.status_code == 400
        assert "Enter a title for the collection." in answer.text


def test_a_collection_can_be_deleted_with_its_editing_link(own: Library) -> None:
    made = own.new_collection("Short-lived", [CollectionItem(ids(own)[0])])
    with site.client(own) as http:
        asked = http.post(f"/collections/{made.edit_key}/edit", data={"do": "delete"})
        assert asked.headers["location"] == f"/collections/{made.edit_key}/delete"
        page = html.fromstring(http.get(asked.headers["location"]).text)
        assert http.get(f"/collections/{made.key}").status_code == 200  # only asked so far
        (form,) = page.xpath("//main//form")
        sent = {field.get("name"): field.get("value") for field in form.xpath(".//input | .//button")}
        assert http.post(form.get("action"), data=sent).headers["location"] == "/basket?deleted=yes"
        assert http.get(f"/collections/{made.key}").status_code == 404
        assert http.get(f"/collections/{made.key}/delete").status_code == 404


def test_a_withdrawn_finding_is_counted_but_not_shown(own: Library) -> None:
    held = next(one for one in own.findings() if one.finding.text == shelf.CORE_GROUPS)
    made = own.new_collection("Pack", [CollectionItem(held.finding.id)])
    own.withdraw(held.document.id)
    with site.client(own) as http:
        page = http.get(f"/collections/{made.key}.json").json()
    assert (page["items"], page["gone"]) == ([], 1)


def test_the_cookie_holds_a_key_beside_the_ids_and_nothing_else() -> None:
    value = f"{'a' * 16}.~abc-DEF_123.<script>"
    assert cookie.read(value) == ("a" * 16,)
    assert cookie.saved_key(value) == "abc-DEF_123"
    assert cookie.saved_key("a" * 16) == cookie.saved_key("~../../x") == ""


def test_the_basket_takes_only_ids_and_only_so_many() -> None:
    many = [f"{number:016x}" for number in range(300)]
    assert cookie.add((), many) == tuple(many[:100])
    assert cookie.read("nonsense.<script>.0123456789abcdef..0123456789abcdef") == ("0123456789abcdef",)
    assert len(".".join(cookie.add((), many))) < 4000


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\/evil.example",
        "evil.example",
        "",
        "/x\\..\\y",
        "/" + "a" * 5000,
    ],
)
def test_no_form_leads_off_the_site(address: str) -> None:
    assert local_address(address, "/basket") == "/basket"


def test_a_form_from_another_site_does_nothing(own: Library) -> None:
    with site.client(own) as http:
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
        ):
            answer = http.post("/basket", data={"finding": ids(own)[0]}, headers=headers)
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
            assert answer.headers["connection"] == "close"  # what was sent is not read
        mine = {"Sec-Fetch-Site": "same-origin", "Origin": str(http.base_url).rstrip("/")}
        assert http.post("/basket", data={"finding": ids(own)[0]}, headers=mine).status_code == 303


def test_what_is_not_a_form_is_turned_away(own: Library) -> None:
    with site.client(own) as http:
        answer = http.post("/basket", content=b'{"finding": 1}', headers={"Content-Type": "text/plain"})
        assert answer.status_code == 400


def test_what_is_too_large_is_turned_away_at_once(http: httpx.Client) -> None:
    answer = http.post("/check", files={"file": ("draft.txt", b"x" * (21 * 1024 * 1024))})
    assert answer.status_code == 413
    assert answer.headers["Content-Security-Policy"]


def test_a_draft_is_compared_and_not_kept(own: Library) -> None:
    before = own.health()
    with site.client(own) as http:
        answer = http.post("/check", data={"text": "Agencies did not attend core groups for the child."})
        sent = http.post("/check", files={"file": ("draft.txt", b"Housing moves broke the network of practitioners.")})
    assert "core groups" in answer.text
    assert "nearly the same: " in answer.text + sent.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert own.health() == before


def test_a_session_is_recorded_shown_and_told_of_its_cases(own: Library) -> None:
    one, other = the_pair(own)
    made = own.new_collection("Monday", [CollectionItem(one)])
    again = own.new_collection("Tuesday", [CollectionItem(one), CollectionItem(other)])
    with site.client(own) as http:
        edit = f"/collections/{made.edit_key}/edit"
        sent = {"do": "used", "date": "2026-03-14", "told": "Nine health visitors."}
        assert http.post(edit, data=sent).status_code == 303
        assert own.collection(made.key).uses == (Use("2026-03-14", "Nine health visitors."),)
        assert "14 March 2026: Nine health visitors." in http.get(f"/collections/{made.key}").text
        told = http.get(f"/collections/{again.key}.json").json()["cases"]
        assert {case["slug"]: case["used"] for case in told} == {"child-a": ["14 March 2026"], "family-q": []}
        assert "Nine health visitors" not in http.get(f"/collections/{again.key}").text  # another's own words
        assert http.post(edit, data={"do": "used", "date": "last week"}).status_code == 400
        (shown,) = http.get(f"{edit}.json").json()["uses"]
        http.post(edit, data={"do": "unused", "session": shown["mark"]})
        assert own.collection(made.key).uses == ()


def test_of_two_people_who_edit_one_collection_the_second_overwrites_nothing(own: Library) -> None:
    one, _ = the_pair(own)
    made = own.new_collection("Monday", [CollectionItem(one)])
    with site.client(own) as http:
        edit = f"/collections/{made.edit_key}/edit"
        seen = http.get(f"{edit}.json").json()["seen"]  # both open the page
        mine = {"do": "save", "title": "Monday", f"note-{one}": "Read this aloud.", "seen": seen}
        assert http.post(edit, data=mine).status_code == 303
        late = http.post(edit, data={"do": "save", "title": "Monday", "questions": "Who was told?", "seen": seen})
        assert late.status_code == 400
        assert "changed while the page was open" in late.text
        held = own.collection(made.key)
        assert (held.items[0].note, held.questions) == ("Read this aloud.", ())
        now = http.get(f"{edit}.json").json()["seen"]
        again = {"do": "save", "title": "Monday", f"note-{one}": "Read this aloud.", "questions": "Who was told?"}
        assert http.post(edit, data={**again, "seen": now}).status_code == 303
        assert own.collection(made.key).questions == ("Who was told?",)


def test_a_session_is_removed_by_what_it_says_and_not_by_its_place(own: Library) -> None:
    made = own.new_collection("Monday", [CollectionItem(the_pair(own)[0])])
    with site.client(own) as http:
        edit = f"/collections/{made.edit_key}/edit"
        http.post(edit, data={"do": "used", "date": "2026-03-14", "told": "Nine health visitors."})
        (shown,) = http.get(f"{edit}.json").json()["uses"]
        http.post(edit, data={"do": "used", "date": "2026-05-01", "told": "A colleague’s session."})  # meanwhile
        http.post(edit, data={"do": "unused", "session": shown["mark"]})
    assert own.collection(made.key).uses == (Use("2026-05-01", "A colleague’s session."),)


def test_of_two_sessions_that_say_the_same_one_is_removed(own: Library) -> None:
    made = own.new_collection("Monday", [CollectionItem(the_pair(own)[0])])
    use = Use("2026-03-14", "Nine health visitors.")
    own.change_collection(made.edit_key, lambda held: replace(held, uses=(use, use)))
    with site.client(own) as http:
        edit = f"/collections/{made.edit_key}/edit"
        for left in ((use,), ()):
            mark = http.get(f"{edit}.json").json()["uses"][0]["mark"]
            http.post(edit, data={"do": "unused", "session": mark})
            assert own.collection(made.key).uses == left


def test_sessions_that_two_people_record_at_once_are_both_kept(own: Library) -> None:
    made = own.new_collection("Monday", [CollectionItem(the_pair(own)[0])])
    days = [f"2026-03-{day:02}" for day in range(1, 9)]

    def record(day: str) -> None:
        own.change_collection(made.edit_key, lambda held: replace(held, uses=(*held.uses, Use(day, ""))))

    with ThreadPoolExecutor(4) as people:
        list(people.map(record, days))
    assert sorted(one.date for one in own.collection(made.key).uses) == days


def test_saving_a_collection_keeps_its_record(own: Library) -> None:
    one, _ = the_pair(own)
    made = own.new_collection("Monday", [CollectionItem(one)])
    with site.client(own) as http:
        edit = f"/collections/{made.edit_key}/edit"
        http.post(edit, data={"do": "used", "date": "2026-03-14"})
        http.post(edit, data={"do": "save", "title": "Tuesday"})
    assert own.collection(made.key).uses == (Use("2026-03-14", ""),)
