"""What the address of a search asks, with what only pages know: several themes at once, and short quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kb.library import Library
from kb.model import Holding
from search import address
from search.facets import FACETS
from search.port import Query
from web import together
from web.links import asked
from web.together import Groups

SHORT = "short"
SHORTEST = 40  # words that fit on a slide and can be read aloud in one breath
KNOWN = frozenset(
    {"q", *FACETS, "from", "to", "sort", "group", "match", "synonyms", "size", "page", SHORT, together.PARAM}
)


@dataclass(frozen=True, slots=True)
class Way:
    """A search as a page shows it. `groups` are the themes that are asked for together; none where they are not."""

    query: Query
    together: Groups = ()
    short: bool = False

    @property
    def engine(self) -> Query:
        """The query that the library answers."""
        return together.every(self.query, self.together) if self.together else self.query

    def params(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters that ask this, in one order."""
        more = [(together.PARAM, "on")] if self.together else []
        return (*address.to_params(self.query), *more, *([(SHORT, "on")] if self.short else []))

    def href(self, query: Query | None = None, ending: str = "") -> str:
        """Return the address of this search, or of another query in the same way; `ending` asks for another form."""
        way = self if query is None else replace(self, query=query)
        return asked(f"/search{ending}", way.params())


def read(params: Iterable[tuple[str, str]], library: Library) -> tuple[Way, tuple[str, ...]]:
    """Return what an address asks, and a sentence for each thing in it that was left out."""
    given = tuple(params)
    understood = address.from_params(given, library.vocabulary)
    strange = dict.fromkeys(name for name, value in given if name not in KNOWN and value)
    notices = [
        *understood.notices,
        *(f"“{name[:60]}” means nothing in a search, so it was left out." for name in strange),
    ]
    query = _held(understood.query, library, notices)
    values = dict(given)
    wanted = together.groups(query, library) if values.get(together.PARAM) == "on" else ()
    return Way(query, wanted, values.get(SHORT) == "on"), tuple(notices)


@dataclass(frozen=True, slots=True)
class Few:
    """How much of a search a file is to hold: so many findings, and none with more words."""

    most: int | None = None
    words: int | None = None

    def of(self, holdings: Iterable[Holding]) -> tuple[Holding, ...]:
        """Return the first findings that are short enough."""
        short = [one for one in holdings if self.words is None or len(one.finding.text.split()) <= self.words]
        return tuple(short[: self.most])


def few(params: Iterable[tuple[str, str]]) -> Few:
    """Return what the parameters `most` and `words` ask of a file; anything but a number asks nothing."""
    given = dict(params)
    words = SHORTEST if given.get(SHORT) == "on" else None
    return Few(_number(given.get("most", "")), _number(given.get("words", "")) or words)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else None


def _held(query: Query, library: Library, notices: list[str]) -> Query:
    """Return `query` without areas, reviews, documents and years of which the library holds nothing."""
    filters = dict(query.filters)
    for name, known in _LISTS.items():
        if name in filters:
            every = known(library)
            for value in filters[name]:
                if value not in every:
                    label = FACETS[name].label.lower()
                    notices.append(
                        f"Nothing in this library has the {label} “{value[:60]}”, so that filter was left out."
                    )
            filters[name] = tuple(value for value in filters[name] if value in every)
    return replace(query, filters={name: values for name, values in filters.items() if values})


def _areas(library: Library) -> frozenset[str]:
    return frozenset(review.area for review in library.reviews())


def _reviews(library: Library) -> frozenset[str]:
    return frozenset(review.slug for review in library.reviews())


def _documents(library: Library) -> frozenset[str]:
    return frozenset(held.id for held in library.documents())


def _years(library: Library) -> frozenset[str]:
    dates = [review.published for review in library.reviews()]
    dates += [held.about.published.value for held in library.documents() if held.about.published]
    return frozenset(date[:4] for date in dates if date)


_LISTS: dict[str, Callable[[Library], frozenset[str]]] = {
    "area": _areas,
    "review": _reviews,
    "document": _documents,
    "year": _years,
}
