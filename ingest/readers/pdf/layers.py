"""The layers of a PDF: which of them a viewer does not show when it opens the file."""

from __future__ import annotations

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


class Layers:
    """The optional content of a file that is switched off."""

    def __init__(self, reader: PdfReader) -> None:
        self._off: set[int] = set()
        stated = _whole_number(reader.root_object.get("/OCProperties"))
        if not isinstance(stated, DictionaryObject):
            return
        usual = _whole_number(stated.get("/D"))
        usual = usual if isinstance(usual, DictionaryObject) else DictionaryObject()
        if usual.get("/BaseState") == "/OFF":
            self._off = {one.idnum for one in _list_references(stated, "/OCGs")}
            self._off -= {one.idnum for one in _list_references(usual, "/ON")}
        self._off |= {one.idnum for one in _list_references(usual, "/OFF")}

    def is_off(self, named: object) -> bool:
        """Whether a group of layers, or what says how several of them count together, is not shown."""
        if not self._off:
            return False
        if isinstance(named, IndirectObject) and named.idnum in self._off:
            return True
        found = _whole_number(named)
        if not isinstance(found, DictionaryObject) or found.get("/Type") != "/OCMD":
            return False
        members = found.raw_get("/OCGs") if "/OCGs" in found else None
        whole = _whole_number(members)
        groups = list(whole) if isinstance(whole, ArrayObject) else [members]
        states = [isinstance(one, IndirectObject) and one.idnum in self._off for one in groups if one is not None]
        if not states:
            return False
        return {
            "/AllOn": any(states),
            "/AnyOff": not any(states),
            "/AllOff": not all(states),
        }.get(str(found.get("/P", "/AnyOn")), all(states))


def _list_references(holder: DictionaryObject, name: str) -> list[IndirectObject]:
    found = _whole_number(holder.get(name))
    return [one for one in found if isinstance(one, IndirectObject)] if isinstance(found, ArrayObject) else []


def _whole_number(thing: object) -> object:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
