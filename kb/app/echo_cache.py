"""Cache the most similar findings of each finding in a file, so that a new process need not compute them again.

The file holds ids and numbers, no words. It is derived: where it is missing, damaged, or made of other findings, by
another vocabulary or by other code, what it would have said is found out anew. In a library so large that what comes
late joins an arrangement as it is, what is known of the others stays, and newcomers are entered with those they echo.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.core.model import FindingInContext
from kb.recurrence import REARRANGED_FINDINGS, REARRANGED_SHARE, Like

ECHOES_KEPT = 20  # likest kept of each finding
WORTH_SAVING = 100  # newly found out since the last keeping, from which it is worth keeping again
_log = logging.getLogger("kb")


class EchoCache:
    """The most similar findings of each finding asked for so far, saved in a file."""

    def __init__(self, path: Path, vocabulary: str) -> None:
        self._path = path
        self._made_by = f"{_code()}:{vocabulary}"
        self._likes: dict[str, tuple[Like, ...]] = {}
        self._unkept = 0

    def __len__(self) -> int:
        return len(self._likes)

    def get(self, finding: str) -> tuple[Like, ...] | None:
        """Return the most similar findings, best first, or None where they are not computed yet."""
        return self._likes.get(finding)

    def put(self, finding: str, likes: tuple[Like, ...]) -> None:
        """Remember the most similar findings of one."""
        self._likes[finding] = likes
        self._unkept += 1

    def enter(self, finding: str, likes: Iterable[Like]) -> None:
        """Add a new finding also to the entries of those it is like: likeness is symmetric."""
        for one in likes:
            known = self._likes.get(one.id)
            if known is not None and finding not in {other.id for other in known}:
                mine = Like(finding, one.score, one.verbatim, one.near)
                self._likes[one.id] = tuple(sorted((*known, mine), key=lambda like: -like.score)[:ECHOES_KEPT])

    def forget(self, gone: Iterable[str] | None = None) -> None:
        """Forget everything, or findings that are gone; whatever was like one of them is computed again."""
        if gone is None:
            self._likes.clear()
            return
        lost = set(gone)
        self._likes = {
            id_: likes
            for id_, likes in self._likes.items()
            if id_ not in lost and not any(one.id in lost for one in likes)
        }

    def recall(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Load the entries of the file that are still valid."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                arrays = {name: kept[name] for name in kept.files}
            if str(arrays["made_by"]) == self._made_by:
                self._likes = _still_so(arrays, holdings)
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, zipfile.BadZipFile):
            _log.info("what was kept of echoes cannot be read and is found out anew")
        self._unkept = 0

    def keep(self, holdings: Mapping[str, FindingInContext]) -> None:
        """Write the file, where enough was found out since it was last written. That it cannot be is no harm."""
        if self._unkept < min(WORTH_SAVING, max(len(self._likes), 1)):
            return
        self._unkept = 0
        try:
            with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".echoes-") as folder:
                fresh = Path(folder, self._path.name)
                np.savez(fresh, allow_pickle=False, **_arrays(self._likes, holdings, self._made_by))
                fresh.replace(self._path)
        except OSError:
            _log.info("what was found out of echoes cannot be kept")


def _arrays(
    likes: Mapping[str, tuple[Like, ...]], holdings: Mapping[str, FindingInContext], made_by: str
) -> dict[str, npt.NDArray[Any]]:
    ids = list(holdings)
    place = {id_: number for number, id_ in enumerate(ids)}
    told = {id_: [one for one in likes[id_] if one.id in place] for id_ in ids if id_ in likes}
    every = list(chain.from_iterable(told.values()))
    return {
        "made_by": np.array(made_by),
        "ids": np.array([id_.encode() for id_ in ids]),
        "digests": np.array([_digest(holding) for holding in holdings.values()], np.uint64),
        "told": np.array([place[id_] for id_ in told], np.int32),
        "sizes": np.array([len(one) for one in told.values()], np.int32),
        "others": np.array([place[one.id] for one in every], np.int32),
        "scores": np.array([one.score for one in every], np.float64),
        "verbatim": np.array([one.verbatim for one in every], np.bool_),
        "near": np.array([one.near for one in every], np.bool_),
    }


def _still_so(
    arrays: Mapping[str, npt.NDArray[Any]], holdings: Mapping[str, FindingInContext]
) -> dict[str, tuple[Like, ...]]:
    """Return the entries that are still valid: all of them, or most in a large library."""
    ids = [id_.decode() for id_ in arrays["ids"].tolist()]
    then = dict(zip(ids, arrays["digests"].tolist(), strict=True))
    now = {id_: _digest(holding) for id_, holding in holdings.items()}
    changed = {id_ for id_ in then.keys() | now.keys() if then.get(id_) != now.get(id_)}
    if changed and (len(now) <= REARRANGED_FINDINGS or len(changed) * REARRANGED_SHARE > len(now)):
        return {}
    names = ("others", "scores", "verbatim", "near")
    every = [
        Like(ids[other], score, verbatim, near)
        for other, score, verbatim, near in zip(*(arrays[name].tolist() for name in names), strict=True)
    ]
    ends = np.cumsum(arrays["sizes"].astype(np.int64)).tolist()
    told = {
        ids[place]: tuple(every[end - size : end])
        for place, size, end in zip(arrays["told"].tolist(), arrays["sizes"].tolist(), ends, strict=True)
    }
    if not changed:
        return told
    # a newcomer may be like anyone; those whom it is like are found out anew by asking it
    return {
        id_: likes for id_, likes in told.items() if id_ not in changed and not any(one.id in changed for one in likes)
    }


def _digest(held: FindingInContext) -> int:
    """Return a number that changes with anything on which likeness depends."""
    found = held.finding
    tags = ";".join(f"{tag.theme}={tag.certainty.value}" for tag in found.tags)
    parts = (found.id, found.kind.value, found.heading[-1] if found.heading else "", tags)
    where = (held.document.id, held.review.slug, held.review.review_type)
    said = "\x1f".join((*parts, *where)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")


def _code() -> str:
    """Return a digest of the code that computes likeness: its own source and that of the stemming under it."""
    files = sorted(resources.files("kb.recurrence").iterdir(), key=lambda one: one.name)
    data = sorted(resources.files("kb.recurrence").joinpath("data").iterdir(), key=lambda one: one.name)
    source = b"".join(one.read_bytes() for one in (*files, *data) if one.name.endswith((".py", ".npz")))
    source += resources.files("kb.text").joinpath("stemming.py").read_bytes()
    return hashlib.sha256(source).hexdigest()[:16]
