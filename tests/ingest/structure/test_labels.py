"""Labels count what stands behind them, however they are worded or abbreviated."""

from __future__ import annotations

import pytest

from ingest.structure.labels import label_of
from tests.ingest.reading import reading


@pytest.mark.parametrize(
    ("text", "printed", "counted"),
    [
        ("Rec. 2: The board should", "Rec. 2", "recommendation 2"),
        ("Recs 3 The board should", "Recs 3", "recommendation 3"),
        ("First recommendation: the board", "First recommendation", "recommendation 1"),
        ("The 2nd lesson – ask early", "The 2nd lesson", "lesson 2"),
        ("Argymhelliad 4: Dylai’r bwrdd", "Argymhelliad 4", "recommendation 4"),
        ("Recommendation B2: Schools should", "Recommendation B2", "recommendation b2"),
        ("Recommendation a) Wards should", "Recommendation a", "recommendation a"),
        ("Recommendation C: The board", "Recommendation C", "recommendation c"),
        ("Gwers 1. Gofyn yn gynnar", "Gwers 1", "lesson 1"),
    ],
)
def test_a_label_is_read(text: str, printed: str, counted: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.printed, f"{label.kind} {label.number}") == (printed, counted)


@pytest.mark.parametrize(
    "text", ["Records 3 to 9 were read", "The first lesson we had", "Recent work", "Second finding it"]
)
def test_words_that_only_begin_alike_are_no_label(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize("codes", [("A1.", "A2."), ("2023/04:", "2023/05:"), ("HS1)", "HS2)")])
def test_codes_of_a_list_are_the_labels_of_its_items(codes: tuple[str, str]) -> None:
    items = ("The council should write to each landlord.", "Nurses should ask about other adults.")
    listed = "\n\n".join(f"{code} {item}" for code, item in zip(codes, items, strict=True))
    given = reading(f"# Learning review\n\n## Recommendations\n\n{listed}\n", "md")
    assert [(one.label.strip(".:)"), one.text) for one in given.findings] == [
        (code.strip(".:)"), item) for code, item in zip(codes, items, strict=True)
    ]
