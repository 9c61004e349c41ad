"""Parts of a question are put together as sets with points are, in whatever form they are held."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh_columnar.execute.postings import (
    DensePostings,
    Postings,
    SparsePostings,
    all_of,
    at_least,
    best_of,
    compact,
    from_mask,
    lift,
    positions_of,
)
from search.ranking import share

HELD = 400
Model = dict[int, int]  # entry -> points


def sparse(model: Model) -> SparsePostings:
    return SparsePostings(
        np.array(sorted(model), np.int64), np.array([model[entry] for entry in sorted(model)], np.int32)
    )


def dense(model: Model) -> DensePostings:
    points = np.full(HELD, 77, np.int32)  # of entries that are not found, points mean nothing
    points[list(model)] = list(model.values())
    return DensePostings(sparse(model).mask(HELD), points)


def model_of(found: Postings) -> Model:
    if isinstance(found, SparsePostings):
        assert (np.diff(found.entries) > 0).all()
        return dict(zip(found.entries.tolist(), found.points.tolist(), strict=True))
    return {entry: int(found.points[entry]) for entry in np.flatnonzero(found.chosen).tolist()}


MODELS = st.one_of(
    st.dictionaries(st.integers(0, HELD - 1), st.integers(0, 30_000), max_size=8),
    st.sets(st.integers(0, HELD - 1), min_size=60).map(lambda entries: {entry: entry * 3 for entry in entries}),
)
FORMS: tuple[Callable[[Model], Postings], ...] = (sparse, dense)
PARTS = st.lists(st.tuples(MODELS, st.sampled_from(FORMS)), min_size=1, max_size=5)


def models(parts: list[tuple[Model, Callable[[Model], Postings]]]) -> list[Model]:
    return [model for model, _ in parts]


def make_postings(parts: list[tuple[Model, Callable[[Model], Postings]]]) -> list[Postings]:
    return [form(model) for model, form in parts]


@given(parts=PARTS, data=st.data())
def test_at_least_so_many_parts(parts: list[tuple[Model, Callable[[Model], Postings]]], data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(parts)))
    wanted = {}
    for entry in range(HELD):
        matched = [model[entry] for model in models(parts) if entry in model]
        if len(matched) >= count:
            wanted[entry] = sum(matched)
    assert model_of(at_least(count, make_postings(parts), HELD)) == wanted


@given(parts=PARTS)
def test_all_parts(parts: list[tuple[Model, Callable[[Model], Postings]]]) -> None:
    in_all = set.intersection(*(set(model) for model in models(parts)))
    assert model_of(all_of(make_postings(parts), HELD)) == {
        entry: sum(m[entry] for m in models(parts)) for entry in in_all
    }


@given(parts=PARTS, percent=st.sampled_from([0, 33, 70, 80, 100]))
def test_the_best_part(parts: list[tuple[Model, Callable[[Model], Postings]]], percent: int) -> None:
    percents = [100, *[percent] * (len(parts) - 1)]
    wanted: Model = {}
    for model, cut in zip(models(parts), percents, strict=True):
        for entry, points in model.items():
            wanted[entry] = max(wanted.get(entry, 0), share(points, cut))
    assert model_of(best_of(list(zip(make_postings(parts), percents, strict=True)), HELD)) == wanted


@given(parts=st.tuples(*[st.tuples(MODELS, st.sampled_from(FORMS))] * 2), percent=st.sampled_from([50, 100]))
def test_a_lift_adds_points_and_no_entries(
    parts: tuple[tuple[Model, Callable[[Model], Postings]], ...], percent: int
) -> None:
    (base, _), (bonus, _) = parts
    found, extra = make_postings(list(parts))
    raised = lift(found, extra, percent, HELD)
    assert model_of(raised) == {entry: points + share(bonus.get(entry, 0), percent) for entry, points in base.items()}


@given(model=MODELS, mask=st.sets(st.integers(0, HELD - 1)))
@pytest.mark.parametrize("form", FORMS)
def test_a_mask_narrows(form: Callable[[Model], Postings], model: Model, mask: set[int]) -> None:
    chosen = np.zeros(HELD, bool)
    chosen[list(mask)] = True
    narrowed = form(model).within(chosen)
    assert model_of(narrowed) == {entry: points for entry, points in model.items() if entry in mask}
    assert len(narrowed) == len(model_of(narrowed))


def test_very_many_parts_are_counted_right() -> None:
    parts: list[Postings] = [sparse({1: 10, entry: 5}) for entry in range(2, 102)]
    assert model_of(at_least(3, parts, HELD)) == {1: 1000}
    assert model_of(at_least(1, parts, HELD))[1] == 1000


def test_points_of_a_long_question_do_not_run_over() -> None:
    parts: list[Postings] = [sparse({1: 33_000, 2: 0})] * 60
    assert model_of(at_least(59, [*parts, sparse({1: 1})], HELD)) == {1: 60 * 33_000 + 1, 2: 0}


def test_frequent_entries_are_kept_as_a_mask() -> None:
    assert isinstance(compact(np.arange(10), np.ones(10, np.int32), 1000), SparsePostings)
    frequent = compact(np.arange(0, 1000, 2), np.ones(500, np.int32), 1000)
    assert isinstance(frequent, DensePostings)
    assert model_of(frequent) == dict.fromkeys(range(0, 1000, 2), 1)


def test_the_same_points_take_no_memory() -> None:
    assert from_mask(np.ones(HELD, bool), 7).points.strides == (0,)


def test_places_among_sorted_numbers() -> None:
    places, there = positions_of(np.array([2, 5, 9]), np.array([1, 2, 9, 10]))
    assert there.tolist() == [False, True, True, False]
    assert places[there].tolist() == [0, 2]
    assert positions_of(np.zeros(0, np.int64), np.array([1]))[1].tolist() == [False]
