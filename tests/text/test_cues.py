"""The language in which cues are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.cue_words import cue_tokens, plain_tokens
from kb.text.cues import CueTree, faults


def matched_texts(cue: str, text: str) -> list[str]:
    """Return the words of `text` that a cue matches."""
    words = cue_tokens(text)
    return [text[words[hit.first].start : words[hit.after - 1].end] for hit in CueTree([(cue, cue)]).find(words)]


@pytest.mark.parametrize(
    ("cue", "text", "words"),
    [
        ("share information", "They shared information late.", ["shared information"]),
        ("re-housed", "She was re-housed twice.", ["re-housed"]),
        ("strangulat*", "Non-fatal strangulation was missed.", ["strangulation"]),
        ("=advocate", "An advocate came.", ["advocate"]),
        ("=advocate", "He advocated change.", []),
        ("missed|cancelled appointments", "Cancelled appointments were many.", ["Cancelled appointments"]),
        ("voice of .. child", "The voice of the youngest child was lost.", ["voice of the youngest child"]),
        ("voice of .. child", "The voice of her mother and of the older child.", []),
        ("SEND", "Pupils with SEND wait.", ["SEND"]),
        ("SEND", "Please send the form.", []),
        ("IDVA", "Two IDVAs sit there.", ["IDVAs"]),
    ],
)
def test_a_cue_matches_what_it_says(cue: str, text: str, words: list[str]) -> None:
    assert matched_texts(cue, text) == words


def test_room_may_be_doubled() -> None:
    assert matched_texts("chance .. .. missed", "a chance one two three four five six missed")
    assert not matched_texts("chance .. .. missed", "a chance one two three four five six seven missed")
    assert not matched_texts("chance .. missed", "a chance one two three four missed")


def test_no_cue_runs_over_the_end_of_a_sentence() -> None:
    assert not matched_texts("information sharing", "They lacked information. Sharing was poor.")
    assert not matched_texts("voice of .. child", "She spoke with the voice of reason. Child A was not asked.")


@pytest.mark.parametrize("cue", ["", "..", "a ..", ".. a", "%", "a*", "(b)"])
def test_a_cue_that_cannot_work_is_reported(cue: str) -> None:
    assert faults(cue)


@pytest.mark.parametrize("cue", ["voice of ~ child", "voice of … child", "voice of ... child"])
def test_room_between_words_is_written_in_one_way(cue: str) -> None:
    assert "write '..' for words of any kind between two words" in faults(cue)


def test_of_cues_that_lie_in_each_other_the_longest_of_the_earliest_is_kept() -> None:
    words = cue_tokens("risk assessment of risk to a child")
    cues = ["risk", "risk assessment", "assessment of risk", "child"]
    hits = CueTree([(cue, cue) for cue in cues]).find_longest(words)
    assert [(hit.key, hit.first, hit.after) for hit in hits] == [
        ("risk assessment", 0, 2),
        ("risk", 3, 4),
        ("child", 6, 7),
    ]


def test_a_tree_of_another_form_matches_words_in_that_form() -> None:
    tree = CueTree([("no entry", 1)], form=str.upper)
    assert tree.find(plain_tokens(["NO", "ENTRY"]))
    assert not tree.find(plain_tokens(["no", "entry"]))


@pytest.mark.parametrize("cue", ["carers' assessment", "re-housed", "voice of .. child", "=needs", "neuro*", "a|b c"])
def test_a_good_cue_has_no_fault(cue: str) -> None:
    assert not faults(cue)


@given(st.lists(st.sampled_from(["a", "bee", "cat", "dog."]), max_size=12))
def test_the_tree_finds_what_looking_at_each_cue_alone_finds(words: list[str]) -> None:
    text = " ".join(words)
    cues = ["a", "a bee", "bee cat", "cat", "a .. cat", "do*", "bee|cat a"]
    together = sorted((hit.key, hit.first, hit.after) for hit in CueTree([(c, c) for c in cues]).find(cue_tokens(text)))
    alone = sorted((c, hit.first, hit.after) for c in cues for hit in CueTree([(c, c)]).find(cue_tokens(text)))
    assert together == alone
