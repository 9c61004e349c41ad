"""Correcting in the browser's plain forms: kept, told, undone, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from kb.app.misread_words import words_to_correct
from kb.core.document import READ_BY_OCR, Note
from kb.core.errors import BadQuestion
from kb.core.model import Kind, Status
from kb.store import codec, tables
from search.port import Query
from tests.web import shelf, site
from web import urls


@pytest.fixture
def http(own: Library) -> Iterator[httpx.Client]:
    with site.client(own) as opened:
        yield opened


def id_of(library: Library, words: str) -> str:
    return next(one.finding.id for one in library.findings() if one.finding.text == words)


def post(http: httpx.Client, address: str, **fields: str) -> httpx.Response:
    return http.post(address, data=fields)


def words_of_page(http: httpx.Client, address: str) -> str:
    page = site.tree(http.get(address, follow_redirects=True).text)
    return " ".join(page.xpath("//main")[0].text_content().split())


def undo_form(http: httpx.Client, address: str) -> tuple[str, dict[str, str]]:
    page = site.tree(http.get(address, follow_redirects=True).text)
    form = page.xpath("//form[contains(@action, '/undo')]")[0]
    return form.get("action"), {one.get("name"): one.get("value") for one in form.xpath(".//input")}


def test_a_corrected_finding_says_by_whom_and_why_and_is_undone_by_a_button(own: Library, http: httpx.Client) -> None:
    key = id_of(own, shelf.CORE_GROUPS)
    sent = {"do": "values", "kind": "concern", "status": "overdue", "owner": "Chair", "due": "", "polarity": "neutral"}
    answer = post(http, f"/findings/{key}/correct", **sent, reason="It is no lesson")
    assert answer.status_code == 303
    assert own.finding(key).finding.kind is Kind.CONCERN
    assert own.finding(key).finding.status is Status.OVERDUE
    said = words_of_page(http, f"/findings/{key}")
    assert "the person at this machine set the type of finding to “Concern”. Reason: It is no lesson" in said
    action, fields = undo_form(http, answer.headers["location"])
    assert http.post(action, data=fields).status_code == 303
    assert own.finding(key).finding.kind is Kind.LESSON
    assert "Undone by the person at this machine" in words_of_page(http, f"/findings/{key}")


def test_a_finding_is_cut_split_joined_and_dropped(own: Library, http: httpx.Client) -> None:
    key = id_of(own, shelf.ASK_FOR_REPORTS)
    first, second = "The Partnership should require every agency that misses a core group", "to send a written report."
    post(http, f"/findings/{key}/correct", do="split", words=f"{first}\r\n\r\n{second}")
    assert own.finding(key).finding.text == first
    other = id_of(own, second)
    post(http, f"/findings/{key}/correct", do="join", other=other)
    assert own.finding(key).finding.text == f"{first} {second}"
    moved = http.get(f"/findings/{other}").headers["location"]
    assert moved.endswith(key)
    post(http, f"/findings/{key}/correct", do="cut", words=first)
    assert own.finding(key).finding.text == first
    post(http, f"/findings/{key}/correct", do="drop")
    assert first not in {one.finding.text for one in own.findings()}
    assert http.get(f"/findings/{key}").status_code == 404


@pytest.mark.parametrize("suffix", ["", "/correct"])
def test_what_is_no_finding_leads_back_to_its_document_and_not_to_a_page_that_is_gone(
    own: Library, http: httpx.Client, suffix: str
) -> None:
    key = id_of(own, shelf.ASK_FOR_REPORTS)
    held = own.finding(key)
    back = urls.finding(held) if not suffix else f"/findings/{key}{suffix}"
    answer = post(http, f"/findings/{key}/correct", do="drop", back=back)
    assert answer.headers["location"].startswith(f"/documents/{held.document.id}?saved=")
    assert http.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "cut", "words": "Words that nobody wrote."}, "not in the document"),
        ({"do": "cut", "words": " "}, "Choose the words"),
        ({"do": "split", "words": shelf.CORE_GROUPS}, "at least two parts"),
        ({"do": "values", "kind": "rumour"}, "is no kind"),
        ({"do": "values"}, "says that already"),
        ({"do": "give", "theme": "nonsense"}, "no theme"),
        ({"do": "join"}, "Choose the other finding"),
        ({"do": "burn"}, "Choose what to change"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    own: Library, http: httpx.Client, fields: dict[str, str], sentence: str
) -> None:
    key = id_of(own, shelf.CORE_GROUPS)
    before = own.findings()
    answer = post(http, f"/findings/{key}/correct", **fields)
    assert answer.status_code == 400
    assert sentence in site.tree(answer.text).xpath("//div[contains(@class, 'error-summary')]")[0].text_content()
    assert own.findings() == before


def test_a_document_s_title_and_review_are_corrected_and_old_addresses_lead_on(
    own: Library, http: httpx.Client
) -> None:
    held = own.documents()[0]
    address = f"/documents/{held.id}/correct"
    post(http, address, do="values", title="Overview of Child A", published="31 May 2014")
    about = own.document(held.id).about
    assert (about.title.value, about.published.value) == ("Overview of Child A", "2014-05-31")  # type: ignore[union-attr]
    post(http, address, do="move", review="", new_review="Child A of Northby")
    assert own.document(held.id).review == "child-a-of-northby"
    assert http.get(f"/reviews/{held.review}").headers["location"] == "/reviews/child-a-of-northby"
    refused = post(http, address, do="values", published="soon")
    assert (refused.status_code, "Enter a year" in refused.text) == (400, True)


def test_an_older_version_still_answers_and_says_that_there_is_a_newer_one(own: Library, http: httpx.Client) -> None:
    older, newer = own.documents()[:2]
    key = own.findings(document=older.id)[0].finding.id
    post(http, f"/documents/{newer.id}/correct", do="replaces", older=older.id)
    for address in (f"/documents/{older.id}", f"/findings/{key}"):
        assert "A newer version of this document replaces it" in words_of_page(http, address)
    assert key not in {one.finding.id for one in own.findings()}
    assert own.search(Query(text="core groups")).hits
    assert key not in {hit.id for hit in own.search(Query(text="core groups")).hits}
    before = {one.finding.id for one in own.findings(document=older.id)}
    own.retheme()
    batch = own.corrections_of(newer.id)[0].batch
    own.make_correction(lambda desk: desk.undo(batch, "anna"))
    assert before <= {one.finding.id for one in own.findings()}
    assert "A newer version" not in words_of_page(http, f"/documents/{older.id}")


def test_a_reader_finds_no_form_to_correct(own: Library) -> None:
    own.settings = own.settings.model_copy(update={"host": "0.0.0.0"})
    key = id_of(own, shelf.CORE_GROUPS)
    with site.client(own) as http:
        assert "Correct this finding" not in words_of_page(http, f"/findings/{key}")
        assert http.get(f"/findings/{key}/correct").headers["location"].startswith("/sign-in")
        post(http, f"/findings/{key}/correct", do="drop")
    assert own.finding(key)


def test_a_form_whose_finding_somebody_else_took_out_says_so_and_where_to_go(own: Library) -> None:
    first, second = own.findings()[:2]
    own.make_correction(lambda desk: desk.drop(second.finding.id, "ben"))
    with site.client(own) as http:
        joined = http.post(f"/findings/{first.finding.id}/correct", data={"do": "join", "other": second.finding.id})
        revised = http.post(f"/findings/{second.finding.id}/correct", data={"do": "revise", "words": "Other words."})
    assert (joined.status_code, revised.status_code) == (400, 404)
    assert "The other finding was joined, split or taken out" in joined.text
    assert "taken out while the page was open, so nothing was saved" in revised.text


def test_what_was_entered_stays_where_it_could_not_be_saved(own: Library, http: httpx.Client) -> None:
    key, held = id_of(own, shelf.CORE_GROUPS), own.documents()[0]
    back = f"/documents/{held.id}/check?page=1"
    sent = {"do": "revise", "words": "Nobody printed this.", "kind": "concern", "back": back}
    page = site.tree(post(http, f"/findings/{key}/correct", **sent).text)
    assert page.xpath("//textarea[@id='words']")[0].text == "Nobody printed this."
    assert page.xpath("//select[@id='kind']/option[@selected]/@value") == ["concern"]
    assert shelf.CORE_GROUPS in page.xpath("//blockquote")[0].text_content()
    assert page.xpath("//a[@class='govuk-back-link']/@href") == [back]
    assert page.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#words"]


def test_what_was_entered_of_a_document_stays_where_it_could_not_be_saved(own: Library, http: httpx.Client) -> None:
    action, back = f"/documents/{own.documents()[0].id}/correct", "/desk"
    sent = {"do": "values", "title": "Child B", "published": "the ides of March", "back": back}
    page = site.tree(post(http, action, **sent).text)
    assert page.xpath("//input[@id='published']/@value") == ["the ides of March"]
    assert page.xpath("//input[@id='title']/@value") == ["Child B"]
    assert page.xpath("//a[@class='govuk-back-link']/@href") == [back]
    missed = {"do": "add", "words": "Nobody printed this.", "kind": "question", "near": "7", "back": back}
    page = site.tree(post(http, action, **missed).text)
    assert page.xpath("//textarea[@id='words']")[0].text == "Nobody printed this."
    (form,) = page.xpath("//form[.//textarea]")
    assert form.xpath(".//select/option[@selected]/@value") == ["question"]
    assert form.xpath(".//input[@name='near']/@value") == ["7"]


def test_a_form_that_somebody_overtook_shows_what_is_held_now(own: Library, http: httpx.Client) -> None:
    key = id_of(own, shelf.CORE_GROUPS)
    sent = {"do": "revise", "words": "Nobody printed this.", "kind": "concern", "seen": "another"}
    page = site.tree(post(http, f"/findings/{key}/correct", **sent).text)
    assert page.xpath("//textarea[@id='words']")[0].text == shelf.CORE_GROUPS


def test_who_corrects_what_text_recognition_misread_is_told_what_can_be_done(own: Library) -> None:
    held = own.documents()[0]
    with own._store.database.writing() as connection:
        notes = codec.NOTES.dump_json((Note(READ_BY_OCR, "Page 1 is a picture.", 1),)).decode()
        connection.execute(tables.documents.update().where(tables.documents.c.id == held.id).values(notes=notes))
    with pytest.raises(BadQuestion, match="misread a word, correct it in its finding"):
        own.make_correction(lambda desk: desk.add(held.id, "Nobody printed this.", "lesson", "anna"))


def from_picture(library: Library) -> str:
    """Say that text recognition read the first document's pages; return the id of one of its findings."""
    held = library.documents()[0]
    with library._store.database.writing() as connection:
        notes = codec.NOTES.dump_json((Note(READ_BY_OCR, "Page 1 is a picture.", 1),)).decode()
        connection.execute(tables.documents.update().where(tables.documents.c.id == held.id).values(notes=notes))
    return id_of(library, shelf.CORE_GROUPS)


