"""What findings say as columns of numbers, to be kept and to be read again without reading a word of them.

A column has a row for each finding; what a finding has several of stands one after the other, with a column of where
each begins. What is read is mapped memory, and a finding is made of it when it is asked for.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import islice
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from kb.core.model import Kind
from kb.recurrence.features import FindingFeatures
from kb.recurrence.roles import Parts

Column = npt.NDArray[Any]

STANDINGS = ("practice", "question", "told", "need", "done")  # by number, as columns hold them
_SEVERAL: Mapping[str, type[np.generic]] = {
    "terms": np.int32,
    "weights": np.float32,
    "lent": np.int32,
    "lent_weights": np.float32,
    "sketch": np.int32,
    "agencies": np.int32,
    "words": np.int32,
}
_NOTHING = np.zeros(0, np.float16)
RECENT = 4096  # findings made of columns that are remembered
IN_BLOCK = 2000  # findings that stand as objects at once while columns are made of them


def feature_columns(said: Iterable[FindingFeatures]) -> dict[str, Column]:
    """Return what findings say as columns, and "in_place": what they mean where they stand.

    The latter is kept with their arrangement, not with the others.
    """
    named = _Names()
    columns = join_columns(_block_columns(some, named) for some in blocks(said))
    return columns | {"named": np.frombuffer(json.dumps(named.lists).encode(), np.uint8)}


def blocks(said: Iterable[FindingFeatures]) -> Iterator[list[FindingFeatures]]:
    """Yield findings some thousands at a time: as objects, all of a large library would take more than their columns.

    Where there are none, that is one block of none.
    """
    left = iter(said)
    some = list(islice(left, IN_BLOCK))
    yield some
    while some := list(islice(left, IN_BLOCK)):
        yield some


def join_columns(parts: Iterable[Mapping[str, Column]]) -> dict[str, Column]:
    """Return columns that follow each other as one of each; `starts` of the later ones go on from those before."""
    columns: dict[str, list[Column]] = {}
    for part in parts:
        for name, column in part.items():
            before = columns.setdefault(name, [])
            goes_on = before and name.endswith("starts")
            before.append(column[1:] + before[-1][-1] if goes_on else column)
    return {name: _join(columns.pop(name)) for name in list(columns)}


def _join(parts: list[Column]) -> Column:
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _block_columns(said: Sequence[FindingFeatures], named: _Names) -> dict[str, Column]:
    columns: dict[str, Column] = {
        "id": np.array([one.id.encode() for one in said]),
        "review": np.array([named.number("reviews", one.review) for one in said], np.int32),
        "document": np.array([named.number("documents", one.document) for one in said], np.int32),
        "parts": np.array([named.number("parts", _parts_key(one.parts)) for one in said], np.int32),
        "kind": np.array([named.number("kinds", one.kind.value) for one in said], np.int16),
        "standing": np.array([STANDINGS.index(one.standing) for one in said], np.int8),
        "length": np.array([one.length for one in said], np.int32),
        "inspection": np.array([one.inspection for one in said], np.bool_),
        "formula": np.array([one.formula for one in said], np.bool_),
        "section": np.array([one.section for one in said], np.uint32),
        "start": np.array([one.start for one in said], np.int64),
        "sense": np.array([one.sense for one in said], np.float16),
        "in_place": np.array([one.sense_in_place for one in said], np.float16),
        "is_placed": np.array([len(one.placed) > 0 for one in said], np.bool_),
    }
    for name, kind in _SEVERAL.items():
        columns |= _ragged_columns(name, [getattr(one, name) for one in said], kind)
    columns |= _ragged_columns("names", [sorted(one.names) for one in said], np.uint64)
    columns |= _ragged_columns(
        "themes", [[named.number("themes", theme) for theme in one.themes] for one in said], np.int32
    )
    columns |= _ragged_columns("theme_weights", [list(one.themes.values()) for one in said], np.float64)
    columns |= _ragged_columns(
        "around", [[named.number("themes", theme) for theme in one.around] for one in said], np.int32
    )
    return columns | _ragged_columns("around_weights", [list(one.around.values()) for one in said], np.float64)


class KeptFeatures:
    """Findings that were kept as columns."""

    def __init__(self, columns: Mapping[str, Column], in_place: Column) -> None:
        """`in_place` is what each finding means where it stands."""
        self.columns = columns
        self._senses = columns["sense"]
        self._in_place = in_place
        named = json.loads(columns["named"].tobytes())
        self.reviews: list[str] = named.get("reviews", [])
        self._documents: list[str] = named.get("documents", [])
        self._themes: list[str] = named.get("themes", [])
        self.kinds = [Kind(one) for one in named.get("kinds", [])]  # a file may have added some
        self.parts = [_parts_of(one) for one in named.get("parts", [])]
        self.ids = tuple(id_.decode() for id_ in columns["id"].tolist())
        self.review_numbers: list[int] = columns["review"].tolist()
        several = (*_SEVERAL, "names", "themes", "theme_weights", "around", "around_weights")
        self._several = {name: (columns[f"{name}.starts"], columns[name]) for name in several}
        self._made: dict[int, FindingFeatures] = {}  # no cache around a method: that and this would keep each other

    @classmethod
    def of(cls, said: Iterable[FindingFeatures]) -> Self:
        """Return these findings as columns."""
        columns = feature_columns(said)
        in_place = columns.pop("in_place")
        return cls(columns, in_place)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int) -> FindingFeatures:
        known = self._made.get(place)
        if known is None:
            known = self._make(place)
            if len(self._made) >= RECENT:
                self._made.clear()
            self._made[place] = known
        return known

    def make(self, place: int) -> FindingFeatures:
        """Return the finding in row `place`, made anew: whoever goes through all need not have them remembered."""
        return self._make(place)

    def _make(self, place: int) -> FindingFeatures:
        kept = self.columns
        several = {name: self._at(name, place) for name in _SEVERAL}
        themes, around = ([self._themes[n] for n in self._at(name, place).tolist()] for name in ("themes", "around"))
        return FindingFeatures(
            id=self.ids[place],
            review=self.reviews[self.review_numbers[place]],
            document=self._documents[kept["document"].item(place)],
            text="",
            themes=dict(zip(themes, self._at("theme_weights", place).tolist(), strict=True)),
            names=frozenset(self._at("names", place).tolist()),
            standing=STANDINGS[kept["standing"].item(place)],
            length=kept["length"].item(place),
            inspection=kept["inspection"].item(place),
            sense=self._senses[place],
            kind=self.kinds[kept["kind"].item(place)],
            parts=self.parts[kept["parts"].item(place)],
            formula=kept["formula"].item(place),
            section=kept["section"].item(place),
            start=kept["start"].item(place),
            placed=self._in_place[place].astype(np.float16) if kept["is_placed"].item(place) else _NOTHING,
            around=dict(zip(around, self._at("around_weights", place).tolist(), strict=True)),
            **several,
        )

    def _at(self, name: str, place: int) -> Column:
        starts, column = self._several[name]
        found: Column = column[starts.item(place) : starts.item(place + 1)]
        return found


class HeldFeatures(MutableMapping[str, FindingFeatures]):
    """What all findings say, by id: those that stand as columns, and what came since.

    Columns may be of several blocks: the rows of one follow those of the block before.
    """

    def __init__(self, kept: KeptFeatures | None = None) -> None:
        self._blocks: list[KeptFeatures] = []
        self._begins: list[int] = []  # the first row of each block
        self._places: dict[str, int] = {}
        self._fresh: dict[str, FindingFeatures] = {}
        if kept is not None:
            self._append(kept)

    def _append(self, kept: KeptFeatures) -> None:
        begins = self._begins[-1] + len(self._blocks[-1]) if self._blocks else 0
        self._blocks.append(kept)
        self._begins.append(begins)
        self._places |= {id_: begins + row for row, id_ in enumerate(kept.ids)}

    def pack(self, least: int) -> None:
        """Let what came since stand as columns where it is `least` findings or more: objects take twice the memory."""
        if len(self._fresh) >= max(least, 1):
            fresh, self._fresh = list(self._fresh.values()), {}
            self._append(KeptFeatures.of(fresh))

    def _row(self, place: int) -> tuple[KeptFeatures, int]:
        block = bisect_right(self._begins, place) - 1
        return self._blocks[block], place - self._begins[block]

    def __getitem__(self, id_: str) -> FindingFeatures:
        fresh = self._fresh.get(id_)
        if fresh is not None:
            return fresh
        kept, row = self._row(self._places[id_])
        return kept[row]

    def walk(self) -> Iterator[FindingFeatures]:
        """Yield all findings, of which none is kept as an object for being told."""
        for place in self._places.values():
            kept, row = self._row(place)
            yield kept.make(row)
        yield from self._fresh.values()

    def __setitem__(self, id_: str, said: FindingFeatures) -> None:
        self._places.pop(id_, None)
        self._fresh[id_] = said

    def __delitem__(self, id_: str) -> None:
        if self._places.pop(id_, None) is None:
            del self._fresh[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._fresh or id_ in self._places

    def __iter__(self) -> Iterator[str]:
        yield from self._places
        yield from self._fresh

    def __len__(self) -> int:
        return len(self._places) + len(self._fresh)


class _Names:
    """Words that many findings have in common, as numbers."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Any]] = {}
        self._numbers: dict[tuple[str, object], int] = {}

    def number(self, of: str, word: Any) -> int:
        """Return the number of a word in one of the lists."""
        known = self.lists.setdefault(of, [])
        number = self._numbers.setdefault((of, word), len(known))
        if number == len(known):
            known.append(word)
        return number


def _ragged_columns(name: str, rows: Sequence[Sequence[Any] | Column], kind: type[np.generic]) -> dict[str, Column]:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)
    parts = [np.asarray(row, kind) for row in rows if len(row)]
    return {name: np.concatenate(parts) if parts else np.zeros(0, kind), f"{name}.starts": starts}


def _parts_key(parts: Parts | None) -> tuple[str, ...]:
    return (parts.doer, *sorted(parts.others)) if parts else ()


def _parts_of(key: Sequence[str]) -> Parts | None:
    return Parts(key[0], frozenset(key[1:])) if key else None
