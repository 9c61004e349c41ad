"""Words that somebody said are told from terms in quotation marks, and a child's from an adult's."""

from __future__ import annotations

import pytest

from kb.text.spoken_words import spoken_words

SAID = "‘I would rather have one person who knows my name.’"


@pytest.mark.parametrize(
    ("text", "words", "by_child"),
    [
        (f"A girl was moved twice. One girl told us {SAID}", f"One girl told us {SAID}", True),
        (f"Orla found the visits hard, as staff changed. She said, {SAID} Staff agreed.", f"She said, {SAID}", True),
        (f"One worker’s comment shows this. They said, {SAID}", f"They said, {SAID}", False),
        (f"Orla told inspectors that staff changed. She said, {SAID}", f"She said, {SAID}", True),
        (f"One care leaver described an adviser so: {SAID}", f"One care leaver described an adviser so: {SAID}", True),
        (f"Her mother said, {SAID}", f"Her mother said, {SAID}", False),
        (f"{SAID} The visits went on.", SAID, False),  # nobody is told to speak
        ('The boy wrote "please ask me when I am not in the room with them".', None, True),
    ],
)
def test_who_speaks_is_told_by_what_introduces_the_words(text: str, words: str | None, by_child: bool) -> None:
    found = spoken_words(text)
    assert found is not None
    assert found.text == (words or text.rstrip("."))
    assert found.by_child is by_child


@pytest.mark.parametrize(
    "text",
    [
        'Say "was not brought": years after the policy services wrote "did not attend".',
        "Records say “no access” too.",
        "The children’s plans and the parents’ views were not on file.",
        "",
    ],
)
def test_a_term_in_quotation_marks_is_nobody_s_words(text: str) -> None:
    assert spoken_words(text) is None
