"""The record of changes names who did what, and can be narrowed."""

from __future__ import annotations

import pytest

from kb.app.library import Act, ActFilter, Library
from tests.web import site
from web.components.changes import act_detail


def rows(text: str) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row.xpath("./td")] for row in site.tree(text).xpath("//tbody/tr")]


def test_changes_are_listed_newest_first_and_narrowed_by_person_and_act(own: Library) -> None:
    one, other = (held.finding.id for held in own.findings()[:2])
    own.make_correction(lambda desk: desk.set_values(one, [("owner", "Chair")], "anna", "so it says"))
    own.make_correction(lambda desk: desk.drop(other, "ben"))
    with site.client(own) as http:
        listed = rows(http.get("/audit").text)
        assert [row[3] for row in listed[:2]] == ["ben", "anna"]
        ((_, _, of, _, detail),) = rows(http.get("/audit?person=anna").text)
        assert of.startswith("Lesson: “")  # a finding by its words
        assert detail.endswith("set the owner")
        assert "said that something is not a finding" in rows(http.get("/audit?person=ben").text)[0][4]
        assert {row[1] for row in rows(http.get("/audit?act=add").text)} == {"Document added"}
        assert rows(http.get(f"/audit?subject={other}").text)[0][3] == "ben"
        added = {row[2] for row in rows(http.get("/audit?act=add").text)}
        assert added == {one.about.title.value for one in own.documents() if one.about.title}  # not by number
        assert "There are no such changes" in http.get("/audit?since=2099-01-01").text
        assert http.get(f"/changes-of/{one}").headers["location"] == f"/reviews/child-a/{one}"


@pytest.mark.parametrize("said", ["2026-02-31", "last week", "14/03/2026"])
def test_a_date_that_is_none_is_named_and_left_out(own: Library, said: str) -> None:
    with site.client(own) as http:
        page = site.tree(http.get("/audit", params={"since": said, "until": "2099-01-01"}).text)
    ((told, href),) = [(one.text_content(), one.get("href")) for one in page.xpath("//*[@role='alert']//a")]
    assert told == f"Enter a date, for example 2026-03-14. We left out “{said}”."
    (field,) = page.xpath(f"//input[@id='{href.removeprefix('#')}'][@name='since']")
    assert field.get("value", "") == ""
    assert field.get("aria-describedby")
    assert len(page.xpath("//tbody/tr")) == len(own.audit(ActFilter()))


def test_the_chain_stays_whole_and_names_people(own: Library) -> None:
    one = own.findings()[0].finding.id
    own.make_correction(lambda desk: desk.drop(one, "anna"))
    (act,) = own.audit(ActFilter(person="anna"))
    assert (act.person, act.act, act.subject) == ("anna", "correct", one)
    assert own._store.broken_audit() == ()


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ('{"batch": 5, "field": "theme:neglect"}', "change 5, decided a theme"),
        ('{"coders": ["anna", "ben"], "findings": 4}', "coders: anna, ben, findings: 4"),
        ('{"addresses": []}', "addresses: none"),
    ],
)
def test_details_are_words_and_never_lists_of_a_program(detail: str, told: str) -> None:
    assert act_detail(Act(1, "2026-11-30T10:00:00", "correct", "", detail, "anna")) == told
