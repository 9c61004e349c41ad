"""A PDF read by the engine that does best by it, with notes on what was noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pypdf.errors import LimitReachedError

from ingest.layout.compose import write
from ingest.layout.marks import MarkedPage
from ingest.layout.pages import read_sheets
from ingest.layout.tagged import Element
from ingest.readers import Limits
from ingest.readers.characters import TWICE_ENCODED, singly_encoded
from ingest.readers.page_notes import name_pages, pages_without_text
from ingest.readers.pdf import tesseract
from ingest.readers.pdf.quality import TextQuality, quality_of
from ingest.readers.pdf.visibility import large_words, without_margins, without_words
from ingest.readers.pdf.with_pypdf import ENGINE, DamagedPdf, OpenPdf
from kb.core.document import NEEDS_OCR, READ_BY_OCR, Document, Note, Page
from kb.core.errors import FileRefused

_AGAIN = "Fetch it again from its source; if it opens in a PDF program, save a copy there and add that."
_OCR = "it needs text recognition (OCR) first"
_HELD = (
    "it is kept, and gives no findings until text recognition (OCR) has read it. An editor can start that where the "
    "document is checked, or set KB_OCR to the most pages to read and run “kb reprocess”."
)
_RECOGNISED = (
    "is a picture and was read by text recognition (OCR), {:.0f} of 100 sure; check its words against the page."
)
_UNSHOWN = ("hidden_text", "failed_redaction")
_LOST = 0.004  # of all letters, from which what could not be read is told
_FEW = 6  # words: a page of no more that shows a large picture is a picture of a page
_LARGE = 0.5  # of the page
_BESIDE, _HOLDING = 40, 0.25  # words of a page that presents a picture, and the share that a table or a plan takes


@dataclass(frozen=True, slots=True)
class _EngineResult:
    """What an engine made of a file."""

    sheets: tuple[MarkedPage, ...]
    quality: TextQuality
    engine: str
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    tags: Element | None = None


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the file as a Document. Raises FileRefused: damaged, password, too_large, no_text."""
    taken = _with_scans_read(_read_with_best_engine(data, name, limits), data, limits.ocr_pages)
    scans = [sheet.number for sheet in taken.sheets if _is_scan(sheet)]
    if not taken.quality.words:
        if scans:
            return _held_scan(name, taken, len(scans))
        _refuse_empty(name, taken)
    paper = write(read_sheets(taken.sheets, taken.tags), taken.labels, len(taken.sheets))
    notes = (*taken.notes, *_notes(taken, scans))
    return paper.document(name, "pdf", taken.engine, notes, taken.properties)


_LOCKED = (
    "is protected in a way that cannot be read here (an unknown security handler). Open it in the program that it was "
    "made for, save or print a copy without the protection, and add that."
)


_ENDLESS = (
    "nests or unpacks to far more than a page holds, as files do that are made to fill a computer's memory. If it "
    "opens in a PDF program, print it to a new PDF and add that."
)


def _read_with_best_engine(data: bytes, name: str, limits: Limits) -> _EngineResult:
    """Read by pypdf; where that fails or reads badly, by PDFium, if it does better."""
    try:
        first = _by_pypdf(data, name, limits)
    except DamagedPdf as fault:
        second = _by_pdfium(data, name, limits)
        if second is None or not second.quality.words:
            # how pypdf meets a way of protection that it does not know
            if isinstance(fault.__cause__, NotImplementedError) and b"/Encrypt" in data:
                raise FileRefused("password", f"{name} {_LOCKED}") from fault
            if isinstance(fault.__cause__, LimitReachedError):
                raise FileRefused("unpacks_too_large", f"{name} {_ENDLESS}") from fault
            raise FileRefused("damaged", f"{name} is damaged and cannot be read. {_AGAIN}") from fault
        note = Note("damaged", "The file is damaged; what could be read of it was kept, and some may be missing.")
        return replace(second, notes=(note,))
    # The second engine knows of no ink: it would give back what the page does not show.
    if not first.quality.is_bad or any(note.code in _UNSHOWN for note in first.notes):
        return first
    second = _by_pdfium(data, name, limits)
    if second is None or not _is_better(second.quality, first.quality):
        return first
    return replace(second, notes=first.notes, labels=first.labels, properties=first.properties)


def _is_better(second: TextQuality, first: TextQuality) -> bool:
    if second.words < 20 or first.words < 20:
        return second.words > first.words
    return second.cost < 0.8 * first.cost and second.words > 0.5 * first.words


def _by_pypdf(data: bytes, name: str, limits: Limits) -> _EngineResult:
    opened = OpenPdf(data, name)
    _check_pages(opened.count, name, limits)
    sheets: list[MarkedPage] = []
    notes = [*opened.notes()]
    letters = 0
    for number in range(opened.count):
        try:
            sheets.append(opened.sheet(number))
        except DamagedPdf:
            if opened.count == 1:
                raise
            sheets.append(MarkedPage(number + 1, 595.0, 842.0, ()))
            notes.append(Note("page_damaged", f"Page {number + 1} is damaged and could not be read.", number + 1))
        letters += sum(len(run.text) for run in sheets[-1].runs)
        if letters > limits.max_text:
            raise FileRefused("too_large", f"{name} holds more text than the limit of {limits.max_text:,} characters.")
    sheets, mended = _singly_encoded(sheets)
    notes += [TWICE_ENCODED] if mended else []
    watermarks = large_words(sheets)
    sheets = [without_margins(without_words(sheet, watermarks)) for sheet in sheets]
    quality = quality_of(sheets)
    notes += opened.notes_on_pages()
    notes += [
        Note("watermark", f"Large words across the page were left out: “{words[:60]}”.", page)
        for words, page in watermarks.items()
    ]
    return _EngineResult(
        tuple(sheets), quality, ENGINE, tuple(notes), tuple(opened.labels()), opened.properties(), opened.tags()
    )


