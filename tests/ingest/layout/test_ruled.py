"""Tables taken out of a page, with the names of their columns where these stand above the rules."""

from __future__ import annotations

from ingest.layout.marks import LetterRun, Rule
from ingest.layout.ruled import RuledTable, taken_out

LEFTS = (30.0, 60.0, 260.0)
NAMES = ("", "Asked", "Since then")
ROWS = (
    ("A", "Ferries should ring each skipper on the day before.", "Each has been rung since the first of May."),
    ("B", "Docks should keep a list of all who sleep aboard.", "A list was begun, and then nobody kept it."),
    ("C", "Keepers should wait for the last boat of the day.", "The keepers were asked and have said that they will."),
    ("D", "Harbours should light the steps on every dark night.", "Lamps were hung on two of the three piers."),
)


def run(text: str, x0: float, y: float) -> LetterRun:
    return LetterRun(text, x0, x0 + 3.5 * len(text), y, 10.0, False, 0, 0)


def page(rows: tuple[tuple[str, ...], ...]) -> list[LetterRun]:
    return [
        run(words, x0, 100.0 + 30 * place)
        for place, row in enumerate(rows)
        for words, x0 in zip(row, LEFTS, strict=True)
        if words
    ]


def rules(first: float) -> list[Rule]:
    return [Rule(20.0, first + 30 * place, 460.0, first + 30 * place) for place in range(5)]


def names_of(rows: tuple[tuple[str, ...], ...], first: float) -> tuple[str, ...]:
    (table,) = (part for part in taken_out(page(rows), rules(first)) if isinstance(part, RuledTable))
    return table.row(table.rows[0])


def test_names_above_the_first_rule_are_the_first_row() -> None:
    assert names_of((NAMES, *ROWS), 112.0) == NAMES[1:]


def test_names_are_found_above_a_row_whose_rule_is_drawn_below_it() -> None:
    assert names_of((NAMES, *ROWS, ROWS[0]), 142.0) == NAMES[1:]
