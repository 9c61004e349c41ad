"""Threads that stem, index and ask at once: each gets what it would get alone."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
import snowballstemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.text import stemming
from search import Query
from search.comparing import differing_words
from search.engines.whoosh_columnar.engine import Columnar
from tests.search.makers import entry, vocabulary

THREADS = 4
ENDINGS = ("", "s", "ing", "ed", "ation", "ational", "fulness", "iveness", "ment", "ly", "ies", "ization")
long_words = st.builds(
    str.__add__, st.text("abcdefghiklmnoprstuvwy", min_size=3, max_size=12), st.sampled_from(ENDINGS)
)


@pytest.fixture(autouse=True)
def threads_change_often() -> Iterator[None]:
    """Let threads take turns within a word, as they do on a busy machine only now and then."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(work: Callable[[int], object]) -> list[object]:
    """Do the work in several threads that begin together; return what each gave."""
    start = Barrier(THREADS)

    def begin(number: int) -> object:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


def shuffle_words(words: Sequence[str], number: int) -> list[str]:
    return Random(number).sample(list(words), len(words))


@pytest.mark.parametrize("stem", [stemming.stem, stemming.english_stem], ids=["search", "recurrence"])
@settings(max_examples=25)
@given(words=st.lists(long_words, min_size=60, max_size=120, unique=True))
def test_threads_that_stem_at_once_get_the_stems_that_one_alone_gets(
    stem: Callable[[str], str], words: list[str]
) -> None:
    unremembered: Callable[[str], str] = inspect.unwrap(stem)  # what is remembered would hide a fault
    alone = {word: unremembered(word) for word in words}
    together = in_threads(lambda number: {word: unremembered(word) for word in shuffle_words(words, number)})
    assert together == [alone] * THREADS


def test_a_stem_is_snowballs_own() -> None:
    alone = snowballstemmer.stemmer("english")
    for word in ("evidence", "completed", "proving", "aware"):
        assert stemming.english_stem(word) == stemming.stem(word) == alone.stemWord(word)


def test_an_index_made_while_others_search_holds_the_words_that_its_entries_say(tmp_path: Path) -> None:
    random = Random(7)
    made = [
        "".join(random.choices("abdeilmnorstu", k=random.randint(4, 9))) + random.choice(ENDINGS) for _ in range(2500)
    ]
    entries = [entry(number, " ".join(random.choices(made, k=40))) for number in range(200)]
    engine = Columnar(tmp_path, vocabulary(), seconds=60.0)
    engine.rebuild(entries[:1], 1)
    stemming.stem.cache_clear()

    def work(number: int) -> None:
        if number == 0:
            for start in range(0, len(entries), 100):
                engine.put(entries[start : start + 100], 2)
            return
        for word in shuffle_words(made, number):
            engine.search(Query(word, facets=()))

    in_threads(work)
    assert differing_words(entries, engine) == {}
    engine.close()


def test_threads_that_look_words_up_at_once_find_them_where_one_alone_finds_them(tmp_path: Path) -> None:
    entries = [entry(number, f"lamp{number % 7}s and wall{number % 5}ing beside the door") for number in range(60)]
    engine = Columnar(tmp_path, vocabulary(), seconds=60.0, remember=False)
    engine.rebuild(entries, 1)
    asked = [f"{what}{number}" for what in ("lamp", "wall", "door") for number in ("", *range(7))]

    def work(number: int) -> dict[str, int]:
        return {
            word: engine.search(Query(word, facets=())).total for _ in range(3) for word in shuffle_words(asked, number)
        }

    alone = work(0)
    assert in_threads(work) == [alone] * THREADS
    engine.close()
