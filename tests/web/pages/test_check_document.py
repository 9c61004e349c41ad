"""Checking what was read: page by page, with its findings to correct, until a person says that it is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pptx import Presentation

from ingest.readers.pdf import tesseract
from ingest.themes.suggest import words_and_pairs
from kb.app.library import Library
from kb.app.page_images import DrawnPages
from kb.core.access import AccountRole
from kb.core.model import Kind, StatedValue
from kb.vocabulary.suggestions import SuggestionModel
from tests.web import shelf, site
from web.components.finding_form import FindingForm, without_line_ends
from web.components.scans import is_unread


def test_a_document_is_checked_page_by_page_and_readers_see_that_it_was(own: Library) -> None:
    held = own.documents()[0]
    with site.client(own) as http:
        assert "Not yet checked by a person" in http.get(f"/documents/{held.id}").text
        first = site.tree(http.get(f"/documents/{held.id}/check").text)
        assert [one.text for one in first.xpath("//textarea[starts-with(@id, 'w-')]")] == [
            shelf.CORE_GROUPS,
            shelf.ASK_FOR_REPORTS,
        ]
        (following,) = first.xpath("//a[@role='button']/@href")
        assert following.endswith("#findings")  # the keyboard is led to the findings of the next page
        assert first.xpath("//*[@id='findings'][@tabindex='-1']")
        assert not first.xpath("//nav//*[@aria-current]")  # it is a page of the desk, not of the reviews
        second = site.tree(http.get(following).text)
        assert shelf.REPORTS_SENT in [one.text for one in second.xpath("//textarea")]
        assert http.post(f"/documents/{held.id}/correct", data={"do": "check"}).status_code == 303
        assert "Not yet checked by a person" not in http.get(f"/documents/{held.id}").text
        assert "checked the document" in http.get("/desk").text


def test_a_missed_finding_is_added_from_the_words_of_the_page(own: Library) -> None:
    held = own.documents()[0]
    missed = "so the child protection plan drifted for a year."
    with site.client(own) as http:
        here = f"/documents/{held.id}/check?page=1"
        sent = {"do": "add", "words": missed, "kind": "concern", "near": "0", "back": here}
        answer = http.post(f"/documents/{held.id}/correct", data=sent)
        assert answer.headers["location"].startswith(f"{here}&saved=")
        assert missed in [one.text for one in _page(http, answer.headers["location"]).xpath("//textarea")]
    assert missed in {one.finding.text for one in own.findings(document=held.id)}


def test_where_a_new_reading_disagrees_the_page_asks(own: Library) -> None:
    held = own.documents()[0]
    lesson = own.findings(document=held.id)[0].finding
    own.make_correction(lambda desk: desk.set_values(lesson.id, [("kind", "concern")], "anna"))
    read = own._store.machine_reading(held.id)
    changed = shelf.child_a()
    found = [shelf.finding(changed.document, one.text, Kind.QUESTION) for one in read.findings[:1]]
    own._store.reread(own.document(held.id), replace(changed, findings=tuple(found), answers=()))
    with site.client(own) as http:
        here = f"/documents/{held.id}/check"
        (form, *_) = _page(http, here).xpath("//form[contains(@action, '/settle')]")
        fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        assert "now “question” is read" in form.getprevious().text_content()
        http.post(form.get("action"), data=fields | {"do": "keep"})
        assert not _page(http, here).xpath("//form[contains(@action, '/settle')]")
    assert own.finding(lesson.id).finding.kind is Kind.CONCERN


@pytest.mark.parametrize("do", ["keep", "take"])
@pytest.mark.parametrize("change", ["type", "title", "words"])
def test_each_disagreement_with_a_new_reading_is_settled_on_the_page_either_way(
    own: Library, change: str, do: str
) -> None:
    held = own.documents()[0]
    first = own.findings(document=held.id)[0].finding
    words = " ".join(first.quotation.split()[:5])
    made = {
        "type": lambda desk: desk.set_values(first.id, [("kind", "concern")], "anna"),
        "title": lambda desk: desk.describe(held.id, [("title", "Child A, corrected")], "anna"),
        "words": lambda desk: desk.cut(first.id, words, "anna"),
    }
    own.make_correction(made[change])
    again = shelf.child_a()
    others = [one for one in own._store.machine_reading(held.id).findings if one.id != first.id]
    kind, about = Kind.QUESTION if change == "type" else first.kind, again.about
    if change == "title":
        about = replace(about, title=StatedValue("Child A as it is read now", "p1"))
    found = [] if change == "words" else [shelf.finding(again.document, first.text, kind)]
    document = again.document
    if change == "words":  # a better reader reads other words there
        text = document.text.replace(first.quotation[:12], "x" * 12)
        document = replace(document, text=text)
    read = replace(again, document=document, about=about, findings=(*found, *others), answers=())
    own._store.reread(own.document(held.id), read)
    with site.client(own) as http:
        here = f"/documents/{held.id}/check"
        (form, *_) = _page(http, here).xpath("//form[contains(@action, '/settle')]")
        fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        keep, take = form.xpath(".//button/@value")
        assert "/settle" in http.get("/desk").text
        answer = http.post(form.get("action"), data=fields | {"do": keep if do == "keep" else take})
        assert answer.status_code == 303
        assert not _page(http, here).xpath("//form[contains(@action, '/settle')]")
    title = own.document(held.id).about.title
    assert title is not None
    now = {one.finding.kind for one in own.findings(document=held.id) if one.finding.text == first.text}
    if change == "title":
        assert title.value == ("Child A, corrected" if do == "keep" else "Child A as it is read now")
    elif change == "type":
        assert now == {Kind.CONCERN if do == "keep" else Kind.QUESTION}


def test_what_a_key_does_is_told_as_it_is_on_the_last_page_of_a_checked_document(own: Library) -> None:
    waiting = list(own.documents())
    with site.client(own) as http:
        for number, held in enumerate(waiting, 1):
            here = f"/documents/{held.id}/check?page=99"
            assert "is right, T title" in http.get(here).text
            own.correcting.check(held.id, "anna")
            page = http.get(here).text
            assert "is right, T title" not in page
            assert ("R next document" in page, "Alt+R" in page) == (number < len(waiting),) * 2


def test_a_document_without_unread_pictures_is_not_read_again(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "is_installed", lambda: True)
    held = next(one for one in own.documents() if not is_unread(one))
    with site.client(own) as http:
        http.post(f"/documents/{held.id}/correct", data={"do": "check"})
        assert http.post(f"/documents/{held.id}/recognise", data={"back": "/desk"}).status_code == 303
    assert own.document(held.id).checked
    assert not own.uploads.waits_for_recognition(held.id)


def _page(http: httpx.Client, address: str) -> Any:
    return site.tree(http.get(address).text)


def test_a_list_under_a_heading_that_was_not_understood_is_named_on_the_page(own: Library, tmp_path: Path) -> None:
    paper = tmp_path / "smew.md"
    paper.write_text(
        "# Review of Child Smew\n\n## Rumours of the quarry\n\n- The lorry was green and stood there\n"
        "- The gate was painted twice in May\n",
        encoding="utf-8",
    )
    own.add([paper])
    held = next(one for one in own.documents() if "Smew" in (one.about.title.value if one.about.title else ""))
    with site.client(own) as http:
        here = f"/documents/{held.id}/check"
        (form,) = _page(http, here).xpath("//form[.//button[@value='heading']]")
        assert [one.text_content() for one in form.xpath(".//li")] == [
            "The lorry was green and stood there",
            "The gate was painted twice in May",
        ]
        fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        sent = http.post(form.get("action"), data=fields | {"do": "heading", "kind": "concern"})
        assert sent.headers["location"].startswith(f"{here}?")
        assert not _page(http, here).xpath("//button[@value='heading']")
        assert "headings that were not understood" not in http.get(here).text
    assert {one.finding.kind.value for one in own.findings(document=held.id)} == {"concern"}


def test_the_box_of_a_finding_shows_all_its_lines() -> None:
    form = finding_form_of("one line\n" * 6 + "a" * 120)
    assert form.rows == 9
    assert finding_form_of("short").rows == 3


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Nobody asked who\nelse lived in the\n  home.", "Nobody asked who else lived in the home."),
        (
            "Two of the doctors\nThornmere employs\n(both locums) agreed.",
            "Two of the doctors Thornmere employs (both locums) agreed.",
        ),
        ("The board should:\n- ask\n1. tell\na) write", "The board should:\n- ask\n1. tell\na) write"),
        ("One.\n\nTwo lines\nof it.", "One.\n\nTwo lines of it."),
    ],
)
def test_the_box_of_a_finding_has_not_the_line_ends_of_its_page(printed: str, shown: str) -> None:
    assert without_line_ends(printed) == shown


def finding_form_of(words: str) -> FindingForm:
    return FindingForm("", "", "", "", words, "", (), "", (), "", (), "", "", (), (), (), (), "")


def test_what_was_saved_is_told_where_it_was_saved_and_can_be_undone_there(own: Library) -> None:
    held = own.documents()[0]
    first, second = (one.finding for one in own.findings(document=held.id)[:2])
    with site.client(own) as http:
        here = f"/documents/{held.id}/check?page=1"
        answer = http.post(
            f"/findings/{second.id}/correct",
            data={"do": "revise", "words": second.quotation, "kind": "concern", "back": here},
        )
        assert answer.headers["location"].endswith("#notice")
        page = _page(http, answer.headers["location"])
        (notice,) = page.xpath("//*[@id='notice']")
        told = " ".join(notice.text_content().split())
        assert told.startswith("Saved You set the type of finding to “Concern”: “")
        assert second.quotation[:20] in told
        assert notice.getnext().get("id") == f"f-{second.id}"  # beside its finding, not at the top of a long page
        undone = http.post(notice.xpath(".//form/@action")[0], data={"back": here})
        (notice,) = _page(http, undone.headers["location"]).xpath("//*[@id='notice']")
        assert "Undone" in notice.text_content()
        assert not notice.xpath(".//form")
        dropped = http.post(f"/findings/{first.id}/correct", data={"do": "drop", "back": here})
        (notice,) = _page(http, dropped.headers["location"]).xpath("//*[@id='notice']")
        assert notice.getnext().get("id") == f"f-{second.id}"  # where it was
        nothing = _page(http, f"{here}&saved=999999")
        assert not nothing.xpath("//*[@id='notice']")


def test_what_was_saved_of_a_document_is_told_with_its_values(own: Library) -> None:
    held = own.documents()[0]
    sent = {"do": "values", "title": "Child A, again", "published": "2021-06-03", "back": f"/documents/{held.id}/check"}
    with site.client(own) as http:
        answer = http.post(f"/documents/{held.id}/correct", data=sent)
        (notice,) = _page(http, answer.headers["location"]).xpath("//*[@id='notice']")
        told = " ".join(notice.text_content().split())
        assert "You set the title to “Child A, again”" in told
        assert "You set the date to “3 June 2021”" in told
        (*_, line) = _page(http, "/desk").xpath("//li[contains(., 'Child A, again')]")
        assert line.xpath(".//a/@href") == [f"/documents/{held.id}"]


def test_the_status_owner_and_due_date_of_an_action_are_seen_while_checking(own: Library) -> None:
    held = own.documents()[0]
    one = own.findings(document=held.id)[0].finding
    values = [("status", "in_progress"), ("owner", "Head of Service"), ("due", "2024-03-31")]
    own.make_correction(lambda desk: desk.set_values(one.id, values, "anna"))
    with site.client(own) as http:
        (section,) = _page(http, f"/documents/{held.id}/check").xpath(f"//section[@id='f-{one.id}']")
        assert "Status: In progress · Owner: Head of Service · Due: 31 March 2024" in section.text_content()


def test_the_words_of_a_withdrawn_finding_are_in_no_notice_and_no_reader_sees_a_notice(own: Library) -> None:
    held = own.documents()[0]
    one = own.findings(document=held.id)[0].finding
    kept = own.findings(document=held.id)[1].finding
    changed = own.make_correction(lambda desk: desk.set_values(one.id, [("owner", "Chair")], "anna"))
    gone = own.make_correction(lambda desk: desk.withdraw(one.id, "anna"))
    words = one.quotation[:30]
    with site.client(own) as http:
        for address in (f"/documents/{held.id}/check?saved={changed}", f"/documents/{held.id}?saved={gone}"):
            (notice,) = _page(http, address).xpath("//*[@id='notice']")
            assert words not in notice.text_content()
        assert words not in http.get("/desk").text
        shown = own.make_correction(lambda desk: desk.set_values(kept.id, [("owner", "Chair")], "anna"))
        address = f"/documents/{held.id}?saved={shown}"
        assert _page(http, address).xpath("//*[@id='notice']")
        own.accounts.add("kim", AccountRole.KEEPER, "purple ladder onions", "a test")  # now others only read
        assert not _page(http, address).xpath("//*[@id='notice']")


def test_slides_have_pictures_for_those_who_check_them(
    own: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "Learning from Child A"
    made.save(str(tmp_path / "briefing.pptx"))
    (added,) = own.add([tmp_path / "briefing.pptx"]).outcomes
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr("kb.app.page_images.page_picture", lambda *_: b"\x89PNG")
    with site.client(own) as http:
        (picture,) = _page(http, f"/documents/{added.document_id}/check").xpath("//main//img/@src")
        assert http.get(picture).content == b"\x89PNG"
        assert not _page(http, f"/documents/{added.document_id}/pages/1").xpath("//main//img")
        own.accounts.add("kim", AccountRole.KEEPER, "purple ladder onions", "a test")  # now others only read
        assert http.get(picture).status_code == 404


def test_a_text_document_is_checked_page_by_page_where_libreoffice_draws_it(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = next(one for one in own.documents() if not own.text(one.id).pages)
    one = own.findings(document=held.id)[-1].finding
    drawn = DrawnPages((0, one.span.end))
    monkeypatch.setattr("web.pages.check_document.why_no_pictures", lambda _: "")
    monkeypatch.setattr(own, "drawn_pages", lambda _: drawn)
    with site.client(own) as http:
        first = _page(http, f"/documents/{held.id}/check")
        assert first.xpath(f"//section[@id='f-{one.id}']")
        assert first.xpath("//main//img/@src") == [f"/documents/{held.id}/pages/1.png"]
        assert "drawn by LibreOffice" in first.xpath("//main")[0].text_content()
        second = _page(http, first.xpath("//a[@rel='next']/@href")[0])
        assert not second.xpath("//section[starts-with(@id, 'f-')]")
        drawn = DrawnPages((0, 0, one.span.end))  # an empty page comes first
        assert "Page 2 of 3" in _page(http, f"/documents/{held.id}/check").xpath("//main")[0].text_content()
        drawn = DrawnPages((), "LibreOffice could not draw it.")
        whole = _page(http, f"/documents/{held.id}/check?page=2")
        assert whole.xpath(f"//section[@id='f-{one.id}']")
        assert not whole.xpath("//main//img")
        assert "the text of the file. LibreOffice could not draw it." in whole.xpath("//main")[0].text_content()


def test_the_desk_says_what_was_undone_there(own: Library) -> None:
    held = own.documents()[0]
    batch = own.make_correction(lambda desk: desk.describe(held.id, [("title", "Another title")], "anna"))
    with site.client(own) as http:
        answer = http.post(f"/changes/{batch}/undo", data={"back": "/desk"})
        (notice,) = _page(http, answer.headers["location"]).xpath("//*[@id='notice']")
        assert "anna set the title to “Another title”" in notice.text_content()


def test_a_suggested_theme_is_shown_to_who_corrects_until_it_is_given_or_refused(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = own.documents()[0]
    findings = [one.finding for one in own.findings(document=held.id)]
    first, second = findings[0], findings[1]
    slug = next(slug for slug in own.vocabulary.themes if slug not in {t.theme for one in findings for t in one.tags})
    label = own.vocabulary.themes[slug].label
    words = frozenset(words_and_pairs(first.text)) | frozenset(words_and_pairs(second.text))
    model = SuggestionModel(0.9, words, {slug: 9.0}, {word: {slug: 1.0} for word in words})
    monkeypatch.setattr("ingest.themes.suggest.suggestion_model", lambda: model)
    with site.client(own) as http:
        here = f"/documents/{held.id}/check"
        assert f"Suggested theme: {label}" in http.get(here).text
        assert slug not in {theme for one in own.findings(document=held.id) for theme in one.finding.themes}
        for found, do in ((first, "give"), (second, "refuse")):
            (form,) = [
                one
                for one in _page(http, here).xpath(f"//section[@id='f-{found.id}']/form")
                if one.xpath(f".//input[@name='theme' and @value='{slug}']")
            ]
            number = findings.index(found) + 1
            assert all(one.text_content().endswith(f"finding {number}") for one in form.xpath(".//button"))
            sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")} | {"do": do}
            assert http.post(form.get("action"), data=sent).status_code == 303
            assert not _page(http, here).xpath(
                f"//section[@id='f-{found.id}']//input[@name='theme' and @value='{slug}']"
            )
    kept = {one.finding.id: one.finding.themes for one in own.findings(document=held.id)}
    assert slug in kept[first.id]
    assert slug not in kept[second.id]
    assert [one.value for one in own.corrections_of(second.id) if one.field == f"theme:{slug}"] == [False]
