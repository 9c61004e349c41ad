"""Tagged PDF, read again by another library."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from kb.core.errors import LibraryUnavailable
from kb.exports import Exhibit, Pack, Payload, write
from kb.exports.formats import pdf
from tests.exports.scenes import FOLLOWED, HISTORY, HOSTILE, PACK, QUIZ, SHEET, hostile_findings

try:
    import weasyprint  # noqa: F401  # only to learn whether it can be loaded
except OSError:
    HERE = False
else:
    HERE = True

VERAPDF = ".m2/repository/org/verapdf/apps/greenfield-apps/1.28.2/greenfield-apps-1.28.2.jar"
needs_pango = pytest.mark.skipif(not HERE, reason="the Pango library is not installed, so no PDF can be made")


def read(payload: Payload) -> PdfReader:
    return PdfReader(io.BytesIO(b"".join(write(payload, "pdf", SHEET))))


def text(file: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in file.pages).split())


@needs_pango
@pytest.mark.parametrize("payload", [FOLLOWED, PACK], ids=lambda payload: type(payload).__name__)
def test_a_paper_is_tagged_and_says_its_title_and_language(payload: Payload) -> None:
    file = read(payload)
    root: Any = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert file.metadata is not None
    assert file.metadata.title == SHEET.title


@pytest.mark.nightly
@needs_pango
def test_every_paper_keeps_to_pdf_ua(tmp_path: Path) -> None:
    """The validator of the industry, fetched by `make nightly`, finds nothing wrong with any paper."""
    jar = Path(os.environ.get("KB_TEST_VERAPDF") or Path.home() / VERAPDF)
    if not jar.is_file() or not shutil.which("java"):
        pytest.skip("needs Java and veraPDF: `make nightly` fetches it where Maven is; or its path in KB_TEST_VERAPDF")
    for payload in (FOLLOWED, PACK, QUIZ, HISTORY):
        (tmp_path / f"{type(payload).__name__}.pdf").write_bytes(b"".join(write(payload, "pdf", SHEET)))
    papers = sorted(map(str, tmp_path.glob("*.pdf")))
    asked = ["java", "-cp", str(jar), "org.verapdf.apps.GreenfieldCliWrapper", "-f", "ua1", "--format", "text", *papers]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()
    assert [one.split()[0] for one in told if one.endswith("ua1")] == ["PASS"] * len(papers), told


@needs_pango
def test_a_paper_never_skips_a_level_of_headings() -> None:
    for payload in (FOLLOWED, PACK, QUIZ, HISTORY):
        levels = [int(str(one)[2:]) for one in roles(read(payload)) if re.fullmatch(r"/H[1-6]", str(one))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (type(payload).__name__, levels)


def roles(file: PdfReader) -> Iterator[object]:
    """Yield the roles in a paper's tree of structure, in reading order."""
    root: Any = file.trailer["/Root"]
    waiting: list[Any] = [root["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            if "/S" in one:
                yield one["/S"]
            if "/K" in one:
                waiting.append(one["/K"])


@needs_pango
def test_the_panel_paper_says_what_is_known_and_what_is_not() -> None:
    said = text(read(FOLLOWED))
    assert "No action recorded in this library" in said
    assert "No later finding in this library is linked to this recommendation." in said
    assert "Possible match, not yet checked: Missed opportunity" in said
    assert "Safeguarding Adult Review: Adult M (2023), page 21" in said


@needs_pango
def test_the_case_pack_ends_with_the_record_of_its_use() -> None:
    file = read(PACK)
    last = "".join(page.extract_text() for page in file.pages[-2:])
    assert "How this pack was used" in last
    assert "5 October 2026: Twelve housing officers" in last
    said = text(file)
    assert "Before you read: this includes serious harm to a child and neglect." in " ".join(said.split())
    assert "Who invites you to a core group?" in said
    assert "How do you find out who has moved in? (Asked in Review of Child A (2016), page 14)" in said
    assert "01632" not in said


@needs_pango
def test_hostile_texts_are_only_text_and_nothing_is_fetched() -> None:
    short = [one for one in hostile_findings().holdings if len(one.finding.text) < 1000]
    payload = Pack("<img src='https://elsewhere.example/x.png'>", tuple(Exhibit(one) for one in short))
    # PDFium reads texts beside characters that no font here has; pypdf does not.
    opened = pypdfium2.PdfDocument(b"".join(write(payload, "pdf", SHEET)))
    said = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())
    assert len(short) == len([one for one in HOSTILE if len(one) < 1000])
    assert "<script>alert(1)</script> & <b>bold</b>" in said
    assert "{{ 7 * 7 }} {% raw %}" in said


@needs_pango
def test_a_paper_may_fetch_nothing() -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._nothing("https://elsewhere.example/x.png")


@needs_pango
def test_an_endless_run_of_characters_is_broken() -> None:
    assert max(len(part) for part in str(pdf._breakable_text("x" * 40_000)).split("\u200b")) == 80
    assert pdf._breakable_text("https://reviews.example/" + "a" * 200) == "https://reviews.example/" + "a" * 200


def test_without_pango_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [one for one in sys.modules if one == "weasyprint" or one.startswith("weasyprint.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    with pytest.raises(LibraryUnavailable, match="libpango"):
        write(PACK, "pdf", SHEET)
