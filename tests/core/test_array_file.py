"""Arrays come back from a file as they were, or the file is said to be damaged."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from kb.core.array_file import ArrayFile, Arrays, DamagedArrays

NAMES = ["", "a", "Wexcombe", "Ŵ字", "z" * 70]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a few arrays."""
    with ArrayFile(tmp_path / "some.arr") as file:
        file.put("empty", np.zeros(0, np.uint16))
        file.put("table", np.arange(12, dtype=np.uint64).reshape(3, 4))
        file.put("big-endian", np.array([1, 258], ">u4"))
        file.put_strings("names", NAMES)
    return tmp_path / "some.arr"


def test_arrays_keep_their_shape_and_type(path: Path) -> None:
    arrays = Arrays(path)
    assert arrays["empty"].tolist() == []
    assert arrays["table"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert arrays["table"].dtype == np.uint64
    assert arrays["big-endian"].tolist() == [1, 258]


def test_what_is_mapped_cannot_be_written(path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Arrays(path)["table"][0] = 1


def test_strings_are_found_by_place_and_by_order(path: Path) -> None:
    names = Arrays(path).strings("names")
    assert list(names) == NAMES
    assert [names[place] for place in range(len(names))] == NAMES
    assert names.some([4, 0, 2]) == [NAMES[4], NAMES[0], NAMES[2]]
    assert names.between(1, 3) == NAMES[1:3]
    in_order = sorted(name.encode() for name in NAMES)
    assert in_order == [names.raw_bytes(place) for place in (0, 2, 1, 4, 3)]


def test_the_first_string_not_below_another_is_found(tmp_path: Path) -> None:
    with ArrayFile(tmp_path / "words.arr") as file:
        file.put_strings("words", ["ash", "bram", "carl"])
    words = Arrays(tmp_path / "words.arr").strings("words")
    assert [words.find(raw) for raw in (b"", b"ash", b"b", b"carl", b"d")] == [0, 0, 1, 2, 3]


@pytest.mark.parametrize("cut", [1, 8, 40, 10_000])
def test_a_file_cut_short_is_damaged(path: Path, cut: int) -> None:
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DamagedArrays):
        Arrays(path)


def test_a_table_of_contents_that_leads_out_of_the_file_is_damaged(path: Path) -> None:
    told = path.read_bytes()
    assert b"[3, 4]" in told
    path.write_bytes(told.replace(b"[3, 4]", b"[9, 9]"))
    with pytest.raises(DamagedArrays):
        Arrays(path)


def test_objects_are_never_read(path: Path) -> None:
    told = path.read_bytes()
    assert b'"<u8"' in told
    path.write_bytes(told.replace(b'"<u8"', b'"|O8"'))
    with pytest.raises(DamagedArrays):
        Arrays(path)


def test_a_file_that_could_not_be_finished_is_no_file_of_arrays(tmp_path: Path) -> None:
    def fail_midway() -> None:
        with ArrayFile(tmp_path / "half.arr") as file:
            file.put("one", np.arange(1000))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_midway()
    with pytest.raises(DamagedArrays):
        Arrays(tmp_path / "half.arr")


@pytest.mark.parametrize("contents", [b"[1, 2]", b'{"table": ["<u8", [1180591620717411303424], 8]}', b"[" * 100_000])
def test_a_table_of_contents_of_another_form_is_damaged(path: Path, contents: bytes) -> None:
    told = path.read_bytes()
    path.write_bytes(told[:8] + contents + struct.pack("<Q8s", len(contents), told[:8]))
    with pytest.raises(DamagedArrays):
        Arrays(path)
