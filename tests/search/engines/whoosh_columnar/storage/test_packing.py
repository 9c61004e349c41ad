"""Numbers come back as they were packed, from any slice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh_columnar.storage.packing import (
    Stream,
    StreamMaker,
    narrowest,
    pack_bits,
    pack_codes,
    ramps,
    slice_bits,
    slice_codes,
    starts_of,
    width_for,
)

NUMBERS = st.lists(st.one_of(st.integers(0, 300), st.integers(0, 2**33)), max_size=60)


@given(
    numbers=NUMBERS, first=st.integers(0, 60), size=st.integers(0, 60), narrow=st.sampled_from([np.uint8, np.uint16])
)
def test_a_slice_of_a_stream_is_that_slice(
    numbers: list[int], first: int, size: int, narrow: type[np.unsignedinteger]
) -> None:
    stream = Stream.of(np.array(numbers, np.int64), narrow)
    first, last = min(first, len(numbers)), min(first + size, len(numbers))
    assert stream.slice(first, last).tolist() == numbers[first:last]


@given(numbers=NUMBERS, data=st.data())
def test_any_places_of_a_stream_can_be_picked(numbers: list[int], data: st.DataObject) -> None:
    stream = Stream.of(np.array(numbers, np.int64), np.uint8)
    places = sorted(data.draw(st.sets(st.integers(0, len(numbers) - 1)))) if numbers else []
    assert stream.pick(np.array(places, np.int64)).tolist() == [numbers[place] for place in places]


@given(flags=st.lists(st.booleans(), max_size=70), first=st.integers(0, 70), size=st.integers(0, 70))
def test_bits_come_back(flags: list[bool], first: int, size: int) -> None:
    first, last = min(first, len(flags)), min(first + size, len(flags))
    packed = pack_bits(np.array(flags, bool))
    assert slice_bits(packed, first, last).astype(bool).tolist() == flags[first:last]


@given(bits=st.sampled_from([1, 2, 4, 8, 16]), data=st.data())
def test_codes_come_back(bits: int, data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.integers(0, 2**bits - 1), max_size=40))
    first = data.draw(st.integers(0, len(codes)))
    packed = pack_codes(np.array(codes, np.uint16), bits)
    assert slice_codes(packed, bits, first, len(codes)).tolist() == codes[first:]


@pytest.mark.parametrize(("most", "bits"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 4), (255, 8), (256, 16)])
def test_codes_take_as_many_bits_as_they_need(most: int, bits: int) -> None:
    assert (0, 1, 2, 4, 8, 16)[width_for(most)] == bits


def test_runs_end_to_end() -> None:
    assert starts_of(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]
    assert ramps(np.array([10, 7, 0]), np.array([2, 0, 3])).tolist() == [10, 11, 0, 1, 2]


def test_numbers_are_kept_in_the_smallest_type() -> None:
    assert [narrowest(np.array([most])).dtype for most in (255, 256, 65536)] == [np.uint8, np.uint16, np.uint32]


@given(batches=st.lists(NUMBERS, max_size=4))
def test_a_stream_made_in_batches_is_the_stream_of_all(batches: list[list[int]]) -> None:
    maker = StreamMaker(np.uint8)
    for batch in batches:
        maker.add(np.array(batch, np.int64))
    together = [number for batch in batches for number in batch]
    assert maker.stream().slice(0, len(together)).tolist() == together
