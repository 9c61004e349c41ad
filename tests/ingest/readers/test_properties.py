"""What must hold of every reading, whatever the bytes: a Document whose blocks lie in its text, or a Refused."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.readers import Limits, read
from kb.core.document import Document
from kb.core.errors import FileRefused
from tests.ingest.readers import papers

SMALL = Limits(max_pages=50, max_text=200_000, max_unpacked=5_000_000)
ENDINGS = ("txt", "md", "html", "docx", "pptx", "pdf", "bin", "")
LINES = st.text(st.sampled_from("ab AB.,:;-–•*#|\t\n\f\r0123456789()<>/&\u00ad\uf0b7\ufb01é’"), max_size=300)


def reading(data: bytes, name: str) -> Document | None:
    try:
        return read(data, name, SMALL)
    except FileRefused as refused:
        assert_helpful(refused)
        return None


def assert_helpful(refused: FileRefused) -> None:
    """Assert that a refusal says why."""
    assert refused.code
    assert str(refused).endswith(".")


def holds(document: Document) -> None:
    """Assert what must hold of any Document."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        assert block.level >= 0
        end = block.end
    starts = [page.start for page in document.pages]
    assert starts == sorted(starts)
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    for block in document.blocks:
        page = document.page_of(block.start)
        assert (page is None) is (not document.pages)
        assert document.words(document.span((block.start, block.end))) == document.text[block.start : block.end]
    assert "\0" not in document.text
    assert "\r" not in document.text


@given(st.binary(max_size=400), st.sampled_from(ENDINGS))
@example(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>", "pdf")
@example(b"PK\x03\x04word/document", "docx")
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_a_document_or_a_refusal(data: bytes, ending: str) -> None:
    document = reading(data, f"file.{ending}")
    if document is not None:
        holds(document)


@given(LINES, st.sampled_from(("txt", "md", "html")))
@settings(deadline=None, max_examples=300)
def test_any_text_gives_blocks_that_lie_in_order_in_it(text: str, ending: str) -> None:
    document = reading(text.encode(), f"file.{ending}")
    if document is not None:
        holds(document)


@cache
def whole_file(form: str) -> bytes:
    table = "<table style='border-collapse: collapse'>" + "<tr><td style='border: 1px solid'>a</td>" * 3 + "</table>"
    made = {
        "pdf": lambda: papers.print_pdf("<h1>Title</h1><p>Some words on a page.</p><ul><li>One</li></ul>" + table),
        "docx": papers.as_word,
    }
    return made[form]()


@pytest.mark.parametrize("form", ["pdf", "docx"])
@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_some_bytes_changed_gives_a_document_or_a_refusal(form: str, data: st.DataObject) -> None:
    spoiled = bytearray(whole_file(form))
    for _ in range(data.draw(st.integers(1, 40))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    document = reading(bytes(spoiled), f"file.{form}")
    if document is not None:
        holds(document)


@pytest.mark.parametrize("form", ["pdf", "docx"])
@given(st.floats(0, 1))
@settings(deadline=None, max_examples=25)
def test_a_file_cut_short_gives_a_document_or_a_refusal(form: str, share: float) -> None:
    data = whole_file(form)
    document = reading(data[: int(len(data) * share)], f"file.{form}")
    if document is not None:
        holds(document)


@pytest.mark.parametrize("name", ["briefing.txt", "briefing.md", "briefing.html", "briefing.docx"])
def test_a_reading_is_the_same_twice(name: str) -> None:
    makers = {"txt": papers.as_text, "md": papers.as_markdown, "html": papers.as_html, "docx": papers.as_word}
    data = makers[name.rpartition(".")[2]]()
    assert read(data, name) == read(data, name)
