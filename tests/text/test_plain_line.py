"""A line that a person states holds what shows, and is empty where nothing does."""

from __future__ import annotations

import pytest

from kb.text.plain_line import plain_line


@pytest.mark.parametrize(
    "nothing", ["", " ", "\u200b", "\u2066\u2069", "\u202e", "\ufeff", "\u00ad", "\u3164", "\u2800 \u200d", "\x1b\x00"]
)
def test_what_does_not_show_is_nothing(nothing: str) -> None:
    assert plain_line(nothing) == ""


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("\u202elive\u202c", "live"),
        ("Child\u200b A", "Child A"),
        (" Child\u00a0A\n\tand B ", "Child A and B"),
        ("\x1b[31mred", "[31mred"),
        ("Ynys Môn", "Ynys Môn"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("“Amy” – 2020 (½)", "“Amy” – 2020 (½)"),
    ],
)
def test_what_shows_stays(stated: str, shown: str) -> None:
    assert plain_line(stated) == shown
