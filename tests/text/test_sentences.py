from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.sentences import sentences, split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ms A moved. Mr D stayed.", 2),
        ("The s. 47 enquiry ended. It was closed.", 2),
        ("See pg. 67 and Fig. 3 of the report.", 1),
        ("Dr Vale and Prof. Moss met e.g. on Fridays.", 1),
        ("Was she seen? No. Nobody asked!", 3),
        ("1. Ensure that it is done.", 1),
        ("She said ‘no.’ Then she left.", 2),
        ("It was 3.5 miles away.", 1),
        ("", 0),
    ],
)
def test_sentences_are_parted_at_stops_and_not_at_abbreviations(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.text(alphabet="Aa .?!’\n1", max_size=60))
def test_sentences_keep_every_letter_in_order(text: str) -> None:
    kept = "".join("".join(text[start:end].split()) for start, end in sentences(text))
    assert kept == "".join(text.split())
