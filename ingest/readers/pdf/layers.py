"""The layers of a PDF: which of them a viewer does not show when it opens the file."""

from __future__ import annotations

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_DEEPEST = 12  # expressions within each other


class Layers:
    """The optional content of a file that is switched off."""

    def __init__(self, reader: PdfReader) -> None:
        self._off: set[int] = set()
        stated = _resolve(reader.root_object.get("/OCProperties"))
        if not isinstance(stated, DictionaryObject):
            return
        usual = _resolve(stated.get("/D"))
        usual = usual if isinstance(usual, DictionaryObject) else DictionaryObject()
        if usual.get("/BaseState") == "/OFF":
            self._off = {one.idnum for one in _list_references(stated, "/OCGs")}
            self._off -= {one.idnum for one in _list_references(usual, "/ON")}
        self._off |= {one.idnum for one in _list_references(usual, "/OFF")}
        self._off = self._off - _by_use(usual, "/ON") | _by_use(usual, "/OFF")

    def is_off(self, named: object) -> bool:
        """Return whether a group of layers, or what says how several of them count together, is not shown."""
        if isinstance(named, IndirectObject) and named.idnum in self._off:
            return True
        found = _resolve(named)
        if not isinstance(found, DictionaryObject) or found.get("/Type") != "/OCMD":
            return False
        told = _resolve(found.get("/VE"))
        if isinstance(told, ArrayObject) and told:
            return not self._holds(told, _DEEPEST)
        members = found.raw_get("/OCGs") if "/OCGs" in found else None
        whole = _resolve(members)
        groups = list(whole) if isinstance(whole, ArrayObject) else [members]
        states = [isinstance(one, IndirectObject) and one.idnum in self._off for one in groups if one is not None]
        if not states:
            return False
        return {
            "/AllOn": any(states),
            "/AnyOff": not any(states),
            "/AllOff": not all(states),
        }.get(str(found.get("/P", "/AnyOn")), all(states))

    def _holds(self, told: ArrayObject, deeper: int) -> bool:
        """Return whether an expression of layers (And, Or, Not; true where on) holds, at most `deeper` levels down."""
        parts = []
        for one in list(told)[1:]:
            inner = _resolve(one)
            if isinstance(inner, ArrayObject):
                parts.append(deeper > 0 and bool(inner) and self._holds(inner, deeper - 1))
            else:
                parts.append(not (isinstance(one, IndirectObject) and one.idnum in self._off))
        sort = str(told[0])
        return not any(parts) if sort == "/Not" else any(parts) if sort == "/Or" else all(parts)


def _by_use(usual: DictionaryObject, state: str) -> set[int]:
    """Return the layers whose stated use on a screen is `state` ("/ON" or "/OFF"), where the file has it count."""
    found: set[int] = set()
    listed = _resolve(usual.get("/AS"))
    for one in listed if isinstance(listed, ArrayObject) else ():
        rule = _resolve(one)
        if not isinstance(rule, DictionaryObject) or rule.get("/Event") != "/View":
            continue
        sorts = _resolve(rule.get("/Category"))
        if "/View" not in [str(sort) for sort in (sorts if isinstance(sorts, ArrayObject) else [sorts])]:
            continue
        for group in _list_references(rule, "/OCGs"):
            if _use_on_screen(group) == state:
                found.add(group.idnum)
    return found


def _use_on_screen(group: IndirectObject) -> str:
    told: object = group.get_object()
    for name in ("/Usage", "/View", "/ViewState"):
        told = _resolve(told.get(name)) if isinstance(told, DictionaryObject) else None
    return str(told)


def _list_references(holder: DictionaryObject, name: str) -> list[IndirectObject]:
    found = _resolve(holder.get(name))
    return [one for one in found if isinstance(one, IndirectObject)] if isinstance(found, ArrayObject) else []


def _resolve(thing: object) -> object:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