def test_a_word_that_text_recognition_misread_is_put_right_and_undone(own: Library) -> None:
    key = from_picture(own)
    put_right = shelf.CORE_GROUPS.replace(" ", "  ", 1).replace("drifted", "dwindled")
    batch = own.make_correction(lambda desk: desk.revise(key, put_right, (), "anna"))
    held = own.finding(key)
    assert held.finding.text == put_right.replace("  ", " ")
    assert held.finding.quotation == shelf.CORE_GROUPS  # as it stands in the file
    assert "cp-plans-core-groups" in held.finding.themes
    assert all(one.start is None for tag in held.finding.tags for one in tag.evidence)
    assert words_to_correct(held) == held.finding.text
    assert [hit.id for hit in own.search(Query(text="dwindled", match="all", synonyms=False)).hits] == [key]
    with pytest.raises(BadQuestion, match="Nothing"):
        own.make_correction(lambda desk: desk.revise(key, put_right, (), "anna"))
    own.undo(batch, "anna")
    assert own.finding(key).finding.text == shelf.CORE_GROUPS


def test_words_put_right_stay_when_the_document_is_tagged_again_and_give_way_to_a_later_cut(own: Library) -> None:
    key = from_picture(own)
    own.make_correction(lambda desk: desk.cut(key, shelf.CORE_GROUPS.replace("e", "é", 1), "anna"))
    own.retheme()
    assert "é" in own.finding(key).finding.text
    part = " ".join(shelf.CORE_GROUPS.split()[:4])
    own.make_correction(lambda desk: desk.cut(key, part, "anna"))
    assert own.finding(key).finding.text == part


