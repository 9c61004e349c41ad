"""Coding rounds in their tables, on every database."""

from __future__ import annotations

from kb.core.coding_values import Code, CodedFinding, CodingRound, RoundSample
from kb.store import Store, coding

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
