"""Reviews corrected, joined and split in the browser's plain forms: addresses lead on, and one undo takes all back."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kb.app.library import Library
from tests.web import site


@pytest.fixture
def http(own: Library) -> Iterator[httpx.Client]:
    with site.client(own) as opened:
        yield opened


def slug_of(library: Library, title: str) -> str:
    return next(one.slug for one in library.reviews() if title in one.title)


def undo(http: httpx.Client, address: str) -> None:
    page = site.tree(http.get(address).text)
    form = page.xpath("//form[contains(@action, '/undo')]")[0]
    assert http.post(form.get("action"), data={"back": "/desk"}).status_code == 303


def test_two_reviews_of_one_case_are_joined_and_undone(own: Library, http: httpx.Client) -> None:
    one, other = slug_of(own, "Family Q"), slug_of(own, "Child A")
    answer = http.post(f"/reviews/{one}/correct", data={"do": "join", "into": other, "reason": "One family"})
    assert answer.headers["location"].startswith(f"/reviews/{other}/correct?saved=")
    assert {held.review for held in own.documents()} >= {other}
    assert one not in {review.slug for review in own.reviews()}
    assert http.get(f"/reviews/{one}", follow_redirects=True).url.path == f"/reviews/{other}"
    assert len(own.documents(other)) == 2
    undo(http, answer.headers["location"])
    assert len(own.documents(one)) == len(own.documents(other)) == 1
    assert own.review(one).title == "Family Q"


def test_a_review_is_split_and_one_undo_joins_it_again(own: Library, http: httpx.Client) -> None:
    whole, other, third = (slug_of(own, title) for title in ("Child A", "Family Q", "Sam"))
    http.post(f"/reviews/{other}/correct", data={"do": "join", "into": whole})
    http.post(f"/reviews/{third}/correct", data={"do": "join", "into": whole})
    first, *going = [one.id for one in own.documents(whole)]
    sent = {"do": "split", "document": going, "new_title": "Family Q and Sam"}
    answer = http.post(f"/reviews/{whole}/correct", data=sent)
    made = slug_of(own, "Family Q and Sam")
    assert {one.id for one in own.documents(made)} == set(going)
    assert [one.id for one in own.documents(whole)] == [first]
    undo(http, answer.headers["location"])
    assert {one.id for one in own.documents(whole)} == {first, *going}
    assert http.get(f"/reviews/{made}", follow_redirects=True).url.path == f"/reviews/{whole}"


def test_what_is_said_of_a_review_is_corrected(own: Library, http: httpx.Client) -> None:
    slug = slug_of(own, "Sam")
    answer = http.post(
        f"/reviews/{slug}/correct", data={"do": "values", "title": "Sam and his sister", "area": "Eastby"}
    )
    assert own.review(slug).title == "Sam and his sister"
    assert "set the title to “Sam and his sister”" in http.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "join", "into": ""}, "Choose the review to join it with"),
        ({"do": "join", "into": "sam"}, "two different reviews"),
        ({"do": "split", "new_title": "Another"}, "Choose documents of this review"),
        ({"do": "split", "document": "all", "new_title": "Another"}, "Leave at least one document"),
        ({"do": "split", "document": "0123456789abcdef", "new_title": "Another"}, "Choose documents of this review"),
        ({"do": "sing"}, "Choose what to change"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    own: Library, http: httpx.Client, fields: dict[str, str], sentence: str
) -> None:
    slug = slug_of(own, "Sam")
    (only,) = own.documents(slug)
    if fields.get("document") == "all":
        fields = fields | {"document": only.id}
    answer = http.post(f"/reviews/{slug}/correct", data=fields)
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert own.last_corrections(1) == ()
