"""Any sequence of corrections, new readings, withdrawals and undo, on a store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.app.corrections import Correcting
from kb.core import corrections as c
from kb.core.corrections import Amendment
from kb.core.errors import DocumentWithdrawn, KbError
from kb.core.finding_ids import finding_id
from kb.core.model import DocumentSummary, Finding, Kind, Reading
from kb.store import Store
from kb.store.tables import FULL_TEXT, metadata
from kb.vocabulary import load
from tests.makers import make_about, make_reading
from tests.store.conftest import at_noon, clear
from tests.store.test_amendments import first_reading, read_again
from tests.store.test_store import keep

STEPS = (
    *(
        "value",
        "theme",
        "drop",
        "withhold",
        "cut",
        "join",
        "split",
        "add",
        "heading",
        "about",
        "move",
        "check",
        "read_as",
    ),
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


class _Walk:
    """One document beside another, taken through steps; what can be undone of them, and its reading."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reading = first_reading()
        beside = make_reading(("Nobody asked the neighbours.",), about=make_about("Child Beside"))
        self.beside = keep(store, beside)
        self.held = keep(store, self.reading)
        self.home = self.held.review
        self.batches: list[int] = []

    def take(self, step: str, one: int, other: int) -> None:
        """Take a step, which may be refused; `one` and `other` choose what it is done to."""
        taken = {
            "reread": self._reread,
            "undo": self._undo,
            "gone": self._go,
            "join_reviews": self._join_reviews,
            "split_review": self._split_review,
            "heading": self._name_heading,
        }.get(step)
        try:
            if taken is not None:
                taken(one, other)
            else:
                asked = _amendment(self.store, self.held, step, one, other)
                self.batches.append(self.store.amend(self.held.id, [asked], person="anna"))
                _shows(self.store, self.held, asked)
        except KbError:
            assert step == "undo" or not _shown_findings(self.store, self.held)
        _holds_together(self.store, self.held)

    def _reread(self, _: int, other: int) -> None:
        self.reading = read_again(first_reading(), other)
        self.store.reread(self.store.document(self.held.id), self.reading)

    def _undo(self, one: int, _: int) -> None:
        self.store.undo(self.batches.pop(one % len(self.batches)) if self.batches else 0)

    def _go(self, _: int, __: int) -> None:
        self.batches = _come_anew(self.store, self.held, self.reading)

    def _join_reviews(self, _: int, __: int) -> None:
        target = {"slug": "child-both", "title": "Child Both"}
        moves = {key: [Amendment(key, c.REVIEW, target)] for key in (self.held.id, self.beside.id)}
        self.batches.append(self.store.amend_together(moves, person="anna"))
        assert {item.review for item in self.store.documents()} == {"child-both"}

    def _split_review(self, one: int, other: int) -> None:
        if len(self.store.documents(self.store.document(self.held.id).review)) > 1:
            self.batches.append(_split_review(self.store, self.held, f"Child Apart {one} {other}"))

    def _name_heading(self, one: int, other: int) -> None:
        items = _items(self.store, self.held, one, other)
        self.batches.append(self.store.amend(self.held.id, items, person="anna"))


def _walk(store: Store, steps: list[tuple[str, int, int]]) -> None:
    walk = _Walk(store)
    for step, one, other in steps:
        walk.take(step, one, other)
    for batch in walk.batches:
        store.undo(batch)
    held, reading = walk.held, walk.reading
    after = store.document(held.id)
    assert (after.about, after.review) == (reading.about, walk.home)
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
    elif asked.field == c.READ_AS:
        assert now is not None
        assert now.text == asked.value
        assert all(one.start is None for tag in now.tags for one in tag.evidence)
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
        key = finding_id(document.sha256, f"{words} item {len(asked)}", taken)
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
        key = finding_id(document.sha256, words, store.ids())
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
        "read_as": (c.READ_AS, words.replace("e", "é", 1)),
        "join": (c.JOIN, [beside.id]),
        "split": (c.SPLIT, _parts(store, held, words)),
    }
    return Amendment(chosen.id, *values[step])


def _parts(store: Store, held: DocumentSummary, words: str) -> list[dict[str, object]]:
    half = words.find(" ", len(words) // 2) if " " in words[len(words) // 2 :] else len(words)
    parts = [part for part in (words[:half].strip(), words[half:].strip()) if part]
    keys = [finding_id(held.sha256, f"{part} part", store.ids()) for part in parts]
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
