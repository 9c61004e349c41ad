"""How light a colour is, by the colour space that it is of."""

from __future__ import annotations

from collections.abc import Sequence

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

DEVICE = ""  # a space whose parts are light itself: grey, or red, green and blue, or four inks
BLACK = "/Black"  # how much black ink is laid down
_INKS = ("/Separation", "/DeviceN")  # whose parts say how much of an ink is laid down
_UNKNOWN = ("/Indexed", "/Pattern", "/Lab")  # whose parts say nothing by themselves


def space_of(resources: DictionaryObject, name: str) -> str:
    """Return what sort of colour space a name of the resources stands for."""
    listed = _resolve(resources.get("/ColorSpace"))
    found = _resolve(listed.get(name)) if isinstance(listed, DictionaryObject) else None
    parts = list(found) if isinstance(found, ArrayObject) else []
    sort = str(_resolve(parts[0])) if parts else name
    ink = str(_resolve(parts[1])) if len(parts) > 1 else ""
    if sort == "/Separation" and ink in ("/Black", "/All"):
        return BLACK
    return sort if sort in _INKS or sort in _UNKNOWN else DEVICE


def first_lightness(space: str) -> float | None:
    """Return the lightness, 0 (black) to 1, of the colour that a space begins with: black, or an ink in full."""
    return lightness(space, [1.0]) if space in (*_INKS, BLACK) else 0.0


def lightness(space: str, parts: Sequence[float]) -> float | None:
    """Return how light a colour is, from 0 to 1; None where its parts do not say."""
    if space in _UNKNOWN or not parts:
        return None
    if space == BLACK:
        return 1.0 - parts[0]
    if space in _INKS:  # no ink is paper; how dark another ink is it does not say
        return 1.0 if max(parts) <= 0.0 else None
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 3:
        return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow)) * (1 - black)
    return None


def _resolve(thing: object) -> object:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
