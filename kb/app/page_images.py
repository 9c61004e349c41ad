"""Draw pages of PDF documents and slides as pictures, in confined processes, and cache them for a while.

Slides are drawn from the PDF that LibreOffice makes of them. It is held in memory, and in a temporary folder while a
slide is drawn; never in the library's folder, where a withdrawal would have to find it too.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeVar

from ingest.sandbox.office import convert_to_pdf, office_program
from ingest.sandbox.reader import page_picture
from kb.app.offered_originals import gone_if_withdrawn
from kb.app.work_places import WorkPlaces
from kb.core.document import Span
from kb.core.errors import FileRefused, NotHeld
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from kb.store import Store

_CACHED_IMAGES = 48  # pictures of about 100 KB
_WIDEST_IMAGE = 2400
AT_ONCE = 2  # pages that are drawn, each in a process of its own
_CACHED_SLIDES = 3  # files whose PDF is held
_LARGEST_SLIDES = 60_000_000  # bytes of such a PDF
_REFUSED_SECONDS = 900.0  # after which a page that could not be drawn is tried again: memory may have been short
_REMEMBERED_REFUSALS = 200
_WAIT = 3.0  # seconds for a place: most pages are drawn in less than one

K = TypeVar("K")
V = TypeVar("V")


class Pictures:
    """Draws pages of documents in the library."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._places = WorkPlaces(settings.data, "drawing-page", AT_ONCE, "drawing other pages")
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._slides: OrderedDict[str, bytes] = OrderedDict()
        self._refused: OrderedDict[tuple[object, ...], tuple[float, FileRefused]] = OrderedDict()

    def draw(self, document_id: str, page: int, width: int, outline: Span | None) -> bytes:
        """Return a page as PNG, the words of `outline` on it outlined. Raises NotHeld, FileRefused, LibraryBusy,
        LibraryUnavailable.
        """
        held = self._store.document(document_id)
        if not has_pictures(held) or not 1 <= page <= held.pages:
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
        with tempfile.TemporaryDirectory(prefix="slides-") as folder:
            made = Path(folder, "slides.pdf")
            made.write_bytes(self._slides_as_pdf(held, original))
            return page_picture(made, self._settings, page, width, words)

    def _slides_as_pdf(self, held: DocumentSummary, original: Path) -> bytes:
        made, program = self._slides.get(held.sha256), office_program()
        if made is None:
            if program is None:
                raise NotHeld(f"Slides of {held.name} are drawn only where LibreOffice is installed.")
            seconds = self._settings.read_wall
            made = self._unless_refused(
                (held.sha256,),
                lambda: convert_to_pdf(
                    original.read_bytes(), held.name, program, seconds=seconds, most=_LARGEST_SLIDES
                ),
            )
            self._remember(self._slides, held.sha256, made, _CACHED_SLIDES)
        return made

    def _unless_refused(self, key: tuple[object, ...], draw: Callable[[], bytes]) -> bytes:
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


def has_pictures(held: DocumentSummary) -> bool:
    """Return whether pages of a document can be drawn on this machine: of a PDF, and of slides with LibreOffice."""
    return held.format == "pdf" or (held.format == "pptx" and office_program() is not None)
