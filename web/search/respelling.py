"""Words put right in a question, or that may be: the search that was made, and the other one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.understanding import mentions
from search.understanding.question import UnderstoodQuestion
from web.search.state import SearchState
from web.urls import Link


@dataclass(frozen=True, slots=True)
class Respelt:
    """The words that were searched in place of misspelt ones, and the search for what was typed."""

    text: str
    typed: Link


def spelling_link(way: SearchState, understood: UnderstoodQuestion) -> Link | None:
    """Return the question with words put right that may be misspelt, to be looked at only by who wants it."""
    if way.together or mentions.wants_quotes(way.query.text):
        return None
    text = understood.suggestion
    return Link(text, replace(way, spelling=True).href(replace(way.query, text=text, page=1))) if text else None


def respelling(way: SearchState, right: str) -> Respelt | None:
    """Return the words that were searched in place of those typed, with the search for these; None where as typed."""
    return Respelt(right, Link(way.text, replace(way, spelling=False).href())) if right else None
