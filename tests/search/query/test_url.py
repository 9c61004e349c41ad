"""A question is an address and an address is a question."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from search import Query
from search.query.url import (
    _quoted,
    as_typed,
    at_page,
    canonical,
    chips,
    from_params,
    group_by,
    href,
    to_params,
    with_value,
    without_filters,
    without_value,
)
from tests.search.makers import AREAS, KINDS, THEMES, vocabulary

VOCABULARY = vocabulary()
YEAR = st.none() | st.integers(1000, 2100)
QUERIES = st.builds(
    Query,
    text=st.text(max_size=40),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "theme": st.lists(st.sampled_from(THEMES), max_size=3).map(tuple),
            "kind": st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
            "area": st.lists(st.sampled_from([*AREAS, "Tarn & Ilde, North=South?"]), max_size=2).map(tuple),
            "year": st.lists(st.sampled_from(["2012", "2019"]), max_size=2).map(tuple),
            "answered": st.just(("yes",)),
        },
    ),
    years=st.tuples(YEAR, YEAR),
    sort=st.sampled_from(["relevance", "newest", "oldest", "recurring"]),
    page=st.integers(1, 500),
    size=st.integers(1, 100),
    group=st.sampled_from(["findings", "reviews"]),
    synonyms=st.booleans(),
    match=st.sampled_from(["most", "all", "any"]),
)


@given(QUERIES)
def test_a_query_survives_its_address(query: Query) -> None:
    asked = from_params(to_params(query), VOCABULARY)
    assert asked.query == canonical(query)
    assert asked.notices == ()


@given(QUERIES)
def test_an_address_survives_the_browser(query: Query) -> None:
    _, _, sent = href("/search", query).partition("?")
    assert from_params(parse_qsl(sent), VOCABULARY).query == canonical(query)


@given(QUERIES)
def test_one_question_has_one_address(query: Query) -> None:
    backwards = {name: tuple(reversed(values)) for name, values in reversed(list(query.filters.items()))}
    assert to_params(replace(query, filters=backwards)) == to_params(query) == to_params(canonical(query))


@given(st.lists(st.tuples(st.sampled_from(["q", "theme", "year", "from", "page", "size", "sort", "x"]), st.text())))
def test_any_address_is_a_question(params: list[tuple[str, str]]) -> None:
    query = from_params(params, VOCABULARY).query
    assert query == canonical(query)
    assert 1 <= query.size <= 100


def test_the_usual_leaves_no_trace() -> None:
    assert to_params(Query()) == ()
    assert href("/search", Query()) == "/search"
    assert href("/search", Query("damp & cold")) == "/search?q=damp+%26+cold"


def test_what_cannot_be_meant_is_left_out_with_a_notice() -> None:
    asked = from_params(
        [("q", " damp\x00  flat "), ("theme", "colour"), ("theme", "neglect"), ("page", "1e9"), ("size", "٣"),
         ("sort", "price"), ("from", "soon"), ("year", "20"), ("utm_source", "letter"), ("kind", "")],
        VOCABULARY,
    )  # fmt: skip
    assert asked.query == Query("damp flat", filters={"theme": ("neglect",)})
    assert len(asked.notices) == 6
    assert any("colour" in notice for notice in asked.notices)


def test_links_start_from_the_first_page() -> None:
    query = Query("damp", filters={"kind": ("lesson",)}, page=4)
    assert with_value(query, "kind", "action") == Query("damp", filters={"kind": ("action", "lesson")})
    assert without_value(query, "kind", "lesson") == Query("damp")
    assert group_by(query, "reviews") == replace(query, group="reviews", page=1)
    assert without_filters(query) == Query("damp")
    assert as_typed(query).synonyms is False
    assert at_page(query, 5) == replace(query, page=5)


def test_chips_say_each_choice_in_words_and_how_to_undo_it() -> None:
    query = Query("damp", filters={"theme": ("domestic-abuse",), "area": ("Ilde",)}, years=(2015, None))
    theme, area, years = chips(query, VOCABULARY)
    assert (theme.facet_label, theme.label) == ("Theme", "Domestic abuse")
    assert theme.without == Query("damp", filters={"area": ("Ilde",)}, years=(2015, None))
    assert area.label == "Ilde"
    assert (years.label, years.without.years) == ("from 2015", (None, None))


def test_what_is_typed_is_not_kept_for_the_next_address() -> None:
    href("/search", Query("moves", filters={"theme": THEMES[:1]}))
    kept = _quoted.cache_info().currsize
    assert href("/search", Query("Mrs Larkspur of Tarn Road", filters={"theme": THEMES[:1]})).startswith(
        "/search?q=Mrs+"
    )
    assert _quoted.cache_info().currsize == kept
