"""Adding by browser: many files at once, read beside the server, and refused to whoever may not."""

from __future__ import annotations

import time
from pathlib import Path

import httpx

from kb.app.library import Library
from tests.papers import child_z, mr_v
from tests.web import site


def post(http: httpx.Client, *paths: Path) -> httpx.Response:
    return http.post("/desk/add", files=[("file", (path.name, path.read_bytes())) for path in paths])


def test_several_files_are_handed_in_and_read_while_the_person_goes_on(own: Library, tmp_path: Path) -> None:
    before = {one.id for one in own.documents()}
    with site.client(own) as http:
        answer = post(http, child_z(tmp_path), mr_v(tmp_path))
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/add")
        end = time.monotonic() + 60
        while "still to read" in (text := http.get("/desk/add").text) and time.monotonic() < end:
            time.sleep(0.2)
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
