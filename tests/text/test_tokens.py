"""Text becomes words: one analysis for entries, questions and marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.stemming import stem
from kb.text.tokens import LONGEST_WORD, MOST_WORDS, STOP_WORDS, fold, stems, tokens, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Multi-agency work", ["multi", "agency", "work"]),
        ("The child's plan and the children’s views", "the childs plan and the childrens views".split()),
        ("Siân's naïve café", ["sians", "naive", "cafe"]),
        ("re\u00adhoused twice", ["rehoused", "twice"]),
        ("the \ufb01rst \ufb02at", ["the", "first", "flat"]),
        ("£1,900.50 in 2019, 4.2 and 7-minute", ["1900.50", "in", "2019", "4.2", "and", "7", "minute"]),
        ("snake_case e\u0301te\u0301 STRASSE straße", ["snake", "case", "ete", "strasse", "strasse"]),
        ("'quoted' rock'n'roll' --", ["quoted", "rocknroll"]),
        ("", []),
        ("\x00 \u202e … !", []),
    ],
)
def test_words_as_they_are_found(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@given(st.text() | st.text(alphabet="aB1 '’‘,.-–—“”…•£_éʼ＇ﬁ\u0301\u00ad\u00a0"))
def test_words_and_tokens_agree_position_by_position(text: str) -> None:
    assert [token.word for token in tokens(text)] == words(text)


@given(st.text())
def test_tokens_stand_in_order_and_where_they_say(text: str) -> None:
    place = 0
    for token in tokens(text):
        assert place <= token.start < token.end <= len(text)
        assert fold(text[token.start : token.end]) == token.word
        place = token.end


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    "family",
    [
        "child children child's children's childs",
        "curious curiosity",
        "referral referrals refer referred referring",
        "violence violent",
        "coercive coercion coerced",
        "compliance compliant comply",
        "died death dying",
        "disclosure disclosed disclose",
        "housing housed house",
        "respond response responded",
        "racism race racial",
        "practice practices practise practised",
        "recognise recognised recognize recognizing",
        "organisation organization organizational",
        "analyse analysis analytical",
        "absence absent",
        "diagnosed diagnosis",
        "choose choice chosen",
        "knife knives",
    ],
)
def test_one_family_has_one_stem(family: str) -> None:
    assert len({stem(fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("author", "authority"),
        ("response", "responsible"),
        ("university", "universal"),
        ("policy", "police"),
        ("relative", "related"),
        ("organ", "organisation"),
        ("ward", "warden"),
        ("reference", "referral"),
        ("send", "sent"),
        ("traveller", "travel"),
        ("size", "sis"),
    ],
)
def test_strangers_keep_their_own_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_no_word_and_no_field_is_endless() -> None:
    assert words("x" * 10_000) == ["x" * LONGEST_WORD]
    assert words("é" * 10_000) == ["e" * LONGEST_WORD]
    assert len(words("ab " * (MOST_WORDS + 5))) == len(tokens("ab " * (MOST_WORDS + 5))) == MOST_WORDS


def test_stop_words_are_words_as_they_are_indexed() -> None:
    assert all(words(word) == [word] for word in STOP_WORDS)
    assert stems("was not brought") == ["was", "not", "bring"]
