"""What forbids that two findings are one lesson, however alike they are.

Praise is not the same as what is wanting on the same matter, a publisher's standing sentence is nobody's lesson, and
where doer and receiver change places another thing is asked. Where an encoder is present, what they mean must be alike
as well: themes and words in common are not enough.
"""

from __future__ import annotations

import numpy as np

from kb.recurrence.lesson_columns import Flags, LessonPairs

MEANT = 0.2  # cosine of what two findings mean, by the encoder, from which they may be one lesson, ...
MEANT_ASKED = 0.1  # ... and where one asks for what the other finds wanting: the two are worded less alike


def are_one_lesson(pairs: LessonPairs) -> Flags:
    """Return for each pair whether nothing that the two say forbids that they are one lesson."""
    meant = np.where(pairs.asked, MEANT_ASKED, MEANT)
    told: Flags = ~pairs.contradict & ((pairs.meant >= meant) | pairs.verbatim)
    return told
