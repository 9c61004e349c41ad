"""Regular expressions of modules, made when they are first used."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class LatePattern:
    """A regular expression that stands for `re.Pattern`: whatever is asked of it first makes it.

    Its methods are kept beside it once they were asked for, so that a later use costs what it costs with `re.Pattern`.
    """

    def __init__(self, words: str | bytes, flags: int) -> None:
        self._words = words
        self._flags = flags
        self._made: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """Return what the expression itself has under this name. Raises re.error, AttributeError."""
        if name.startswith("__"):  # which Python looks for on the way, and no expression is needed for
            raise AttributeError(name)
        if self._made is None:
            self._made = re.compile(self._words, self._flags)
        asked = getattr(self._made, name)
        self.__dict__[name] = asked
        return asked

    def __repr__(self) -> str:
        """Return the expression as it would be written."""
        return f"pattern({self._words!r}, {self._flags})"


def pattern(words: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression for a module to hold, made at its first use.

    The program has some six hundred, and a start with its first pages needs a hundred: making all takes a tenth of a
    start. What is wrong with one is found by `tests/test_patterns.py`, which makes each. Functions that make an
    expression of what they are given use `re.compile`.
    """
    return cast("re.Pattern[AnyStr]", LatePattern(words, flags))
