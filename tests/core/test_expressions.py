"""Tests of regular expressions that are made at their first use."""

import re

import pytest

from kb.core.expressions import expression


def test_an_expression_does_what_the_one_made_at_once_does() -> None:
    words, text = r"(?P<first>a)(b*)", "Abb and ab"
    late, at_once = expression(words, re.IGNORECASE), re.compile(words, re.IGNORECASE)
    for _ in range(2):  # the first call makes it
        assert late.sub(r"\2", text) == at_once.sub(r"\2", text)
        assert late.subn("", text, count=1) == at_once.subn("", text, count=1)
        assert late.split(text) == at_once.split(text)
        assert late.findall(text, 1) == at_once.findall(text, 1)
        assert [one.span() for one in late.finditer(text)] == [one.span() for one in at_once.finditer(text)]
        assert [bool(ask(text)) for ask in (late.search, late.match, late.fullmatch)] == [True, True, False]
    assert (late.pattern, late.flags, late.groups) == (at_once.pattern, at_once.flags, at_once.groups)
    assert late.groupindex == at_once.groupindex


def test_nothing_is_made_before_the_first_use() -> None:
    wrong = expression("(")
    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.search("")


def test_bytes_are_matched_too() -> None:
    assert expression(rb"\d+").findall(b"1 and 22") == [b"1", b"22"]
