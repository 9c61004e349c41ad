"""Convert a Query to the parameters of a URL and back.

`from_params(to_params(query)).query == query` for every canonical query (see `canonical`), and links are made by asking
for another query, never by pasting strings:

    href("/search", with_value(query, "theme", "neglect"))
    href("/search", at_page(query, 3))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from kb.core.expressions import expression
from kb.vocabulary import Vocabulary
from search.facets import FACETS, YEARS
from search.port import GROUPS, MATCHES, SORTS, Query

_DEFAULT = Query()
_NUMBER = expression(r"[0-9]{1,5}")
_YEAR = expression(r"[0-9]{4}")
_UNSEEN = expression(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\s]+")
_CHOICES = {"sort": SORTS, "group": GROUPS, "match": MATCHES}


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """What an address asks, and sentences about what in it was not understood."""

    query: Query
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryChip:
    """One choice in force, in words, and the query without it."""

    facet: str  # or "years"
    facet_label: str
    value: str
    label: str
    without: Query


def canonical(query: Query) -> Query:
    """Return the one form of all queries that ask the same: white space squeezed, filters in order, none empty."""
    filters = {name: tuple(sorted(set(query.filters.get(name, ())))) for name in FACETS}
    return replace(
        query,
        text=_clean(query.text),
        filters={name: values for name, values in filters.items() if values},
        facets=_DEFAULT.facets,
        count_reviews=_DEFAULT.count_reviews,
    )


def to_params(query: Query) -> tuple[tuple[str, str], ...]:
    """Return the parameters that ask `query`, in one order, leaving out what is as usual."""
    query = canonical(query)
    first, last = query.years
    params = [("q", query.text)] if query.text else []
    params += [(name, value) for name, values in query.filters.items() for value in values]
    params += [(name, str(year)) for name, year in (("from", first), ("to", last)) if year is not None]
    params += [(name, getattr(query, name)) for name in _CHOICES if getattr(query, name) != getattr(_DEFAULT, name)]
    params += [] if query.synonyms else [("synonyms", "off")]
    params += [("size", str(query.size))] if query.size != _DEFAULT.size else []
    params += [("page", str(query.page))] if query.page != _DEFAULT.page else []
    return tuple(params)


def from_params(params: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> ParsedAddress:
    """Return the query that an address asks. What it cannot mean is left out with a notice; strange names silently."""
    given: dict[str, list[str]] = {}
    for name, value in params:
        if _clean(value):
            given.setdefault(name, []).append(_clean(value))
    notices: list[str] = []
    query = Query(
        text=given.get("q", [""])[-1],
        filters={
            name: kept
            for name in FACETS
            if (kept := tuple(_known_values(name, given.get(name, []), vocabulary, notices)))
        },
        years=(_year(given, "from", notices), _year(given, "to", notices)),
        synonyms=given.get("synonyms", ["on"])[-1] != "off",
        sort=_choice(given, "sort", notices),
        group=_choice(given, "group", notices),
        match=_choice(given, "match", notices),
        size=_number(given, "size", 100, notices),
        page=_number(given, "page", 99_999, notices),
    )
    return ParsedAddress(canonical(query), tuple(notices))


def href(path: str, query: Query) -> str:
    """Return the address of `query` at `path`."""
    # a table of a thousand cells says the same few words in each address; what is typed may be personal and is not kept
    asked = "&".join(
        f"{name}={quote_plus(value) if name == 'q' else _quoted(value)}" for name, value in to_params(query)
    )
    return f"{path}?{asked}" if asked else path


_quoted = lru_cache(maxsize=4_000)(quote_plus)


def with_value(query: Query, facet: str, value: str) -> Query:
    """Return `query` with one more value chosen, from its first page."""
    return _with(query, facet, (*query.filters.get(facet, ()), value))


def without_value(query: Query, facet: str, value: str) -> Query:
    """Return `query` with one value fewer, from its first page."""
    return _with(query, facet, tuple(v for v in query.filters.get(facet, ()) if v != value))


def at_page(query: Query, page: int) -> Query:
    """Return `query` at another page."""
    return replace(query, page=page)


def group_by(query: Query, group: str) -> Query:
    """Return `query` as findings or as reviews, from its first page."""
    return replace(query, group=group, page=1)


def without_filters(query: Query) -> Query:
    """Return `query` with nothing chosen but its words, from its first page."""
    return replace(query, filters={}, years=(None, None), page=1)


def as_typed(query: Query) -> Query:
    """Return `query` without synonyms and themes, from its first page."""
    return replace(query, synonyms=False, page=1)


def chips(query: Query, vocabulary: Vocabulary) -> tuple[QueryChip, ...]:
    """Return every choice in force, in words."""
    query = canonical(query)
    chosen = [_chip(query, name, value, vocabulary) for name, values in query.filters.items() for value in values]
    if query.years != (None, None):
        first, last = ("" if year is None else str(year) for year in query.years)
        words = f"{first} to {last}" if first and last else f"from {first}" if first else f"up to {last}"
        chosen.append(QueryChip(YEARS, "Years", words, words, replace(query, years=(None, None), page=1)))
    return tuple(chosen)


def _chip(query: Query, name: str, value: str, vocabulary: Vocabulary) -> QueryChip:
    facet = FACETS[name]
    return QueryChip(name, facet.label, value, facet.label_of(value, vocabulary), without_value(query, name, value))


def _with(query: Query, facet: str, values: tuple[str, ...]) -> Query:
    return canonical(replace(query, filters={**query.filters, facet: values}, page=1))


def _clean(text: str) -> str:
    """Return `text` without what cannot be seen or encoded, and with single spaces."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _known_values(name: str, values: list[str], vocabulary: Vocabulary, notices: list[str]) -> Iterable[str]:
    """Yield the values that there are; a facet without a list takes any."""
    facet, labels = FACETS[name], FACETS[name].labels(vocabulary)
    earlier = facet.earlier(vocabulary)
    for value in (earlier.get(one, one) for one in values):
        if (labels and value not in labels) or (name == "year" and not _YEAR.fullmatch(value)):
            notices.append(f"There is no {facet.label.lower()} called “{value[:60]}”, so we left out that filter.")
        else:
            yield value


def _year(given: dict[str, list[str]], name: str, notices: list[str]) -> int | None:
    value = given.get(name, [""])[-1]
    if value and not _YEAR.fullmatch(value):
        notices.append(f"Enter a year, for example 2019. We left out “{value[:60]}”.")
        return None
    return int(value) if value else None


def _choice(given: dict[str, list[str]], name: str, notices: list[str]) -> str:
    usual = str(getattr(_DEFAULT, name))
    value = given.get(name, [usual])[-1]
    if value in _CHOICES[name]:
        return value
    notices.append(f"“{name}” can be {', '.join(_CHOICES[name])}; we left out “{value[:60]}”.")
    return usual


def _number(given: dict[str, list[str]], name: str, most: int, notices: list[str]) -> int:
    usual = int(getattr(_DEFAULT, name))
    value = given.get(name, [str(usual)])[-1]
    if _NUMBER.fullmatch(value) and 1 <= int(value) <= most:
        return int(value)
    notices.append(f"“{name}” must be a number from 1 to {most}; we left out “{value[:60]}”.")
    return usual
