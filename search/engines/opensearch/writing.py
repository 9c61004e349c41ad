"""Changes to the index on the servers, each with the mark of the outbox that it reaches.

Each change is sent under its mark as its version: where two machines apply the outbox at once, what the slower one
sends late does not undo what the other has done since.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from kb.core.errors import LibraryBusy, LibraryUnavailable
from search.engines.opensearch.connection import NO_INDEX, Cluster, Json
from search.engines.opensearch.documents import MARK, document, fingerprint, mapping, settings
from search.port import IndexEntry

_BATCH = 2000  # entries after which a new index says that it is still being filled
_BUSY = 60.0  # seconds after which an index that is being filled and says nothing is taken for left behind
_ERASING = 75.0  # seconds that a withdrawal waits for words to leave the files; copies agree every 30 on what may go
_PAUSE = 1.0  # second between two looks


class ClusterWriter:
    """Writes to the index that has the name `index`; the servers know it as an alias."""

    def __init__(self, cluster: Cluster, index: str, shards: int) -> None:
        self._cluster, self._index, self._shards = cluster, index, shards

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries and keep the outbox `mark`. Raises LibraryUnavailable."""
        self._apply(self._index, (_put(entry, mark) for entry in entries), mark)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries; `tidy` has their words leave the servers' files. Raises LibraryUnavailable."""
        self._apply(self._index, (_change("delete", id_, mark) for id_ in ids), mark)

    def _apply(self, alias: str, changes: Iterator[Json], mark: int) -> None:
        self._cluster.change({**one, "_index": alias} for one in changes)
        self._mark(alias, mark)
        with self._cluster.translate_faults() as client:
            client.indices.refresh(index=alias)

    def _mark(self, alias: str, mark: int) -> None:
        """Write how far an index has come; -1 while it is being filled, under the lowest version that there is."""
        said = {MARK: mark, "made_by": fingerprint(), "written": time.time()}
        self._cluster.change(iter([{**_change("index", MARK, max(0, mark)), "_index": alias, "_source": said}]))

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Fill a new index and put it in the place of the one before, which is removed. Raises LibraryUnavailable."""
        fresh = f"{self._index}-{uuid4().hex}"
        filling = f"{fresh}-filling"
        body = {
            "settings": {"index": settings(self._shards)},
            "mappings": mapping(),
            "aliases": {filling: {}},
        }
        with self._cluster.translate_faults() as client:
            client.indices.create(index=fresh, body=body)
        rest = iter(entries)
        while batch := list(islice(rest, _BATCH)):
            self._cluster.change({**_put(entry, mark), "_index": filling} for entry in batch)
            self._mark(filling, -1)
        self._apply(filling, iter(()), mark)
        self._take_the_place(fresh, filling)

    def _take_the_place(self, fresh: str, filling: str) -> None:
        with self._cluster.translate_faults() as client:
            before = [*client.indices.get_alias(name=self._index, params={"ignore": 404})]
            before = [one for one in before if one.startswith(f"{self._index}-")]
            actions: list[Json] = [{"remove_index": {"index": one}} for one in before]
            actions += [
                {"remove": {"index": fresh, "alias": filling}},
                {"add": {"index": fresh, "alias": self._index, "is_write_index": True}},
            ]
            client.indices.update_aliases(body={"actions": actions})

    def read_mark(self) -> Json:
        """Return what the index says about itself; {} where there is none, or one that other code made."""
        said = self._read_source()
        return said if said.get("made_by") == fingerprint() else {}

    def is_of_other_version(self) -> bool:
        """Return whether there is an index that other code made."""
        return str(self._read_source().get("made_by", fingerprint())) != fingerprint()

    def _read_source(self) -> Json:
        with self._cluster.translate_faults() as client:
            told = client.get(index=self._index, id=MARK, params={"ignore": 404})
        said: Json = told.get("_source") or {}
        return said

    def flush(self) -> None:
        """Have the servers write all that they hold into the files of the index."""
        with self._cluster.translate_faults() as client:
            client.indices.flush(index=self._index)

    def erase(self, seconds: float) -> bool:
        """Have removed entries leave the servers' files within `seconds`; return whether they have left all copies."""
        until = time.monotonic() + seconds
        while self.removed_but_kept():
            self.flush()
            with self._cluster.translate_faults() as client:
                client.indices.forcemerge(index=self._index, params={"only_expunge_deletes": "true"})
            if time.monotonic() > until:
                return not self.removed_but_kept()
            time.sleep(min(_PAUSE, seconds))
        if seconds:
            self.flush()  # where the servers merged by themselves, their last commit still holds the files of before
        return True

    def removed_but_kept(self) -> int:
        """Return how many removed entries are still in the files of some copy of the index."""
        with self._cluster.translate_faults() as client:
            told = client.indices.stats(index=self._index, metric="docs", params={"level": "shards"})
        copies = (copy for one in told["indices"].values() for part in one["shards"].values() for copy in part)
        return max((copy["docs"]["deleted"] for copy in copies), default=0)

    def size(self) -> int:
        """Return the bytes of one copy of the index."""
        with self._cluster.translate_faults() as client:
            told = client.indices.stats(index=self._index, metric="store")
        return int(told["_all"]["primaries"]["store"]["size_in_bytes"])

    # What a process that died left

    def leftovers(self, age: float) -> list[str]:
        """Return the names of indexes that were begun and never took their place, silent for `age` seconds."""
        return [name for name, silent in self._unfinished_indexes() if silent >= age]

    def tidy(self, age: float) -> None:
        """Remove what `leftovers` names, and have removed entries leave the files; with an `age` of 0 wait for that.

        Raises LibraryBusy where another process is filling an index, and where words are still in the files.
        """
        unfinished = self._unfinished_indexes()
        with self._cluster.translate_faults() as client:
            for name, silent in unfinished:
                if silent >= max(age, _BUSY):
                    client.indices.delete(index=name, params={"ignore": 404})
        if self.read_mark() and not self.erase(0 if age else _ERASING) and not age:
            raise LibraryBusy("The search servers still keep removed words in their files.")
        if any(age <= silent < _BUSY for _, silent in unfinished):
            raise LibraryBusy("Another process is making the search index anew.")

    def _unfinished_indexes(self) -> list[tuple[str, float]]:
        with self._cluster.translate_faults() as client:
            held = client.indices.get_alias(index=f"{self._index}-*", params={"ignore": 404})
        ours = re.compile(rf"{re.escape(self._index)}-[0-9a-f]{{32}}")  # not those of another whose name begins so
        names = [name for name in held if ours.fullmatch(name) and f"{name}-filling" in held[name]["aliases"]]
        return [(name, self._silent_seconds(name)) for name in names]

    def _silent_seconds(self, name: str) -> float:
        """Return for how many seconds nothing was written to an index that is being filled."""
        with self._cluster.translate_faults() as client:
            told = client.get(index=name, id=MARK, params={"ignore": 404})
            if told.get("found"):
                return abs(time.time() - float(told["_source"]["written"]))
            made = client.indices.get_settings(index=name, params={"ignore": 404}).get(name)
        return max(0.0, time.time() - int(made["settings"]["index"]["creation_date"]) / 1000) if made else 0.0


def _put(entry: IndexEntry, mark: int) -> Json:
    return {**_change("index", entry.id, mark), "_source": document(entry)}


def _change(kind: str, id_: str, mark: int) -> dict[str, Any]:
    return {"_op_type": kind, "_id": id_, "version": mark, "version_type": "external_gte"}


def refuse_without(held: Json) -> None:
    """Raise LibraryUnavailable where there is no index: what is added now would be all there is."""
    if not held:
        raise LibraryUnavailable(NO_INDEX)
