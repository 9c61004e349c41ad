"""Many named arrays in one file, mapped rather than read, so that processes share the memory.

    magic | arrays, each on a boundary of 64 bytes | table of contents (JSON) | its length | magic

Nothing in it is ever unpickled or run.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # of any type of number, as it lies in a file

_MAGIC = b"kbarray1"
_TAIL = struct.Struct("<Q8s")
_ALIGNED = 64


class DamagedArrays(Exception):
    """A file of arrays that is truncated or of another format."""


class ArrayFile:
    """Writes arrays one after the other: `with ArrayFile(path) as file: file.put("ids", ids)`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._contents: dict[str, tuple[str, list[int], int]] = {}
        self._file.write(_MAGIC)

    def put(self, name: str, array: Array) -> None:
        """Write one array."""
        solid = np.ascontiguousarray(array)
        solid = solid.astype(solid.dtype.newbyteorder("<"), copy=False)
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
        self._contents[name] = (solid.dtype.str, list(solid.shape), self._file.tell())
        self._file.write(solid.data if solid.size else b"")

    def put_all(self, arrays: Mapping[str, Array]) -> None:
        """Write several."""
        for name, array in arrays.items():
            self.put(name, array)

    def put_strings(self, name: str, strings: list[str]) -> None:
        """Write a list of strings, to be read back with `Arrays.strings`."""
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        self.put(f"{name}.ends", np.cumsum([len(part) for part in encoded], dtype=np.uint32))
        self.put(f"{name}.bytes", np.frombuffer(b"".join(encoded), np.uint8))

    def __enter__(self) -> ArrayFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if kind is None:
                contents = json.dumps(self._contents).encode()
                self._file.write(contents + _TAIL.pack(len(contents), _MAGIC))


class Strings:
    """A list of strings that lies in two mapped arrays."""

    __slots__ = ("_bytes", "_ends")

    def __init__(self, ends: Array, text: Array) -> None:
        self._ends = ends
        self._bytes = text.data

    def __len__(self) -> int:
        return len(self._ends)

    def raw_bytes(self, place: int) -> bytes:
        """Return one string's bytes, which sort as the strings do."""
        start = self._ends.item(place - 1) if place else 0
        return self._bytes[start : self._ends.item(place)].tobytes()

    def __getitem__(self, place: int) -> str:
        return self.raw_bytes(place).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self.between(0, len(self)))

    def between(self, first: int, last: int) -> list[str]:
        """Return the strings from place `first`, counted from 0, up to `last`, which is left out."""
        if first >= last:
            return []
        start = int(self._ends[first - 1]) if first else 0
        ends = (self._ends[first:last].astype(np.int64) - start).tolist()
        text = self._bytes[start : start + ends[-1]].tobytes()
        return [text[a:b].decode("utf-8", "surrogatepass") for a, b in zip([0, *ends], ends, strict=False)]

    def some(self, places: list[int]) -> list[str]:
        """Return the strings at these places, counted from 0."""
        at = np.array(places, np.int64)
        starts = np.where(at > 0, self._ends[at - 1], 0).tolist()
        pairs = zip(starts, self._ends[at].tolist(), strict=True)
        return [str(self._bytes[start:end], "utf-8", "surrogatepass") for start, end in pairs]

    def find(self, wanted: bytes, low: int = 0, high: int | None = None) -> int:
        """Return the first place, of a sorted list from `low` to before `high` (None: its end), not below `wanted`."""
        high = len(self) if high is None else high
        while low < high:
            middle = (low + high) // 2
            if self.raw_bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low


class Arrays:
    """The arrays of a file by name, mapped. Raises DamagedArrays where the file cannot be what was written."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size  # of this file, though another has taken its place since
            if size < len(_MAGIC) + _TAIL.size:
                raise DamagedArrays(f"{path.name} is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, magic = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if magic != _MAGIC or self._map[: len(_MAGIC)] != _MAGIC or length > size:
            raise DamagedArrays(f"{path.name} is no file of arrays")
        try:
            contents = json.loads(self._map[size - _TAIL.size - length : size - _TAIL.size])
            self._arrays = {name: self._array(*place) for name, place in contents.items()}
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise DamagedArrays(f"{path.name} has a damaged table of contents") from error

    def _array(self, dtype: str, shape: list[int], offset: int) -> Array:
        kind = np.dtype(dtype)
        if kind.hasobject:
            raise ValueError("an array of objects")
        count = int(np.prod(shape, dtype=np.int64))
        found: np.ndarray[Any, Any] = np.frombuffer(self._map, kind, count, offset)
        return found.reshape(shape)

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def by_name(self) -> Mapping[str, Array]:
        """Return all arrays by name."""
        return self._arrays

    def strings(self, name: str) -> Strings:
        """Return a list of strings that was put with `put_strings`."""
        return Strings(self._arrays[f"{name}.ends"], self._arrays[f"{name}.bytes"])
