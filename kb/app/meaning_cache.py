"""What findings mean, kept beside the library, so that a new process need not encode them again.

The file holds numbers alone, of what is held. It is derived: where it is missing or damaged, findings are encoded anew.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any, Self

import numpy as np

from kb.core.disk import replacing
from kb.core.model import FindingInContext
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.encoder import SHA256
from kb.recurrence.meanings import text_keys, without_gone
from kb.vocabulary import Vocabulary

_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)  # what a damaged file raises
_log = logging.getLogger("kb")


class MeaningFile:
    """The vectors of an encoder in a file; without an encoder what is gone is taken out of it, and nothing is added."""

    def __init__(self, path: Path, meanings: Meanings | None, vocabulary: str) -> None:
        self._path = path
        self.meanings = meanings
        self._made_by = f"{SHA256}:{vocabulary}"
        self._kept = 0
        self._read = 0

    @classmethod
    def of(cls, folder: Path, vocabulary: Vocabulary, *, wanted: bool) -> Self:
        """Return the file of a library in `folder`; without vectors where no encoder is there or wanted."""
        encoder = find_encoder() if wanted else None
        meanings = Meanings(encoder, vocabulary.acronyms) if encoder else None
        # of a vocabulary only its acronyms are read before a text is encoded
        return cls(folder / "meanings.npz", meanings, _digest(vocabulary.acronyms))

    def recall(self) -> None:
        """Take in what the file says, where it is of this encoder and this vocabulary's acronyms."""
        if self.meanings is None or not self._is_newer():
            return
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                if str(kept["made_by"]) == self._made_by:
                    self.meanings.take({name: kept[name] for name in kept.files if name != "made_by"})
        except FileNotFoundError:
            pass
        except _UNREADABLE:
            _log.info("what was kept of meanings cannot be read and is made anew")
        self._kept = len(self.meanings)

    def _is_newer(self) -> bool:
        """Return whether the file was written since it was last read, as another process may have done."""
        try:
            written = self._path.stat().st_mtime_ns
        except OSError:
            return False
        newer, self._read = written != self._read, written
        return newer

    def lacks(self, held: Set[str]) -> Set[str]:
        """Return those of these findings whose texts are not known here as held; none without an encoder."""
        return frozenset() if self.meanings is None else held - self.meanings.held_ids

    def keep(self, fresh: Iterable[FindingInContext], held: Set[str] | None = None) -> None:
        """Know which findings are held and write the file, where that is new. That it cannot be written is no harm.

        `fresh` are those that came or changed, and all that this lacks; `held` the ids of all, where there are others.
        """
        said = text_keys((one.finding.id, one.finding.text, one.finding.last_heading) for one in fresh)
        held = said.keys() if held is None else held
        if self.meanings is None:
            self._forget_gone(said, held)
            return
        others = self.meanings.hold(said, held)
        if len(self.meanings) == self._kept and not others:
            return
        self._kept = len(self.meanings)
        self._write(self._made_by, self.meanings.arrays())

    def _forget_gone(self, fresh: Mapping[str, int], held: Set[str]) -> None:
        """Take what is no longer held out of the file that an earlier start with the encoder left."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                made_by, left = str(kept["made_by"]), without_gone(kept, fresh, held)
        except FileNotFoundError:
            return
        except _UNREADABLE:
            _log.info("what was kept of meanings cannot be read")
            return
        if left is not None:
            self._write(made_by, left)

    def _write(self, made_by: str, arrays: Mapping[str, Any]) -> None:
        try:
            # an open file, since of a path numpy makes one that ends in ".npz"
            with replacing(self._path) as beside, beside.open("wb") as file:
                np.savez(file, made_by=np.array(made_by), **dict(arrays))
        except OSError:
            _log.info("what was found out of meanings cannot be kept")


def _digest(acronyms: Mapping[str, str]) -> str:
    """Return what changes with any short form, or with what one stands for."""
    return hashlib.sha256(repr(sorted(acronyms.items())).encode("utf-8", "replace")).hexdigest()[:16]
