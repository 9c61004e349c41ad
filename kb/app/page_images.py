"""Draw pages of documents as pictures, in confined processes, and cache them for a while.

Slides, text documents and web pages are drawn from the PDF that LibreOffice makes of them. It is held in memory, and in
a temporary folder while a page is drawn; never in the library's folder, where a withdrawal would have to find it too.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeVar
from weakref import WeakValueDictionary

from ingest.sandbox.office import DRAWN_BY_OFFICE, convert_to_pdf, office_program
from ingest.sandbox.reader import page_picture, read_file
from kb.app.offered_originals import gone_if_withdrawn
from kb.app.work_places import WorkPlaces
from kb.core.document import Document, Span
from kb.core.errors import FileRefused, LibraryBusy, NotHeld
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from kb.store import Store
from kb.text.laid_pages import page_starts

PAGE_WIDTH = 900  # pixels of a page as it is shown
_CACHED_IMAGES = 48  # pictures of about 100 KB
_WIDEST_IMAGE = 2400
AT_ONCE = 2  # pages that are drawn, each in a process of its own
_LARGEST_PDF = 60_000_000  # bytes of a PDF that LibreOffice makes
_HELD_PDFS = 120_000_000  # bytes of all that are held: files handed in together, each drawn before it is checked
_CACHED_STARTS = 200  # files of which is held where their drawn pages begin
_REFUSED_SECONDS = 900.0  # after which a page that could not be drawn is tried again: memory may have been short
_REMEMBERED_REFUSALS = 200
_WAIT = 3.0  # seconds for a place: most pages are drawn in less than one

_NO_OFFICE = "Its pages can be drawn where LibreOffice is installed: ask the person who runs the library."
_NO_PAGES = "Files of this type have no pages."
_OTHER_WORDS = "Its words were not found on the pages that LibreOffice drew."

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """The first character of the text on each page that LibreOffice draws of a document; or why it draws none."""

    starts: tuple[int, ...]
    why_none: str = ""


class _Conversion:
    """The making of one file's PDF, which only one thread does."""

    def __init__(self) -> None:
        self.lock = Lock()


