"""The library grows by one file: a theme, a review type, an export form, a facet, a format, a page.

Each is added to a copy of the project, which is then asked for it everywhere: in pages, the API, downloads, searches.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

THEME = """
label = "Garden ponds"
group = "circumstances"
definition = "Water in a garden that is a danger to a child."
questions = ["Who had looked over the fence?"]
[content_notice]
says = "an accident in water"
words = ["unfenced pond"]
[cues]
strong = ["garden pond", "unfenced pond"]
[check]
must_match = ["The garden pond had been seen by the health visitor.", "The well had a lid."]
must_spare = ["The garden centre was busy."]
"""
KIND = """
label = "Near miss"
plural = "Near misses"
definition = "What nearly went wrong and did not."
called = "a near miss"
headings = ["near miss|misses", "what nearly went wrong"]
heading_labels = ["near miss"]
asked_for = ["near misses"]
wanted = ["nearly went wrong"]
polarity = "improving"
tone = "purple"
"""
REVIEW_TYPE = """
[pond-review]
label = "Pond safety review"
cues = ["pond safety review"]
concerns = "children"
tells_case = false
"""
EXPORT = '''
"""A tally: how many findings there are."""

from collections.abc import Iterable

from kb.exports.payloads import ExportHead, Findings

ENDING, MEDIA, LABEL = "tally", "text/plain; charset=utf-8", "Tally of findings (plain text)"


def findings(payload: Findings, head: ExportHead) -> Iterable[bytes]:
    """Write the number of findings."""
    yield f"{sum(1 for _ in payload.holdings)} findings, from {head.library}".encode()


WRITERS = {Findings: findings}
'''
FACET = """        Facet("first_letter", "First letter", lambda e: _one(e.body[:1])),
        Facet("document","""
READER = '''
"""A ledger: plain text under a mark of its own."""

from dataclasses import replace

from ingest.readers import Limits, txt
from kb.core.document import Document

FORMAT, CALLED, ENDINGS = "ledger", "Ledger", (".ledger",)
_MARK = b"LEDGER1\\n"


def claims(data: bytes, ending: str) -> bool:
    """Whether these bytes begin with a ledger's mark."""
    return data.startswith(_MARK)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text after the mark."""
    return replace(txt.read(data.removeprefix(_MARK), name, limits), format=FORMAT)
'''
PAGE = '''
"""Ponds: a page of one sentence."""

from dataclasses import dataclass

from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class PondsPage:
    """What there is to say of ponds."""

    title: str
    sentence: str


@pages.page("/ponds", "ponds.html")
def ponds_page(ask: PageRequest) -> PondsPage:
    """Say how many findings there are on ponds."""
    return PondsPage("Ponds", f"{len(ask.library.findings(theme='garden-ponds'))} on ponds & <water>")
'''
TEMPLATE = '{% extends "base.html" %}\n{% block content %}<p>{{ page.sentence }}</p>{% endblock %}\n'


@pytest.fixture(scope="module")
def grow_tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the project tells to which one thing of each sort was added."""
    tree = tmp_path_factory.mktemp("tree")
    for package in ("kb", "ingest", "search", "web"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "kb/vocabulary/themes/garden-ponds.toml").write_text(THEME, encoding="utf-8")
    (tree / "kb/exports/formats/tally.py").write_text(EXPORT, encoding="utf-8")
    (tree / "ingest/readers/ledger.py").write_text(READER, encoding="utf-8")
    (tree / "web/pages/ponds.py").write_text(PAGE, encoding="utf-8")
    (tree / "web/templates/ponds.html").write_text(TEMPLATE, encoding="utf-8")
    (tree / "kb/vocabulary/kinds/near_miss.toml").write_text(KIND, encoding="utf-8")
    types = tree / "kb/vocabulary/lists/review-types.toml"
    types.write_text(types.read_text(encoding="utf-8") + REVIEW_TYPE, encoding="utf-8")
    facets = tree / "search/facets.py"
    before = facets.read_text(encoding="utf-8")
    after = before.replace('        Facet("document",', FACET, 1)
    assert after != before
    facets.write_text(after, encoding="utf-8")
    shutil.copy(ROOT / "tests/growing.py", tree / "growing.py")
    folder = tmp_path_factory.mktemp("library")
    done = subprocess.run(
        [sys.executable, str(tree / "growing.py"), str(folder)],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def page(grow_tree: dict[str, Any], address: str) -> str:
    """Return the text of one page that is there."""
    (found,) = [
        shown for asked, shown in grow_tree["pages"].items() if asked == address or asked.startswith(address + "/")
    ]
    status, text = found
    assert status == 200, f"{address}: {text[:500]}"
    return str(text)


def test_a_kind_is_one_file(grow_tree: dict[str, Any]) -> None:
    (text,) = grow_tree["near_misses"]
    assert text.startswith("The gate to the water stood open")
    assert "Near miss" in grow_tree["pages"]["/search?q=gate"][1]  # on the card and among the filters
    compared = next(text for at, (_, text) in grow_tree["pages"].items() if at.startswith("/compare/findings"))
    assert 'govuk-tag--purple">Near miss<' in compared
    assert 'govuk-tag--green">Improving<' in compared
    wanted = json.loads(grow_tree["pages"]["/api/v1/search?q=what+nearly+went+wrong+at+the+gate+or+the+fenced+pond"][1])
    assert wanted["items"][0]["kind"] == "near_miss"
    assert "Near misses" in next(text for at, (_, text) in grow_tree["pages"].items() if at.startswith("/reviews/"))
    asked = json.loads(grow_tree["pages"]["/api/v1/search?q=near+misses"][1])
    assert [one["kind"] for one in asked["items"]] == ["near_miss"]
    chosen = json.loads(grow_tree["pages"]["/api/v1/search?kind=near_miss"][1])
    assert chosen["total"] == 1
    assert "near_miss" in grow_tree["pages"]["/search.csv?q=gate"][1]


def test_a_theme_is_one_file(grow_tree: dict[str, Any]) -> None:
    assert grow_tree["theme_of"] >= 2
    assert "Garden ponds" in page(grow_tree, "/search?q=fenced")
    assert "Garden ponds" in grow_tree["pages"]["/themes"][1]
    assert "Water in a garden" in grow_tree["pages"]["/themes/garden-ponds"][1]
    assert "garden-ponds" in page(grow_tree, "/api/v1/search?q=fenced")
    assert "Who had looked over the fence?" in grow_tree["questions"]
    (review,) = [text for asked, (_, text) in grow_tree["pages"].items() if asked.startswith("/reviews/")]
    assert "an accident in water" in review


def test_a_themes_own_examples_are_tried_with_all_others(grow_tree: dict[str, Any]) -> None:
    assert grow_tree["failed_examples"] == ["The well had a lid."]


def test_a_review_type_is_one_entry(grow_tree: dict[str, Any]) -> None:
    assert grow_tree["review_type"] == "pond-review"
    assert "Pond safety review" in page(grow_tree, "/search?q=fenced")
    assert "Pond safety review" in grow_tree["pages"]["/reviews"][1]


def test_an_export_form_is_one_file_and_offered_on_the_pages(grow_tree: dict[str, Any]) -> None:
    assert grow_tree["export"]
    assert page(grow_tree, "/search.tally?q=fenced").endswith("findings, from Learning library")
    for address in ("/search?q=fenced", "/findings"):
        text = page(grow_tree, address)
        assert ".tally" in text, address
        assert "Tally of findings" in text, address
    (review,) = [text for asked, (_, text) in grow_tree["pages"].items() if asked.startswith("/reviews/")]
    assert ".tally" in review


def test_a_facet_is_one_entry(grow_tree: dict[str, Any]) -> None:
    assert "First letter" in page(grow_tree, "/search?q=fenced")
    assert "first_letter" in page(grow_tree, "/api/v1/search?q=fenced")
    narrowed = page(grow_tree, "/search?q=fenced&first_letter=P")
    assert "Practitioners should ask" in narrowed
    assert "The partnership should have" not in narrowed
    assert "Practitioners should ask" in page(grow_tree, "/search?q=first_letter:P")


def test_a_format_is_one_file(grow_tree: dict[str, Any]) -> None:
    assert grow_tree["added"] == 2
    assert grow_tree["formats"] == ["ledger", "md"]


def test_a_page_is_one_module_and_one_template(grow_tree: dict[str, Any]) -> None:
    assert "on ponds &amp; &lt;water&gt;" in page(grow_tree, "/ponds")
