"""The likest of a finding as one text, as tables keep them: as objects they would take twice the memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from kb.core.recurrence_values import Like


@dataclass(frozen=True, slots=True)
class PackedLikes:
    """The findings most like another, best first, packed."""

    told: str  # JSON: [[id, score, word for word, nearly the same], ...]; ids are hexadecimal, so that none is escaped

    @classmethod
    def of(cls, likes: Iterable[Like]) -> Self:
        """Pack the likest of a finding."""
        rows = [(one.id, one.score, int(one.verbatim), int(one.near)) for one in likes]
        return cls(json.dumps(rows, separators=(",", ":")))

    def unpack(self) -> tuple[Like, ...]:
        """Return the likest of the finding."""
        rows = json.loads(self.told)
        return tuple(Like(id_, score, bool(verbatim), bool(near)) for id_, score, verbatim, near in rows)

    @property
    def ids(self) -> list[str]:
        """The ids of the likest, without unpacking the rest."""
        return self.told.split('"')[1::2]

    def score_of_last(self, of: int) -> float:
        """Return the likeness (a score from 0) of the last where there are `of` or more, 0 where there are fewer."""
        if self.told.count("[") <= of:
            return 0.0
        return float(self.told[self.told.rindex('"') + 2 :].split(",", 1)[0])
