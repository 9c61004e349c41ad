"""Several themes that a question names at once, and the question for findings that have every one of them."""

from __future__ import annotations

from dataclasses import replace

from kb.core.expressions import expression
from kb.vocabulary import Vocabulary
from search import limits
from search.port import Query
from search.understanding import mentions

MOST_THEMES = 3  # themes that one question is taken to name

_BRACKETS = expression(r"[()]+")  # of a question in plain words, where they are no signs

Groups = tuple[tuple[str, ...], ...]  # each group is one named theme; a name may stand for several


def groups(query: Query, vocabulary: Vocabulary) -> Groups:
    """Return the two or more themes that a question ticks, or else names in plain words; none where it has fewer."""
    ticked = query.filters.get("theme", ())
    if ticked:
        return tuple((slug,) for slug in ticked) if len(ticked) > 1 else ()
    if not query.synonyms or not mentions.is_plain_words(query.text):
        return ()
    named = mentions.covering_themes(query.text, vocabulary)[:MOST_THEMES]
    fits = len(every(query, named).text) <= limits.QUESTION_LENGTH
    return named if len(named) > 1 and fits else ()


def every(query: Query, wanted: Groups) -> Query:
    """Return the query for findings that have every one of these themes."""
    themes = named_by(wanted)
    filters = {name: values for name, values in query.filters.items() if name != "theme"}
    if not query.filters.get("theme"):
        room = limits.QUESTION_LENGTH - len(f"{themes} AND (() OR ({themes}))")
        return replace(query, text=f"{themes} AND {order_by_words(query, themes, room)}", match="any", filters=filters)
    text = f"{themes} AND ({query.text})" if query.text else themes
    return replace(query, text=text, filters=filters)


def named_by(wanted: Groups) -> str:
    """Return the words for findings that have every one of these themes."""
    return " AND ".join(f"({' OR '.join(f'theme:{slug}' for slug in group)})" for group in wanted)


def order_by_words(query: Query, otherwise: str, room: int) -> str:
    """Return a question whose words order what is found and leave nothing out, whichever words a document uses.

    Of a long question as many words as there is room for are enough to order by.
    """
    words = _BRACKETS.sub(" ", query.text)
    words = words if len(words) <= room else words[: max(room, 0)].rpartition(" ")[0]
    return f"(({words}) OR ({otherwise}))" if words else f"({otherwise})"
