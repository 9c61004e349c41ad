"""What findings mean, kept beside the library, so that a new process need not encode them again.

The file holds numbers alone. It is derived: where it is missing or damaged, findings are encoded anew.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from kb.core.disk import replacing
from kb.core.model import FindingInContext
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.meanings import SHA256
from kb.vocabulary import Vocabulary

_log = logging.getLogger("kb")


class MeaningFile:
    """The vectors of an encoder in a file; without an encoder there is nothing to keep."""

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
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
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

    def keep(self, held: Iterable[FindingInContext]) -> None:
        """Know which findings are held and write the file, where that is new. That it cannot be written is no harm."""
        if self.meanings is None:
            return
        others = self.meanings.hold((one.finding.id, one.finding.text, one.finding.last_heading) for one in held)
        if len(self.meanings) == self._kept and not others:
            return
        self._kept = len(self.meanings)
        try:
            # an open file, since of a path numpy makes one that ends in ".npz"
            with replacing(self._path) as beside, beside.open("wb") as file:
                np.savez(file, made_by=np.array(self._made_by), **dict[str, Any](self.meanings.arrays()))
        except OSError:
            _log.info("what was found out of meanings cannot be kept")


def _digest(acronyms: Mapping[str, str]) -> str:
    """Return what changes with any short form, or with what one stands for."""
    return hashlib.sha256(repr(sorted(acronyms.items())).encode("utf-8", "replace")).hexdigest()[:16]
