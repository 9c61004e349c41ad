"""Pages of PDF documents as pictures, drawn in a confined process and remembered for a while."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from ingest.worker import page_picture
from kb.errors import NotHeld
from kb.model import Span
from kb.settings import Settings
from kb.store import Store

_REMEMBERED = 48  # pictures of about 100 KB
_WIDEST = 2400


class Pictures:
    """Draws pages of held documents."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def draw(self, document_id: str, page: int, width: int, outline: Span | None) -> bytes:
        """Return a page as PNG, the words of `outline` that lie on it outlined. Raises NotHeld, Refused."""
        held = self._store.document(document_id)
        if held.format != "pdf" or not 1 <= page <= held.pages:
            raise NotHeld(f"{held.name} has no page {page} that can be shown as a picture.")
        key = (document_id, page, min(width, _WIDEST), outline)
        picture = self._drawn.get(key)  # once: another thread may take it out between two looks
        if picture is None:
            picture = page_picture(
                self._store.originals.path(held.sha256), self._settings, page, min(width, _WIDEST), self._words(key)
            )
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
            while len(self._drawn) > _REMEMBERED:
                self._drawn.popitem(last=False)
