"""Zipped Office files: opened without trusting their directory, their XML read without entities or the network."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from kb.core.errors import FileRefused

_MOST_MEMBERS = 10_000
_LARGEST_RATIO = 400  # unpacked to packed, of a member worth the name; pages of XML reach about 60
_SMALL = 4 * 1024 * 1024
_LOCAL_HEADER = 30  # bytes before a member's name
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # NotImplementedError among them
    ValueError,
)
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class Package:
    """A zipped document whose members can be read one by one."""

    def __init__(self, data: bytes, name: str, most: int) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            OverflowError,
            UnicodeDecodeError,
        ) as fault:
            raise _damaged_file(name) from fault
        _check(members, name, most, len(data))
        self._members = {member.filename: member for member in members}

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def names(self, folder: str = "") -> list[str]:
        """Return the names of the members in a folder."""
        return [name for name in self._members if name.startswith(folder)]

    def bytes_of(self, member: str) -> bytes:
        """Return a member's content. Raises FileRefused where it is not there or does not unpack as its directory
        says.
        """
        found = self._members.get(member)
        if found is None:
            raise _damaged_file(self._name)
        try:
            with self._zip.open(found) as stream:
                data = stream.read(found.file_size + 1)
        except _UNREADABLE as fault:
            raise _damaged_file(self._name) from fault
        if len(data) > found.file_size:
            raise _damaged_file(self._name)
        return data

    def xml(self, member: str) -> etree._Element:
        """Return the root of a member's XML. Raises FileRefused where it is broken or declares a document type."""
        return parse_xml(self.bytes_of(member), self._name)

    def xml_or_none(self, member: str) -> etree._Element | None:
        """Return the root of a member's XML, or None where the package has no such member."""
        return self.xml(member) if member in self._members else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return of each relation of a part its kind (the last word of its type) and its target inside the package."""
        folder, file = posixpath.split(part)
        root = self.xml_or_none(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                found[relation.get("Id", "")] = ("external", target)
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return found

    def main_part(self, otherwise: str) -> str:
        """Return the name of the part that holds the document itself."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self._members:
                return target
        return otherwise

    def properties(self) -> tuple[tuple[str, str], ...]:
        """Return what the file says about itself: title, creator, created, ..."""
        root = self.xml_or_none("docProps/core.xml")
        if root is None:
            return ()
        return tuple(
            (local_name(e), e.text.strip()[:500]) for e in root if isinstance(e.tag, str) and e.text and e.text.strip()
        )

    def has_active_content(self) -> bool:
        """Return whether macros or embedded programs are inside."""
        return any(
            name.lower().endswith(("vbaproject.bin", ".exe", ".ole")) or "/activex/" in name.lower()
            for name in self._members
        )


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; the strict and the usual form of the format differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its name without its namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element reached by a path of names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((kid for kid in element if local_name(kid) == name), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the direct children of this name."""
    for kid in element if element is not None else ():
        if local_name(kid) == name:
            yield kid


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of some XML. Raises FileRefused where it is broken or declares a document type."""
    if any(declaration in data for declaration in _DECLARES):
        raise _doctype_refused(name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise _damaged_file(name) from fault
    if root is None:
        raise _damaged_file(name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype_refused(name)
    return root


def _check(members: list[zipfile.ZipInfo], name: str, most: int, packed: int) -> None:
    """Refuse a directory that no honest program writes: of more than `most` bytes, or of a bomb's ratio.

    `packed` is the size of the whole file in bytes. Raises FileRefused.
    """
    if len(members) > _MOST_MEMBERS:
        raise _bomb(name, f"it holds more than {_MOST_MEMBERS:,} parts")
    if sum(member.file_size for member in members) > most:
        raise _bomb(name, f"it unpacks to more than {most // (1024 * 1024):,} MB")
    for member in members:
        _check_member(member, name)
    folded = [member.filename.casefold() for member in members]
    if len(set(folded)) < len(folded):
        raise _unsafe_archive(f"{name} holds two parts of one name, so what it says depends on who opens it.")
    _check_places(sorted(members, key=lambda member: member.header_offset), name, packed)


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        raise FileRefused("password", f"{name} is protected by a password. Save a copy without one and add that.")
    if member.file_size > _SMALL and member.file_size > _LARGEST_RATIO * max(member.compress_size, 1):
        raise _bomb(name, "a part of it unpacks to hundreds of times its size")
    if _is_unsafe(member):
        raise _unsafe_archive(f"{name} holds a part whose name points outside the file. It was not opened.")


def _check_places(ordered: list[zipfile.ZipInfo], name: str, packed: int) -> None:
    """Refuse members, in the order of their places, that overlap or end after the file does."""
    for member, after in pairwise(ordered):
        if member.header_offset + _LOCAL_HEADER + member.compress_size > after.header_offset:
            raise _bomb(name, "its parts overlap")
    if ordered and ordered[-1].header_offset + ordered[-1].compress_size > packed:
        raise _damaged_file(name)


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    path = member.orig_filename
    parts = path.replace("\\", "/").split("/")
    link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return ".." in parts or path.startswith(("/", "\\")) or "\\" in path or "\0" in path or path[1:2] == ":" or link


def _unsafe_archive(why: str) -> FileRefused:
    return FileRefused("unsafe_archive", why)


def _bomb(name: str, why: str) -> FileRefused:
    return FileRefused("unpacks_too_large", f"{name} was not opened: {why}.")


def _damaged_file(name: str) -> FileRefused:
    again = "Fetch it again from its source, or open it in its own program and save a copy."
    return FileRefused("damaged", f"{name} is damaged and cannot be opened. {again}")


def _doctype_refused(name: str) -> FileRefused:
    return FileRefused("unsafe_archive", f"{name} declares a document type inside, which no office program writes.")
