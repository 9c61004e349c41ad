"""What a person may enter for a field: what shows of it, and nothing where that would be no value."""

from __future__ import annotations

import pytest

from kb.app.corrected_values import CorrectedValues
from kb.core.errors import BadQuestion
from kb.vocabulary import load

VALUES = CorrectedValues(load())


@pytest.mark.parametrize("nothing", ["", "\u200b", "\u2066\u2069", "\u3164"])
def test_a_title_of_which_nothing_shows_is_none(nothing: str) -> None:
    with pytest.raises(BadQuestion, match="Enter a title"):
        VALUES.of_document("title", nothing)
    assert VALUES.of_document("area", nothing) == ""
    assert VALUES.of_finding("owner", nothing) == ""


def test_a_value_is_kept_as_it_shows() -> None:
    assert VALUES.of_document("title", "\u202eChild\u200b  Z\x1b") == "Child Z"
    assert VALUES.of_finding("owner", " Exby\u202e Council\n") == "Exby Council"
