"""A form that shows what is no longer so is not saved: nobody undoes unseen what somebody else did."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from kb.core.errors import LibraryBusy
from tests.web import shelf, site
from web.forms import FormData, refuse_stale
from web.pages import change_themes, correct_review, corrections, publishers

SOURCES = '[[source]]\nname = "{}"\naddress = "https://{}.example/reviews"\n'


@pytest.fixture
def http(own: Library) -> Iterator[httpx.Client]:
    with site.client(own) as opened:
        yield opened


def fields_of(http: httpx.Client, address: str, do: str, field: str = "") -> dict[str, str]:
    """Return what a browser would send of the form with this button, or this field, as it stands."""
    page = site.tree(http.get(address).text)
    form = page.xpath(f"//form[.//button[@value='{do}']]" if do else f"//form[.//*[@name='{field}']]")[0]
    fields = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[not(@type='checkbox')]")}
    fields |= {one.get("name"): (one.text or "").removeprefix("\n") for one in form.xpath(".//textarea")}
    for one in form.xpath(".//select"):
        fields[one.get("name")] = (one.xpath("./option[@selected]/@value") or one.xpath("./option/@value"))[0]
    return fields | ({"do": do} if do else {})


def send(http: httpx.Client, address: str, fields: dict[str, str], **changed: str) -> httpx.Response:
    return http.post(address, data=fields | changed)


def is_refused(answer: httpx.Response) -> bool:
    return answer.status_code == 400 and "This was changed while the page was open" in answer.text


def test_a_finding_that_two_people_correct_loses_neither_s_change(own: Library, http: httpx.Client) -> None:
    key = next(one.finding.id for one in own.findings() if one.finding.text == shelf.ASK_FOR_REPORTS)
    address = f"/findings/{key}/correct"
    open_form = fields_of(http, address, "values")
    assert send(http, address, open_form, owner="Northmoor Council").status_code == 303
    assert is_refused(send(http, address, open_form, due="May 2024"))
    assert (own.finding(key).finding.owner, own.finding(key).finding.due) == ("Northmoor Council", "")
    assert send(http, address, fields_of(http, address, "values"), due="May 2024").status_code == 303
    assert (own.finding(key).finding.owner, own.finding(key).finding.due) == ("Northmoor Council", "May 2024")


def test_a_button_that_is_pressed_twice_splits_once(own: Library, http: httpx.Client) -> None:
    key = next(one.finding.id for one in own.findings() if one.finding.text == shelf.ASK_FOR_REPORTS)
    held = own.finding(key)
    address, before = f"/findings/{key}/correct", len(own.findings())
    words = held.finding.quotation
    fields = fields_of(http, address, "split") | {"words": f"{words[:40]}\r\n\r\n{words[40:]}"}
    assert send(http, address, fields).status_code == 303
    assert is_refused(send(http, address, fields))
    assert len(own.findings()) == before + 1
    checking = f"/documents/{held.document.id}/check"
    assert fields_of(http, checking, "revise")["seen"]


def test_a_document_a_review_a_theme_and_the_publishers_are_kept_from_old_forms(
    own: Library, http: httpx.Client
) -> None:
    document = own.documents()[0]
    forms = (
        (f"/documents/{document.id}/correct", "values", "title", "area"),
        (f"/reviews/{document.review}/correct", "values", "title", "area"),
    )
    for address, do, one, other in forms:
        old = fields_of(http, address, do)
        assert send(http, address, old, **{one: f"Another {one}"}).status_code == 303
        assert is_refused(send(http, address, old, **{other: "Eastby"}))
    theme = "/desk/themes/housing-moves"
    old = fields_of(http, theme, "edit")
    assert send(http, theme, old, definition="Where families live, and how often that changes.", sure="yes").is_redirect
    assert is_refused(send(http, theme, old, label="Moves", sure="yes"))
    assert own.vocabulary.themes["housing-moves"].definition.startswith("Where families live")
    old = fields_of(http, "/desk/publishers", "", "sources")
    assert send(http, "/desk/publishers", old, sources=SOURCES.format("A", "a")).is_redirect
    assert is_refused(send(http, "/desk/publishers", old, sources=SOURCES.format("B", "b")))
    assert own.publishers.text() == SOURCES.format("A", "a")


def test_nobody_changes_anything_between_a_look_at_the_form_and_its_saving(
    own: Library, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, key = own.documents()[0], own.findings()[0].finding.id
    forms = (
        (corrections, f"/findings/{key}/correct", "values", {"owner": "Northmoor Council"}),
        (corrections, f"/documents/{document.id}/correct", "values", {"area": "Northmoor"}),
        (correct_review, f"/reviews/{document.review}/correct", "values", {"title": "Another title"}),
        (change_themes, "/desk/themes/housing-moves", "edit", {"definition": "Another one", "sure": "yes"}),
        (publishers, "/desk/publishers", "", {"sources": SOURCES.format("A", "a")}),
    )
    for module, address, do, changed in forms:
        alone: list[str] = []

        def look(form: FormData, *now: object, alone: list[str] = alone) -> None:
            with pytest.raises(LibraryBusy), own._store.database.lock("changing", 0):
                alone.append("not alone")
            refuse_stale(form, *now)
            alone.append("alone")

        fields = fields_of(http, address, do, "" if do else "sources")
        with monkeypatch.context() as patch:
            patch.setattr(module, "refuse_stale", look)
            assert send(http, address, fields, **changed).status_code == 303, address
        assert alone == ["alone"], address
