"""Offer and send an answer as a file: links to what `kb.exports` can write.

Nothing here names a form: a new file in kb/exports/formats is offered wherever its payload is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response, StreamingResponse

from kb.exports import ExportHead, Payload, endings, formats
from kb.exports.masking import discreet
from kb.text.formatting import shorten
from web import clock
from web.request import PageRequest
from web.urls import Link, with_params


class Ending(Convertor[str]):
    """An ending that some form of export has."""

    regex = "|".join(re.escape(ending) for ending in formats()) or "(?!)"

    def convert(self, value: str) -> str:
        """Return the ending in an address."""
        return value

    def to_string(self, value: str) -> str:
        """Return the ending as written in an address."""
        return value


register_url_convertor("ending", Ending())


def download_links(
    path: str, shape: type[Payload], params: Iterable[tuple[str, str]] = (), without: Collection[str] = ()
) -> tuple[Link, ...]:
    """Return links to `path` in each format that can hold the payload, without those in `without`."""
    held, kept = endings(shape), tuple(params)
    offered = sorted((form for ending, form in formats().items() if ending in held), key=lambda form: form.place)
    return tuple(
        Link(form.short, with_params(f"{path}.{form.ending}", kept)) for form in offered if form.ending not in without
    )


def export_head(ask: PageRequest, title: str, about: Iterable[tuple[str, str]] = ()) -> ExportHead:
    """Return the head of an export."""
    library = ask.library
    return ExportHead(library.settings.name, title, clock.today(), library.vocabulary, tuple(about), ask.root)


def file_name(title: str) -> str:
    """Return a file name made of whole words of the title."""
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", title)).strip().lower()
    return shorten(words, 80).rstrip("…").replace(" ", "-")[:80] or "export"


def attachment(name: str, ending: str) -> str:
    """Return the header that names a file: with its accents, and without them for programs that know none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9-]+", "", plain).strip("-") or "export"
    told = f'attachment; filename="{plain}.{ending}"'
    return told if plain == name else f"{told}; filename*=UTF-8''{quote(name)}.{ending}"


def send(
    ask: PageRequest, payload: Payload, ending: str, head: ExportHead, headers: Mapping[str, str] | None = None
) -> Response:
    """Send `payload` as a file. An error before its first bytes still becomes an error page."""
    pieces = iter(ask.library.export_files.write(discreet(payload), ending, head))
    first = next(pieces, b"")
    name = file_name(head.title)
    return StreamingResponse(
        chain((first,), pieces),
        media_type=formats()[ending].media,
        headers={"Content-Disposition": attachment(name, ending), **(headers or {})},
    )