class Pictures:
    """Draws pages of documents in the library."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._places = WorkPlaces(settings.data, "drawing-page", AT_ONCE, "drawing other pages")
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._pdfs: OrderedDict[str, bytes] = OrderedDict()
        self._conversions: WeakValueDictionary[str, _Conversion] = WeakValueDictionary()
        self._starts: OrderedDict[tuple[object, ...], tuple[int, ...]] = OrderedDict()
        self._refused: OrderedDict[tuple[object, ...], tuple[float, FileRefused]] = OrderedDict()

    def draw(self, document_id: str, page: int, width: int, outline: Span | None) -> bytes:
        """Return a page as PNG, the words of `outline` on it outlined. Raises NotHeld, FileRefused, LibraryBusy,
        LibraryUnavailable.
        """
        held = self._store.document(document_id)
        if why_no_pictures(held) or not 1 <= page <= (held.pages or page):
            raise NotHeld(f"{held.name} has no page {page} that can be shown as a picture.")
        key = (document_id, page, min(width, _WIDEST_IMAGE), outline)
        picture = self._drawn.get(key)  # once: another thread may take it out between two looks
        if picture is None:
            with gone_if_withdrawn(self._store, document_id):
                original, words = self._store.originals.hold(held.sha256), self._words(key)
                with self._places.take(_WAIT):
                    picture = self._drawing(held, original, page, min(width, _WIDEST_IMAGE), words)
            self._remember(self._drawn, key, picture, _CACHED_IMAGES)
        return picture

    def _drawing(self, held: DocumentSummary, original: Path, page: int, width: int, words: list[str]) -> bytes:
        if held.format == "pdf":
            return self._unless_refused(
                (held.sha256, page), lambda: page_picture(original, self._settings, page, width, words)
            )
        with self._as_pdf(held, original) as made:
            return page_picture(made, self._settings, page, width, words)

    def lay_out(self, document_id: str) -> DrawnPages:
        """Return which words of a document without pages of its own stand on the pages that are drawn of it."""
        held = self._store.document(document_id)
        if reason := why_no_pictures(held):
            return DrawnPages((), reason)
        key = (held.id, held.sha256, held.version)
        starts = self._starts.get(key)
        if starts is None:
            try:
                with gone_if_withdrawn(self._store, document_id):
                    starts = self._drawn_starts(held, self._store.originals.hold(held.sha256))
            except (FileRefused, LibraryBusy) as error:
                return DrawnPages((), str(error))
            self._remember(self._starts, key, starts, _CACHED_STARTS)
        return DrawnPages(starts, "" if starts else _OTHER_WORDS)

    def draw_beforehand(self, document_id: str) -> None:
        """Lay out a document and draw the page at which its check begins, so that nobody waits for LibreOffice then.

        Raises what `draw` raises.
        """
        held = self._store.document(document_id)
        if not why_no_pictures(held):
            starts = () if held.pages else self.lay_out(document_id).starts
            if held.pages or starts:
                self.draw(document_id, first_page(starts), PAGE_WIDTH, None)

    def _drawn_starts(self, held: DocumentSummary, original: Path) -> tuple[int, ...]:
        text, plainly = self._store.text(held.id), self._settings.model_copy(update={"ocr": 0})
        with self._places.take(_WAIT), self._as_pdf(held, original) as made:
            drawn = self._unless_refused((held.sha256, "text"), lambda: read_file(made, plainly, f"{held.name}.pdf"))
        return page_starts(text.text, _texts_of_pages(drawn), [block.start for block in text.blocks])

    @contextmanager
    def _as_pdf(self, held: DocumentSummary, original: Path) -> Iterator[Path]:
        """Have the PDF that LibreOffice makes of a file in a temporary folder. Raises FileRefused, NotHeld."""
        made = self._pdf_of(held, original)
        with tempfile.TemporaryDirectory(prefix="pages-") as folder:
            file = Path(folder, "pages.pdf")
            file.write_bytes(made)
            yield file

    def _pdf_of(self, held: DocumentSummary, original: Path) -> bytes:
        """Return the PDF of a file; who asks while it is made waits for that one. Raises FileRefused, NotHeld."""
        with self._lock:
            conversion = self._conversions.setdefault(held.sha256, _Conversion())
        with conversion.lock:
            made, program = self._pdfs.get(held.sha256), office_program()
            if made is None:
                if program is None:
                    raise NotHeld(f"Pages of {held.name} are drawn only where LibreOffice is installed.")
                seconds = self._settings.read_wall
                made = self._unless_refused(
                    (held.sha256,),
                    lambda: convert_to_pdf(
                        original.read_bytes(), held.name, held.format, program, seconds=seconds, most=_LARGEST_PDF
                    ),
                )
                self._hold_pdf(held.sha256, made)
        return made

    def _hold_pdf(self, key: str, made: bytes) -> None:
        with self._lock:
            self._pdfs[key] = made
            while len(self._pdfs) > 1 and sum(map(len, self._pdfs.values())) > _HELD_PDFS:
                self._pdfs.popitem(last=False)

    def _unless_refused(self, key: tuple[object, ...], draw: Callable[[], V]) -> V:
        """Return what `draw` gives, or raise its FileRefused of a while ago: each view would take as long in vain."""
        failed = self._refused.get(key)
        if failed is not None and monotonic() < failed[0]:
            raise FileRefused(failed[1].code, str(failed[1]))
        try:
            return draw()
        except FileRefused as error:
            self._remember(self._refused, key, (monotonic() + _REFUSED_SECONDS, error), _REMEMBERED_REFUSALS)
            raise

    def _words(self, key: tuple[object, ...]) -> list[str]:
        document_id, page, _, outline = key
        if not isinstance(outline, Span) or page not in outline.pages:
            return []
        text = self._store.text(str(document_id))
        lies = ((start, end, text.page_of(start), text.page_of(end - 1)) for start, end in outline.stretches)
        return [text.text[start:end] for start, end, first, last in lies if page in (first, last)]

    def _remember(self, cached: OrderedDict[K, V], key: K, value: V, most: int) -> None:
        with self._lock:
            cached[key] = value
            while len(cached) > most:
                cached.popitem(last=False)


def first_page(starts: Sequence[int]) -> int:
    """Return the page at which a document's text begins: LibreOffice draws some web pages with an empty one before."""
    return bisect_right(starts, 0) or 1


def why_no_pictures(held: DocumentSummary) -> str:
    """Return why no page of a document can be drawn on this machine; "" where they can."""
    if held.format == "pdf":
        return ""
    if held.format not in DRAWN_BY_OFFICE:
        return _NO_PAGES
    return "" if office_program() else _NO_OFFICE


def _texts_of_pages(document: Document) -> list[str]:
    ends = [*(page.start for page in document.pages[1:]), len(document.text)]
    return [document.text[page.start : end] for page, end in zip(document.pages, ends, strict=True)]
