"""Pages of a document that are pictures: what waits for text recognition, and how sure it was of what it read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.app.library import Library
from kb.core.document import NEEDS_OCR, READ_BY_OCR, WORDS_CORRECTED, Note
from kb.core.expressions import expression
from kb.core.model import DocumentSummary
from kb.text.formatting import count_phrase
from web import urls

_SURE = expression(r"(\d+) of 100 sure")
_SECONDS = 3  # that a page takes, about
_INSTALL = (
    "Text recognition is not installed on the computer that runs this library. Ask the person who runs it to install "
    "tesseract (on Debian or Ubuntu: “apt install tesseract-ocr”), then open this page again."
)
_OFF = (
    "Text recognition is switched off in this library (KB_OCR_ON_REQUEST is 0). Ask the person who runs it to set it "
    "to the most pages of a file to read."
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What the page about a document says of its pictures, and whether a button reads them."""

    sentence: str
    advice: str  # what has to be done before a button can be offered; "" where one is, or where it waits
    action: str  # where the button posts to; "" where there is none
    waits: bool


def is_unread(held: DocumentSummary) -> bool:
    """Return whether a document has pages that are pictures and were not read."""
    return any(note.code == NEEDS_OCR for note in held.notes)


def scan_of(library: Library, held: DocumentSummary) -> Scan | None:
    """Return what waits for text recognition in a document; None where nothing does."""
    if not is_unread(held):
        return None
    marked = sum(note.code == NEEDS_OCR and bool(note.page) for note in held.notes)
    count = marked or held.pages
    pictures = (
        "1 page of this document is a picture" if count == 1 else f"{count:,} pages of this document are pictures"
    )
    if library.uploads.waits_for_recognition(held.id):
        sentence = f"{pictures}. Text recognition waits or is at work, at about {_SECONDS} seconds a page."
        return Scan(sentence, "", "", True)
    sentence = (
        f"{pictures}, and nothing was read of {'it' if count == 1 else 'them'}: this needs text recognition (OCR)."
    )
    most = library.settings.ocr_on_request
    if not most or not library.can_recognise:
        return Scan(sentence, _INSTALL if most else _OFF, "", False)
    if most < count:
        sentence += f" At most {count_phrase(most, 'page')} of a file {'is' if most == 1 else 'are'} read."
    return Scan(sentence, "", urls.recognise_document(held.id), False)


def without_pictures(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return notes without those of pages that were recognised, which `summary_of` tells in one sentence."""
    return tuple(note for note in notes if note.code != READ_BY_OCR)


def recognition_summary(notes: Sequence[Note]) -> str:
    """Say how sure text recognition was of the pages that it read; "" where it read none."""
    sure = {note.page or 1: int(told) for note in notes if (told := sure_of(note))}
    if not sure:
        return ""
    worst = min(sure, key=lambda page: sure[page])
    if len(sure) == 1:
        return f"Page {worst} was read by text recognition, {sure[worst]} of 100 sure. Check its words on the picture."
    return (
        f"{len(sure):,} pages were read by text recognition, {min(sure.values())} to {max(sure.values())} of 100 sure; "
        f"least sure is page {worst}. Check the words against the pictures."
    )


def page_confidence(notes: Sequence[Note], page: int) -> str:
    """Say that a page was read from its picture, and how surely or that it was corrected; "" where it was not."""
    if any(note.code == WORDS_CORRECTED and (note.page or 1) == page for note in notes):
        return "Read from a picture, with words corrected by the keeper."
    here = next((note for note in notes if note.code == READ_BY_OCR and (note.page or 1) == page), None)
    if here is None:
        return ""
    told = sure_of(here)
    return f"Read from a picture by text recognition{f', {told} of 100 sure' if told else ''}."


def sure_of(note: Note) -> str:
    """Return how sure text recognition was of a page, of 100; "" where the note does not say."""
    found = _SURE.search(note.sentence) if note.code == READ_BY_OCR else None
    return found[1] if found else ""
