"""Corrections hold through new readings and are undone without a trace, whatever comes in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core import corrections as c
from kb.core.corrections import Amendment
from kb.core.errors import DocumentWithdrawn, NotHeld
from kb.core.finding_ids import finding_id
from kb.core.model import Answer, DocumentSummary, Kind, Reading, Status
from kb.store import DROP, PUT, Store
from tests.makers import make_finding, make_reading
from tests.store.test_store import keep

SENTENCES = (
    "Partners should share what they know.",
    "The school told nobody that the child was away.",
    "Visits were made and were recorded well. They were too few.",
    "A plan is in place by March.",
)


def first_reading() -> Reading:
    reading = make_reading(SENTENCES, kinds=(Kind.RECOMMENDATION, Kind.CONCERN, Kind.LESSON, Kind.ACTION))
    asked, *_, done = reading.findings
    return replace(reading, answers=(Answer(asked.id, done.id, "the same row"),))


def read_again(reading: Reading, way: int) -> Reading:
    """What a better reader might read of the same file: more text, other cuts, other kinds."""
    before = ("", "Page 1\n", "A new first line.\n")[way % 3]
    document = replace(reading.document, text=before + "\n".join(SENTENCES), engine=f"reader {way}")
    cuts = (
        SENTENCES,
        ("Partners should share", *SENTENCES[1:]),
        (*SENTENCES[:2], "They were too few.", SENTENCES[3]),
        (SENTENCES[0], SENTENCES[3]),
    )[way % 4]
    kinds = (Kind.LESSON, Kind.CONCERN, Kind.QUESTION)
    found = [make_finding(document, one, kinds[(way + at) % 3], ["thresholds"]) for at, one in enumerate(cuts)]
    return replace(reading, document=document, findings=tuple(found), answers=())


@pytest.fixture(name="held")
def held_document(store: Store) -> DocumentSummary:
    return keep(store, first_reading())


def texts(store: Store) -> list[str]:
    return [one.finding.text for one in store.findings()]


def amend(store: Store, held: DocumentSummary, subject: str, field: str, value: object) -> int:
    return store.amend(held.id, [Amendment(subject, field, value)], person="anna", reason="it says so")


def test_a_correction_outlives_a_new_reading_and_tells_who_made_it(store: Store, held: DocumentSummary) -> None:
    first = store.findings()[0].finding
    amend(store, held, first.id, c.KIND, "lesson")
    amend(store, held, first.id, c.STATUS, "overdue")
    store.reread(store.document(held.id), first_reading())
    now = store.finding(first.id).finding
    assert (now.kind, now.status) == (Kind.LESSON, Status.OVERDUE)
    assert [(one.person, one.reason, one.field) for one in store.corrections_of(first.id)] == [
        ("anna", "it says so", c.STATUS),
        ("anna", "it says so", c.KIND),
    ]
    assert store.amended_reading(held.id).conflicts == ()


def test_a_new_reading_that_disagrees_is_shown_and_decides_nothing(store: Store, held: DocumentSummary) -> None:
    first = store.findings()[0].finding
    batch = amend(store, held, first.id, c.KIND, "lesson")
    store.reread(store.document(held.id), read_again(first_reading(), 2))  # which reads a question there
    (conflict,) = store.amended_reading(held.id).conflicts
    assert conflict.correction.batch == batch
    assert "now “question” is read" in conflict.sentence
    assert store.finding(first.id).finding.kind is Kind.LESSON
    amend(store, held, first.id, c.SETTLE, conflict.key)
    assert store.amended_reading(held.id).conflicts == ()
    store.undo(batch)
    assert store.finding(first.id).finding.kind is Kind.QUESTION


def test_a_corrected_finding_that_is_read_otherwise_stays_and_the_other_waits(
    store: Store, held: DocumentSummary
) -> None:
    first = store.findings()[0].finding
    batch = amend(store, held, first.id, c.OWNER, "Police")
    store.reread(store.document(held.id), read_again(first_reading(), 1))  # which cuts it short
    (conflict,) = store.amended_reading(held.id).conflicts
    assert "Partners should share" in conflict.sentence
    assert store.finding(first.id).finding.owner == "Police"
    assert texts(store).count(SENTENCES[0]) == 1
    assert "Partners should share" not in texts(store)
    store.undo(batch)
    assert "Partners should share" in texts(store)
    assert store.finding(first.id).finding.text == "Partners should share"  # its old address leads on


def test_what_a_person_added_is_not_shown_twice_once_it_is_read_too(store: Store, held: DocumentSummary) -> None:
    added = finding_id(held.sha256, "added", store.ids())
    words = {"words": "Visits were made and were recorded well. They were too few.", "start": 0}
    store.reread(store.document(held.id), read_again(first_reading(), 3))  # which reads nothing of them
    batch = amend(store, held, added, c.ADD, {**words, "kind": "missed_opportunity", "heading": []})
    store.reread(store.document(held.id), read_again(first_reading(), 2))  # which reads the second sentence
    assert [text for text in texts(store) if "too few" in text] == [words["words"]]
    assert store.finding(added).finding.kind is Kind.MISSED_OPPORTUNITY
    store.undo(batch)
    assert [text for text in texts(store) if "too few" in text] == ["They were too few."]


def test_what_a_person_added_within_a_longer_finding_stands_beside_it(store: Store, held: DocumentSummary) -> None:
    added = finding_id(held.sha256, "added", store.ids())
    amend(store, held, added, c.ADD, {"words": "They were too few.", "start": 0, "kind": "concern", "heading": []})
    assert len([text for text in texts(store) if "too few" in text]) == 2


def test_what_was_dropped_does_not_come_back_under_other_words(store: Store, held: DocumentSummary) -> None:
    first = store.findings()[0].finding
    amend(store, held, first.id, c.DROP, True)
    store.reread(store.document(held.id), read_again(first_reading(), 1))
    (conflict,) = store.amended_reading(held.id).conflicts
    assert "is no finding" in conflict.sentence
    assert "Partners should share" not in texts(store)


def test_what_a_person_drops_is_dropped_from_the_index(store: Store, held: DocumentSummary) -> None:
    first, mark = store.findings()[0].finding, store.top()
    amend(store, held, first.id, c.DROP, True)
    sent = [(one.act, one.findings) for one in store.index_changes(mark)]
    assert (DROP, (first.id,)) in sent
    assert not any(first.id in ids for act, ids in sent if act == PUT)


def test_a_withdrawn_finding_stays_away_under_other_words_until_it_is_undone(
    store: Store, held: DocumentSummary
) -> None:
    gone = next(one.finding for one in store.findings() if one.finding.text == SENTENCES[0])
    batch = amend(store, held, gone.id, c.WITHDRAW, True)
    for way in range(4):
        store.reread(store.document(held.id), read_again(first_reading(), way))
        assert not any("share" in text for text in texts(store)), way
        assert store.amended_reading(held.id).conflicts == ()
        with pytest.raises(DocumentWithdrawn):
            store.finding(gone.id)
    store.reread(store.document(held.id), first_reading())
    store.undo(batch)
    assert store.finding(gone.id).finding == gone


def test_joined_findings_keep_one_address_and_the_other_leads_there(store: Store, held: DocumentSummary) -> None:
    one, other, *_ = (held.finding for held in store.findings())
    batch = amend(store, held, one.id, c.JOIN, [other.id])
    assert store.finding(other.id).finding.id == one.id
    assert store.finding(one.id).finding.quotation == f"{SENTENCES[0]}\n{SENTENCES[1]}"
    store.undo(batch)
    assert store.finding(other.id).finding.text == SENTENCES[1]


def test_a_split_finding_keeps_its_address_for_its_first_part(store: Store, held: DocumentSummary) -> None:
    whole = store.findings()[2].finding
    parts = [
        {"id": "", "words": "Visits were made and were recorded well."},
        {"id": "f" * 16, "words": "They were too few."},
    ]
    amend(store, held, whole.id, c.SPLIT, parts)
    assert store.finding(whole.id).finding.text == "Visits were made and were recorded well."
    assert store.finding("f" * 16).finding.kind is Kind.LESSON
    store.reread(store.document(held.id), read_again(first_reading(), 0))
    assert store.finding("f" * 16).finding.text == "They were too few."


def test_a_moved_document_leads_from_its_old_review_and_back(store: Store, held: DocumentSummary) -> None:
    old = held.review
    batch = amend(store, held, held.id, c.REVIEW, {"slug": "child-q", "title": "Child Q"})
    assert store.review(old).slug == "child-q"
    assert (store.findings()[0].review.slug, store.review("child-q").title) == ("child-q", "Child Q")
    store.reread(store.document(held.id), read_again(first_reading(), 3))
    assert store.document(held.id).review == "child-q"
    store.undo(batch)
    assert store.review(old).slug == old
    with pytest.raises(NotHeld):
        store.undo(batch)


def test_a_review_s_corrected_title_outlives_its_documents_readings(store: Store, held: DocumentSummary) -> None:
    batch = store.amend_review(held.review, [Amendment(held.review, "title", "The case of Child Z")], person="anna")
    store.reread(store.document(held.id), first_reading())
    assert store.review(held.review).title == "The case of Child Z"
    store.undo(batch)
    assert store.review(held.review).title != "The case of Child Z"


def test_withdrawing_takes_the_words_of_corrections_along(store: Store, held: DocumentSummary) -> None:
    first = store.findings()[0].finding
    amend(store, held, first.id, c.OWNER, "Somebody to be forgotten")
    store.withdraw(held.id, "the family asked")
    assert store.corrections_in(held.id) == ()
    with pytest.raises(DocumentWithdrawn):
        store.finding(first.id)
