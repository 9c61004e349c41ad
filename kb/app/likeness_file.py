"""What findings say as numbers, arranged for likeness, kept beside the library and mapped by all processes.

A process that begins need then not read the words of all findings. The file holds no words: terms stand as hashes.
It is derived: where it is missing, damaged or of another library, it is made anew.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.core.array_file import Array, ArrayFile, Arrays, DamagedArrays
from kb.core.disk import replacing

_log = logging.getLogger("kb")


@dataclass(frozen=True, slots=True)
class KeptLikeness:
    """What the file holds: all that was known after the change of this number, and a digest of each finding."""

    number: int
    digests: Mapping[str, str]
    columns: Mapping[str, Array]


class LikenessFile:
    """The file of one library; only what was made by this code and vocabulary is read."""

    def __init__(self, path: Path, made_by: str) -> None:
        self._path = path
        self.made_by = made_by

    def held_by(self) -> str:
        """Return what made the file that lies there, "" where there is none that can be read."""
        try:
            return Arrays(self._path)["made_by"].tobytes().decode()
        except (OSError, ValueError, LookupError, DamagedArrays):
            return ""

    def read(self) -> KeptLikeness | None:
        """Return what is kept, None where there is nothing that can be used."""
        try:
            arrays = Arrays(self._path)
            if arrays["made_by"].tobytes().decode() != self.made_by:
                return None
            ids, digests = arrays["id"].tolist(), arrays["digests"].tolist()
            known = {id_.decode(): told.decode() for id_, told in zip(ids, digests, strict=True)}
            return KeptLikeness(int(arrays["number"][0]), known, arrays.by_name())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, DamagedArrays):
            _log.info("what was kept of likeness cannot be read and is made anew")
            return None

    def keep(self, kept: KeptLikeness) -> None:
        """Write the file. Failing to is no harm. A process that has mapped the file before goes on with it."""
        ids = [id_.decode() for id_ in kept.columns["id"].tolist()]
        try:
            with replacing(self._path) as beside, ArrayFile(beside) as file:
                file.put_all(kept.columns)
                file.put("made_by", np.frombuffer(self.made_by.encode(), np.uint8))
                file.put("number", np.array([kept.number], np.int64))
                file.put("digests", np.array([kept.digests[id_].encode() for id_ in ids]))
        except OSError:
            _log.info("what was found out of likeness cannot be kept")
