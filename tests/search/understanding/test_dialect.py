"""Words of dialect and negations without their apostrophe are read as standard ones."""

from __future__ import annotations

import pytest

from search.understanding.dialect import in_standard_words


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("the weans were aye hungry", "the children were yes hungry"),
        ("Naebody telt the polis", "nobody telt the police"),
        ("why didnt the nurse phone", "why didn't the nurse phone"),
        ("bairns’ drawings", "children's drawings"),
        ("y tadau", "y fathers"),
        ("bairn's bruise", "child's bruise"),
        ("her wee wean", "her little child"),
    ],
)
def test_a_word_of_dialect_stands_for_its_standard_word(typed: str, standard: str) -> None:
    assert in_standard_words(typed) == standard


@pytest.mark.parametrize(
    "typed",
    [
        "da response in the north",
        "Child Wean was seen",
        '"the wean" was seen',
        "neglect of children",
        "when to wean a baby",
        "the flat smelled of wee",
        "visits that began a tad late",
    ],
)
def test_short_forms_names_and_exact_words_stay_as_they_are(typed: str) -> None:
    assert in_standard_words(typed) == typed
