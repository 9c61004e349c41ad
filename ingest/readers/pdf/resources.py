"""What the resources of a PDF page list under a name."""

from __future__ import annotations

from pypdf.generic import DictionaryObject


def raw_property(resources: DictionaryObject, name: str) -> object:
    """Return a property list that the resources hold, as they refer to it."""
    lists = resources.get("/Properties")
    lists = lists.get_object() if lists is not None else None
    return lists.raw_get(name) if isinstance(lists, DictionaryObject) and name in lists else None


def property_number(resources: DictionaryObject, name: str) -> bytes:
    """Return a property list that the resources hold, as its number alone."""
    lists = resources.get("/Properties")
    found = lists.get_object().get(name) if lists is not None else None
    found = found.get_object() if found is not None else None
    number = found.get("/MCID") if isinstance(found, DictionaryObject) else None
    return b"/MCID %d" % number if isinstance(number, int) and number >= 0 else b""
