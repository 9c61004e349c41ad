"""Draw pages of PDF documents as pictures, in a confined process, and cache them for a while."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from ingest.sandbox.reader import page_picture
from kb.app.offered_originals import gone_if_withdrawn
from kb.app.work_places import WorkPlaces
from kb.core.document import Span
from kb.core.errors import NotHeld
from kb.core.settings import Settings
from kb.store import Store

_CACHED_IMAGES = 48  # pictures of about 100 KB
_WIDEST_IMAGE = 2400
AT_ONCE = 2  # pages that are drawn, each in a process of its own
_WAIT = 3.0  # seconds for a place: most pages are drawn in less than one


class Pictures:
    """Draws pages of documents in the library."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._places = WorkPlaces(settings.data, "drawing-page", AT_ONCE, "drawing other pages")
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def draw(self, document_id: str, page: int, width: int, outline: Span | None) -> bytes:
        """Return a page as PNG, the words of `outline` on it outlined. Raises NotHeld, FileRefused, LibraryBusy,
        LibraryUnavailable.
        """
        held = self._store.document(document_id)
        if held.format != "pdf" or not 1 <= page <= held.pages:
            raise NotHeld(f"{held.name} has no page {page} that can be shown as a picture.")
        key = (document_id, page, min(width, _WIDEST_IMAGE), outline)
        picture = self._drawn.get(key)  # once: another thread may take it out between two looks
        if picture is None:
            with gone_if_withdrawn(self._store, document_id):
                original, words = self._store.originals.hold(held.sha256), self._words(key)
                with self._places.take(_WAIT):
                    picture = page_picture(original, self._settings, page, min(width, _WIDEST_IMAGE), words)
            self._remember(key, picture)
        return picture

    def _words(self, key: tuple[object, ...]) -> list[str]:
        document_id, page, _, outline = key
        if not isinstance(outline, Span) or page not in outline.pages:
            return []
        text = self._store.text(str(document_id))
        lies = ((start, end, text.page_of(start), text.page_of(end - 1)) for start, end in outline.stretches)
        return [text.text[start:end] for start, end, first, last in lies if page in (first, last)]

    def _remember(self, key: tuple[object, ...], picture: bytes) -> None:
        with self._lock:
            self._drawn[key] = picture
            while len(self._drawn) > _CACHED_IMAGES:
                self._drawn.popitem(last=False)
