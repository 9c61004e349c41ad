"""Words made ready to be read: quotation marks as printed, long titles cut where it harms least."""

from __future__ import annotations

import pytest

from kb.text.formatting import curl_quotes, shorten_middle


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('under "Learning points"', "under “Learning points”"),
        ('under "Learning points"; told as past', "under “Learning points”; told as past"),
        ("the words show it", "the words show it"),
        ('one " alone', 'one " alone'),
        ('under "What "good" is"', 'under "What "good" is"'),  # which of them pair nobody can tell
    ],
)
def test_one_pair_of_quotation_marks_is_printed_as_a_pair(text: str, shown: str) -> None:
    assert curl_quotes(text) == shown


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("short", 10, "short"),
        ("one two three four five six", 20, "one two … five six"),
        ("one two three four five six", 19, "one two … five six"),
        ("onetwothreefourfivesix", 12, "onetwothreefo…"),
    ],
)
def test_the_middle_of_a_title_is_left_out_in_whole_words(text: str, most: int, shown: str) -> None:
    assert shorten_middle(text, most) == shown
