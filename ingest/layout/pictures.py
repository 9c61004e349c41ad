"""What a picture may hold back: all that stands under a heading, where a plan was pasted as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.core.document import Block, Note, Role
from kb.core.expressions import expression

_BESIDE = 14  # words of a section that only presents its picture
_OF_A_PLAN = expression(r"\b(?:plan|actions?|recommendations?|findings|lessons)\W*$", re.IGNORECASE)


def notes_on_pictures(blocks: Sequence[Block], text: str, places: Iterable[int]) -> Iterator[Note]:
    """Yield a note for each heading below which stands a picture and next to no words: a plan that was pasted as one.

    `places` says before which block each picture stands. What heads a document stands over its logo, but a plan.
    """
    heads = [at for at, block in enumerate(blocks) if block.role is Role.HEADING]
    told: dict[int, None] = {}
    for place in places:
        above = max((at for at in heads if at < place), default=None)
        if above is None:
            continue
        below = blocks[above + 1 : min((at for at in heads if at >= place), default=len(blocks))]
        said = sum(len(text[block.start : block.end].split()) for block in below if block.role is not Role.FURNITURE)
        heading = text[blocks[above].start : blocks[above].end]
        if said <= _BESIDE and (above or _OF_A_PLAN.search(heading)):
            told[above] = None
    for at in told:
        heading = text[blocks[at].start : blocks[at].end][:60]
        yield Note("picture_not_read", f"Under “{heading}” stands a picture. Any words in it were not read.")
