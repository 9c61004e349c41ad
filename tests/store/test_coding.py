"""Coding rounds in their tables, on every database."""

from __future__ import annotations

from kb.core.coding_values import Code, CodedFinding, CodingRound, RoundSample
from kb.core.corrections import CUT, KIND, Amendment
from kb.store import Store, coding, corrections

MADE = CodingRound(
    0, "2026-03-02T09:00:00+00:00", "kim", "Spring", RoundSample(theme="housing-moves", size=2), ("ada", "bob")
)
LESSON = Code("lesson", frozenset({"housing-moves", "recording"}))
CONCERN = Code("concern", frozenset())


def test_a_round_comes_back_with_all_that_was_said(store: Store) -> None:
    with store.database.writing() as connection:
        number = coding.insert_round(connection, MADE, [("f1", LESSON), ("f2", None)])
        other = coding.insert_round(connection, MADE, [("f1", CONCERN)])
        coding.put_code(connection, number, "f1", "ada", CONCERN, MADE.at)
        coding.put_code(connection, number, "f1", "ada", LESSON, MADE.at)  # said anew
        coding.put_code(connection, number, "f1", "bob", CONCERN, MADE.at)
        for person, code in (("eve", CONCERN), ("kim", LESSON)):  # the last settlement counts
            coding.put_code(connection, number, "f1", person, code, MADE.at, settles=True)
        coding.close_round(connection, other, MADE.at)
    with store.database.reading() as connection:
        found = coding.items(connection, number)
        newest, oldest = coding.rounds(connection)
    assert found == (
        CodedFinding("f1", LESSON, {"ada": LESSON, "bob": CONCERN}, LESSON, "kim"),
        CodedFinding("f2", None),
    )
    assert (newest.number, newest.closed, newest.done, newest.size) == (other, MADE.at, {}, 1)
    assert (oldest.number, oldest.closed, oldest.done, oldest.size) == (number, "", {"ada": 1, "bob": 1}, 2)
    assert (oldest.sample, oldest.coders) == (MADE.sample, MADE.coders)


def test_what_was_said_of_earlier_words_does_not_count(store: Store) -> None:
    said, later, last = (f"2026-03-02T1{hour}:00:00+00:00" for hour in (0, 1, 2))
    with store.database.writing() as connection:
        number = coding.insert_round(connection, MADE, [("f1", LESSON), ("f2", LESSON)])
        for finding, field in (("f1", CUT), ("f2", KIND)):
            coding.put_code(connection, number, finding, "ada", LESSON, said)
            coding.put_code(connection, number, finding, "bob", CONCERN, last)
            coding.put_code(connection, number, finding, "kim", CONCERN, later, settles=True)  # in the same second
            corrections.insert(
                connection, "", [(Amendment(finding, field, {}), None)], at=later, person="kim", reason=""
            )
    with store.database.reading() as connection:
        (made,) = coding.rounds(connection)
        assert coding.items(connection, number) == (
            CodedFinding("f1", None, {"bob": CONCERN}, outdated=frozenset({"ada"})),
            CodedFinding("f2", LESSON, {"ada": LESSON, "bob": CONCERN}, CONCERN, "kim"),
        )
        assert made.done == {"ada": 1, "bob": 2}
    with store.database.writing() as connection:
        coding.close_round(connection, number, said)  # before the words were changed
        assert coding.changed_since_closing(connection, number) == {"f1"}
        assert {len(one.codes) for one in coding.items(connection, number)} == {2}
