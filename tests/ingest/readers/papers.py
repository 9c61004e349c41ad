"""Small invented files in every format, made for the tests that read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
import pypdfium2 as pdfium
from docx.document import Document as WordDocument
from PIL import Image
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

PAGE = "@page { size: A4; margin: 2.5cm } body { font: 11pt sans-serif; line-height: 1.3 }"


@dataclass(frozen=True)
class Line:
    """One paragraph of a briefing: "h1", "h2", "p", "li" or "ol"."""

    kind: str
    words: str
    number: int = 0


BRIEFING = (
    Line("h1", "Learning briefing: the Arlen family"),
    Line("p", "This briefing is about a family whose four children moved between three areas in two years."),
    Line("h2", "What we learned"),
    Line(
        "p",
        "Each service held a part of the picture, and none of them brought the parts together until it was late. "
        "The health visitor knew of the debts, the school knew of the hunger, and the housing officer knew that the "
        "family would have to move again before the winter.",
    ),
    Line("li", "Ask who else lives in the home, and ask again when something changes"),
    Line("li", "Missed appointments are a sign that somebody did not bring the child"),
    Line(
        "li",
        "A record that says only that advice was given does not help the next worker, who needs to know what was "
        "said, to whom, and what they answered",
    ),
    Line("h2", "What should happen now"),
    Line("p", "The partnership makes these recommendations:"),
    Line("ol", "The partnership should agree how a family's history follows them when they move.", 1),
    Line("ol", "Housing officers should be invited to every core group for a child who may lose their home.", 2),
    Line("p", "The partnership will look at progress in the spring."),
)


def as_text(lines: tuple[Line, ...] = BRIEFING) -> bytes:
    """Return the briefing as plain text with underlined headings."""
    parts = []
    for line in lines:
        if line.kind in ("h1", "h2"):
            parts.append(f"\n{line.words}\n{('=' if line.kind == 'h1' else '-') * len(line.words)}\n")
        else:
            mark = {"li": "- ", "ol": f"{line.number}. "}.get(line.kind, "")
            parts.append(f"{mark}{line.words}\n" + ("" if mark else "\n"))
    return "\n".join(parts).encode()


def as_markdown(lines: tuple[Line, ...] = BRIEFING) -> bytes:
    """Return the briefing as Markdown."""
    marks = {"h1": "# ", "h2": "## ", "li": "- ", "p": ""}
    return "\n\n".join(f"{marks.get(line.kind, f'{line.number}. ')}{line.words}" for line in lines).encode()


def as_html(lines: tuple[Line, ...] = BRIEFING, style: str = "") -> bytes:
    """Return the briefing as a web page with the furniture of one."""
    body, listed = [], ""
    for line in (*lines, Line("", "")):
        wanted = {"li": "ul", "ol": "ol"}.get(line.kind, "")
        if wanted != listed:
            body.append(f"</{listed}>" if listed else "")
            body.append(f"<{wanted}>" if wanted else "")
            listed = wanted
        tag = "li" if wanted else line.kind
        body.append(f"<{tag}>{line.words}</{tag}>" if tag else "")
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Briefing</title><style>{style}</style></head><body>"
        f"<main>{''.join(body)}</main></body></html>"
    ).encode()


def as_word(lines: tuple[Line, ...] = BRIEFING) -> bytes:
    """Return the briefing as a Word document."""
    document = docx.Document()
    styles = {"h1": "Heading 1", "h2": "Heading 2", "li": "List Bullet", "ol": "List Number", "p": "Normal"}
    for line in lines:
        document.add_paragraph(line.words, style=styles[line.kind])
    return save_word(document)


def save_word(document: WordDocument) -> bytes:
    """Return a Word document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(html: bytes | str, *, tagged: bool = False) -> bytes:
    """Return a page of HTML printed to PDF."""
    source = html.decode() if isinstance(html, bytes) else html
    made = HTML(string=source).write_pdf(pdf_variant="pdf/ua-1" if tagged else None)
    assert isinstance(made, bytes)
    return made


def print_pdf(body: str, style: str = "", *, tagged: bool = False) -> bytes:
    """Return a body of HTML, with some style, printed to PDF."""
    return as_pdf(
        f"<html lang=en><head><title>Paper</title><style>{PAGE}{style}</style></head><body>{body}</body></html>",
        tagged=tagged,
    )


def scan_pdf() -> bytes:
    """Return a PDF whose only page is a picture."""
    out = io.BytesIO()
    Image.new("RGB", (400, 600), (250, 248, 240)).save(out, "PDF")
    return out.getvalue()


def photograph_pages(data: bytes) -> bytes:
    """Return a PDF whose pages are pictures of another's."""
    pages = [page.render(scale=200 / 72).to_pil() for page in pdfium.PdfDocument(data)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return out.getvalue()


def lock_pdf(data: bytes, user: str, owner: str = "owner") -> bytes:
    """Return a PDF encrypted for this user password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def joined_pdf(*parts: bytes) -> bytes:
    """Return the pages of several PDFs as one."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zip_members(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    """Return a zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """Return what a zip archive holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FILES: dict[str, Callable[[], bytes]] = {  # one briefing in each format: a name, and what makes its file
    "briefing.txt": as_text,
    "briefing.md": as_markdown,
    "briefing.html": as_html,
    "briefing.docx": as_word,
    "briefing.pdf": lambda: as_pdf(as_html(style=PAGE)),
    "tagged.pdf": lambda: as_pdf(as_html(style=PAGE), tagged=True),
}
