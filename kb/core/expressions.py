"""Regular expressions of modules, made when they are first used."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class LateExpression:
    """A regular expression that stands for `re.Pattern`: the first method that is called makes it.

    From then on the methods are those of `re.Pattern` itself, so that a later call costs what it costs there.
    """

    def __init__(self, words: str | bytes, flags: int) -> None:
        self.pattern = words
        self._flags = flags

    def make(self) -> re.Pattern[Any]:
        """Make the expression, and let its methods take the place of ours. Raises re.error."""
        made = re.compile(self.pattern, self._flags)
        for name in _METHODS:
            setattr(self, name, getattr(made, name))
        return made

    @property
    def flags(self) -> int:
        """The bits of `re.RegexFlag` by which the expression is matched; 0 for none."""
        return self.make().flags

    @property
    def groups(self) -> int:
        """How many groups it has, as in `re.Pattern`."""
        return self.make().groups

    @property
    def groupindex(self) -> dict[str, int]:
        """The numbers of its groups by their names, as in `re.Pattern`."""
        return dict(self.make().groupindex)

    def __repr__(self) -> str:
        """Return the expression as it would be written."""
        return f"expression({self.pattern!r}, {self._flags})"


def _first_call(name: str) -> Callable[..., Any]:
    def call(self: LateExpression, *given: Any, **named: Any) -> Any:
        return getattr(self.make(), name)(*given, **named)

    call.__doc__ = f"Make the expression, and do what `re.Pattern.{name}` does."
    return call


for _name in _METHODS:
    setattr(LateExpression, _name, _first_call(_name))


def expression(words: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression for a module to hold, made at its first use.

    The program has some six hundred, and a start with its first pages needs a hundred: making all takes a tenth of a
    start. What is wrong with one is found by `tests/test_patterns.py`, which makes each. Functions that make an
    expression of what they are given use `re.compile`.
    """
    return cast("re.Pattern[AnyStr]", LateExpression(words, flags))
