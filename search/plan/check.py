"""Which queries are answered at all: within the limits, and of facets, orders and ways to match that there are."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.errors import BadQuestion
from search import limits
from search.facets import COUNTED, FACETS
from search.port import GROUPS, MATCHES, SORTS, Query


def check(query: Query) -> None:
    """Raise BadQuestion, with a sentence for the reader, where `query` is past a limit or names what there is not."""
    if len(query.text) > limits.QUESTION_LENGTH:
        raise BadQuestion(f"Your search must be {limits.QUESTION_LENGTH} characters or fewer. Use fewer words.")
    for name, chosen in query.filters.items():
        _among(name, FACETS, "filter")
        if len(chosen) > limits.VALUES:
            raise BadQuestion(f"You can choose up to {limits.VALUES} values of one filter. Choose fewer.")
    for name in query.facets or ():
        _among(name, COUNTED, "facet")
    _among(query.sort, SORTS, "order")
    _among(query.group, GROUPS, "grouping")
    _among(query.match, MATCHES, "way to match")
    if query.page < 1 or query.size < 0:
        raise BadQuestion("Pages count from 1, and a page cannot hold fewer than no results.")
    if query.page * query.size > limits.DEPTH:
        raise BadQuestion(f"You can see only the first {limits.DEPTH:,} results. Narrow your search.")


def _among(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise BadQuestion(f"There is no {what} called {name[:40]!r}. There are: {', '.join(known)}.")
