"""The structure tags of a PDF, brought out of the file as plain values."""

from __future__ import annotations

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from ingest.layout.tagged import Element, Leaf
from ingest.readers.pdf.content_stream import FORM_MARKS

_DEEPEST = 120
_MOST = 400_000  # elements of one file


def tag_tree(reader: PdfReader, pages: dict[int, int]) -> Element | None:
    """Return the structure tree, or None where there is none. `pages` gives a page's place by object number."""
    root = reader.root_object.get("/StructTreeRoot")
    root = root.get_object() if root is not None else None
    if not isinstance(root, DictionaryObject):
        return None
    roles = root.get("/RoleMap")
    roles = roles.get_object() if roles is not None else None
    walk = _Walk(pages, roles if isinstance(roles, DictionaryObject) else DictionaryObject())
    return Element("Root", walk.kids(root.get("/K"), None, 0))


class _Walk:
    def __init__(self, pages: dict[int, int], roles: DictionaryObject) -> None:
        self._pages = pages
        self._roles = roles
        self._standard: dict[str, str] = {}
        self._seen = 0
        self._above: set[int] = set()

    def kids(self, kids: PdfObject | None, page: int | None, depth: int) -> tuple[Element | Leaf, ...]:
        """Return the elements and leaves that stand under an element of `page`."""
        if kids is None or depth > _DEEPEST or self._seen > _MOST:
            return ()
        listed = kids.get_object()
        found: list[Element | Leaf] = []
        for kid in listed if isinstance(listed, ArrayObject) else [kids]:
            self._seen += 1
            number = kid.idnum if isinstance(kid, IndirectObject) else 0
            if number in self._above:
                continue
            value = kid.get_object() if kid is not None else None
            if isinstance(value, int):
                if page is not None:
                    found.append(Leaf(page, value))
            elif isinstance(value, DictionaryObject):
                self._above.add(number or -1)
                one = self._one(value, page, depth)
                self._above.discard(number or -1)
                if one is not None:
                    found.append(one)
        return tuple(found)

    def _one(self, value: DictionaryObject, page: int | None, depth: int) -> Element | Leaf | None:
        at = value.raw_get("/Pg") if "/Pg" in value else None
        page = self._pages.get(at.idnum, page) if isinstance(at, IndirectObject) else page
        if "/MCID" in value:
            mark = value["/MCID"]
            stream = value.raw_get("/Stm") if "/Stm" in value else None
            base = FORM_MARKS * stream.idnum if isinstance(stream, IndirectObject) else 0
            return Leaf(page, base + mark) if page is not None and isinstance(mark, int) else None
        if "/S" not in value:
            return None
        return Element(
            self._role(str(value["/S"])), self.kids(value.get("/K"), page, depth + 1), *_spans(value.get("/A"))
        )

    def _role(self, name: str) -> str:
        known = self._standard.get(name)
        if known is None:
            plain, steps = name, 0
            while plain in self._roles and steps < 8:
                plain, steps = str(self._roles[plain]), steps + 1
            known = self._standard[name] = plain.removeprefix("/")
        return known


def _spans(attributes: PdfObject | None) -> tuple[int, int]:
    """Return over how many columns and rows a cell reaches."""
    listed = attributes.get_object() if attributes is not None else None
    columns = rows = 1
    for entry in listed if isinstance(listed, ArrayObject) else [listed]:
        value = entry.get_object() if entry is not None else None
        if isinstance(value, DictionaryObject):
            columns, rows = _count(value.get("/ColSpan"), columns), _count(value.get("/RowSpan"), rows)
    return columns, rows


def _count(value: object, otherwise: int) -> int:
    return min(value, 200) if isinstance(value, int) and value > 0 else otherwise
