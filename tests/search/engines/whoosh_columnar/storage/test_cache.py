"""The cache keeps what was used last, and never more bytes than it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh_columnar.storage.cache import Cache


def test_what_was_not_used_for_longest_goes_first() -> None:
    cache = Cache(limit=30)
    for key in ("a", "b", "c"):
        cache.put(key, key, 10)
    assert cache.get("a", str) == "a"
    cache.put("d", "d", 10)
    assert [cache.get(key, str) for key in "abcd"] == ["a", None, "c", "d"]


def test_what_is_too_large_is_given_back_but_not_kept() -> None:
    cache = Cache(limit=5)
    assert cache.put("a", [1], 6) == [1]
    assert cache.get("a", list) is None


def test_a_key_put_again_counts_once() -> None:
    cache = Cache(limit=30)
    cache.put("a", 1, 20)
    cache.put("a", 2, 10)
    assert (cache.get("a", int), cache.size, len(cache)) == (2, 10, 1)


def test_what_comes_back_is_what_was_expected() -> None:
    cache = Cache(limit=30)
    cache.put("a", 1, 1)
    with pytest.raises(AssertionError):
        cache.get("a", str)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), max_size=80))
def test_it_never_holds_more_than_it_may(puts: list[tuple[int, int]]) -> None:
    cache = Cache(limit=25)
    for key, size in puts:
        cache.put(key, key, size)
        assert cache.size <= 25
    assert (cache.size == 0) == (len(cache) == 0)
