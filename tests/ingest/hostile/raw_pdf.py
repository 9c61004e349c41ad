"""PDF files written object by object, so that each may lie in one place."""

from __future__ import annotations

import zlib

LINES = (
    "Learning review: Child Arlen",
    "Lessons learned",
    "Practitioners did not ask who else lived in the home when the family moved.",
    "Recommendations",
    "The partnership should agree how a family's history follows them when they move.",
)


def content_of(lines: tuple[str, ...] = LINES) -> bytes:
    """Return a page's drawing instructions that show each line below the last."""
    shown = b"".join(b"(%s) Tj 0 -30 Td " % line.encode().replace(b"'", rb"\047") for line in lines)
    return b"BT /F1 12 Tf 60 760 Td %sET" % shown


def stream_of(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object with these entries and data."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def flate(data: bytes, times: int = 1) -> bytes:
    """Return a stream object whose data is packed `times` over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream_of(data, b"/Filter [%s]" % (b"/FlateDecode " * times))


def objects_of(content: bytes | None = None, **others: bytes) -> dict[int, bytes]:
    """Return the objects of a page with `content` (a whole object); `o7=...` replaces or adds object 7."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        4: stream_of(content_of()) if content is None else content,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    objects.update({int(name[1:]): body for name, body in others.items()})
    return objects


def write_pdf(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R", *, shift: int = 0) -> bytes:
    """Return the file of these objects; `shift` moves every offset of the cross-reference table by so many bytes."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        out += b"%010d 00000 n \n" % (place + shift) if place is not None else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def pdf(content: bytes | None = None, **others: bytes) -> bytes:
    """Return a one-page file with some objects replaced or added."""
    return write_pdf(objects_of(content, **others))
