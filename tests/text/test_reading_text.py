"""Text for reading is made beside the printed text, with the way back to every letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.reading_text import clean_text, reading_text, words_of

DOCUMENT = (
    "Decision-making was slow. Information was shared by a well-informed school. The multi-agency plan was clear."
)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("two\nlines", "two lines"),
        ("  too   many \t spaces ", "too many spaces"),
        ("infor-\nmation", "information"),
        ("infor\u00ad\nmation", "information"),
        ("infor\u2010\nmation", "information"),
        ("decision-\nmaking", "decision-making"),
        ("decision\u00ad\nmaking", "decision-making"),
        ("well-\ninformed", "well-informed"),
        ("multi\u00adagency", "multi-agency"),
        ("in\u00adfor\u00admation", "information"),
        ("non-\nstatutory", "non-statutory"),
        ("unbe-\nknown", "unbeknown"),
        ("2012-\n13", "2012-13"),
        ("the Anglo-\nSaxon", "the Anglo-Saxon"),
        ("one – two -\nthree", "one – two - three"),
        ("the ﬁrst oﬃcer", "the first officer"),
        ("\uf0b7 ask", "ask"),
        ("(cid:127) ask", "ask"),
        ("cafe\u0301", "café"),
        ("child’s “own” words", "child’s “own” words"),
        ("**Recommendation 1:** The Board \\(the\\) should", "Recommendation 1: The Board (the) should"),
        ("on **/**/2012 a call", "on **/**/2012 a call"),
        ("a\u00a0b\u200bc", "a bc"),
        ("", ""),
    ],
)
def test_printed_text_is_made_readable(printed: str, read: str) -> None:
    assert reading_text(printed, words_of(DOCUMENT)) == read


def test_without_the_documents_words_a_broken_word_is_joined() -> None:
    assert reading_text("decision-\nmaking") == "decisionmaking"


def test_words_cut_at_line_ends_are_not_the_documents_words() -> None:
    assert "infor" not in words_of("infor-\nmation and decision-making")
    assert "decision-making" in words_of("infor-\nmation and decision-making")


@given(st.text(st.sampled_from("ab -\n\u00ad\u2010ﬁ\uf0b7é\u0301’\u00a0.(cid:7)A1"), max_size=60))
def test_every_letter_has_its_way_back(printed: str) -> None:
    text, offsets = clean_text(printed, words_of(printed))
    assert len(text) == len(offsets)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= at < len(printed) for at in offsets)
    for letter, at in zip(text, offsets, strict=True):
        if letter.isascii() and letter.isalnum() and printed[at] != "ﬁ":
            assert printed[at] == letter


@given(st.text(max_size=80))
def test_readable_text_stays_as_it_is(printed: str) -> None:
    once = reading_text(printed)
    assert "\n" not in once
    assert "  " not in once
    assert once == once.strip()
