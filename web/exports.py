"""The same answer in other forms: links to what `kb.exports` can write, and its sending.

Nothing here names a form: a new file in kb/exports/forms is offered wherever its matter stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response, StreamingResponse

from kb.exports import Matter, Sheet, endings, formats, write
from kb.exports.discretion import discreet
from kb.phrasing import shortened
from web import clock
from web.asking import Ask
from web.links import Link, asked

ORDER = ("docx", "pptx", "pdf", "xlsx", "csv", "ris", "jsonl")  # papers first; whatever is not named here comes last


class Ending(Convertor[str]):
    """An ending that some form of export has."""

    regex = "|".join(re.escape(ending) for ending in formats()) or "(?!)"

    def convert(self, value: str) -> str:
        """Return the ending in an address."""
        return value

    def to_string(self, value: str) -> str:
        """Return the ending as it stands in an address."""
        return value


register_url_convertor("ending", Ending())


def offered(
    path: str, shape: type[Matter], params: Iterable[tuple[str, str]] = (), only: Iterable[str] = ORDER
) -> tuple[Link, ...]:
    """Return links to the matter at `path` in each form that can hold it."""
    held, wanted, kept = endings(shape), tuple(only), tuple(params)
    return tuple(
        Link(_short(formats()[ending].label), asked(f"{path}.{ending}", kept)) for ending in wanted if ending in held
    )


def _short(label: str) -> str:
    """Return a form's label for a line of links: "Word", not "Word document (for reading)"."""
    plain = label.partition(" (")[0]
    return next((short for long, short in _SHORT.items() if plain.startswith(long)), plain)


_SHORT = {"Word": "Word", "PowerPoint": "PowerPoint", "Excel": "Excel", "PDF": "PDF"}


def sheet(ask: Ask, title: str, about: Iterable[tuple[str, str]] = ()) -> Sheet:
    """Return the head of an export."""
    library = ask.library
    return Sheet(library.settings.name, title, clock.today(), library.vocabulary, tuple(about), ask.root)


def named(title: str) -> str:
    """Return the name of a file, of whole words of its title."""
    words = re.sub(r"[^A-Za-z0-9]+", " ", title).strip().lower()
    return shortened(words, 80).rstrip("…").replace(" ", "-")[:80] or "export"


def send(matter: Matter, ending: str, head: Sheet, headers: Mapping[str, str] | None = None) -> Response:
    """Send `matter` as a file to save. What goes wrong before its first piece is still a page with a sentence."""
    pieces: Iterator[bytes] = iter(write(discreet(matter), ending, head))
    first = next(pieces, b"")
    name = named(head.title)
    return StreamingResponse(
        chain((first,), pieces),
        media_type=formats()[ending].media,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"', **(headers or {})},
    )
