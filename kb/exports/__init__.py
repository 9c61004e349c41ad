"""Write values as files that people and machines take away.

    payload = Findings(library.holdings(ids), library.all_answers())
    head = ExportHead(settings.name, "Findings on core groups", "2026-11-22", library.vocabulary)
    for piece in write(payload, "csv", head): ...

`formats()` and `endings(Findings)` list what is possible; a new format is a new file in kb/exports/formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import ModuleType

from kb.core import plugins
from kb.core.errors import BadQuestion
from kb.exports import formats as exports_formats
from kb.exports.payloads import (
    LAST_PLACE,
    LICENCE,
    PAYLOADS,
    Answers,
    CheckedDraft,
    Contrast,
    Documents,
    DraftEntry,
    DraftMatch,
    EchoPairs,
    Event,
    Exhibit,
    ExportHead,
    Findings,
    FollowedUp,
    Form,
    History,
    Pack,
    Payload,
    Quiz,
    RecurrenceTable,
    Reviews,
    Themes,
    Threads,
)

__all__ = [
    "LICENCE",
    "PAYLOADS",
    "Answers",
    "CheckedDraft",
    "Contrast",
    "Documents",
    "DraftEntry",
    "DraftMatch",
    "EchoPairs",
    "Event",
    "Exhibit",
    "ExportHead",
    "Findings",
    "FollowedUp",
    "Form",
    "History",
    "Pack",
    "Payload",
    "Quiz",
    "RecurrenceTable",
    "Reviews",
    "Themes",
    "Threads",
    "endings",
    "formats",
    "write",
]

_PIECE = 64 * 1024  # bytes


@lru_cache(maxsize=1)
def formats() -> Mapping[str, Form]:
    """Return every form there is by its ending, in the order of their names.

    Each module of `formats` states ENDING, MEDIA, LABEL and WRITERS; if it wants to SHORT and PLACE, for links, and
    MADE_WHOLE.
    """
    return {plug.ENDING: _form(plug) for plug in plugins.modules(exports_formats)}


def _form(plug: ModuleType) -> Form:
    short = getattr(plug, "SHORT", "") or plug.LABEL.partition(" (")[0]
    place, made_whole = getattr(plug, "PLACE", LAST_PLACE), getattr(plug, "MADE_WHOLE", False)
    return Form(plug.ENDING, plug.MEDIA, plug.LABEL, plug.WRITERS, short, place, made_whole)


def endings(shape: type[Payload]) -> tuple[str, ...]:
    """Return the endings of the formats that can hold this type of payload."""
    return tuple(ending for ending, form in formats().items() if shape in form.writers)


def write(payload: Payload, ending: str, head: ExportHead) -> Iterable[bytes]:
    """Write `payload` in a format; yield the bytes piece by piece.

    Raises BadQuestion where it cannot be had in that form, and LibraryUnavailable where the machine lacks what the form
    needs.
    """
    form = formats().get(ending)
    writer = form.writers.get(type(payload)) if form else None
    if writer is None:
        had = ", ".join(endings(type(payload)))
        raise BadQuestion(f"You can download this as {had}, but not as “{ending[:20]}”.")
    return _join_pieces(writer(payload, head))


def _join_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Put small pieces together, since a line at a time is slow to send."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)
