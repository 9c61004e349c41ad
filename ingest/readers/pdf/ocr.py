"""Pages that are pictures, read by Debian's tesseract where it is installed. Nothing is written to disk."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium

from ingest.layout.marks import UNMARKED, LetterRun, MarkedPage
from ingest.readers.pdf import tesseract

_DOTS = 200  # an inch: enough for print of ten points, and 300 is slower and no better
_POINTS = 72 / _DOTS
_SURE = 30  # of a hundred: words that tesseract is less sure of are specks and lines
_SECONDS = 60  # for one page
_WORD, _FIELDS = "5", 12
_BULLETS = frozenset("¢«»®©°¤*")  # what a bullet before a line is taken for, which stand there for nothing else
_OTHER_SIZE = 0.2  # part of a paragraph's size by which that of a line differs that is not of it
_SMALL, _RISING, _REACHING = 0.53, 0.73, 0.21  # parts of the type's size: small letters, tall ones, what is below
_TALL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhiklt!?'\"“”‘’()[]/&%£")
_DEEP = frozenset("gjpqy,;()[]Q")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: tuple[str, str, str]
    left: float
    top: float
    right: float
    bottom: float
    sure: float  # of a hundred, by tesseract's own word


def recognise_pages(data: bytes, numbers: Sequence[int]) -> Iterator[MarkedPage]:
    """Yield the pages with these numbers, counted from 1, with the words that their pictures show."""
    document = pdfium.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number - 1]
            image = page.render(scale=_DOTS / 72, grayscale=True).to_pil()
            out = io.BytesIO()
            image.save(out, "PNG")
            width, height = page.get_size()
            words = _words(out.getvalue())
            sure = median(word.sure for word in words) if words else 0.0
            yield MarkedPage(number, width, height, tuple(_runs(words)), sure=sure)
    finally:
        document.close()


def _words(picture: bytes) -> list[_Word]:
    """Return the words on a picture, in reading order; none where tesseract fails or takes too long."""
    command = [tesseract.PROGRAM, "stdin", "stdout", "-l", "eng", "--dpi", str(_DOTS), "--psm", "3", "tsv"]
    one_core = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, env=one_core, check=True)
    except (subprocess.SubprocessError, OSError):
        return []
    return [word for row in done.stdout.decode("utf-8", "replace").splitlines() if (word := _word(row.split("\t")))]


def _word(fields: list[str]) -> _Word | None:
    if len(fields) != _FIELDS or fields[0] != _WORD or float(fields[10]) < _SURE or not fields[11].strip():
        return None
    left, top, width, height = (int(value) * _POINTS for value in fields[6:10])
    return _Word(
        fields[11], (fields[2], fields[3], fields[4]), left, top, left + width, top + height, float(fields[10])
    )


def _type_size(word: _Word) -> float:
    """Return the size of type in points, by which of a word's letters rise above and reach below the small ones.

    Taken from words and not from lines: a line that was scanned a little askew is higher the longer it is.
    """
    letters = set(word.text)
    rises = _RISING if letters & _TALL else _SMALL
    return (word.bottom - word.top) / (rises + (_REACHING if letters & _DEEP else 0))


def _runs(words: Sequence[_Word]) -> Iterator[LetterRun]:
    """Yield the words as runs; those of a line share its baseline and the size of its type.

    That is the size of its paragraph, unless the line is plainly larger or smaller: a heading taken for its first line.
    """
    lines: dict[tuple[str, str, str], list[_Word]] = {}
    paragraphs: dict[tuple[str, str], list[float]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
        paragraphs.setdefault(word.line[:2], []).append(_type_size(word))
    usual = {place: median(found) for place, found in paragraphs.items()}
    for (block, paragraph, _), line in lines.items():
        baseline = median(word.bottom for word in line)
        own, around = median(map(_type_size, line)), usual[block, paragraph]
        size = float(round(own if abs(own - around) > _OTHER_SIZE * around else around) or 1)
        for at, word in enumerate(line):
            text = "•" if not at and len(line) > 1 and word.text in _BULLETS else word.text
            yield LetterRun(text, word.left, word.right, baseline, size, False, UNMARKED, 0)
