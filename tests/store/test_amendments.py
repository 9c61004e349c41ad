"""Corrections hold through new readings and are undone without a trace, whatever comes in between."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.app.corrections import Correcting
from kb.core import corrections as c
from kb.core.corrections import Amendment
from kb.core.errors import DocumentWithdrawn, KbError, NotHeld
from kb.core.model import Answer, DocumentSummary, Finding, Kind, Reading, Status
from kb.store import DROP, PUT, Store
from kb.store.amend import new_id
from kb.store.tables import FULL_TEXT, metadata
from kb.vocabulary import load
from tests.makers import make_about, make_finding, make_reading
from tests.store.conftest import at_noon, clear
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
    added = new_id(store.text(held.id), "added", store.ids())
    words = {"words": "Visits were made and were recorded well. They were too few.", "start": 0}
    store.reread(store.document(held.id), read_again(first_reading(), 3))  # which reads nothing of them
    batch = amend(store, held, added, c.ADD, {**words, "kind": "missed_opportunity", "heading": []})
    store.reread(store.document(held.id), read_again(first_reading(), 2))  # which reads the second sentence
    assert [text for text in texts(store) if "too few" in text] == [words["words"]]
    assert store.finding(added).finding.kind is Kind.MISSED_OPPORTUNITY
    store.undo(batch)
    assert [text for text in texts(store) if "too few" in text] == ["They were too few."]


def test_what_a_person_added_within_a_longer_finding_stands_beside_it(store: Store, held: DocumentSummary) -> None:
    added = new_id(store.text(held.id), "added", store.ids())
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
    sent = [(one.act, one.findings) for one in store.errands(mark)]
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


STEPS = (
    *("value", "theme", "drop", "withhold", "cut", "join", "split", "add", "heading", "about", "move", "check"),
    *("join_reviews", "split_review", "reread", "undo", "gone"),
)
SPLIT = [("join_reviews", 0, 0), ("split_review", 0, 0), ("split_review", 1, 0)]
STEP = st.tuples(
    st.sampled_from(STEPS),
    st.integers(0, 50),
    st.integers(0, 50),
)


@pytest.mark.parametrize("examples", [10, pytest.param(150, marks=pytest.mark.nightly)])
def test_any_sequence_of_corrections_readings_withdrawals_and_undo_keeps_its_word(
    url: str, tmp_path_factory: pytest.TempPathFactory, examples: int
) -> None:
    @given(steps=st.lists(STEP, min_size=2, max_size=14), keeps_back=st.booleans())
    @example(steps=SPLIT, keeps_back=False)
    @example(steps=[*SPLIT, ("undo", 0, 0), ("reread", 0, 1), ("gone", 0, 0)], keeps_back=True)
    @settings(max_examples=examples if url.startswith("sqlite") else examples // 2, deadline=None)  # servers are slow
    def keeps_its_word(steps: list[tuple[str, int, int]], keeps_back: bool) -> None:
        _walk_anew(url, tmp_path_factory.mktemp("sequence"), steps, keeps_back)

    keeps_its_word()


def _walk_anew(url: str, folder: Path, steps: list[tuple[str, int, int]], keeps_back: bool) -> None:
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / 'library.sqlite3'}"
    else:
        clear(url, [f"TRUNCATE {', '.join((*metadata.tables, FULL_TEXT))} RESTART IDENTITY"])
    with closing(Store.open(url, folder / "library", clock=at_noon)) as store:
        store.keeps_back = keeps_back
        _walk(store, steps)


def _walk(store: Store, steps: list[tuple[str, int, int]]) -> None:
    reading = first_reading()
    beside = keep(store, make_reading(("Nobody asked the neighbours.",), about=make_about("Child Beside")))
    held = keep(store, reading)
    home, batches = held.review, list[int]()
    for step, one, other in steps:
        try:
            if step == "reread":
                reading = read_again(first_reading(), other)
                store.reread(store.document(held.id), reading)
            elif step == "undo":
                store.undo(batches.pop(one % len(batches)) if batches else 0)
            elif step == "gone":
                batches = _come_anew(store, held, reading)
            elif step == "join_reviews":
                target = {"slug": "child-both", "title": "Child Both"}
                moves = {key: [Amendment(key, c.REVIEW, target)] for key in (held.id, beside.id)}
                batches.append(store.amend_together(moves, person="anna"))
                assert {item.review for item in store.documents()} == {"child-both"}
            elif step == "split_review":
                if len(store.documents(store.document(held.id).review)) > 1:
                    batches.append(_split_review(store, held, f"Child Apart {one} {other}"))
            elif step == "heading":
                batches.append(store.amend(held.id, _items(store, held, one, other), person="anna"))
            else:
                asked = _amendment(store, held, step, one, other)
                batches.append(store.amend(held.id, [asked], person="anna"))
                _shows(store, held, asked)
        except KbError:
            assert step == "undo" or not _shown_findings(store, held)
        _holds_together(store, held)
    for batch in batches:
        store.undo(batch)
    after = store.document(held.id)
    assert (after.about, after.review) == (reading.about, home)
    assert _shown_findings(store, held) == list(reading.findings)
    listed = not store.keeps_back
    assert [one.finding for one in store.findings() if one.document.id == held.id] == (
        list(reading.findings) if listed else []
    )
    assert {(one.recommendation, one.action) for one in store.answers()} == {
        (one.recommendation, one.action) for one in reading.answers if listed
    }


def _split_review(store: Store, held: DocumentSummary, title: str) -> int:
    """Part the document from the other one of its review, as a keeper does."""
    review = store.document(held.id).review
    batch = Correcting(store, load()).split_review(review, [held.id], title, "anna")
    (left,) = store.documents(review)
    assert left.id != held.id
    assert store.review(store.document(held.id).review).title == title
    return batch


def _come_anew(store: Store, held: DocumentSummary, reading: Reading) -> list[int]:
    """Withdraw the document and let it come anew; return what corrects it then: single findings stay withdrawn."""
    away = {one.subject for one in store.corrections_in(held.id) if one.field == c.WITHDRAW and not one.undone}
    store.withdraw(held.id, "")
    store.reinstate(held.id)
    keep(store, reading)
    again = store.corrections_in(held.id)
    assert {one.field for one in again} <= {c.WITHDRAW}
    assert away & {one.id for one in reading.findings} <= {one.subject for one in again}
    return list(dict.fromkeys(one.batch for one in again))


def _shown_findings(store: Store, held: DocumentSummary) -> list[Finding]:
    """What whoever checks the document sees of it, also while readers see nothing."""
    return [one.finding for one in store.findings(document=held.id)]


def _shows(store: Store, held: DocumentSummary, asked: Amendment) -> None:
    """Hold that a change can be seen as soon as it is made."""
    now = {one.id: one for one in _shown_findings(store, held)}.get(asked.subject)
    if asked.field == c.KIND:
        assert now is not None
        assert now.kind == asked.value
    elif asked.field.startswith(c.THEME):
        assert now is not None
        assert ("neglect" in now.themes) is asked.value
    elif asked.field == c.CHECKED:
        assert not store.document(held.id).is_kept_back
    elif asked.field == c.WITHDRAW:
        assert now is None
        with pytest.raises(DocumentWithdrawn):
            store.finding(asked.subject)


def _items(store: Store, held: DocumentSummary, one: int, other: int) -> list[Amendment]:
    """What naming a heading asks for: several findings at once."""
    document, taken = store.text(held.id), set(store.ids())
    asked: list[Amendment] = []
    lines = [line for line in document.text.split("\n") if line]
    for at in (one, other):
        words = lines[at % len(lines)].split(".")[0]
        key = new_id(document, f"{words} item {len(asked)}", taken)
        taken.add(key)
        asked.append(Amendment(key, c.ADD, {"words": words, "start": 0, "kind": "lesson", "heading": ["Rumours"]}))
    return asked


def _amendment(store: Store, held: DocumentSummary, step: str, one: int, other: int) -> Amendment:
    """An amendment of something that is there."""
    shown = _shown_findings(store, held)
    document = store.text(held.id)
    if step == "check":
        return Amendment(held.id, c.CHECKED, True)
    lines = [line for line in document.text.split("\n") if line]
    if not shown or step == "add":
        words = lines[other % len(lines)].split(".")[0]
        key = new_id(document, words, store.ids())
        return Amendment(key, c.ADD, {"words": words, "start": 0, "kind": "concern", "heading": []})
    if step == "about":
        return Amendment(held.id, ("title", "area", "published")[one % 3], ("", "2019", "Northby")[other % 3])
    if step == "move":
        slug = ("child-a", "child-b")[one % 2]
        return Amendment(held.id, c.REVIEW, {"slug": slug, "title": slug})
    chosen, beside = shown[one % len(shown)], shown[other % len(shown)]
    words = chosen.quotation.split("\n")[0]
    values: dict[str, tuple[str, object]] = {
        "value": (c.KIND, str(list(Kind)[other % len(Kind)])),
        "theme": (f"{c.THEME}neglect", bool(other % 2)),
        "drop": (c.DROP, True),
        "withhold": (c.WITHDRAW, True),
        "cut": (c.CUT, {"words": words[: max(6, len(words) // 2)].strip(), "start": chosen.span.start}),
        "join": (c.JOIN, [beside.id]),
        "split": (c.SPLIT, _parts(store, held, words)),
    }
    return Amendment(chosen.id, *values[step])


def _parts(store: Store, held: DocumentSummary, words: str) -> list[dict[str, object]]:
    half = words.find(" ", len(words) // 2) if " " in words[len(words) // 2 :] else len(words)
    parts = [part for part in (words[:half].strip(), words[half:].strip()) if part]
    keys = [new_id(store.text(held.id), f"{part} part", store.ids()) for part in parts]
    return [{"id": key, "words": part} for key, part in zip(keys, parts, strict=True)]


def _holds_together(store: Store, held: DocumentSummary) -> None:
    document = store.text(held.id)
    shown = _shown_findings(store, held)
    assert len({one.id for one in shown}) == len(shown)
    assert all(document.words(one.span) == one.quotation for one in shown)
    assert store.damage() == ((), ())
    assert store.incomplete() == ()
    assert store.broken_audit() == ()
    assert {one.slug for one in store.reviews()} == {one.review for one in store.documents()}
    listed = [one for one in store.findings() if one.document.id == held.id]
    assert [one.finding for one in listed] == ([] if store.document(held.id).is_kept_back else shown)
    ids = {one.finding.id for one in listed}
    assert all({one.recommendation, one.action} <= ids for one in store.answers())
