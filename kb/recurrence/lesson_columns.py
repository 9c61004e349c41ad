"""What is asked of two findings before they are one lesson, in columns: of one and of many others at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from kb.recurrence.feature_columns import STANDINGS, KeptFeatures
from kb.recurrence.features import ASKING_KINDS, FindingFeatures, Floats, Ints, Sense
from kb.recurrence.ragged_rows import Doubles, Places, RaggedRows, TakenRows, is_among
from kb.recurrence.roles import Parts, reversed_roles

Flags = npt.NDArray[np.bool_]
VERBATIM = 0.8  # share of words in common from which a repeat is called word for word
VERBATIM_WORDS = 6  # words without which nothing is called that
_PRAISE, _NEED = STANDINGS.index("practice"), STANDINGS.index("need")
_OPPOSITE = {"practice": _NEED, "need": _PRAISE}
_WORD_MARKS = 1 << 16  # words are told apart by so many marks before they are compared


@dataclass(frozen=True, slots=True, eq=False)
class LessonPairs:
    """A finding and each of several others: what is asked of the two, a place for each."""

    contradict: Flags  # whether they say different things of one matter, or nothing that anybody could learn
    asked: Flags  # whether one asks for something and the other does not
    praised: Flags  # whether both tell what went well
    verbatim: Flags  # whether they repeat each other word for word, or nearly
    longest: Ints  # words of the longer one
    meant: Doubles  # how alike they are in what they mean: a cosine, -1 to 1, by an encoder; 1 without one
    lessons: Doubles  # the same of the lessons of the field that they seem to tell
    senses: Floats  # what each of the others means by itself, a row each

    def take(self, chosen: Flags | Places) -> LessonPairs:
        """Return those of some others."""
        return LessonPairs(
            self.contradict[chosen],
            self.asked[chosen],
            self.praised[chosen],
            self.verbatim[chosen],
            longest=self.longest[chosen],
            meant=self.meant[chosen],
            lessons=self.lessons[chosen],
            senses=self.senses[chosen],
        )


class LessonColumns:
    """Findings as they are held to one other."""

    def __init__(self, kept: KeptFeatures) -> None:
        self._kept = kept
        self._columns = kept.columns
        self._word_rows = RaggedRows(kept.columns["words.starts"])
        self._agency_rows = RaggedRows(kept.columns["agencies.starts"])

    @classmethod
    def of(cls, said: Sequence[FindingFeatures]) -> Self:
        """Return the columns of these findings."""
        return cls(KeptFeatures.of(said))

    def compare(self, said: FindingFeatures, at: Places) -> LessonPairs:
        """Hold a finding to those at some places."""
        columns = self._columns
        standing, senses = columns["standing"][at], columns["sense"][at].astype(np.float32)
        own = said.sense.astype(np.float32)
        parted = columns["formula"][at] | said.formula | self._change_places(said.parts, at)
        if said.standing in _OPPOSITE:
            parted |= standing == _OPPOSITE[said.standing]
        return LessonPairs(
            parted,
            self._asking[columns["kind"][at]] != (said.kind in ASKING_KINDS),
            (standing == _PRAISE) & (said.standing == "practice"),
            self.find_verbatim(said, at),
            longest=np.maximum(columns["length"][at], said.length),
            meant=_cosines(own, senses, Sense.MEANING) if len(own[Sense.MEANING]) else np.ones(len(at)),
            lessons=_cosines(own, senses, Sense.LESSONS),
            senses=senses,
        )

    def agencies(self, at: Places) -> tuple[TakenRows, Ints]:
        """Return the terms by which those at some places name agencies: their rows, and the terms."""
        rows = self._agency_rows.take(at)
        return rows, self._columns["agencies"][rows.entries]

    @cached_property
    def _asking(self) -> Flags:
        """Whether each kind asks for something."""
        return np.array([kind in ASKING_KINDS for kind in self._kept.kinds], np.bool_)

    @cached_property
    def _doers(self) -> tuple[Ints, dict[str, int]]:
        """The number of who does what is told, for each that is told, and the numbers by name; -1 where none is."""
        numbers: dict[str, int] = {}
        doers = [
            -1 if parts is None else numbers.setdefault(parts.doer.removeprefix("to "), len(numbers))
            for parts in self._kept.parts
        ]
        return np.array(doers, np.int32), numbers

    def _change_places(self, parts: Parts | None, at: Places) -> Flags:
        """Return with whom at some places doer and receiver change places."""
        told: Flags = np.zeros(len(at), np.bool_)
        doers, numbers = self._doers
        others = [numbers[one] for one in parts.others if one in numbers] if parts else []
        if others:
            said = self._columns["parts"][at]
            for place in np.flatnonzero(is_among(doers[said], others)).tolist():
                told[place] = reversed_roles(parts, self._kept.parts[said.item(place)])
        return told

    def find_verbatim(self, said: FindingFeatures, at: Places) -> Flags:
        """Return whether each at some places repeats a finding word for word, or nearly."""
        sizes = self._word_rows.sizes(at)
        every, most = sizes + len(said.words), np.minimum(sizes, len(said.words))  # most that the two can share
        length = np.minimum(self._columns["length"][at], said.length)
        may_be: Flags = (2 * most >= VERBATIM * every) & (length >= VERBATIM_WORDS)
        if not may_be.any():
            return may_be
        places = np.flatnonzero(may_be)
        rows = self._word_rows.take(at[places])
        # words of one mark may differ: what does not share enough marks does not share enough words
        marks = np.zeros(_WORD_MARKS, np.bool_)
        marks[said.words & (_WORD_MARKS - 1)] = True
        shared = marks[self._columns["words"][rows.entries] & (_WORD_MARKS - 1)]
        may_be[places] = 2 * rows.sums(shared.astype(np.float64)) / every[places] >= VERBATIM
        own = frozenset(said.words.tolist())
        for place in np.flatnonzero(may_be).tolist():
            words = self._columns["words"][self._word_rows.take(at[place : place + 1]).entries]
            may_be[place] = 2 * len(own.intersection(words.tolist())) / every.item(place) >= VERBATIM
        return may_be


def _cosines(own: Floats, senses: Floats, part: slice) -> Doubles:
    cosines: Doubles = np.vecdot(senses[:, part], own[part]).astype(np.float64)
    return cosines
