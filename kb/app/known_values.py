"""Refuse values that nobody knows, where nothing was found for them: an empty answer reads as "nobody said this"."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.errors import NotHeld
from kb.core.model import Kind, Polarity, Review
from kb.core.recurrence_values import TableChoice
from kb.text.formatting import shorten
from kb.vocabulary import Vocabulary

_SAID_BACK = 80  # characters of a name that is not known


def refuse_unknown_theme(vocabulary: Vocabulary, theme: str) -> None:
    """Raise NotHeld for the slug of a theme that is not known, also not by a name of before; "" names none."""
    if theme and vocabulary.theme(theme) is None:
        raise NotHeld(
            f"There is no theme “{shorten(theme, _SAID_BACK)}”. The page of themes and `kb themes list` show them all."
        )


def refuse_unknown_area(reviews: Iterable[Review], area: str) -> None:
    """Raise NotHeld for an area of which no review is held; "" names none."""
    if area and all(area != review.area for review in reviews):
        raise NotHeld(f"No review of the area “{shorten(area, _SAID_BACK)}” is in this library.")


def refuse_unknown_kinds(vocabulary: Vocabulary, kinds: Iterable[str]) -> None:
    """Raise NotHeld for the slug of a kind of finding that is not known."""
    _refuse("kind of finding", kinds, {*vocabulary.kinds, *(kind.value for kind in Kind)})


def refuse_unknown_choice(vocabulary: Vocabulary, reviews: Iterable[Review], chosen: TableChoice) -> None:
    """Raise NotHeld for the first value of a choice that is not known."""
    refuse_unknown_area(reviews, chosen.area)
    refuse_unknown_kinds(vocabulary, chosen.kinds)
    _refuse("type of review", (chosen.review_type,), vocabulary.review_types)
    _refuse("way things went", (chosen.polarity,), (one.value for one in Polarity))
    _refuse("agency", (chosen.agency,), vocabulary.agencies)


def _refuse(noun: str, named: Iterable[str], known: Iterable[str]) -> None:
    every = sorted(known)
    for one in named:
        if one and one not in every:
            raise NotHeld(f"There is no {noun} “{shorten(one, _SAID_BACK)}”. Choose one of these: {', '.join(every)}.")
