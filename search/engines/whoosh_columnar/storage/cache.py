"""A least-recently-used cache that is limited in bytes and safe between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Cache:
    """Keeps what was used last, as many bytes of it as allowed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, kind: type[T]) -> T | None:
        """Return the value under `key`, or None. `kind` is the type of value that the caller stored."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        assert isinstance(found[0], kind), f"{key} holds a {type(found[0])}"
        return found[0]

    def put(self, key: Hashable, value: T, size: int) -> T:
        """Store `value`, which takes `size` bytes, and return it; evict the least recently used."""
        if size > self.limit:
            return value
        with self._lock:
            if key in self._kept:
                self.size -= self._kept.pop(key)[1]
            self._kept[key] = (value, size)
            self.size += size
            while self.size > self.limit:
                self.size -= self._kept.popitem(last=False)[1][1]
        return value

    def __len__(self) -> int:
        return len(self._kept)
