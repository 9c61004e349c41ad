"""Lists that run in a paragraph: between semicolons, with marks of their own, or with marks glued to their words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ingest.structure.paragraphs import TextPiece
from kb.core.expressions import expression
from kb.text.sentences import split_sentences

_CHAIN = 3  # parts from which semicolons make a list
_INLINE = expression(r"(?:(?<=^)|(?<=[\s;:.]))\(?(?P<mark>\d{1,2}|[a-h])\)\s+(?=\S)")
_GLUED = expression(r"(?:^|\n)[ \t]*(?P<mark>\d{1,2}|l)(?=[A-Z][a-z ])")
_BULLETS = "•●▪■◦○‣➢►✓✔"
_BULLETED = expression(rf"(?:^|\n)[ \t]*(?P<mark>[{_BULLETS}]|[-–—→*](?=[ \t]))\s*(?=\S)")
_COUNTED = expression(r"(?:^|(?<=[.;:!?]\s))(?P<mark>(?:\d{1,2}\.){0,2}\d{1,2})\.?\s+(?=[A-Z])")
_LABELLED = expression(
    r"(?:^|(?<=[.;!?]\s))(?P<word>(?:Recommendation|RECOMMENDATION|Action|Lesson|Finding|Learning\s+[Pp]oint|Concern)\s+|R)"
    r"(?P<number>\d{1,2})\s*[.:)–-]\s+(?=\S)"
)
_ASKS = expression(r"\b(?:should|must|ought\s+to|needs?\s+to)\b")
_MAY_CHAIN = expression(
    rf"[;){_BULLETS}]|^[-–—→*]\s|" r"^(?:1|l)[A-Z][a-z ]|[.;:!?]\s(?:\d{1,2}\.){0,2}\d{1,2}\.?\s+[A-Z]"
)


def cuts_of(piece: TextPiece, text: str, *, run_in: bool) -> list[tuple[int, int]]:
    """Return where the items of a list in a paragraph begin in the document's text, and where their words begin.

    After a label that runs into its paragraph (`run_in`) two items between semicolons are a list.
    """
    if piece.is_item:  # of a printed list only what counts on from it is another
        return _counted_marks(piece, text) if piece.number else _bulleted_lines(piece, text)
    if not _MAY_CHAIN.search(piece.text):
        return []
    return (
        _glued_marks(piece, text)
        or _bulleted_lines(piece, text)
        or _inline_marks(piece, text)
        or _counted_marks(piece, text)
        or _semicolons(piece, text, run_in)
    )


def labels_of_run(piece: TextPiece, text: str) -> list[int]:
    """Return where "Recommendation 1", "Recommendation 2" or "R1", "R2" begin in a paragraph, where they count on."""
    found = [
        (start + m.start("word"), m["word"].strip().lower(), int(m["number"]))
        for start, end in piece.stretches
        for m in _LABELLED.finditer(text[start:end])
    ]
    counts_on = all((before[1], before[2] + 1) == (after[1], after[2]) for before, after in itertools.pairwise(found))
    begins = bool(found) and found[0][0] == piece.stretches[0][0]
    return [at for at, _, _ in found] if begins and len(found) > 1 and counts_on else []


def _glued_marks(piece: TextPiece, text: str) -> list[tuple[int, int]]:
    """Return where lines begin with a mark glued to their first word: "1The need", or "l" for a lost bullet."""
    found = [
        (start + m.start("mark"), start + m.end("mark"), m["mark"])
        for start, end in piece.stretches
        for m in _GLUED.finditer(text[start:end])
    ]
    marks = [mark for _, _, mark in found]
    counted = marks == [str(n) for n in range(1, len(marks) + 1)]
    bullets = all(mark == "l" for mark in marks)
    whole = bool(found) and found[0][0] == piece.stretches[0][0]
    return [(start, end) for start, end, _ in found] if len(found) > 1 and whole and (counted or bullets) else []


def _bulleted_lines(piece: TextPiece, text: str) -> list[tuple[int, int]]:
    """Return where lines that their writer broke begin with a bullet; the first may have been the paragraph's own."""
    found = [
        (start + m.start("mark"), start + m.end())
        for start, end in piece.stretches
        for m in _BULLETED.finditer(text[start:end])
    ]
    begin = piece.stretches[0][0]
    if found and piece.is_item and found[0][0] > begin:
        found.insert(0, (begin, begin))
    return found if len(found) > 1 and found[0][0] == begin else []


def _inline_marks(piece: TextPiece, text: str) -> list[tuple[int, int]]:
    """Return where "(1)", "(2)" or "a)", "b)" stand within a paragraph, when they count on from the first."""
    found = [
        (start + m.start(), start + m.end(), m["mark"])
        for start, end in piece.stretches
        for m in _INLINE.finditer(text[start:end])
    ]
    if len(found) < 2:
        return []
    marks = [mark for _, _, mark in found]
    numbers = [str(n) for n in range(1, len(marks) + 1)]
    letters = [chr(ord("a") + n) for n in range(len(marks))]
    return [(start, end) for start, end, _ in found] if marks in (numbers, letters) else []


def _counted_marks(piece: TextPiece, text: str) -> list[tuple[int, int]]:
    """Return where "6.1", "6.2" or "1.", "2." begin the sentences of a paragraph, when they count on.

    The first may be the paragraph's own number, which is no part of its words.
    """
    found = [
        (start + m.start(), start + m.end(), m["mark"])
        for start, end in piece.stretches
        for m in _COUNTED.finditer(text[start:end])
    ]
    begin = piece.stretches[0][0]
    if found and found[0][0] > begin and piece.number:
        found.insert(0, (begin, begin, piece.number.rstrip(".)")))
    places = [mark.rpartition(".") for _, _, mark in found]
    of_one_list = len({head for head, _, _ in places}) == 1 and (found[0][0] == begin or places[0][2] == "1")
    counts_on = of_one_list and all(
        int(after[2]) == int(before[2]) + 1 if before[2].isdigit() else False
        for before, after in itertools.pairwise(places)
    )
    return [(start, end) for start, end, _ in found] if len(found) > 1 and counts_on else []


def _semicolons(piece: TextPiece, text: str, run_in: bool) -> list[tuple[int, int]]:
    """Return where the items of a chain of semicolons begin and where their words begin."""
    if len(split_sentences(piece.text)) > 1 and not run_in:
        return []
    begin = piece.stretches[0][0]
    colon = next(
        (start + at + 1 for start, end in piece.stretches if (at := text.find(":", start, end) - start) > 0), begin
    )
    asking = not run_in and colon == begin  # no words lead in, so that each part must ask by itself
    cuts = [(colon, colon)]
    depth = 0
    for start, end in piece.stretches:
        for at in range(max(start, colon), end):
            letter = text[at]
            depth += (letter in "([") - (letter in ")]")
            if letter == ";" and depth <= 0:
                cuts.append((at + 1, at + 1))
    if text[cuts[-1][0] : piece.stretches[-1][1]].strip(" .\n") == "":
        cuts.pop()
    if asking and not _all_ask(
        [text[at:end] for (at, _), (end, _) in itertools.pairwise([*cuts, (piece.stretches[-1][1],) * 2])]
    ):
        return []
    return cuts if len(cuts) >= (2 if run_in else _CHAIN) else []


def _all_ask(parts: Sequence[str]) -> bool:
    """Return whether each part of a chain asks: "Police should ring; schools should write; and ..."."""
    return all(_ASKS.search(part) for part in parts)
