"""Whether what was found answers a question, or only stands near to it.

A library answers a question where some finding holds most of what it asks, counted by how much each part tells. A
place, a scheme or a person that stands in no finding is always reported. Long questions in plain talk have words
that no review writes, so for them only a wide miss counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from kb.core.expressions import expression
from kb.text.tokens import words
from search.understanding.part_coverage import FoundText, Parts, held_parts

# Tried on 160 judged questions and 38 invented ones that no finding answers (kb/decisions/0068).
_HELD, _HELD_UNKNOWN, _HELD_IN_TALK = 0.6, 0.55, 0.35  # largest share that one finding holds where it is no answer
_MISSING, _MISSING_UNKNOWN = 0.3, 0.5  # share that no finding has, from which there is no answer
_FAR, _FAR_MISSING, _FAR_IN_TALK = 0.3, 0.35, 0.22  # nearness in meaning below which what was found is no answer
_ALIKE = 0.32  # nearness of texts from which what was found is an answer
_SHORT_FORM = 3  # letters at least
_TALK = 8  # words; what is longer is said as people talk
_CALENDAR = frozenset(  # written with a capital, and no names of what a question is about
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter""".split()
)
_PLACE = expression(
    r"\b(?:in|across|within|around|near|at)\s+(?:the\s+)?"
    r"(?P<place>[A-Z][\w’'-]+(?:\s+(?:upon|on|of|and|the)(?=\s+[A-Z])|\s+[A-Z][\w’'-]+)*)"
)


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near in meaning the nearest finding is to a question; None where that is not known."""

    among_findings: float | None = None  # whitened: how far it stands out
    of_text: float | None = None  # of the texts themselves


@dataclass(frozen=True, slots=True)
class AnswerSigns:
    """What was found, held against what was asked."""

    held: float = 1.0  # the largest share of the question that one finding holds
    missing: float = 0.0  # the share that no finding has
    names: tuple[str, ...] = ()  # places, schemes and people that no finding has, or none with anything else asked
    closeness: Closeness = Closeness()
    typed: int = 0  # words
    apart: bool = False  # whether `names` is the whole question: its place is held, and with nothing else of it
    names_by_sight: bool = False  # whether the names were only looked for in the best of what was found
    on_all_named: bool = True  # whether some finding is on all themes that are wanted together
    hangs_on: tuple[str, ...] = ()  # parts that nothing has, and without which the question means something else
    theme_alone: bool = False  # whether what was found has the theme that is meant, and not its most telling words

    @property
    def is_doubtful(self) -> bool:
        """Return whether nearness in meaning is worth knowing: else words alone tell."""
        return not self.names and (self.theme_alone or self.held <= _HELD or self.missing >= _MISSING)

    @property
    def is_answer(self) -> bool:
        """Return whether what was found answers the question."""
        near, alike = self.closeness.among_findings, self.closeness.of_text
        if self.names or self.hangs_on:
            return False
        if self.theme_alone:
            return alike is None or alike >= _ALIKE
        if alike is not None and alike >= _ALIKE:
            return True
        if alike is not None and isclose(self.missing, 1.0):  # not one of its words stands anywhere
            return False
        if self.typed > _TALK:
            return self.held > _HELD_IN_TALK or near is None or near >= _FAR_IN_TALK
        if near is None:
            return self.held > _HELD_UNKNOWN and self.missing < _MISSING_UNKNOWN
        wide = self.held <= _HELD and near < _FAR
        return not wide and not (self.missing >= _MISSING and near < _FAR_MISSING)


def answer_signs(
    question: str,
    parts: Parts,
    missing: Iterable[str],
    found: Sequence[FoundText],
    theme_words: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
) -> AnswerSigns:
    """Return the signs of an answer in what was found; `weights` says how much each part tells."""
    every = sum(weights.get(part, 1.0) for part in parts)
    lost = tuple(missing)
    if not every:
        return AnswerSigns(typed=len(words(question)))
    of_each = [held_parts(parts, theme_words, one) for one in found]
    held = max((sum(weights.get(part, 1.0) for part in some) for some in of_each), default=0.0) / every
    names = tuple(part for part in lost if _is_name(part, question))
    apart = () if names else tuple(_places_apart(question, parts, of_each))
    share = sum(weights.get(part, 1.0) for part in lost if part in parts) / every
    return AnswerSigns(held, share, (*names, *apart), typed=len(words(question)), apart=bool(apart))


def _is_name(part: str, question: str) -> bool:
    """Return whether a part is typed as a name: in a capital that does not begin the question, or as a short form.

    A short form has capitals alone, in a question that has other letters as well ("alcohol in pregnancy FASD").
    """
    if part.casefold() in _CALENDAR:
        return False
    if part.isupper():
        return len(part) >= _SHORT_FORM and part.isalpha() and not question.isupper()
    return part[:1].isupper() and not question.lstrip().startswith(part)


def _places_apart(question: str, parts: Parts, of_each: Sequence[frozenset[str]]) -> Iterable[str]:
    """Yield what a question asks where no finding has its place together with anything else that it asks.

    The library may well hold something from the place, so the whole question is reported and not the place alone.
    """
    for match in _PLACE.finditer(question):
        own = {part for part in parts if part in match["place"]}
        if own and len(own) < len(parts) and not any(own <= some and some - own for some in of_each):
            yield question.strip(" ?.!")
            return
