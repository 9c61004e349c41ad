"""A page asks the index at most twice: once for the question, once for all that stands beside its results."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.app.library import Library
from search.port import Query, Results
from tests.web.site import make_request
from tests.web.test_values import looked_for

TWO_THEMES = "housing moves and moving between boroughs, cross boundary transfer"


@pytest.fixture
def asks(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with each call of the index, which the library makes in this one way."""
    engine, made = library._engine, []
    search_each = engine.search_each

    def count_each(queries: Sequence[Query]) -> tuple[Results, ...]:
        made.append(len(queries))
        return search_each(queries)

    monkeypatch.setattr(engine, "search_each", count_each)
    return made


@pytest.mark.parametrize(
    "params",
    [
        (("q", TWO_THEMES),),
        (("q", "core groups in Northby 2019"),),
        (("q", "core groops"),),
        (("q", "core groups"), ("area", "Eastby")),
        (("q", "good examples of core groups"), ("area", "Eastby"), ("kind", "lesson")),
        (("q", '"core groups of nowhere"'), ("area", "Eastby"), ("kind", "lesson")),
        (("theme", "cp-plans-core-groups"), ("theme", "agency-participation")),
        (("theme", "cp-plans-core-groups"), ("theme", "agency-participation"), ("together", "on")),
        (("theme", "housing-moves"), ("theme", "self-neglect"), ("together", "on"), ("kind", "action")),
        (("q", "Right Care Right Person core groups"),),
        (("q", "core groups"), ("sort", "newest")),
        (("q", "short quotes on core groups"),),
        (),
    ],
)
def test_a_page_asks_the_index_at_most_twice(
    library: Library, asks: list[int], params: tuple[tuple[str, str], ...]
) -> None:
    looked_for(make_request(library, *params))
    assert 1 <= len(asks) <= 2, asks
