"""No regular expression of ours can be kept busy by words that somebody made for it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import cast

import pytest

from ingest.layout import plain
from ingest.metadata import collect, titles
from ingest.structure import genre
from kb.app import cases
from kb.cases import outcomes
from kb.core.expressions import LateExpression
from kb.recurrence.instruments import instruments
from kb.recurrence.roles import parts_of
from kb.store import belonging
from kb.text import case_titles, dates, quoting
from kb.text.masking import mask
from kb.text.reading_text import reading_text
from kb.text.sentences import sentences
from web.components import cards

SECONDS = 2.0  # of processor for one row of letters; each takes a thousandth of that, and a pattern that explodes years
LETTERS = 160
ROWS = (
    *(
        "a",
        "A",
        "1",
        " ",
        "\n",
        "-",
        ".",
        ",",
        "a ",
        "A ",
        "1 ",
        "a.",
        "1.",
        "a, ",
        "A, ",
        "; ",
        "a-",
        "1-",
        "| ",
        "* ",
    ),
    *("the ", "and ", "of the ", "A and ", "Child A ", "’s ", "a@", "10 May ", "should ", "recommendation 1 "),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for top in ("kb", "ingest", "search", "web"):
        for found in pkgutil.walk_packages(importlib.import_module(top).__path__, f"{top}."):
            if "__main__" in found.name or ".migrations" in found.name:
                continue
            try:
                module = importlib.import_module(found.name)
            except ModuleNotFoundError:  # of an extra that is not installed
                continue
            for name, value in vars(module).items():
                if isinstance(value, (re.Pattern, LateExpression)) and isinstance(value.pattern, str):
                    yield f"{found.name}.{name}", cast("re.Pattern[str]", value)


def give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


@pytest.mark.skipif(sys.platform == "win32", reason="needs a timer of the processor's time")
def test_no_pattern_explodes_on_a_row_of_the_same_words() -> None:
    before = signal.signal(signal.SIGVTALRM, give_up)
    every, slow = list(patterns()), list[str]()  # all modules are imported before the timer runs
    assert every
    try:
        for name, pattern in every:
            for row in ROWS:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                try:
                    pattern.search((row * LETTERS)[:LETTERS] + "\x01")
                except TimeoutError:
                    slow.append(f"{name} on {row!r}")
                    break
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert not slow


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (titles._BODY_ALONE.match, "The Board and the " * 2_000),
        (collect._PUBLISHED.search, "published " + " " * 20_000),
        (dates.date_alone, " " * 20_000 + "May 2020" + " " * 20_000 + "x"),
        (plain._TABLE_RULE.match, "|--" + " " * 20_000 + "x|"),
        (quoting._without_list_end, "Share" + ", " * 2_000 + "what is known;"),
        (cards._MARKS.findall, "1." * 20_000 + "x"),
    ],
    ids=["bodies", "publication", "dates", "rules of tables", "ends of items", "numbers"],
)
def test_time_grows_no_faster_than_the_words(act: Callable[[str], object], words: str) -> None:
    begun = time.process_time()
    act(words)
    assert time.process_time() - begun < 1.0


GROWING = 6.0  # times the time that three times the letters may take: three in straight growth, nine with the square
GOES = 4  # a busy machine may slow the longer row alone, but hardly so often
STEADY = 0.004  # seconds of processor below which a ratio says nothing


def seconds_of(act: Callable[[str], object], words: str) -> float:
    """Return the least of three goes, in seconds of processor."""
    took: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        act(words)
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.parametrize(
    ("act", "row"),
    [
        (parts_of, "the child was not seen by the police and "),
        (instruments, "A"),
        (lambda text: list(sentences(text)), "?"),
        (lambda text: list(sentences(text)), "a? " + '"'),
        (lambda text: mask(f"{text} a@b.org"), "a"),
        (lambda text: reading_text(text + "\u00ad x"), "a"),
        (collect._SERVED.findall, "A"),
        (collect._SERVED.findall, "A."),
        (genre._MINUTES_TITLE.match, "-"),
        (genre._RECOMMENDS.match, "."),
        (cases._STUDY.search, "1"),
        (belonging._ANNEX.findall, "\n"),
        (outcomes._FIRST_NAMED.findall, "\n"),
        (case_titles.known_title, "a - the "),
        (lambda text: instruments(f"Safety{text[:-1]}Plan"), " "),
    ],
    ids=lambda value: repr(value)[:12] if isinstance(value, str) else "",
)
def test_three_times_the_letters_take_three_times_the_time(act: Callable[[str], object], row: str) -> None:
    def words(letters: int) -> str:
        return (row * letters)[:letters] + "\x01"

    letters = 4_000
    while seconds_of(act, words(letters)) < STEADY and letters < 500_000:
        letters *= 3
    took = []
    for _ in range(GOES):
        once, thrice = seconds_of(act, words(letters)), seconds_of(act, words(3 * letters))
        if thrice < max(STEADY, once) * GROWING:
            return
        took.append(f"{once:.3f} and {thrice:.3f} s")
    raise AssertionError(took)
