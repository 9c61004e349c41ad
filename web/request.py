"""`PageRequest`: what a reader requests, as a value, so that a page function needs no server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl

from starlette.requests import Request

from kb.app.library import Library
from kb.core.access import VISITOR, Person
from web import cookie
from web.forms import whole_number

PERSON = "kb.person"  # in a request's scope, once it is known who asks
MOST_PARAMETERS = 200
MOST_OF_ONE = 40  # values of one parameter: each stands in the address of each other one's chip
LONGEST = {
    "q": 1000
}  # characters of a value; of a question 500 are searched, and the page says so where there are more
LONGEST_OTHERWISE = 4000
MOST_PAGES = 10**6  # of a list, whose last page is shown for a larger number


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A question to a page: the library, the names in the path, the parameters in their order, and what is picked."""

    library: Library
    path: Mapping[str, str] = field(default_factory=dict)
    params: tuple[tuple[str, str], ...] = ()
    basket: tuple[str, ...] = ()
    saved: str = ""  # editing key of the collection saved last in this browser
    person: Person = VISITOR  # who asks, and what they may do
    root: str = ""  # scheme and host; for feeds alone, which need whole addresses

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the last value given for `name`."""
        return dict(self.params).get(name, otherwise)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value given for `name`, in order."""
        return tuple(value for key, value in self.params if key == name)

    def number(self, name: str, otherwise: int, lowest: int, highest: int) -> int:
        """Return parameter `name` as a whole number within the bounds, or `otherwise` where it is not one."""
        number = whole_number(self.get(name))
        return otherwise if number is None else min(max(number, lowest), highest)

    @property
    def page(self) -> int:
        """Return the page of a list that is asked for, counted from 1."""
        return self.number("page", 1, 1, MOST_PAGES)


def ask(request: Request) -> PageRequest:
    """Read an `PageRequest` from a request. Bytes that are not UTF-8 become replacement characters, never an error."""
    query = request.scope.get("query_string", b"").decode("utf-8", "replace")
    library = cast(Library, request.app.state.library)
    library.follow_vocabulary()
    return PageRequest(
        library=library,
        path=dict(request.path_params),
        params=_pairs(query),
        basket=cookie.read(request.cookies.get(cookie.COOKIE, "")),
        saved=cookie.saved_key(request.cookies.get(cookie.COOKIE, "")),
        person=request.scope.get(PERSON, VISITOR),
        root=f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{library.settings.prefix}",
    )


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    pairs = parse_qsl(query[:20_000], keep_blank_values=True, errors="replace")[:MOST_PARAMETERS]
    given: Counter[str] = Counter()
    kept: list[tuple[str, str]] = []
    for name, value in pairs:
        given[name] += 1
        if given[name] <= MOST_OF_ONE:
            kept.append((name, value.replace("\x00", "")[: LONGEST.get(name, LONGEST_OTHERWISE)]))
    return tuple(kept)
