"""Writers of forms whose libraries are slow to import: their module is imported when the first file is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from kb.exports.payloads import ExportHead, Payload, Writer


def late_writers(places: Mapping[type[Payload], str]) -> dict[type[Payload], Writer]:
    """Return the writer of each kind of payload, whose place is "module:function" as in an entry point."""
    return {payload: _late_writer(*place.split(":")) for payload, place in places.items()}


def _late_writer(module: str, name: str) -> Writer:
    def write(payload: Payload, head: ExportHead) -> Iterable[bytes]:
        writer: Writer = getattr(import_module(module), name)
        return writer(payload, head)

    return write
