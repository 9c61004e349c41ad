"""A process that begins links one document more from what tables and file keep: few words are read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kb.app import held_findings
from kb.app.held_findings import HeldFindings
from kb.app.likeness_file import LikenessFile
from kb.core.corrections import Amendment
from kb.core.finding_ids import finding_id
from kb.core.model import Finding, Kind, Reading
from kb.core.packed_likes import PackedLikes
from kb.core.recurrence_values import Like
from kb.recurrence.stored_statistics import StoredStatistics
from kb.store import IndexableFinding, Store
from tests.app.test_linking import add, assert_likest_anew, make_linker, make_paper, rows
from tests.makers import make_about, make_document

ALONE = "Herons nest above the weir in spring."


def make_paper_alone() -> Reading:
    """A paper of one finding that is like no other."""
    document = make_document([ALONE], "weir.pdf")
    span = document.span((start := document.text.index(ALONE), start + len(ALONE)))
    found = Finding(finding_id(document.sha256, ALONE), Kind.CONCERN, ALONE, ALONE, span)
    return Reading(document, make_about("The weir", where="manifest"), (), (found,), ())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(held_findings, "WHOLE_SHARE", 0)  # as in a large library
    with closing(Store.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}", tmp_path / "library")) as opened:
        chance = random.Random(4)
        for number in range(12):
            add(opened, make_paper(chance, number))
        add(opened, make_paper_alone())
        make_linker(opened, 0).catch_up()
        yield opened


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the findings that are read from the store; "all" where everything is."""
    asked: list[str] = []
    several = Store.indexable_findings

    def indexable_findings(self: Store, ids: Sequence[str]) -> tuple[IndexableFinding, ...]:
        asked.extend(ids)
        return several(self, ids)

    def everything(_self: Store) -> None:
        asked.append("all")
        pytest.fail("everything is read")

    monkeypatch.setattr(Store, "indexable_findings", indexable_findings)
    monkeypatch.setattr(Store, "everything", everything)
    return asked


def test_a_process_that_begins_links_one_document_more_without_reading_all(store: Store, read: list[str]) -> None:
    before = store.ids()
    add(store, make_paper(random.Random(98), 41))
    make_linker(store, 0).catch_up()
    come = store.ids() - before
    assert come <= {*read}
    (alone,) = (one.finding.id for one in store.findings() if one.finding.text == ALONE)
    assert alone not in read
    assert_likest_anew(store)


def test_what_a_withdrawal_leaves_of_a_review_is_worked_out_by_a_process_that_begins(
    store: Store, read: list[str]
) -> None:
    add(store, make_paper(random.Random(95), 44))  # it is in the tables, and in no file
    make_linker(store, 0).catch_up()
    document = next(one for one in store.documents() if one.name == "paper-44.pdf")
    others = [one for one in store.documents(document.review) if one.id != document.id]
    assert not others
    counted = store.recurrences.counted_findings()
    assert counted[document.review] == 4
    store.withdraw(document.id, "")
    make_linker(store, 0).catch_up()
    assert store.recurrences.counted_findings().get(document.review, 0) == 0
    assert {slug: number for slug, number in counted.items() if slug != document.review}.items() <= (
        store.recurrences.counted_findings().items()
    )
    assert_likest_anew(store)


def test_what_one_document_of_two_leaves_of_a_review_is_counted_anew(store: Store) -> None:
    document = store.documents()[2]
    assert len(store.documents(document.review)) == 2
    store.withdraw(document.id, "")
    make_linker(store, 0).catch_up()
    assert store.recurrences.counted_findings()[document.review] == len(store.findings(review=document.review))
    told = rows(store)["theme_counts"]
    make_linker(store, 0).catch_up()
    assert rows(store)["theme_counts"] == told


def test_what_changed_while_another_process_linked_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LikenessFile, "keep", lambda *_: None)  # so that words are asked for, as between two writings
    first, second = make_linker(store, 5000), make_linker(store, 5000)
    come = make_paper(random.Random(98), 41)
    add(store, come)
    first.catch_up()
    document = store.finding(come.findings[0].id).document.id
    store.amend(document, [Amendment(one.id, "theme:self-neglect", True) for one in come.findings])
    second.catch_up()
    add(store, make_paper(random.Random(98), 42))  # says much the same
    first.catch_up()
    assert_likest_anew(store)


def test_a_file_that_could_not_be_written_again_brings_nothing_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.withdraw(min(store.documents(), key=lambda one: one.id).id, "")
    with monkeypatch.context() as patched:
        patched.setattr(LikenessFile, "keep", lambda *_: None)  # the disk is full
        make_linker(store, 0).catch_up()
    add(store, make_paper(random.Random(98), 41))
    make_linker(store, 0).catch_up()
    mark = store.recurrences.mark()
    assert mark is not None
    assert StoredStatistics.unpack(mark.measure).count == len(store.ids())
    assert_likest_anew(store)


def test_findings_are_placed_before_their_words_are_read(store: Store, read: list[str]) -> None:
    held = HeldFindings(store)
    held.look()
    assert held.ids == store.ids()
    first = store.findings()[0]
    assert held.by_review()[first.review.slug][0] == first.finding.id
    assert held.case_of(first.finding.id) == first.review.case_slug
    assert held.case_of("nobody") is None
    told = list(held.without_words({Kind.LESSON}))
    assert [one.finding.id for one in told] == [one.finding.id for one in store.findings(kind="lesson")]
    assert {one.finding.text for one in told} == {""}
    assert read == []
    known = held.get(first.finding.id)
    assert known is not None
    assert known.finding.text == first.finding.text
    assert held.get("nobody") is None
    assert held.get(first.finding.id) is known
    assert read == [first.finding.id]


def test_words_of_what_changed_or_went_are_forgotten(store: Store) -> None:
    held = HeldFindings(store)
    held.look()
    first, second, *_ = sorted(store.ids())
    known = held.findings([first, second])
    held.look([first])
    assert held.get(first) is not known[first]
    assert held.get(second) is known[second]
    store.withdraw(known[second].document.id, "")
    held.look()
    assert second not in held
    assert held.get(second) is None
    assert len(held) == len(store.ids())


@pytest.mark.parametrize("most", [1, 1000])
def test_many_words_are_let_go(store: Store, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(held_findings, "REMEMBERED", most)
    held = HeldFindings(store)
    held.look()
    held.read_all()
    one = min(store.ids())
    known = held.get(one)
    held.let_go()
    assert (held.get(one) is known) == (most > 1)


def test_what_earlier_linkings_read_does_not_have_all_read(
    store: Store, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_findings, "WHOLE_SHARE", 4)
    held = HeldFindings(store)
    ids = sorted(store.ids())
    for one in ids:
        held.look()
        held.get(one)
    assert read == ids


def test_where_many_are_asked_for_all_are_read_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_findings, "WHOLE_SHARE", 4)
    held = HeldFindings(store)
    held.look()
    ids = sorted(store.ids())
    held.findings(ids[:4])
    monkeypatch.setattr(Store, "indexable_findings", None)
    assert list(held.findings(ids)) == ids


def test_likes_are_packed_and_told_without_unpacking() -> None:
    likes = (Like("a1", 0.1 + 0.2, False, True), Like("b2", 1e-05, True, False))
    packed = PackedLikes.of(likes)
    assert packed.unpack() == likes
    assert packed.ids == ["a1", "b2"]
    assert packed.score_of_last(2) == 1e-05
    assert packed.score_of_last(1) == 1e-05
    assert packed.score_of_last(3) == 0.0
    assert PackedLikes.of(()).ids == []
    assert PackedLikes.of(()).score_of_last(1) == 0.0
