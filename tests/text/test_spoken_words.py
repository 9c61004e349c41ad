"""Words that somebody said are told from terms in quotation marks, and a child's from an adult's."""

from __future__ import annotations

import pytest

from kb.text.spoken_words import names_of_children, spoken_words

SAID = "‘I would rather have one person who knows my name.’"


@pytest.mark.parametrize(
    ("text", "words", "by_child"),
    [
        (f"A girl was moved twice. One girl told us {SAID}", f"One girl told us {SAID}", True),
        (f"One girl found the visits hard, as staff changed. She said, {SAID} Yes.", f"She said, {SAID}", True),
        (f"One worker’s comment shows this. They said, {SAID}", f"They said, {SAID}", False),
        (f"A boy told inspectors that staff changed. He said, {SAID}", f"He said, {SAID}", True),
        (f"One care leaver described an adviser so: {SAID}", f"One care leaver described an adviser so: {SAID}", True),
        (f"Her mother said, {SAID}", f"Her mother said, {SAID}", False),
        (f"{SAID} The visits went on.", SAID, False),  # nobody is told to speak
        ("Pupils’ comments about the club included ‘it got me out of my own room’.", None, True),
        (f"The nurse said, {SAID} One pupil replied, {SAID}", f"One pupil replied, {SAID}", True),  # the child's first
        (f"The girl’s nan said, {SAID}", f"The girl’s nan said, {SAID}", False),
        ("One girl indicated that she feared the walk ‘because my brother waits there’.", None, True),
        ('The boy wrote "please ask me when I am not in the room with them".', None, True),
    ],
)
def test_who_speaks_is_recognised_by_what_introduces_the_words(text: str, words: str | None, by_child: bool) -> None:
    found = spoken_words(text)
    assert found is not None
    assert found.text == (words or text.rstrip("."))
    assert found.by_child is by_child


@pytest.mark.parametrize(
    ("introduced", "by_child"),
    [
        ("The council changed its rules in May. They said", False),
        ("Mrs Ivory was visited each week. She said", False),
        ("Orla was visited each week. She said", False),  # who may be a mother
        ("The children’s home wrote", False),
        ("Children’s services said", False),
        ("The child safeguarding board wrote", False),
        ("The boy’s stepfather said", False),
        ("The child was then told", False),
        ("A boy at the school said", True),
        ("Young carers told us", True),
        ("One young person was moved. They said", True),
    ],
)
def test_bodies_adults_and_names_are_not_taken_for_children(introduced: str, by_child: bool) -> None:
    found = spoken_words(f"{introduced}, {SAID}")
    assert found is not None
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orla is a 12-year-old girl who moved twice.", {"Orla"}),
        ("Orla, aged 12, and Tamsin, a girl of few words, were met.", {"Orla", "Tamsin"}),
        ("Brenda, a child protection chair, and Della, a young person’s adviser, were met.", set()),
        ("The school told Brenda a child had been hurt.", set()),
        ("Brenda was a child in care herself.", set()),
        ("Della is a 7-year-old’s aunt.", set()),
        ("She is a girl of few words.", set()),
    ],
)
def test_only_who_is_said_to_be_a_child_is_known_as_one(text: str, names: set[str]) -> None:
    assert names_of_children(text) == names
