"""pypdf's part in reading a PDF: opening it, its pages with their marks, its labels and what it says about itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

from pypdf import PageObject, PasswordType, PdfReader, __version__
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest.layout.marks import LetterRun, MarkedPage, turn_upright
from ingest.layout.tagged import Element
from ingest.readers.pdf.annotations import TypedWords, is_commented, put_in_place, typed_on
from ingest.readers.pdf.appearances import lay_over, tells_something, words_shown
from ingest.readers.pdf.content_stream import Content, unpack
from ingest.readers.pdf.drawn_boxes import with_choices_joined
from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.ink import BENEATH, COVERED, LAYER, OUTSIDE, TINY, UNPAINTED, WHITENED
from ingest.readers.pdf.layers import Layers
from ingest.readers.pdf.matrices import Matrix, frame_matrix
from ingest.readers.pdf.structure_tags import tag_tree
from ingest.readers.pdf.visibility import (
    SCAN,
    runs_on_page,
    with_capitals_joined,
    without_watermark,
)
from kb.core.document import Note
from kb.core.errors import FileRefused

ENGINE = f"pypdf {__version__}"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file; what matters becomes a note


_MOST_NAMED = 20  # files of a portfolio
_LEFT_OUT = {
    LAYER: ("hidden_text", "Text on {} lies in a layer that is switched off; it was left out."),
    WHITENED: ("hidden_text", "Text on {} in the colour of what is below it cannot be seen; it was left out."),
    UNPAINTED: ("hidden_text", "Text on {} is drawn without ink and cannot be seen; it was left out."),
    OUTSIDE: ("hidden_text", "Text outside the visible part of {} was left out."),
    BENEATH: ("hidden_text", "Words on {} lie under a picture that was laid over them; they were left out."),
    TINY: ("hidden_text", "Words on {} are set too small to be seen; they were left out."),
    COVERED: (
        "failed_redaction",
        "POSSIBLE FAILED REDACTION: words on {} are still in the file under a box that was only drawn over them. "
        "They were left out here; tell the publisher, and have the file replaced.",
    ),
}


_REBUILT = (
    "The file’s list of its parts is wrong and was made again from what is there. Parts may be missing, or stand as "
    "they were before a later change; compare the pages with the file."
)


class DamagedPdf(Exception):
    """The file, or a page of it, is not as the format says."""


@contextmanager
def damage() -> Iterator[None]:
    """Turn what pypdf raises over a malformed file into DamagedPdf.

    Beside its own errors it lets through those that a missing key, a wrong type or a deep nesting in the file raises.
    """
    try:
        yield
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        raise DamagedPdf(f"{type(fault).__name__}: {fault}") from fault
    except (AssertionError, DependencyError, NotImplementedError, OSError, OverflowError) as fault:
        raise DamagedPdf(f"{type(fault).__name__}: {fault}") from fault


class _Reader(PdfReader):
    """pypdf's reader, which tells whether it had to look for the file's objects itself."""

    is_rebuilt = False

    def read_object_header(self, stream: IO[Any]) -> tuple[int, int]:
        try:
            return super().read_object_header(stream)
        except ValueError:  # where the list says that a part begins, none does
            self.is_rebuilt = True
            raise

    def _rebuild_xref_table(self, stream: IO[Any]) -> None:
        self.is_rebuilt = True
        super()._rebuild_xref_table(stream)


class OpenPdf:
    """A PDF opened by pypdf."""

    def __init__(self, data: bytes, name: str) -> None:
        with damage():
            self.reader = _Reader(io.BytesIO(data), strict=False)
            self.encrypted = self.reader.is_encrypted
            if self.encrypted and self.reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                raise FileRefused(
                    "password", f"{name} is protected by a password. Save a copy without one and add that."
                )
            self.count = len(self.reader.pages)
            self._layers = Layers(self.reader)
        self.unseen: dict[str, dict[int, int]] = {}  # of each why: the pages with letters that are not shown
        self.watermarks: dict[str, int] = {}  # words over the pages, and the first page
        self.commented: set[int] = set()  # pages with notes and marks that say something
        self.typed: list[int] = []  # pages with words from form fields and notes
        self._faces: dict[int, Face] = {}
        self._named: dict[tuple[int, str], Face] = {}
        self._kept: list[DictionaryObject] = []  # resources whose identity is a key above must live on

    def labels(self) -> list[str]:
        """Return the page numbers as printed, where the file states them and they differ from plain counting."""
        try:
            with damage():
                labels = self.reader.page_labels if "/PageLabels" in self.reader.root_object else []
        except DamagedPdf:
            labels = []
        plain = [str(n) for n in range(1, self.count + 1)]
        return [label if label != number else "" for label, number in zip(labels, plain, strict=False)]

    def notes(self) -> Iterator[Note]:
        """Yield what the file holds beside its pages."""
        if self.encrypted:
            yield Note("encrypted", "The file is encrypted but opens without a password.")
        try:
            with damage():
                catalog = self.reader.root_object
                active, form = _is_active(catalog), catalog.get("/AcroForm")
                form = form.get_object() if form is not None else None
        except DamagedPdf:
            return
        if "/Collection" in catalog:
            inside_it = _files_inside(catalog)
            told = f": {', '.join(inside_it)}" if inside_it else ""
            yield Note("portfolio", f"This is a PDF portfolio; only its cover was read. Add the files inside it{told}.")
        if active:
            yield Note("active_content", "Scripts, actions or attached files inside the file were ignored.")
        if isinstance(form, DictionaryObject) and "/XFA" in form:
            yield Note("xfa_form", "The file is a form of a kind that only Adobe Reader shows in full.")

    def notes_on_pages(self) -> Iterator[Note]:
        """Yield what was left out of the pages read so far, since they do not show it, and what was mended."""
        if self.reader.is_rebuilt:
            yield Note("rebuilt", _REBUILT)
        for why, pages in self.unseen.items():
            code, sentence = _LEFT_OUT[why]
            yield Note(code, sentence.format(_numbers(pages)), min(pages))
        for words, number in self.watermarks.items():
            yield Note("watermark", f"Words that stand aslant over the page were left out: “{words[:60]}”.", number)
        if self.commented:
            first = min(self.commented)
            yield Note("comments", f"Comments on {_numbers(self.commented)} were left out.", first)
        if self.typed:
            pages_typed = sorted(set(self.typed))
            yield Note(
                "typed_on_page",
                f"Form fields or notes typed on {_numbers(pages_typed)} were read with it.",
                pages_typed[0],
            )

    def properties(self) -> tuple[tuple[str, str], ...]:
        """Return what the file says about itself: title, author, subject, keywords, created, modified, producer."""
        try:
            with damage():
                stated = self.reader.metadata
                return tuple(
                    (key.removeprefix("/").lower(), str(value).strip()[:500])
                    for key, value in (stated or DictionaryObject()).items()
                    if isinstance(value, str) and value.strip()
                )
        except DamagedPdf:
            return ()

    def tags(self) -> Element | None:
        """Return the structure tags, or None where there are none that can be read."""
        try:
            with damage():
                pages = {
                    page.indirect_reference.idnum: number
                    for number, page in enumerate(self.reader.pages)
                    if page.indirect_reference is not None
                }
                return tag_tree(self.reader, pages)
        except DamagedPdf:
            return None

    def sheet(self, number: int) -> MarkedPage:
        """Return the marks of the page with this number, counted from 0. Raises Damaged."""
        with damage():
            page = self.reader.pages[number]
            base, width, height = _frame(page)
            content = Content(base, self._face, self._layers.is_off, width * height)
            resources = page.get("/Resources")
            found = resources.get_object() if resources is not None else None
            if isinstance(found, DictionaryObject):
                self._kept.append(found)
                content.follow(_instructions(page), found)
            runs = self._visible_letters(content, page, base, number + 1, width, height)
        share = content.pictures / (width * height)
        return turn_upright(MarkedPage(number + 1, width, height, tuple(runs), tuple(content.rules), share))

    def _visible_letters(
        self, content: Content, page: PageObject, base: Matrix, number: int, width: float, height: float
    ) -> list[LetterRun]:
        """Return the letters of a page that are shown, with what is typed on it; what is left out is counted."""
        ink, runs = content.ink, content.runs
        self.commented |= {number} if is_commented(page) else set()
        if content.unpainted:
            if content.pictures >= SCAN * width * height:
                runs = [*runs, *content.unpainted]  # the words of a scan
            else:
                for run in content.unpainted:
                    ink.leave_out(UNPAINTED, run.text)
        for typed in typed_on(page, base, self._layers.is_off):
            if typed.covers is not None:
                ink.fill(typed.covers, 0.0, runs, width * height, opaque=True)
            elif said := typed.runs or self._words_shown(typed, content, base):
                runs = put_in_place(runs, said)
                self.typed.append(number)
        runs = content.boxes.put_among(runs_on_page(runs, width, height, ink))
        runs = with_choices_joined(runs, content.rules)
        runs, words = without_watermark(runs)
        if words:
            self.watermarks.setdefault(words, number)
        for why, letters in ink.unseen.items():
            self.unseen.setdefault(why, {})[number] = letters
        return with_capitals_joined(runs)

    def _words_shown(self, typed: TypedWords, content: Content, base: Matrix) -> Sequence[LetterRun]:
        """Lay an annotation over the page; return the letters that it draws and that tell something."""
        drawn: Sequence[LetterRun] = ()
        with suppress(DamagedPdf), damage():
            if typed.drawing is not None:
                lay_over(typed.drawing, content, base, self._face)
            if (note := typed.drawing or typed.shown) is not None:
                drawn = words_shown(note, content, base, self._face)
        return drawn if typed.drawing is None or tells_something(drawn) else ()

    def _face(self, resources: DictionaryObject, name: str) -> Face:
        known = self._named.get((id(resources), name))
        if known is None:
            self._kept.append(resources)
            known = self._named[id(resources), name] = self._load(resources, name)
        return known

    def _load(self, resources: DictionaryObject, name: str) -> Face:
        fonts = resources.get("/Font")
        fonts = fonts.get_object() if fonts is not None else None
        if not isinstance(fonts, DictionaryObject) or name not in fonts:
            return Face(None)
        raw = fonts.raw_get(name)
        number = raw.idnum if isinstance(raw, IndirectObject) else -len(self._faces) - 1
        if number not in self._faces:
            found = raw.get_object()
            self._faces[number] = Face(found if isinstance(found, DictionaryObject) else None)
        return self._faces[number]


def _numbers(pages: Iterable[int]) -> str:
    """Return pages in words: "page 3", "pages 3, 5 and 9 more"."""
    numbers = sorted(pages)
    shown = ", ".join(str(number) for number in numbers[:5])
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"


def _files_inside(catalog: DictionaryObject) -> list[str]:
    """Return the names of the files that are attached to a file."""
    names: list[str] = []
    listed = catalog.get("/Names")
    listed = listed.get_object() if listed is not None else None
    tree = listed.get("/EmbeddedFiles") if isinstance(listed, DictionaryObject) else None
    waiting = [tree.get_object()] if tree is not None else []
    while waiting and len(names) < _MOST_NAMED:
        branch = waiting.pop(0)
        if not isinstance(branch, DictionaryObject):
            continue
        for kid in branch.get("/Kids", ()):
            waiting.append(kid.get_object())
        for one in list(branch.get("/Names", ()))[1::2]:
            stated = one.get_object()
            if isinstance(stated, DictionaryObject):
                names.append(str(stated.get("/UF") or stated.get("/F") or ""))
    return [name for name in names if name]


def _is_active(catalog: DictionaryObject) -> bool:
    """Return whether opening the file would do something, or a file is attached to it."""
    action = catalog.get("/OpenAction")
    action = action.get_object() if action is not None else None
    names = catalog.get("/Names")
    names = names.get_object() if names is not None else None
    acts = isinstance(action, DictionaryObject) and action.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm")
    holds = isinstance(names, DictionaryObject) and ("/JavaScript" in names or "/EmbeddedFiles" in names)
    return acts or holds or "/AA" in catalog


def _instructions(page: PageObject) -> bytes:
    """Return the drawing instructions of a page, which may lie in several streams."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    streams = [part.get_object() for part in contents] if isinstance(contents, ArrayObject) else [contents]
    return b"\n".join(unpack(stream) for stream in streams if isinstance(stream, StreamObject))


def _frame(page: PageObject) -> tuple[Matrix, float, float]:
    box = page.cropbox
    rotation = page.get("/Rotate", 0)
    edges = float(box.left), float(box.bottom), float(box.right), float(box.top)
    return frame_matrix(edges, int(rotation) if isinstance(rotation, (int, float)) else 0)
