"""Protocols, panels and tools that a text calls by name."""

from __future__ import annotations

import pytest

from kb.recurrence.instruments import instruments


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Priority Housing Protocol was signed.", ["Priority Housing Protocol"]),
        ("Under the Exby Landlord Charter all moves are told.", ["Exby Landlord Charter"]),
        ("Introduction of the Graded Hardship Profile for visitors", ["Graded Hardship Profile"]),
        (
            "It met under the Ferry Pathway. The Orchard Toolkit and leaflets followed.",
            ["Ferry Pathway", "Orchard Toolkit"],
        ),
    ],
)
def test_a_name_that_holds_a_word_for_an_instrument_is_found_as_printed(text: str, names: list[str]) -> None:
    assert list(instruments(text).values()) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Northby Exby Ferry sailed.",  # no word for an instrument
        "Operation Encompass was told.",
        "The Child Protection Conference met.",  # nothing but what every review has
        "Guidance Protocol Model",
        "The priority housing protocol was signed.",  # no name without capitals
        "A Protocol was signed.",
    ],
)
def test_what_is_no_name_of_an_instrument_is_left(text: str) -> None:
    assert instruments(text) == {}


def test_two_wordings_of_one_instrument_have_one_key() -> None:
    first, second = instruments("The Priority Rehousing Protocol"), instruments("The Housing Priority Policy")
    assert first.keys() == second.keys() == {frozenset({"hous", "prioriti"})}
    assert instruments("The Rehearsal Protocol").keys() != instruments("The Hearsal Protocol").keys()


def test_of_two_wordings_in_one_text_the_first_is_kept() -> None:
    assert list(instruments("The Orchard Toolkit came; the Orchard Tool went.").values()) == ["Orchard Toolkit"]
