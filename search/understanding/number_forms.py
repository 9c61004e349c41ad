"""Numbers of a question in figures and in words: "level 3", "under fives", "1:1", "Y11", "14yo"."""

from __future__ import annotations

from collections.abc import Sequence

from kb.core.expressions import expression
from kb.text.number_words import NUMBER_WORDS

Run = tuple[str, ...]

_FEWEST = 2  # "one" is a word of many meanings
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_NUMBERS = {**NUMBER_WORDS, **{word: number for number, word in enumerate(_TEENS, 13)}}
_WORD_OF = {str(number): word for word, number in _NUMBERS.items() if number >= _FEWEST}
_FIGURES_OF = {word: figures for figures, word in _WORD_OF.items()}
_LIMITS = frozenset({"under", "over"})
_NUMBER = expression(r"(\d{1,3})s?")
_YEAR = expression(r"(?:year|y|yr)")
_SHORT_YEAR = expression(r"(?:y|yr)(\d{1,2})")
_LAST_SCHOOL_YEAR = 13
_WITH_UNIT = expression(r"(\d{1,2})(yo|y|yrs?|mths?|wks?)")
_UNITS = {
    "y": ("year",), "yr": ("year",), "yrs": ("years",), "yo": ("year", "old"), "mth": ("month",), "mths": ("months",),
    "wk": ("week",), "wks": ("weeks",),
}  # fmt: skip
_JOINED_RATIO = expression(r"([123])21")  # "one to one" as it is said in a hurry
_ONE = frozenset({"1", "one"})
_JOINS = frozenset({"-", ":", "\u2010", "\u2011"})


def written_out(word: str, before: str = "") -> Run:
    """Return a short unit of time in words, with the figures before it: "14yo", "yrs"; none for any other word.

    `before` is the word before it: "yo" and "y" are short for something after figures alone.
    """
    joined = _WITH_UNIT.fullmatch(word)
    if joined:
        return (joined.group(1), *_UNITS[joined.group(2)])
    return _UNITS.get(word, ()) if len(word) > 2 or word == "wk" or before.isdigit() else ()


def in_figures(word: str) -> str:
    """Return a number in words, from two to twenty, in figures; "" for any other word."""
    return _FIGURES_OF.get(word, "")


def number_forms(words: Sequence[str], gaps: Sequence[str]) -> tuple[Run, ...]:
    """Return every way to write the number that words begin with, as typed first; none where they begin with none.

    `gaps` has what stands before each word. All ways take as many words of the question as the first has.
    """
    return _school_year(words, gaps) or _ratio(words, gaps) or _limit(words, gaps) or _number_alone(words[0])


def _number_alone(word: str) -> tuple[Run, ...]:
    forms = _forms_of(word)
    return tuple((one,) for one in forms) if len(forms) > 1 else ()


def _forms_of(word: str) -> tuple[str, ...]:
    """Return a number as typed, in figures and in words: "5s" is also "5" and "five"; none for any other word."""
    bare = word if word in _FIGURES_OF else word.removesuffix("s")
    figures = _FIGURES_OF.get(bare, "")
    number = _NUMBER.fullmatch(word)
    figures = number.group(1) if number else figures
    if not figures:
        return ()
    return tuple(dict.fromkeys(one for one in (word, figures, _WORD_OF.get(figures, "")) if one))


def _school_year(words: Sequence[str], gaps: Sequence[str]) -> tuple[Run, ...]:
    """Return a year at school: "Y11", "year 11", "year eleven"."""
    short = _SHORT_YEAR.fullmatch(words[0])
    typed: Run
    if short:
        typed, figures = (words[0],), short.group(1)
    elif len(words) > 1 and _YEAR.fullmatch(words[0]) and gaps[1].isspace():
        typed, figures = (words[0], words[1]), _FIGURES_OF.get(words[1], words[1])
    else:
        return ()
    if not figures.isdigit() or not 0 < int(figures) <= _LAST_SCHOOL_YEAR:
        return ()
    number = _WORD_OF.get(figures, "one" if figures == "1" else figures)
    ways = (typed, ("year", figures), (f"y{figures}",), (f"yr{figures}",), ("yr", figures), ("year", number))
    return tuple(dict.fromkeys(ways))


def _ratio(words: Sequence[str], gaps: Sequence[str]) -> tuple[Run, ...]:
    """Return how many are with one: "1:1", "2 to 1", "one-to-one", "1-2-1", "121"."""
    typed: Run
    joined = _JOINED_RATIO.fullmatch(words[0])
    if joined:
        first, typed = joined.group(1), (words[0],)
    elif len(words) > 1 and gaps[1] == ":" and words[1] == "1":
        first, typed = words[0], tuple(words[:2])
    elif len(words) > 2 and words[1] in ("to", "2") and words[2] in _ONE and (words[1] == "to" or gaps[1] in _JOINS):
        first, typed = words[0], tuple(words[:3])
    else:
        return ()
    forms = ("1", "one") if first in _ONE else _forms_of(first)
    figures, word = (next(filter(test, forms), "") for test in (str.isdigit, str.isalpha))
    if not figures or not word:
        return ()
    ways = (typed, (word, "to", "one"), (figures, "1"), (figures, "to", "1"), (figures, "2", "1"), (f"{figures}21",))
    return tuple(dict.fromkeys(ways))


def _limit(words: Sequence[str], gaps: Sequence[str]) -> tuple[Run, ...]:
    """Return those below an age or above: "under 5s", "under-fives", "over 65"."""
    if len(words) < 2 or words[0] not in _LIMITS or not (gaps[1].isspace() or gaps[1] in _JOINS):
        return ()
    forms = _forms_of(words[1])
    if not forms:
        return ()
    more = dict.fromkeys((*forms, *(f"{one}s" for one in forms if one.isdigit())))
    return (*((words[0], one) for one in more), *((f"{words[0]}{one}",) for one in more if one.isalpha()))
