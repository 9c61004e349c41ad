"""Outlook mail made for tests: a compound file of the plainest form, with the properties that a mail has."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime

_SECTOR, _SMALL, _CUT_OFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BINARY, _TEXT, _NUMBER, _TIME = 0x0102, 0x001F, 0x0003, 0x0040
_SUBJECT, _BODY, _SENDER, _SENT, _PERSON = 0x0037, 0x1000, 0x0C1A, 0x0039, 0x3001
_DATA, _FILE, _METHOD = 0x3701, 0x3707, 0x3705

Tree = dict[str, "bytes | Tree"]


def outlook_mail(
    subject: str, body: str, sender: str, sent: datetime, attached: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """Return a mail as Outlook would keep it."""
    ticks = int((sent.astimezone(UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    tree = _storage(32, {_SUBJECT: subject, _BODY: body, _SENDER: sender}, [(_TIME, _SENT, ticks)])
    tree["__recip_version1.0_#00000000"] = _storage(8, {_PERSON: "Ben Vane"}, [])
    for number, (name, data) in enumerate(attached):
        tree[f"__attach_version1.0_#{number:08X}"] = _storage(8, {_FILE: name, _DATA: data}, [(_NUMBER, _METHOD, 1)])
    return compound_file(tree)


def _storage(head: int, values: dict[int, str | bytes], fixed: list[tuple[int, int, int]]) -> Tree:
    tree: Tree = {}
    entries = [struct.pack("<HHIQ", kind, tag, 6, value) for kind, tag, value in fixed]
    for tag, value in values.items():
        kind, data = (_TEXT, value.encode("utf-16-le")) if isinstance(value, str) else (_BINARY, value)
        tree[f"__substg1.0_{tag:04X}{kind:04X}"] = data
        entries.append(struct.pack("<HHIII", kind, tag, 6, len(data), 0))
    tree["__properties_version1.0"] = bytes(head) + b"".join(entries)
    return tree


def compound_file(tree: Tree) -> bytes:
    """Return a compound file with these storages and streams; small streams lie together, as the format wants it."""
    whole, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    entries: list[bytes] = []
    first = _write_folder(tree, entries, whole, small)
    entries[0] = _entry("Root Entry", 5, _FREE, first, whole.put(bytes(small.body)), len(small.body))
    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48))
    directory, chains = whole.put(b"".join(entries)), whole.put(small.table(_SECTOR))
    tables = 1
    while (len(whole.chain) + tables) * 4 > tables * _SECTOR:
        tables += 1
    places = range(len(whole.chain), len(whole.chain) + tables)
    whole.chain.extend([_FAT] * tables)
    of_small = -(-len(small.chain) * 4 // _SECTOR)
    numbers = (0, tables, directory, 0, _CUT_OFF, chains, of_small, _END, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6s", 0x3E, 3, 0xFFFE, 9, 6, b"")
    head += struct.pack(f"<9I{tables}I", *numbers, *places)
    return head.ljust(_SECTOR, b"\xff") + bytes(whole.body) + whole.table(_SECTOR)


class _Sectors:
    """Data in pieces of one size, and the chain that leads from each piece to the next."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.body = bytearray()
        self.chain: list[int] = []

    def put(self, data: bytes) -> int:
        """Add data; return its first piece."""
        if not data:
            return _END
        first, count = len(self.chain), -(-len(data) // self.size)
        self.chain.extend([*range(first + 1, first + count), _END])
        self.body.extend(data.ljust(count * self.size, b"\0"))
        return first

    def table(self, sector: int) -> bytes:
        """Return the chain as whole sectors."""
        packed = struct.pack(f"<{len(self.chain)}I", *self.chain)
        return packed.ljust(-(-len(packed) // sector) * sector, b"\xff")


def _write_folder(folder: Tree, entries: list[bytes], whole: _Sectors, small: _Sectors) -> int:
    """Add the entries of a folder, each the right neighbour of the one before; return the first."""
    if not entries:
        entries.append(b"")  # the root, written when all else is
    first = len(entries)
    entries.extend([b""] * len(folder))
    for at, (name, value) in enumerate(folder.items(), first):
        right = at + 1 if at + 1 < first + len(folder) else _FREE
        if isinstance(value, bytes):
            start = (small if len(value) < _CUT_OFF else whole).put(value)
            entries[at] = _entry(name, 2, right, _FREE, start, len(value))
        else:
            entries[at] = _entry(name, 1, right, _write_folder(value, entries, whole, small), 0, 0)
    return first if folder else _FREE


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1)
    return head + struct.pack("<III16sIQQIQ", _FREE, right, child, b"", 0, 0, 0, start, size)
