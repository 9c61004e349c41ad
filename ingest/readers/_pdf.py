"""A PDF read by the engine that does best by it, with notes on what was noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.layout.compose import write
from ingest.layout.marks import Sheet
from ingest.layout.pages import read_sheets
from ingest.layout.tagged import Element
from ingest.readers import Limits
from ingest.readers._pypdf import ENGINE, Damaged, Opened
from ingest.readers._quality import Quality, quality_of
from kb.errors import Refused
from kb.model import Document, Note

_AGAIN = "Fetch it again from its source; if it opens in a PDF program, save a copy there and add that."
_OCR = "it needs text recognition (OCR) first"
_RECOGNISED = "is a picture and was read by text recognition (OCR); check its words against the page."
_FEW = 6  # words: a page of no more that shows a large picture is a picture of a page
_LARGE = 0.5  # of the page


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an engine made of a file."""

    sheets: tuple[Sheet, ...]
    quality: Quality
    engine: str
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    tags: Element | None = None


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the file as a Document. Raises Refused: damaged, password, too_large, no_text."""
    taken = _with_scans_read(_taken(data, name, limits), data, limits.ocr_pages)
    scans = [sheet.number for sheet in taken.sheets if _is_scan(sheet)]
    if not taken.quality.words:
        _refuse_empty(name, taken, scans)
    paper = write(read_sheets(taken.sheets, taken.tags), taken.labels, len(taken.sheets))
    notes = (*taken.notes, *_notes(taken, scans))
    return Document(
        name, "", "pdf", paper.text, tuple(paper.pages), tuple(paper.blocks), notes, taken.properties, taken.engine
    )


_LOCKED = (
    "is protected in a way that cannot be read here (an unknown security handler). Open it in the program that it was "
    "made for, save or print a copy without the protection, and add that."
)


def _taken(data: bytes, name: str, limits: Limits) -> _Taken:
    """Read by pypdf; where that fails or reads badly, by PDFium, if it does better."""
    try:
        first = _by_pypdf(data, name, limits)
    except Damaged as fault:
        second = _by_pdfium(data, name, limits)
        if second is None or not second.quality.words:
            # how pypdf meets a way of protection that it does not know
            if isinstance(fault.__cause__, NotImplementedError) and b"/Encrypt" in data:
                raise Refused("password", f"{name} {_LOCKED}") from fault
            raise Refused("damaged", f"{name} is damaged and cannot be read. {_AGAIN}") from fault
        note = Note("damaged", "The file is damaged; what could be read of it was kept, and some may be missing.")
        return replace(second, notes=(note,))
    if not first.quality.bad:
        return first
    second = _by_pdfium(data, name, limits)
    if second is None or not _is_better(second.quality, first.quality):
        return first
    return replace(second, notes=first.notes, labels=first.labels, properties=first.properties)


def _is_better(second: Quality, first: Quality) -> bool:
    if second.words < 20 or first.words < 20:
        return second.words > first.words
    return second.cost < 0.8 * first.cost and second.words > 0.5 * first.words


def _by_pypdf(data: bytes, name: str, limits: Limits) -> _Taken:
    opened = Opened(data, name)
    _check_pages(opened.count, name, limits)
    sheets: list[Sheet] = []
    notes = [*opened.notes()]
    letters = 0
    for number in range(opened.count):
        try:
            sheets.append(opened.sheet(number))
        except Damaged:
            if opened.count == 1:
                raise
            sheets.append(Sheet(number + 1, 595.0, 842.0, ()))
            notes.append(Note("page_damaged", f"Page {number + 1} is damaged and could not be read.", number + 1))
        letters += sum(len(run.text) for run in sheets[-1].runs)
        if letters > limits.max_text:
            raise Refused("too_large", f"{name} holds more text than the limit of {limits.max_text:,} characters.")
    quality = quality_of(sheets)
    return _Taken(
        tuple(sheets), quality, ENGINE, tuple(notes), tuple(opened.labels()), opened.properties(), opened.tags()
    )


def _by_pdfium(data: bytes, name: str, limits: Limits) -> _Taken | None:
    from ingest.readers._pdfium import ENGINE as SECOND  # here, since hardly a file needs it
    from ingest.readers._pdfium import NotOpened, Second

    try:
        opened = Second(data)
    except NotOpened:
        return None
    _check_pages(opened.count, name, limits)
    sheets = tuple(opened.sheet(number) for number in range(opened.count))
    return _Taken(sheets, quality_of(sheets), SECOND)


def _with_scans_read(taken: _Taken, data: bytes, most: int) -> _Taken:
    """Return what was taken with the words of pages that are pictures, up to `most` of them, where OCR is to be had."""
    scans = [sheet.number for sheet in taken.sheets if _is_scan(sheet)][:most]
    if not scans:
        return taken
    from ingest.readers import _ocr  # here, since hardly a file needs it

    if not _ocr.is_there():
        return taken
    read = {sheet.number: sheet for sheet in _ocr.recognised(data, scans) if sheet.runs}
    sheets = tuple(read.get(sheet.number, sheet) for sheet in taken.sheets)
    notes = tuple(Note("read_by_ocr", f"Page {number} {_RECOGNISED}", number) for number in sorted(read))
    return replace(taken, sheets=sheets, quality=quality_of(sheets), notes=(*taken.notes, *notes))


def _check_pages(count: int, name: str, limits: Limits) -> None:
    if count > limits.max_pages:
        raise Refused("too_large", f"{name} has {count:,} pages, more than the limit of {limits.max_pages:,}.")


def _is_scan(sheet: Sheet) -> bool:
    """Whether a page shows a picture where words should be."""
    words = sum(len(run.text.split()) for run in sheet.runs)
    return (words == 0 and sheet.pictures > 0) or (words <= _FEW and sheet.pictures >= _LARGE)


def _refuse_empty(name: str, taken: _Taken, scans: list[int]) -> None:
    if any(note.code == "xfa_form" for note in taken.notes):
        raise Refused(
            "no_text", f"{name} is a form that only Adobe Reader can fill in. Print it to a PDF and add that."
        )
    if scans:
        raise Refused("no_text", f"{name} has no text: its pages are pictures, and {_OCR}.")
    raise Refused("no_text", f"{name} has no text on any of its pages.")


def _notes(taken: _Taken, scans: list[int]) -> Iterator[Note]:
    for number in scans:
        yield Note("needs_ocr", f"Page {number} is a picture without text; {_OCR}.", number)
    if taken.quality.garbled:
        yield Note("garbled_text", "The text looks garbled: the file does not say which letters its signs stand for.")
