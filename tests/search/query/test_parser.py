"""The language of questions: what each sign means, and that no text is ever a fault."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.ast import (
    All,
    Any,
    AnyFinding,
    Beginning,
    Beside,
    FacetValue,
    Inside,
    Not,
    ParsedQuestion,
    QueryWord,
    QuotedWords,
    Spelling,
    Tree,
    YearRange,
)
from search.query.parser import TEXT_FIELDS, read

A, B, C, D = QueryWord("a"), QueryWord("b"), QueryWord("c"), QueryWord("d")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", AnyFinding()),
        ("a", A),
        ("a b", Beside((A, B))),
        ("a AND b", All((A, B))),
        ("a OR b", Any((A, B))),
        ("a b AND c OR d", Any((All((Beside((A, B)), C)), D))),
        ("a AND (b OR c)", All((A, Any((B, C))))),
        ("a NOT b", Beside((A, Not(B)))),
        ("a -b", Beside((A, Not(B)))),
        ("a AND NOT b", All((A, Not(B)))),
        ("-(a b)", Not(Beside((A, B)))),
        ("NOT NOT a", A),
        ("NOT -a", A),
        ("a-b", QueryWord("a-b")),
        ("- a", A),
        ("a and b or not c", Beside((A, QueryWord("and"), B, QueryWord("or"), QueryWord("not"), C))),
        ('"a b"', QuotedWords("a b")),
        ("“a b”", QuotedWords("a b")),
        ('"a b"~5', QuotedWords("a b", 5)),
        ('"a b"~99999', QuotedWords("a b", 50)),
        ('a"b c"d', Beside((A, QuotedWords("b c"), D))),
        ("abc*", Beginning("abc")),
        ("chronolgy~", Spelling("chronolgy", 1)),
        ("chronolgy~2", Spelling("chronolgy", 2)),
        ("abc~0", QuotedWords("abc")),
        ("title:a", Inside("title", A)),
        ('heading:"a b"', Inside("heading", QuotedWords("a b"))),
        ("title:(a OR b)", Inside("title", Any((A, B)))),
        ("-title:a", Not(Inside("title", A))),
        ("kind:lesson", FacetValue("kind", "lesson")),
        ("Type:inquiry", FacetValue("review_type", "inquiry")),
        ('area:"West Sussex"', FacetValue("area", "West Sussex")),
        ("year:2015", YearRange(2015, 2015)),
        ("year:2015..2022", YearRange(2015, 2022)),
        ("year:2015-2022", YearRange(2015, 2022)),
        ("year:2015..", YearRange(2015, None)),
        ("year:..2015", YearRange(None, 2015)),
        ("((a))", A),
        ("() a", A),
        ("a & b", Beside((A, QueryWord("and"), B))),
    ],
)
def test_signs(text: str, tree: Tree) -> None:
    assert read(text) == ParsedQuestion(tree)


@pytest.mark.parametrize(
    ("text", "tree", "told"),
    [
        ("(a", A, "not closed"),
        ("a)", A, "closing bracket"),
        ('"a', A, "quotation mark"),
        ('a "" b', Beside((A, B)), "no words between"),
        ("foo:bar", Beside((QueryWord("foo"), QueryWord("bar"))), "no filter called “foo”"),
        ("ab*", QueryWord("ab"), "A star"),
        ("*abc", QueryWord("abc"), "A star"),
        ("***", AnyFinding(), "A star"),
        ("ab~1", QueryWord("ab 1"), "A ~"),
        ("abcd~9", Spelling("abcd", 2), "At most 2"),
        ("year:soon", QueryWord("soon"), "Years are written"),
        ("kind:(a b)", Beside((A, B)), "not a bracket"),
    ],
)
def test_what_cannot_be_read_is_plain_words_with_a_notice(text: str, tree: Tree, told: str) -> None:
    question = read(text)
    assert question.tree == tree
    assert len(question.notices) == 1
    assert told in question.notices[0]


def test_an_ordinary_sentence_needs_no_notice() -> None:
    for text in (
        "What goes wrong when families move: is it lost, or not passed on?",
        "is it neglect (or emotional abuse)?",
        "7-minute briefing - was not brought",
        "see https://example.org/page",
        "the review of 10:30am; don't know",
    ):
        assert read(text).notices == ()


def test_not_is_a_word_in_a_question_all_in_capitals() -> None:
    assert read("CHILD NOT SEEN").tree == Beside((QueryWord("CHILD"), QueryWord("NOT"), QueryWord("SEEN")))


def test_brackets_deeper_than_the_limit_are_left_out_with_a_notice() -> None:
    question = read("(a " * 100 + ")" * 100)
    assert any("deep" in notice for notice in question.notices)


@given(st.text() | st.text(alphabet='ab"()*~:-. \x00NOTADR“year:2'))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read(text), ParsedQuestion)


def fields_of(tree: Tree) -> set[str]:
    match tree:
        case Inside(name, part):
            return {name} | fields_of(part)
        case Not(part):
            return fields_of(part)
        case Beside(parts) | All(parts) | Any(parts):
            return {name for part in parts for name in fields_of(part)}
        case _:
            return set()


def test_a_value_before_another_colon_is_a_value() -> None:
    assert read("kind:lesson:damp").tree == Beside((FacetValue("kind", "lesson"), QueryWord("damp")))


@given(
    st.lists(st.sampled_from(["kind:", "theme:", "title:", "x:", "year:", '"a b"', "a", "(", ")", "-", " ", "NOT "]))
)
def test_words_are_looked_for_in_text_alone(scraps: list[str]) -> None:
    assert fields_of(read("".join(scraps)).tree) <= set(TEXT_FIELDS)


LEAVES: st.SearchStrategy[Tree] = st.one_of(
    st.sampled_from([A, B, C, QueryWord("housing")]),
    st.sampled_from([QuotedWords("a b"), QuotedWords("a b", 3), Beginning("abc"), Spelling("abc", 2)]),
    st.sampled_from([FacetValue("kind", "lesson"), FacetValue("area", "West Sussex"), YearRange(2015, None)]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Beside(tuple(parts))),
        inner.filter(lambda part: not isinstance(part, Not)).map(Not),
    ),
    max_leaves=8,
)


def type_of(tree: Tree) -> str:
    """Return a text that asks for `tree`."""
    match tree:
        case QueryWord(text):
            return text
        case All(parts):
            return type_all(parts, " AND ")
        case Any(parts):
            return type_all(parts, " OR ")
        case Beside(parts):
            return type_all(parts, " ")
        case Not(part):
            return f"-{type_of(part)}"
        case _:
            return type_exactly(tree)


def type_all(parts: Sequence[Tree], between: str) -> str:
    return "(" + between.join(type_of(part) for part in parts) + ")"


def type_exactly(tree: Tree) -> str:
    match tree:
        case QuotedWords(text, near):
            return f'"{text}"' if near is None else f'"{text}"~{near}'
        case Beginning(text):
            return f"{text}*"
        case Spelling(text, distance):
            return f"{text}~{distance}"
        case FacetValue(facet, value):
            return f'{facet}:"{value}"'
        case YearRange(first, last):
            return f"year:{first or ''}..{last or ''}"
        case _:
            raise AssertionError(tree)


@given(TREES)
def test_a_tree_that_is_typed_is_read_back(tree: Tree) -> None:
    question = read(type_of(tree))
    assert question.tree == tree
    assert question.notices == ()
