"""What a keeper must know about how a document was read: nothing found, items not understood, another language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.findings.compiled_vocabulary import CompiledVocabulary
from ingest.findings.found import ExtractedFinding
from ingest.findings.unnamed_lists import lists_not_understood
from ingest.findings.unread_states import choices_unmarked, colours_in, states_without_words
from ingest.structure.boilerplate import announces_only, denies_itself, is_boilerplate
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.paragraphs import TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Note, Role
from kb.text.formatting import count_phrase

_SHOWN = 3  # headings named
_SEVERAL, _LINE = 2, 4  # lines under a heading that ought to hold findings, and words of one
_WELSH = frozenset(
    "dylai dylid bod yn yr y ac gan wedi oedd mae nid cael eu ei sut hyn plant plentyn teulu gwasanaethau "
    "diogelu i o ar "
    "am fod gyda rhwng pob bob wnaeth hynny adolygiad argymhellion argymhelliad dysgu bwrdd ymarfer oherwydd "
    "roedd".split()
)
_ENGLISH = frozenset("the of and to that was is were should be for with by at from not".split())
_PASSAGE = 8  # words of a piece that is more than a heading
_MOSTLY = 0.6  # of the passages; a document in both languages has about half in each
_LEAST_WELSH = 0.25  # of a piece's words
_CODES = frozenset(  # of the notes that `notices` gives
    (
        "colours_read",
        "colours_only",
        "states_without_words",
        "choices_unmarked",
        "no_findings",
        "headings_not_understood",
        "headings_without_findings",
        "welsh_not_read",
    )
)


def without_notices(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes without those that looking for findings gives: a held document is looked through anew."""
    return tuple(one for one in notes if one.code not in _CODES)


def notices(
    pieces: Sequence[TextPiece],
    parts: Sequence[SectionPart],
    found: Sequence[ExtractedFinding],
    compiled: CompiledVocabulary,
    text: str,
) -> Iterator[Note]:
    """Yield what was noticed when findings were looked for."""
    yield from _notes_on_colours(pieces, compiled.heading_cues, text)
    for header in choices_unmarked(pieces, compiled.heading_cues, compiled.statuses.offers):
        yield Note(
            "choices_unmarked",
            f"Cells of the column “{header[:60]}” print several answers; which was chosen could not be read.",
        )
    if not found:
        yield Note("no_findings", "No findings were read in this document. Open it, and add the findings that you see.")
    yield from _notes_on_headings(parts, found)
    yield from _notes_on_welsh(pieces, found)


def _notes_on_colours(pieces: Sequence[TextPiece], heading_cues: HeadingCues, text: str) -> Iterator[Note]:
    read, unread = colours_in(pieces, heading_cues, text)
    if read:
        yield Note(
            "colours_read",
            "Colours of cells without words were read as states of actions, by the legend of the document.",
        )
    if unread:
        yield Note(
            "colours_only",
            "A column of a table speaks by colours alone (red, amber, green); what they say was not read.",
        )
    for header in states_without_words(pieces, heading_cues):
        yield Note(
            "states_without_words",
            f"The column “{header[:60]}” of a table holds no words. Any colours or marks in it were not read.",
        )


def _notes_on_headings(parts: Sequence[SectionPart], found: Sequence[ExtractedFinding]) -> Iterator[Note]:
    lists = [*lists_not_understood(parts, found)]
    missed = [part.path[-1] for part, _ in lists]
    if missed:
        items = sum(len(listed) for _, listed in lists)
        yield Note(
            "headings_not_understood",
            f"{count_phrase(items, 'list item is', 'list items are')} not shown as "
            f"{'a finding' if items == 1 else 'findings'}, because the program did not understand the heading above: "
            f"{_first_headings(missed)}.",
        )
    silent = [heading for heading in headings_without_findings(parts, found) if heading not in missed]
    if silent:
        yield Note(
            "headings_without_findings",
            f"No findings were read under {count_phrase(len(silent), 'heading that names', 'headings that name')} "
            f"a kind of finding: {_first_headings(silent)}. Look there, and add what you see.",
        )


def _first_headings(headings: Sequence[str]) -> str:
    """Return the first few headings in quotes, each cut at 60 characters, and how many more there are."""
    names = "; ".join(f"“{heading[:60]}”" for heading in headings[:_SHOWN])
    return f"{names} and {len(headings) - _SHOWN} more" if len(headings) > _SHOWN else names


def _notes_on_welsh(pieces: Sequence[TextPiece], found: Sequence[ExtractedFinding]) -> Iterator[Note]:
    taken = {start for one in found for start, _ in one.finding.span.stretches}
    welsh = [piece for piece in pieces if is_welsh(piece.words) and piece.stretches[0][0] not in taken]
    if not welsh:
        return
    said = sum(piece.length >= _PASSAGE for piece in pieces)
    whole = sum(piece.length >= _PASSAGE for piece in welsh) > _MOSTLY * said
    passages = count_phrase(len(welsh), "passage")
    yield Note(
        "welsh_not_read",
        f"{'Most of this document is in Welsh. ' if whole else ''}"
        f"{passages} in Welsh: shown, but not read for findings.",
    )


def headings_without_findings(parts: Sequence[SectionPart], found: Sequence[ExtractedFinding]) -> Iterator[str]:
    """Yield the headings that announce a kind of finding over several lines of which none, at any depth, is a finding.

    What only says that there is nothing, and what a heading known by its likeness alone stands over, is no matter.
    """
    told = {one.part for one in found}
    for place, part in enumerate(parts):
        if part.heading is None or part.inherited or part.announced is None or part.announced.learned:
            continue
        below = range(place, place + 1)
        if not part.announced.kinds or part.announced.sort == "responses":
            continue
        while below.stop < len(parts) and parts[below.stop].path[: len(part.path)] == part.path:
            below = range(place, below.stop + 1)
        lines = [piece for at in below for piece in parts[at].pieces if _says(piece)]
        lines += [head.piece for at in below[1:] if (head := parts[at].heading) and _says(head.piece)]
        if len(lines) >= _SEVERAL and told.isdisjoint(below):
            yield part.path[-1]


def _says(piece: TextPiece) -> bool:
    """Return whether a piece is of some words and neither furniture nor a line that denies itself."""
    empty = is_boilerplate(piece.text, piece.words) or denies_itself(piece.text) or announces_only(piece.text)
    return piece.length >= _LINE and not empty and piece.role is not Role.NOTE


def is_welsh(words: Iterable[str]) -> bool:
    """Return whether most of the small words of a passage are Welsh."""
    said = list(words)
    if len(said) < 3:
        return False
    welsh = sum(word in _WELSH for word in said)
    return welsh >= max(2, _LEAST_WELSH * len(said)) and welsh > 2 * sum(word in _ENGLISH for word in said)
