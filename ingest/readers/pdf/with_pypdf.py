"""pypdf's part in reading a PDF: opening it, its pages with their marks, its labels and what it says of itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PageObject, PasswordType, PdfReader, __version__
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest.layout.marks import MarkedPage, upright
from ingest.layout.tagged import Element
from ingest.readers.pdf.content_stream import Content, unpack
from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.matrices import Matrix, frame_matrix
from ingest.readers.pdf.structure_tags import tag_tree
from kb.core.errors import FileRefused
from kb.core.model import Note

ENGINE = f"pypdf {__version__}"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file; what matters becomes a note


class DamagedPdf(Exception):
    """The file, or a page of it, is not as the format says."""


@contextmanager
def damage() -> Iterator[None]:
    """Turn what pypdf raises over a malformed file into Damaged.

    Beside its own errors it lets through whatever a missing key, a wrong type or a deep nesting in the file raises.
    """
    try:
        yield
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        raise DamagedPdf(f"{type(fault).__name__}: {fault}") from fault
    except (AssertionError, DependencyError, NotImplementedError, OSError, OverflowError) as fault:
        raise DamagedPdf(f"{type(fault).__name__}: {fault}") from fault


class OpenPdf:
    """A PDF opened by pypdf."""

    def __init__(self, data: bytes, name: str) -> None:
        with damage():
            self.reader = PdfReader(io.BytesIO(data), strict=False)
            self.encrypted = self.reader.is_encrypted
            if self.encrypted and self.reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                raise FileRefused(
                    "password", f"{name} is protected by a password. Save a copy without one and add that."
                )
            self.count = len(self.reader.pages)
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
        if active:
            yield Note("active_content", "Scripts, actions or attached files inside the file were ignored.")
        if isinstance(form, DictionaryObject) and "/XFA" in form:
            yield Note("xfa_form", "The file is a form of a kind that only Adobe Reader shows in full.")

    def properties(self) -> tuple[tuple[str, str], ...]:
        """Return what the file says of itself: title, author, subject, keywords, created, modified, producer."""
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
            content = Content(base, self._face)
            resources = page.get("/Resources")
            found = resources.get_object() if resources is not None else None
            if isinstance(found, DictionaryObject):
                self._kept.append(found)
                content.follow(_instructions(page), found)
        share = content.pictures / (width * height)
        return upright(MarkedPage(number + 1, width, height, tuple(content.runs), tuple(content.rules), share))

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


def _is_active(catalog: DictionaryObject) -> bool:
    """Whether opening the file would do something, or a file is attached to it."""
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
