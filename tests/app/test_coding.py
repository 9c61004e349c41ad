"""Coding rounds: what is drawn, who may say what, what is settled, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.app.accounts import Accounts
from kb.app.coding import Coding, outdated_words
from kb.app.corrections import Correcting
from kb.core.access import AT_THE_MACHINE, AccountRole
from kb.core.coding_values import Code, RoundSample
from kb.core.errors import BadQuestion, NotHeld
from kb.core.model import Kind
from kb.store import ActFilter, Store
from kb.vocabulary import load
from tests.makers import make_about, make_reading
from tests.store.test_store import keep

PASSWORD = "purple ladder onions"
SENTENCES = tuple(f"Practitioners should ask about housing moves at visit number {number}." for number in range(12))
HOUSING, SILENT = frozenset({"housing-moves"}), frozenset[str]()
LESSON = Code("lesson", HOUSING)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    seconds = count()

    def clock() -> datetime:
        """Return a time one second later than the time before."""
        return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=next(seconds))

    opened = Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path / "library", clock)
    keep(opened, make_reading(SENTENCES, about=make_about(published="2014-05")))
    keep(opened, make_reading(("The nurse was not told.",), name="b.pdf", about=make_about("B", published="2021")))
    yield opened
    opened.close()


@pytest.fixture
def coding(store: Store) -> Coding:
    accounts = Accounts(store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name, role in (("kim", "keeper"), ("ada", "coder"), ("bob", "coder"), ("eve", "editor"), ("rae", "reader")):
        accounts.add(name, AccountRole(role), PASSWORD, "a test")
    return Coding(store, load(None), accounts)


def make(coding: Coding, size: int = 4, coders: tuple[str, ...] = ("ada", "bob"), **sample: str | int) -> int:
    return coding.make("Spring", RoundSample(size=size, **sample), coders, "kim").number  # type: ignore[arg-type]  # names of its fields


def draw_and_code(coding: Coding, number: int, coder: str = "ada") -> list[str]:
    """Return the findings of a round in the order in which a coder gets them, coding each."""
    found = []
    while one := coding.next_finding(number, coder):
        found.append(one[0])
        coding.code(number, one[0], LESSON, coder)
    return found


def test_the_same_seed_draws_the_same_findings_and_another_seed_others(coding: Coding) -> None:
    first, again, other = (make(coding, 6, seed=seed) for seed in ("7", "7", "8"))
    assert draw_and_code(coding, first) == draw_and_code(coding, again)
    assert set(draw_and_code(coding, other)) != set(draw_and_code(coding, first) or draw_and_code(coding, again))


def test_a_sample_is_of_what_was_chosen(coding: Coding, store: Store) -> None:
    years = {one.finding.id: one.review.year for one in store.findings()}
    assert {years[one] for one in draw_and_code(coding, make(coding, 99, since=2020))} == {2021}
    assert {years[one] for one in draw_and_code(coding, make(coding, 99, until=2020))} == {2014}
    document = next(one.id for one in store.documents() if one.name == "b.pdf")
    assert len(draw_and_code(coding, make(coding, 99, document=document))) == 1
    assert len(draw_and_code(coding, make(coding, 99, theme="housing-moves", kind="lesson"))) == 13


@pytest.mark.parametrize(
    ("sample", "coders", "says"),
    [
        ({"size": 0}, ("ada",), "from 1 to 1000"),
        ({"theme": "no-such"}, ("ada",), "no theme"),
        ({"kind": "no_such"}, ("ada",), "no kind"),
        ({"since": 2030}, ("ada",), "No finding fits"),
        ({}, (), "Name who codes"),
        ({}, ("rae",), "rae cannot code"),
        ({}, ("nobody",), "nobody cannot code"),
        ({}, (AT_THE_MACHINE.name,), "cannot code"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused_with_a_sentence(
    coding: Coding, sample: dict[str, int], coders: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BadQuestion, match=says):
        make(coding, **{"size": 3, "coders": coders, **sample})  # type: ignore[arg-type]  # names of its fields
    assert coding.rounds() == ()


def test_without_accounts_the_person_at_the_machine_codes(store: Store) -> None:
    alone = Coding(store, load(None), Accounts(store))
    assert make(alone, coders=(AT_THE_MACHINE.name,)) == 1
    with pytest.raises(BadQuestion, match="cannot code"):
        make(alone, coders=("ada",))


def test_who_was_not_named_cannot_code_and_what_was_not_drawn_is_not_coded(coding: Coding, store: Store) -> None:
    number = make(coding, 2)
    held = [one.finding.id for one in store.findings()]
    with pytest.raises(NotHeld, match="given to you"):
        coding.next_finding(number, "eve")
    with pytest.raises(NotHeld, match="given to you"):
        coding.code(number, draw_and_code(coding, number)[0], LESSON, "eve")
    small = make(coding, 1, document=store.documents()[1].id)
    with pytest.raises(NotHeld, match="not in round"):
        coding.code(small, store.findings(document=store.documents()[0].id)[0].finding.id, LESSON, "ada")
    for wrong in (Code("no_such", HOUSING), Code("", HOUSING), Code("lesson", frozenset({"no-such"}))):
        with pytest.raises(BadQuestion):
            coding.code(number, held[0], wrong, "ada")


def test_a_coder_does_not_see_results_before_the_round_is_closed(coding: Coding) -> None:
    number = make(coding, 2)
    with pytest.raises(BadQuestion, match="when it is closed"):
        coding.results(number, "ada")
    assert coding.results(number, "kim").complete == 0
    coding.close(number, "kim")
    assert coding.results(number, "ada").complete == 0


def test_a_code_may_be_changed_until_the_round_is_closed(coding: Coding) -> None:
    number = make(coding, 2)
    first = draw_and_code(coding, number)[0]
    coding.code(number, first, Code("concern", SILENT), "ada")
    assert coding.coded_finding(number, "ada", first).code == Code("concern", SILENT)
    assert coding.coded_finding(number, "bob", first).code is None
    assert coding.round(number).done == {"ada": 2}
    coding.close(number, "kim")
    with pytest.raises(BadQuestion, match="closed"):
        coding.code(number, first, LESSON, "ada")


def test_a_third_person_settles_what_coders_disagree_on(coding: Coding) -> None:
    number = make(coding, 3)
    one, two, three = draw_and_code(coding, number)
    coding.code(number, one, LESSON, "bob")
    coding.code(number, two, Code("concern", SILENT), "bob")
    assert [dispute.finding for dispute in coding.disputes(number, "eve")] == [two]
    with pytest.raises(BadQuestion, match="Somebody else"):
        coding.settle(number, two, LESSON, "ada")
    for undisputed in (one, three):
        with pytest.raises(BadQuestion, match="nothing to settle"):
            coding.settle(number, undisputed, LESSON, "eve")
    coding.settle(number, two, Code("concern", HOUSING), "eve")
    coding.settle(number, two, LESSON, "kim")  # the last word counts
    assert coding.disputes(number, "eve") == ()
    assert coding.results(number).disputed == 0


def test_agreement_and_precision_are_of_what_was_said(coding: Coding) -> None:
    number = make(coding, 12, kind="lesson", theme="housing-moves", document="")
    ids = draw_and_code(coding, number)  # ada: all are lessons on housing moves, as the machine says
    for one in ids[:9]:
        coding.code(number, one, LESSON, "bob")
    coding.code(number, ids[9], Code("lesson", SILENT), "bob")
    coding.code(number, ids[10], Code("concern", HOUSING | {"information-sharing"}), "bob")
    coding.settle(number, ids[9], Code("lesson", SILENT), "eve")
    found = coding.results(number)
    assert (found.complete, found.disputed) == (11, 1)
    by_theme = {one.theme: one for one in found.machine_themes}
    assert (by_theme["housing-moves"].right, by_theme["housing-moves"].wrong) == (10, 1)
    assert by_theme["housing-moves"].precision == pytest.approx(10 / 11)
    # bob alone gives it to one that is not settled: nobody can say, so it is neither right nor missed
    assert by_theme["information-sharing"] == type(found.machine)("information-sharing", 0, 0, 0)
    assert (found.right_kinds, found.checked_kinds) == (10, 10)
    assert not found.tells_recall
    pairs = {frozenset((one.one, one.other)): one.kappa for one in found.kind.pairs}
    assert set(pairs) == {frozenset(two) for two in (("ada", "bob"), ("ada", "the machine"), ("bob", "the machine"))}
    assert pairs[frozenset(("ada", "bob"))].units == 11
    assert pairs[frozenset(("ada", "bob"))].value == 0  # ada used one kind alone: no better than chance


def test_the_machine_s_code_is_what_it_read_whatever_people_corrected(coding: Coding, store: Store) -> None:
    document = next(one.id for one in store.documents() if one.name == "b.pdf")
    finding = store.findings(document=document)[0].finding
    Correcting(store, load(None)).set_values(finding.id, [("kind", Kind.CONCERN)], "kim")
    assert store.finding(finding.id).finding.kind is Kind.CONCERN
    number = make(coding, 1, document=document)
    coding.code(number, finding.id, Code("lesson", frozenset(finding.themes)), "ada")
    coding.code(number, finding.id, Code("lesson", frozenset(finding.themes)), "bob")
    assert coding.results(number).right_kinds == 1


def test_labels_have_the_form_of_the_training_data_and_leave_when_closed(coding: Coding, store: Store) -> None:
    number = make(coding, 3, document=store.documents()[0].id)
    one, two, three = draw_and_code(coding, number)
    coding.code(number, one, Code("concern", HOUSING | {"information-sharing"}), "bob")
    coding.code(number, two, LESSON, "bob")
    with pytest.raises(BadQuestion, match="Close the round"):
        coding.labels(number)
    coding.close(number, "kim")
    rows = {str(row["text"]): row for row in coding.labels(number)}
    texts = {one: store.finding(one).finding.text for one in (one, two, three)}
    assert set(rows) == {texts[one], texts[two]}  # the third was coded by one person alone
    disputed = rows[texts[one]]
    assert (disputed["themes"], disputed["also"]) == (["housing-moves"], ["information-sharing"])
    assert disputed["kind"] == ""
    assert rows[texts[two]]["kind"] == "lesson"


def code_all(coding: Coding, number: int) -> list[str]:
    """Return the findings of a round, coded alike by both coders."""
    ids = draw_and_code(coding, number)
    for one in ids:
        coding.code(number, one, LESSON, "bob")
    return ids


def test_a_code_of_earlier_words_is_left_out_and_asked_for_again(coding: Coding, store: Store) -> None:
    number = make(coding, 3, document=store.documents()[0].id)
    first, second, _ = code_all(coding, number)
    coding.code(number, first, Code("concern", SILENT), "bob")
    coding.settle(number, first, LESSON, "eve")
    Correcting(store, load(None)).cut(first, "should ask about housing moves", "kim")
    found = coding.results(number)
    assert (found.complete, found.disputed, found.outdated) == (2, 0, 1)
    assert outdated_words(found) == (
        "What was said of 1 finding before the words were changed is left out; the coders are asked again."
    )
    assert coding.round(number).done == {"ada": 2, "bob": 2}
    again = coding.next_finding(number, "ada")
    assert again
    assert again[0] == first
    assert coding.coded_finding(number, "ada", first).code is None
    assert coding.coded_finding(number, "ada", first).is_outdated
    assert not coding.coded_finding(number, "ada", second).is_outdated
    for coder in ("ada", "bob"):
        coding.code(number, first, Code("concern", HOUSING), coder)
    assert not coding.coded_finding(number, "ada", first).is_outdated
    coding.close(number, "kim")
    assert outdated_words(coding.results(number)) == ""
    kinds = {str(row["text"]): row["kind"] for row in coding.labels(number)}
    assert kinds["should ask about housing moves"] == "concern"
    assert len(kinds) == 3


def test_of_words_that_people_chose_the_machine_says_nothing(coding: Coding, store: Store) -> None:
    correcting = Correcting(store, load(None))
    one, other = (held.finding.id for held in store.findings(document=store.documents()[0].id)[:2])
    correcting.cut(one, "should ask about housing moves", "kim")
    number = make(coding, 99)
    correcting.cut(other, "should ask about housing moves", "kim")
    code_all(coding, number)
    assert coding.results(number).checked_kinds == 11


@pytest.mark.parametrize("way", ["cut", "join", "split", "undo"])
def test_labels_leave_out_what_has_had_other_words_since_the_round_was_closed(
    coding: Coding, store: Store, way: str
) -> None:
    correcting = Correcting(store, load(None))
    document = store.documents()[0].id
    one, other = (held.finding for held in store.findings(document=document)[:2])
    batch = correcting.cut(one.id, "should ask about housing moves", "kim") if way == "undo" else 0
    number = make(coding, 99, document=document)
    ids = code_all(coding, number)
    coding.close(number, "kim")
    before = coding.results(number)
    assert len(coding.labels(number)) == len(ids) == 12
    if way == "cut":
        correcting.cut(one.id, "should ask about housing moves", "kim")
    elif way == "join":
        correcting.join(one.id, [other.id], "kim")
    elif way == "split":
        correcting.split(one.id, [one.text[:20], one.text[20:]], "kim")
    else:
        correcting.undo(batch, "kim")
    assert len(coding.labels(number)) == (10 if way == "join" else 11)
    assert coding.changed_since_closing(number) == 1
    assert coding.results(number) == before


def test_a_kind_is_counted_for_each_finding_that_somebody_coded(coding: Coding) -> None:
    number, twin = (make(coding, 4, seed="7") for _ in range(2))
    assert coding.results(number).kind.given == 0
    drawn = draw_and_code(coding, twin)  # the same four
    for coder, finding in (("ada", drawn[0]), ("bob", drawn[0]), ("bob", drawn[1]), ("ada", drawn[2])):
        coding.code(number, finding, LESSON, coder)
    assert coding.results(number).kind.given == 3


def test_a_withdrawn_finding_leaves_no_word_and_stops_nobody(coding: Coding, store: Store) -> None:
    number = make(coding, 99)
    gone = next(one for one in store.documents() if one.name == "b.pdf")
    store.withdraw(gone.id, "asked for")
    assert len(draw_and_code(coding, number)) == 12
    for one in [one.finding.id for one in store.findings()]:
        coding.code(number, one, LESSON, "bob")
    coding.close(number, "kim")
    assert len(coding.labels(number)) == 12


def test_rounds_are_in_the_record_of_changes(coding: Coding, store: Store) -> None:
    number = make(coding, 1)
    draw_and_code(coding, number)
    coding.close(number, "kim")
    acts = [(one.act, one.person) for one in store.acts(3, ActFilter())]
    assert acts == [("round_close", "kim"), ("code", "ada"), ("round_make", "kim")]


def test_a_theme_that_was_merged_since_has_its_present_name_in_every_round(coding: Coding, store: Store) -> None:
    number = make(coding, 2)
    for coder, theme in (("ada", "neglect"), ("bob", "emotional-abuse")):
        while one := coding.next_finding(number, coder):
            coding.code(number, one[0], Code("lesson", frozenset({theme})), coder)
    before = load(None)
    kept = before.themes["emotional-abuse"]
    themes = {slug: one for slug, one in before.themes.items() if slug != "neglect"}
    now = replace(before, themes=themes | {kept.slug: replace(kept, replaces=(*kept.replaces, "neglect"))})
    merged = Coding(store, now, coding._accounts)
    assert len(coding.disputes(number, "eve")) == 2
    assert merged.disputes(number, "eve") == ()
    merged.close(number, "kim")
    assert {one.theme for one in merged.results(number).themes if one.given} == {"emotional-abuse"}
    assert [row["themes"] for row in merged.labels(number)] == [["emotional-abuse"]] * 2
    assert {one.theme for one in coding.results(number).themes if one.given} == {"neglect", "emotional-abuse"}


def test_a_finding_that_was_taken_out_meanwhile_is_coded_by_all_and_is_no_label(coding: Coding, store: Store) -> None:
    number = make(coding, 3, document=store.documents()[0].id)
    first = draw_and_code(coding, number)[0]
    words = next(one.finding.text for one in store.findings() if one.finding.id == first)
    Correcting(store, load(None)).drop(first, "kim")
    assert first not in {one.finding.id for one in store.findings()}
    to_code = coding.coded_finding(number, "bob", first)
    assert to_code.is_dropped
    assert to_code.finding.finding.text == words
    assert first in draw_and_code(coding, number, "bob")
    assert coding.results(number).complete == 3
    coding.close(number, "kim")
    assert words not in {row["text"] for row in coding.labels(number)}


def test_of_a_dropped_finding_that_was_withdrawn_nothing_is_shown(coding: Coding, store: Store) -> None:
    number = make(coding, 12, document=store.documents()[0].id)
    correcting = Correcting(store, load(None))
    first, second = (one.finding.id for one in store.findings(document=store.documents()[0].id)[:2])
    correcting.drop(first, "kim")
    correcting.withdraw(second, "kim", "asked for")
    assert coding.drawn_finding(first) is not None
    assert coding.drawn_finding(second) is None
    store.withdraw(store.documents()[0].id, "asked for")
    assert coding.drawn_finding(first) is None
    assert coding.next_finding(number, "ada") is None
