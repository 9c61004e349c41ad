"""What a store promises, on every database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from kb.core.corrections import Amendment
from kb.core.document import Note
from kb.core.errors import DocumentWithdrawn, NotHeld
from kb.core.model import Answer, Collection, CollectionItem, DocumentSummary, Kind, Metadata, Reading, StatedValue
from kb.store import DROP, PUT, AlreadyHeld, Store
from tests.makers import LESSON, make_about, make_document, make_finding, make_reading, make_tag


def keep(store: Store, reading: Reading, stated: Metadata | None = None) -> DocumentSummary:
    original = Path(store.originals.folder.parent, "copy")
    original.write_bytes(reading.document.text.encode("utf-8", "replace"))
    return store.keep(reading, size=100, stated=stated or Metadata(), original=original)


def test_a_review_survives_the_store(store: Store) -> None:
    reading = make_reading(about=make_about("Child Z", area="Exby", published="2021-03", review_type="sar"))
    held = keep(store, reading)
    (review,) = store.reviews()
    assert (review.title, review.area, review.published, review.year) == ("Child Z", "Exby", "2021-03", 2021)
    assert store.documents() == (held,)
    assert store.text(held.id) == reading.document
    (holding,) = store.findings()
    assert holding.finding == reading.findings[0]
    assert (holding.document, holding.review) == (held, review)


def test_what_no_database_can_hold_keeps_its_place(store: Store) -> None:
    reading = make_reading(["Before\x00after \ud800 the pair."])
    held = keep(store, reading)
    stored = store.text(held.id).text
    assert stored == "Before\ufffdafter \ufffd the pair."
    assert len(stored) == len(reading.document.text)


def test_the_same_bytes_are_one_document(store: Store) -> None:
    keep(store, make_reading())
    with pytest.raises(AlreadyHeld, match=r"Already held as child-z.pdf \(added 2024-05-01\)"):
        keep(store, make_reading())
    assert len(store.documents()) == 1


def test_the_same_text_with_other_line_ends_is_one_document(store: Store) -> None:
    keep(store, make_reading(["One thing.", "Another thing."]))
    windows = make_document(["One thing.\r", "Another thing.\r"], name="other.txt")
    with pytest.raises(AlreadyHeld):
        keep(store, Reading(windows, make_about(), (), (), ()))


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    reading = make_reading()
    twice = replace(reading, findings=reading.findings * 2)  # the same id twice cannot be stored
    with pytest.raises(Exception, match=r"(?i)contradict|unique|23505"):
        keep(store, twice)
    assert (store.documents(), store.reviews(), store.findings(), store.top()) == ((), (), (), 0)


def test_documents_join_the_review_that_they_name(store: Store) -> None:
    named = {"review": "Family Z", "partnership": "Exby Partnership"}
    keep(store, make_reading(about=make_about("Overview", published="2020-02", **named)))
    keep(store, make_reading(["More."], name="addendum.pdf", about=make_about("Addendum", published="2022", **named)))
    (review,) = store.reviews()
    assert (review.slug, review.title, review.published) == ("family-z", "Family Z", "2020-02")
    assert len(store.documents("family-z")) == 2


def test_a_review_of_the_same_name_elsewhere_is_another(store: Store) -> None:
    for area in ("Exby", "Wyeford"):
        about = make_about("Overview", review="Family Z", partnership=f"{area} Partnership")
        keep(store, make_reading([f"Said in {area}."], name=area, about=about))
    assert {review.slug for review in store.reviews()} == {"family-z", "family-z-2"}


def test_two_documents_of_one_title_are_two_reviews_unless_they_say_so(store: Store) -> None:
    keep(store, make_reading(["One."], name="a.pdf"))
    keep(store, make_reading(["Two."], name="b.pdf"))
    assert len(store.reviews()) == 2


def test_a_manifest_names_a_review_by_slug_and_title(store: Store) -> None:
    about = make_about("Report", where="manifest", review="exby-child-z", review_title="Child Z")
    keep(store, make_reading(about=about))
    (review,) = store.reviews()
    assert (review.slug, review.title) == ("exby-child-z", "Child Z")


def test_what_a_manifest_says_of_a_review_goes_before_what_was_read(store: Store) -> None:
    read = make_about("One", review="Family Z", area="Exbie")
    stated = replace(make_about("Two", review="Family Z"), area=StatedValue("Exby", "manifest"))
    keep(store, make_reading(["One."], name="a", about=read))
    keep(store, make_reading(["Two."], name="b", about=stated))
    assert store.review("family-z").area == "Exby"


def test_findings_are_chosen_by_review_document_theme_and_kind(store: Store) -> None:
    held = keep(store, make_reading(["Ask early.", "Ask again."], kinds=[Kind.LESSON, Kind.ACTION]))
    keep(store, make_reading(["Elsewhere."], name="b", themes=["thresholds"], about=make_about("Other")))
    assert [one.finding.text for one in store.findings(document=held.id)] == ["Ask early.", "Ask again."]
    assert [one.finding.text for one in store.findings(kind="action")] == ["Ask again."]
    assert [one.finding.text for one in store.findings(theme="thresholds")] == ["Elsewhere."]
    assert [one.finding.text for one in store.findings(review="other")] == ["Elsewhere."]


def test_holdings_come_in_the_order_asked_for(store: Store) -> None:
    keep(store, make_reading(["One.", "Two.", "Three."]))
    ids = [holding.finding.id for holding in store.findings()]
    backwards = store.holdings([ids[2], "no such id", ids[0]])
    assert [one.finding.id for one in backwards] == [ids[2], ids[0]]


def test_theme_counts_count_reviews_beside_findings(store: Store) -> None:
    keep(store, make_reading(["One.", "Two."]))
    keep(store, make_reading(["Three."], name="b", about=make_about("Other")))
    assert store.theme_counts() == {"housing-moves": (3, 2)}


def test_answers_are_found_from_both_ends(store: Store) -> None:
    said = ["Ask about moves.", "A prompt was added."]
    reading = make_reading(said, kinds=[Kind.RECOMMENDATION, Kind.ACTION])
    recommendation, action = (finding.id for finding in reading.findings)
    answer = Answer(recommendation, action, "the same number")
    keep(store, replace(reading, answers=(answer,)))
    assert store.answers(recommendation) == store.answers(action) == store.answers() == (answer,)
    assert [one.answered for one in store.indexable_findings([recommendation, action])] == [True, False]


def test_numbers_rise_and_are_never_given_twice(store: Store) -> None:
    first = keep(store, make_reading(["One."], name="a"))
    (before,) = store.indexable_findings([one.finding.id for one in store.findings()])
    store.withdraw(first.id, "")
    keep(store, make_reading(["Two."], name="b"))
    (after,) = store.indexable_findings([one.finding.id for one in store.findings()])
    assert after.number > before.number


def test_every_change_leaves_an_errand_for_the_index(store: Store) -> None:
    held = keep(store, make_reading())
    (finding,) = (one.finding.id for one in store.findings())
    assert [(one.act, one.findings) for one in store.index_changes(0)] == [(PUT, (finding,))]
    store.withdraw(held.id, "")
    assert (DROP, (finding,)) in [(one.act, one.findings) for one in store.index_changes(1)]
    assert store.top() == store.index_changes(0)[-1].number


def test_a_second_document_sends_the_whole_review_to_the_index(store: Store) -> None:
    about = make_about("Report", review="Family Z")
    keep(store, make_reading(["One."], name="a", about=about))
    keep(store, make_reading(["Two."], name="b", about=about))
    assert len(store.index_changes(1)[0].findings) == 2


def test_a_withdrawn_document_is_gone_and_stays_away(store: Store) -> None:
    reading = make_reading()
    held = keep(store, reading)
    store.withdraw(held.id, "asked for by the family")
    for asked in (
        lambda: store.document(held.id),
        lambda: store.text(held.id),
        lambda: store.finding(reading.findings[0].id),
        lambda: store.review(held.review),
        lambda: keep(store, reading),
        lambda: store.refuse_known(reading.document.sha256),
    ):
        with pytest.raises(DocumentWithdrawn):
            asked()
    assert (store.documents(), store.findings(), store.reviews()) == ((), (), ())
    with pytest.raises(NotHeld):
        store.originals.read(held.sha256)


def test_a_withdrawn_text_with_other_line_ends_stays_away(store: Store) -> None:
    held = keep(store, make_reading(["One thing.", "Another."]))
    store.withdraw(held.id, "")
    windows = make_document(["One thing.\r", "Another.\r"], name="again.txt")
    with pytest.raises(DocumentWithdrawn):
        keep(store, Reading(windows, make_about(), (), (), ()))


def test_a_withdrawal_can_be_taken_back(store: Store) -> None:
    held = keep(store, make_reading())
    store.withdraw(held.id, "")
    store.reinstate(held.id)
    assert keep(store, make_reading()).id == held.id
    with pytest.raises(NotHeld):
        store.reinstate(held.id)


def test_what_is_unknown_is_not_held(store: Store) -> None:
    for asked in (store.document, store.text, store.finding, store.review, store.collection):
        with pytest.raises(NotHeld) as caught:
            asked("nothing")
        assert not isinstance(caught.value, DocumentWithdrawn)


def test_a_person_s_theme_outlives_new_tags(store: Store) -> None:
    held = keep(store, make_reading(themes=["housing-moves", "thresholds"]))
    (holding,) = store.findings()
    decided = [("theme:thresholds", False), ("theme:domestic-abuse", True)]
    store.amend(held.id, [Amendment(holding.finding.id, field, given) for field, given in decided])
    store.retag(held.id, [replace(holding.finding, tags=(make_tag("thresholds"), make_tag("neglect")))])
    (after,) = store.findings()
    assert after.finding.themes == ("neglect", "domestic-abuse")
    assert store.damage() == ((), ())


def test_a_new_reading_keeps_ids_and_numbers_of_words_that_stayed(store: Store) -> None:
    reading = make_reading(["Stays.", "Goes."])
    held = keep(store, reading)
    numbers = {
        one.holding.finding.text: one.number for one in store.indexable_findings([f.id for f in reading.findings])
    }
    document = replace(reading.document, text="Stays.\nGoes.\nComes.")
    findings = (make_finding(document, "Stays.", Kind.ACTION), make_finding(document, "Comes."))
    store.reread(held, replace(reading, document=document, findings=findings))
    after = {one.holding.finding.text: one.number for one in store.indexable_findings([f.id for f in findings])}
    assert after["Stays."] == numbers["Stays."]
    assert after["Comes."] > max(numbers.values())
    assert [one.finding.kind for one in store.findings()] == [Kind.ACTION, Kind.LESSON]
    assert store.document(held.id).version == 2


def test_notes_are_kept_with_the_document(store: Store) -> None:
    note = Note("needs_ocr", "Page 2 has no text.", 2)
    held = keep(store, make_reading(notes=(note,)))
    assert store.document(held.id).notes == (note,)


def test_a_verdict_on_an_echo_is_one_whichever_way_round(store: Store) -> None:
    store.judge_echo("b", "a", accepted=True)
    store.judge_echo("a", "b", accepted=False)
    assert store.verdicts() == {("a", "b"): False}


def test_a_verdict_says_when_it_was_given_and_can_be_taken_back(store: Store) -> None:
    store.judge_echo("b", "a", accepted=False)
    (given,) = store.verdicts_of("a").items()
    assert (given[0], given[1].accepted) == ("b", False)
    assert given[1].at <= store.now()
    assert store.verdicts_of("b").keys() == {"a"}
    before = store.top()
    store.forget_verdict("a", "b")
    assert (store.verdicts(), store.verdicts_of("a")) == ({}, {})
    assert store.top() > before  # the index and the threads hear of it
    store.forget_verdict("a", "b")


def test_a_collection_is_read_by_one_key_and_changed_by_another(store: Store) -> None:
    made = store.new_collection(Collection("", "Training day", items=(CollectionItem("f1", "start here"),)))
    read = store.collection(made.key)
    assert (read.title, read.items, read.edit_key) == ("Training day", (CollectionItem("f1", "start here"),), "")
    asked = ("What would you do?",)
    store.change_collection(made.edit_key, lambda held: replace(held, title="Training morning", questions=asked))
    assert store.collection(made.key).title == "Training morning"
    with pytest.raises(NotHeld):
        store.change_collection(read.key, lambda held: replace(held, title="Not mine"))
    store.delete_collection(made.edit_key)
    with pytest.raises(NotHeld):
        store.collection(made.key)


def test_a_changed_row_is_noticed(store: Store) -> None:
    held = keep(store, make_reading())
    assert store.damage() == ((), ())
    with store.database.writing() as connection:
        connection.execute(text("UPDATE texts SET text = 'Practitioners should never ask.'"))
        connection.execute(text("UPDATE findings SET quotation = 'Practitioners should never ask.'"))
    assert store.damage() == ((held.id,), (store.findings()[0].finding.id,))


def test_a_changed_audit_row_breaks_the_chain(store: Store) -> None:
    for name in "abc":
        keep(store, make_reading([f"Said in {name}."], name=name))
    assert store.broken_audit() == ()
    with store.database.writing() as connection:
        connection.execute(text("UPDATE audit SET detail = '{}' WHERE number = 2"))
    assert store.broken_audit() == (2,)


def test_the_audit_trail_holds_no_words_of_documents(store: Store) -> None:
    held = keep(store, make_reading(name="Zebedee Smith.pdf", about=make_about("The death of Zebedee Smith")))
    store.withdraw(held.id, "asked")
    store.database.scrub()
    told = " ".join(f"{act.act} {act.subject} {act.detail}" for act in store.acts())
    assert "Zebedee" not in told
    assert [act.act for act in store.acts()] == ["withdraw", "add"]


def test_a_lesson_s_words_are_the_document_s_words(store: Store) -> None:
    held = keep(store, make_reading(["First.", LESSON]))
    document = store.text(held.id)
    for holding in store.findings():
        assert document.words(holding.finding.span) == holding.finding.quotation


def test_a_new_reading_has_the_index_drop_what_it_no_longer_finds(store: Store) -> None:
    reading = make_reading(["Ask early.", "Ask again."])
    held = keep(store, reading)
    kept, lost = (one.id for one in reading.findings)
    mark = store.top()
    store.reread(held, replace(reading, findings=reading.findings[:1]))
    assert [(one.act, one.findings) for one in store.index_changes(mark)] == [(DROP, (lost,)), (PUT, (kept,))]


def test_a_new_reading_that_loses_nothing_drops_nothing(store: Store) -> None:
    reading = make_reading()
    held = keep(store, reading)
    mark = store.top()
    store.reread(held, reading)
    assert [one.act for one in store.index_changes(mark)] == [PUT]


@pytest.mark.parametrize("number", [1, 2])
def test_an_audit_row_taken_out_breaks_the_chain_at_the_next(store: Store, number: int) -> None:
    for name in "abc":
        keep(store, make_reading([f"Said in {name}."], name=name))
    with store.database.writing() as connection:
        connection.execute(text(f"DELETE FROM audit WHERE number = {number}"))
    assert store.broken_audit() == (number + 1,)


def test_audit_rows_that_change_places_break_the_chain(store: Store) -> None:
    for name in "abc":
        keep(store, make_reading([f"Said in {name}."], name=name))
    with store.database.writing() as connection:
        for old, new in ((2, 9), (3, 2), (9, 3)):
            connection.execute(text(f"UPDATE audit SET number = {new} WHERE number = {old}"))
    assert store.broken_audit() == (2, 3)


def test_words_and_kinds_of_what_has_several_themes_are_read_without_the_findings(store: Store) -> None:
    both = make_reading(["One.", "Two."], themes=["thresholds", "neglect"], kinds=[Kind.LESSON, Kind.GOOD_PRACTICE])
    keep(store, both)
    about = make_about("Other", area="Exby")
    other = make_reading(["Three."], name="b", themes=["neglect"], kinds=[Kind.ACTION], about=about)
    keep(store, other)
    asked = ["neglect", "thresholds", "housing-moves"]
    said = store.words_with_themes(asked, 2)
    assert said == {one.id: f"Learning {one.lead_in} {one.text}" for one in both.findings}
    assert store.words_with_themes(asked, 3) == {}
    assert len(store.words_with_themes(asked, 1)) == 3
    assert store.words_with_themes(asked, 1, "Exby").keys() == {one.id for one in other.findings}
    assert store.kinds_with_themes(asked[:2]) == {Kind.LESSON, Kind.GOOD_PRACTICE}
    assert store.kinds_with_themes(asked) == frozenset()
