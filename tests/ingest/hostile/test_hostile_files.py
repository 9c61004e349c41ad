"""Some 240 broken, lying and hostile files: each is read, or refused for a reason that is true, and none does harm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from ingest.sandbox.pool import ForkServer, Run
from ingest.sandbox.reader import read_file
from kb.app.library import Library
from kb.app.reports import REFUSED
from kb.core.errors import FileRefused
from kb.core.settings import Settings
from tests.ingest.hostile import office_files, pdf_files, text_files
from tests.ingest.hostile.office_files import Row

SLOW = {  # more than some seconds each: tried at night, as are those that take seconds to make
    "p_contents_20000_times.pdf",
    "p_90000_pages_same.pdf",
    "p_one_word_1mb.pdf",
    "p_content_deep_q.pdf",
    "p_asciihex_slow.pdf",
    "d_500000_paragraphs.docx",
    "t_markdown_brackets.md",
    "t_headings_50000.md",
    "t_3000_indent_levels.md",
    "t_500k_newlines.txt",
    "h_20000_attributes.html",
    "m_500_levels.eml",
}


def outcome_of(data: bytes, name: str, folder: Path, do: Run) -> str:
    """Return "kept", "noted", or the code of a refusal."""
    (folder / "file").write_bytes(data)
    try:
        document = read_file(folder / "file", Settings(data=folder), name, do)
    except FileRefused as refused:
        return refused.code if str(refused).startswith(name) else f"a sentence that does not name it: {refused}"
    return "noted" if document.notes else "kept"


def surprises(folder: Path, files: Iterable[Row]) -> list[str]:
    with closing(ForkServer()) as server:
        return [
            f"{name}: {told}, not {' or '.join(sensible)}"
            for name, data, sensible in files
            if (told := outcome_of(data, name, folder, server.run)) not in sensible
        ]


def hostile_files(*, slow: bool) -> Iterator[Row]:
    for row in chain(pdf_files.files(), office_files.files(), text_files.files()):
        if (row[0] in SLOW) == slow:
            yield row


@pytest.mark.system
def test_each_file_ends_as_is_sensible(tmp_path: Path) -> None:
    assert surprises(tmp_path, hostile_files(slow=False)) == []


@pytest.mark.nightly
def test_each_slow_file_ends_as_is_sensible(tmp_path: Path) -> None:
    files = chain(hostile_files(slow=True), pdf_files.large_files(), office_files.large_files())
    assert surprises(tmp_path, files) == []


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "data")) as opened:
        yield opened


def test_no_name_of_a_file_does_harm(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = list(text_files.names())
    for name, data, _ in rows:
        (folder / name).write_bytes(data)
    report = library.add([folder])
    assert report.looked_at + report.passed_over == len(rows)
    assert report.count(REFUSED) == 0
    assert all(sentence.isprintable() for sentence in (one.sentence for one in report.outcomes))


def test_an_archive_is_opened_or_refused(tmp_path: Path, library: Library) -> None:
    for name, data, sensible in text_files.archives():
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_bytes(data)
        codes = {one.code or "kept" for one in library.add([folder]).outcomes}
        assert codes <= set(sensible), name
    assert not (tmp_path / "evil.txt").exists()
    assert not (tmp_path.parent / "evil.txt").exists()