def test_other_words_and_words_of_a_document_with_letters_are_not_put_right(own: Library) -> None:
    printed = id_of(own, shelf.CORE_GROUPS)
    with pytest.raises(BadQuestion, match="not in the document"):
        own.make_correction(lambda desk: desk.cut(printed, shelf.CORE_GROUPS.replace("e", "é", 1), "anna"))
    key = from_picture(own)
    with pytest.raises(BadQuestion, match="not in the document"):
        own.make_correction(lambda desk: desk.cut(key, f"{shelf.CORE_GROUPS} And much else that nobody printed.", "a"))


def test_the_words_of_a_page_are_corrected_beside_its_picture_and_readers_are_told(
    own: Library, http: httpx.Client
) -> None:
    key = from_picture(own)
    held = own.documents()[0]
    address = f"/documents/{held.id}/pages/1/correct"
    assert address in http.get(f"/documents/{held.id}/check").text
    (form,) = site.tree(http.get(address).text).xpath(f"//form[@action='{address}']")
    words = form.xpath(".//textarea")[0].text
    assert shelf.CORE_GROUPS in " ".join(words.split())
    sent = "What we learned\r\n\r\n" + words.replace("drifted", "dwindled").replace("\n", "\r\n\r\n")
    answer = post(http, address, words=sent, seen=form.xpath(".//input[@name='seen']/@value")[0])
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/documents/{held.id}/check?page=1&saved=")
    assert "You corrected the words of page 1 on its picture" in words_of_page(http, answer.headers["location"])
    assert "dwindled" in own.finding(key).finding.quotation
    for page in (own.document(held.id).id, f"{held.id}/pages/1"):
        assert "words corrected by the keeper" in words_of_page(http, f"/documents/{page}")
    assert "Words corrected by the keeper" in words_of_page(http, f"/findings/{key}")
    stale = post(http, address, words="Other words.", seen="0")
    assert "changed while the page was open" in stale.text
    wrong = post(http, address, words=" ")
    assert "Enter the words of the page" in wrong.text
    assert http.get(f"/documents/{held.id}/pages/2/correct").status_code == 404
    action, fields = undo_form(http, answer.headers["location"])
    http.post(action, data=fields)
    assert shelf.CORE_GROUPS in " ".join(own.text(held.id).text.split())
