"""Adding by browser: many files at once, read beside the server, and refused to whoever may not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kb.app.library import Library
from kb.core.access import AccountRole, Person
from tests.papers import child_z, mr_v
from tests.waiting import within
from tests.web import site
from web.pages import add_documents
from web.pages.add_documents import add_documents_page, queue_page
from web.pages.desk import desk_page
from web.request import PageRequest


def post(http: httpx.Client, *paths: Path) -> httpx.Response:
    return http.post("/desk/add", files=[("file", (path.name, path.read_bytes())) for path in paths])


def test_several_files_are_handed_in_and_read_while_the_person_goes_on(own: Library, tmp_path: Path) -> None:
    before = {one.id for one in own.documents()}
    with site.client(own) as http:
        answer = post(http, child_z(tmp_path), mr_v(tmp_path))
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/add?first=1&last=2#notice")
        assert within(lambda: "still to read" not in http.get("/desk/add").text)
        text = http.get("/desk/add").text
        assert "Check what was read" in text
        added = [one for one in own.documents() if one.id not in before]
        assert {one.name for one in added} == {"child-z.md", "mr-v.md"}
        assert all(f"/documents/{one.id}/check" in text for one in added)


def test_a_form_without_a_file_is_answered_with_a_sentence(own: Library) -> None:
    with site.client(own) as http:
        answer = http.post("/desk/add", files=[("other", ("", b""))])
        assert (answer.status_code, "Choose at least one file" in answer.text) == (400, True)
        assert http.post("/desk/add", data={"file": "x"}).status_code == 400
    assert own.uploads.jobs() == ()


def test_a_visitor_hands_nothing_in(own: Library, tmp_path: Path) -> None:
    own.settings = own.settings.model_copy(update={"host": "0.0.0.0"})
    with site.client(own) as http:
        assert post(http, child_z(tmp_path)).headers["location"].startswith("/sign-in")
    assert own.uploads.jobs() == ()


def keeper(library: Library) -> PageRequest:
    return replace(site.make_request(library), person=Person("Ann", AccountRole.KEEPER))


def hand_in(library: Library, name: str, content: Path) -> int:
    return library.uploads.put(name, content, "Ann")


def empty_file(folder: Path) -> Path:
    made = folder / "empty.md"
    made.write_bytes(b"")
    return made


def broken_file(folder: Path) -> Path:
    made = folder / "broken.pdf"
    made.write_bytes(b"%PDF-1.7 and no more")
    return made


def test_who_hands_files_in_is_told_how_many_came_and_what_became_of_them(own: Library, tmp_path: Path) -> None:
    hand_in(own, "earlier.pdf", broken_file(tmp_path))
    own.uploads.read_all()
    first = hand_in(own, "child-z.md", child_z(tmp_path))
    last = hand_in(own, "broken.pdf", broken_file(tmp_path))
    asked = site.make_request(own, ("first", str(first)), ("last", str(last)))
    page = add_documents_page(asked)
    assert page.received == "We received 2 files. All are still to be read."
    assert page.again == f"/desk/add?first={first}&last={last}&look=1"  # another address: a browser asks again
    assert desk_page(keeper(own)).unread_files == 2
    hand_in(own, "later.md", empty_file(tmp_path))  # which is none of these
    own.uploads.read_all()
    assert add_documents_page(asked).received == "2 files read: 1 added, 1 not added."
    assert add_documents_page(site.make_request(own)).received == ""
    assert desk_page(keeper(own)).unread_files == 0


def test_the_desk_names_files_that_could_not_be_added_until_they_are(own: Library, tmp_path: Path) -> None:
    hand_in(own, "child-z.md", empty_file(tmp_path))
    own.uploads.read_all()
    assert desk_page(keeper(own)).refused == ("child-z.md",)
    hand_in(own, "child-z.md", child_z(tmp_path))
    own.uploads.read_all()
    assert desk_page(keeper(own)).refused == ()
    hand_in(own, "child-z.md", empty_file(tmp_path))  # a later version
    own.uploads.read_all()
    assert desk_page(keeper(own)).refused == ("child-z.md",)


def test_what_one_form_handed_in_is_counted_whole_and_without_what_others_hand_in(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_documents, "SHOWN_JOBS", 1)
    first = hand_in(own, "child-z.md", child_z(tmp_path))
    own.uploads.put("other.md", child_z(tmp_path), "Ben")
    last = hand_in(own, "broken.pdf", broken_file(tmp_path))
    page = queue_page(own, came=(first, last))
    assert (page.received, page.waiting) == ("We received 2 files. All are still to be read.", 3)
    assert desk_page(keeper(own)).unread_files == 3


def test_the_queue_says_what_was_checked_and_what_was_read_again(own: Library, tmp_path: Path) -> None:
    hand_in(own, "child-z.md", child_z(tmp_path))
    own.uploads.read_all()
    key = own.uploads.jobs()[0].document
    assert [(one.checked, bool(one.check)) for one in queue_page(own).lines] == [(False, True)]
    with site.client(own) as http:
        http.post(f"/documents/{key}/correct", data={"do": "check"})
        text = http.get("/desk/add").text
        assert ("See what was read" in text, "Check what was read" in text) == (True, False)
    own.uploads.put_pictures(own.document(key), "Ann")
    own.uploads.read_all()
    told = [(one.sentence.startswith("It was read again"), bool(one.check)) for one in queue_page(own).lines]
    assert told == [(False, True), (True, False)]


def test_a_queue_asks_for_the_documents_that_it_names_alone(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "every_document", lambda *_: pytest.fail("every document was loaded"))
    assert queue_page(own).lines == ()
