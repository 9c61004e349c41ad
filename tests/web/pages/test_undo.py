"""Each decision on the desk is made by its form and taken back by its Undo, and all is as it was before."""

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


def state_of(library: Library) -> list[object]:
    """Return all that a person can decide on, as readers and keepers have it."""
    held = library.every_document()
    findings = [(one.finding, one.review.slug) for one in library.findings()]
    said = [(one.id, one.review, one.about, bool(one.checked), one.replaced_by, one.findings) for one in held]
    return [findings, said, library.reviews()]


DECISIONS: dict[str, tuple[str, dict[str, str]]] = {
    "words and type": ("/findings/{first}/correct", {"do": "revise", "words": "{start}", "kind": "concern"}),
    "status and owner": ("/findings/{first}/correct", {"do": "values", "status": "overdue", "owner": "Chair"}),
    "cut": ("/findings/{first}/correct", {"do": "cut", "words": "{start}"}),
    "split": ("/findings/{first}/correct", {"do": "split", "words": "{start}\n\n{rest}"}),
    "join": ("/findings/{first}/correct", {"do": "join", "other": "{second}"}),
    "drop": ("/findings/{first}/correct", {"do": "drop"}),
    "give a theme": ("/findings/{first}/correct", {"do": "give", "theme": "self-neglect"}),
    "refuse a theme": ("/findings/{first}/correct", {"do": "refuse", "given": "{theme}"}),
    "withdraw a finding": ("/findings/{first}/withdraw", {"sure": "yes", "reason": "asked for"}),
    "add": ("/documents/{document}/correct", {"do": "add", "words": "{missed}", "kind": "concern"}),
    "title and date": (
        "/documents/{document}/correct",
        {"do": "values", "title": "Another", "published": "2001-02", "area": "Elsewhere"},
    ),
    "move": ("/documents/{document}/correct", {"do": "move", "review": "{review}"}),
    "move to a new review": ("/documents/{document}/correct", {"do": "move", "new_review": "A new one"}),
    "check": ("/documents/{document}/correct", {"do": "check"}),
    "what is said of a review": ("/reviews/{own}/correct", {"do": "values", "title": "Another", "area": "Elsewhere"}),
    "join reviews": ("/reviews/{own}/correct", {"do": "join", "into": "{review}"}),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_was_decided_is_undone_from_the_record_and_all_is_as_before(
    own: Library, http: httpx.Client, decision: str
) -> None:
    document = own.documents()[0]
    first, second = (one.finding for one in own.findings(document=document.id)[:2])
    words = first.quotation.split()
    names = {
        "first": first.id,
        "second": second.id,
        "start": " ".join(words[:5]),
        "rest": " ".join(words[5:]),
        "theme": next(iter(first.themes)),
        "document": document.id,
        "missed": "so the child protection plan drifted for a year.",
        "own": document.review,
        "review": next(one.review for one in own.documents() if one.review != document.review),
    }
    address, sent = DECISIONS[decision]
    before = state_of(own)
    answer = http.post(
        address.format(**names), data={name: value.format(**names) for name, value in sent.items()} | {"back": "/desk"}
    )
    assert answer.status_code == 303, answer.text
    assert state_of(own) != before
    offered = site.tree(http.get("/desk").text).xpath("//form[contains(@action, '/undo')]/@action")
    (action,) = set(offered)  # one change, of several values perhaps
    undone = http.post(action, data={"back": "/desk"})
    assert "Undone" in http.get(undone.headers["location"]).text
    assert state_of(own) == before
    again = http.post(action, data={"back": "/desk"})  # the same button in another tab
    assert again.status_code in (303, 400, 404)
    assert state_of(own) == before
