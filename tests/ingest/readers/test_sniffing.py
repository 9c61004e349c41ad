"""What a file is, its bytes say; what cannot be read gets a sentence of its own."""

from __future__ import annotations

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest

from ingest.readers import Limits, read, readers, sniff
from kb.core.errors import FileRefused
from tests.ingest.readers import papers

TEXT = b"Learning from a review.\n\nPractitioners should ask again.\n"


def refusal(data: bytes, name: str, limits: Limits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(data, name, limits)
    assert name in str(caught.value) or "page" in str(caught.value)
    assert str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (TEXT, "a.txt", "txt"),
        (TEXT, "README", "txt"),
        (TEXT, "a.md", "md"),
        (papers.as_html(), "a.html", "html"),
        (b"<p>Only a part of a page.</p>", "a.htm", "html"),
        (papers.as_html().decode().encode("utf-16"), "a.html", "html"),
        (papers.as_word(), "a.docx", "docx"),
        (papers.as_word(), "download", "docx"),
        (papers.scan_pdf(), "A.PDF", "pdf"),
        (b"\n\n junk \n" + papers.scan_pdf(), "a.pdf", "pdf"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, name: str, form: str) -> None:
    assert sniff(data, name) == form


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b" \n\t\r\n", "a.txt", "empty"),
        (papers.as_html(), "a.pdf", "not_what_name_says"),
        (papers.as_html(), "a.txt", "not_what_name_says"),
        (papers.as_word(), "a.pdf", "not_what_name_says"),
        (papers.scan_pdf(), "a.docx", "not_what_name_says"),
        (TEXT, "a.pdf", "not_what_name_says"),
        (b"{\\rtf1 words}", "a.docx", "not_what_name_says"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "scan.png", "unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", "not_what_name_says"),
        (
            papers.zip_members({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "a.ods",
            "unknown_format",
        ),
        (b"\x7fELF" + bytes(range(256)), "a.exe", "unknown_format"),
        (TEXT, "a.csv", "unknown_format"),
        (bytes(range(256)) * 20, "a.txt", "not_what_name_says"),
        (b"%PDF-1.7\n", "a.pdf", "damaged"),
        (b"--- ... ---\n\n***\n", "a.txt", "no_text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, name: str, code: str) -> None:
    assert refusal(data, name).code == code


def test_an_encrypted_office_file_says_that_it_wants_a_password() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    assert refusal(data, "a.docx").code == "password"


def test_an_unknown_format_lists_what_is_accepted() -> None:
    words = str(refusal(b"\x1f\x8b" + bytes(100), "a.gz"))
    assert all(reader.CALLED in words for reader in readers())


def test_a_mismatch_names_both_formats() -> None:
    words = str(refusal(papers.as_html(), "review.pdf"))
    assert "PDF" in words
    assert "web page" in words


def test_every_reader_is_named_like_its_module() -> None:
    formats = "doc docx eml html md msg odt pdf pptx rtf txt xlsx"
    assert [reader.FORMAT for reader in readers()] == formats.split()


def test_text_beyond_the_limit_is_refused() -> None:
    assert refusal(TEXT * 20, "a.txt", Limits(max_text=200)).code == "too_large"


def test_the_bytes_give_the_documents_fingerprint() -> None:
    assert read(TEXT, "a.txt").sha256 == hashlib.sha256(TEXT).hexdigest()


@pytest.mark.parametrize(("kind", "ending"), [("spreadsheet", ".xlsx"), ("presentation", ".pptx")])
def test_an_open_document_that_is_no_text_is_called_by_its_name(kind: str, ending: str) -> None:
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    with pytest.raises(FileRefused, match=f"OpenDocument {kind}.*save it as {ending}"):
        read(file.getvalue(), "plan.odx")