def _singly_encoded(sheets: list[MarkedPage]) -> tuple[list[MarkedPage], bool]:
    """Return the pages with letters put right that were saved twice, and whether there were any."""
    mended = False
    for at, sheet in enumerate(sheets):
        runs = tuple(
            run if run.text.isascii() or (text := singly_encoded(run.text)) == run.text else run._replace(text=text)
            for run in sheet.runs
        )
        if runs != sheet.runs:
            mended, sheets[at] = True, replace(sheet, runs=runs)
    return sheets, mended


def _by_pdfium(data: bytes, name: str, limits: Limits) -> _EngineResult | None:
    from ingest.readers.pdf.with_pdfium import ENGINE as SECOND  # here, since hardly a file needs it
    from ingest.readers.pdf.with_pdfium import PdfiumCannotOpen, Second

    try:
        opened = Second(data)
    except PdfiumCannotOpen:
        return None
    _check_pages(opened.count, name, limits)
    sheets = tuple(opened.sheet(number) for number in range(opened.count))
    return _EngineResult(sheets, quality_of(sheets), SECOND)


def _with_scans_read(taken: _EngineResult, data: bytes, most: int) -> _EngineResult:
    """Return what was taken with the words of pages that are pictures, up to `most` of them, where OCR is to be had."""
    scans = [sheet.number for sheet in taken.sheets if _is_scan(sheet)][:most]
    if not scans or not tesseract.is_installed():
        return taken
    from ingest.readers.pdf import ocr  # here, since hardly a file needs it

    read = {sheet.number: sheet for sheet in ocr.recognise_pages(data, scans) if sheet.runs}
    sheets = tuple(read.get(sheet.number, sheet) for sheet in taken.sheets)
    notes = tuple(
        Note(READ_BY_OCR, f"Page {number} {_RECOGNISED.format(read[number].sure)}", number) for number in sorted(read)
    )
    return replace(taken, sheets=sheets, quality=quality_of(sheets), notes=(*taken.notes, *notes))


def _check_pages(count: int, name: str, limits: Limits) -> None:
    if count > limits.max_pages:
        raise FileRefused("too_large", f"{name} has {count:,} pages, more than the limit of {limits.max_pages:,}.")


def _is_scan(sheet: MarkedPage) -> bool:
    """Return whether a page shows a picture where words should be."""
    words = sum(len(run.text.split()) for run in sheet.runs)
    return (words == 0 and sheet.pictures > 0) or (words <= _FEW and sheet.pictures >= _LARGE)


def _presents_picture(sheet: MarkedPage, pages: int) -> bool:
    """Return whether a page that is no cover holds a large picture and few words: a plan that was pasted as one."""
    words = sum(len(run.text.split()) for run in sheet.runs)
    large = 0 < words <= _BESIDE and sheet.pictures >= _HOLDING
    return large and not _is_scan(sheet) and (sheet.number > 1 or pages == 1)


def _held_scan(name: str, taken: _EngineResult, count: int) -> Document:
    """Return a document without words, to be read when there is text recognition."""
    pages = tuple(Page(0, sheet.number) for sheet in taken.sheets)
    told = "Its page is a picture" if count == 1 else f"All its {count:,} pages are pictures"
    note = Note(NEEDS_OCR, f"{told}: {_HELD}")
    return Document(
        name=name,
        sha256="",
        format="pdf",
        text="",
        pages=pages,
        blocks=(),
        notes=(*taken.notes, note),
        properties=taken.properties,
        engine=taken.engine,
    )


def _refuse_empty(name: str, taken: _EngineResult) -> None:
    if any(note.code == "xfa_form" for note in taken.notes):
        raise FileRefused(
            "no_text", f"{name} is a form that only Adobe Reader can fill in. Print it to a PDF and add that."
        )
    raise FileRefused("no_text", f"{name} has no text on any of its pages.")


def _notes(taken: _EngineResult, scans: list[int]) -> Iterator[Note]:
    for number in scans:
        yield Note(NEEDS_OCR, f"Page {number} is a picture without text; {_OCR}.", number)
    told = {*scans, *(note.page for note in taken.notes if note.code == "page_damaged")}
    empty = [sheet.number for sheet in taken.sheets if not sheet.runs and sheet.number not in told]
    if empty:
        yield pages_without_text(empty)
    presented = [sheet.number for sheet in taken.sheets if _presents_picture(sheet, len(taken.sheets))]
    if presented:
        where = name_pages(presented)
        yield Note(
            "picture_not_read",
            f"A picture takes much of {where}, beside few words; any words in it were not read.",
            presented[0],
        )
    wrong = taken.quality.wrong
    if taken.quality.is_garbled or len(wrong) == len(taken.sheets):
        yield Note("garbled_text", "The text looks garbled: the file does not say which letters its signs stand for.")
    elif wrong:
        yield Note(
            "garbled_text",
            f"The text of {name_pages(wrong)} looks garbled: the file does not say which letters its signs stand for.",
            wrong[0],
        )
    elif taken.quality.unknown > _LOST:
        yield Note("letters_lost", "Some letters could not be read: the file does not say what its signs stand for.")
