"""The site of documentation: its reference pages are the program's own words, and every link in it leads somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from docs import reference
from kb.cli.commands import app
from kb.core.settings import Settings
from tests.conftest import ROOT

SITE = ROOT / "docs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation with its reference pages written, apart from the tree."""
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(SITE / "pages", place / "pages", ignore=shutil.ignore_patterns("reference"))
    shutil.copy(SITE / "mkdocs.yml", place)
    reference.write(place / "pages" / "reference")
    return place


def page(folder: Path, name: str) -> str:
    return (folder / "pages" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def test_every_command_that_is_not_hidden_is_described(folder: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    described = page(folder, "commands")
    for word, command in commands.items():
        assert (re.search(rf"^## kb {word}\b", described, re.MULTILINE) is not None) is not command.hidden, word


def test_every_setting_is_described_with_its_reason(folder: Path) -> None:
    described = page(folder, "settings")
    assert all(f"`KB_{name.upper()}`" in described for name in Settings.model_fields)


def test_every_address_of_the_api_is_described(folder: Path) -> None:
    assert "`GET /api/v1/search`" in page(folder, "addresses")


def test_the_site_is_built_with_every_link_leading_somewhere(folder: Path) -> None:
    build(folder)
    pages = list((folder / "site").rglob("*.html"))
    assert len(pages) > 15
    outside = re.compile(r'<(?:script|link|img)[^>]+(?:src|href)="https?://')  # fetched without a click
    assert not [one for one in pages if outside.search(one.read_text(encoding="utf-8"))]


def test_a_link_to_nowhere_fails_the_build(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "broken")
    with (folder.parent / "broken" / "pages" / "index.md").open("a", encoding="utf-8") as out:
        out.write("[nowhere](nowhere.md)\n")
    with pytest.raises(subprocess.CalledProcessError):
        build(folder.parent / "broken")


def build(folder: Path) -> None:
    program = Path(sys.executable).with_name("zensical")
    command: list[str | Path] = [program, "build", "--strict", "--clean", "-f", folder / "mkdocs.yml"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("page", ["kb/ARCHITECTURE.md", "ingest/README.md"])
def test_the_files_that_a_map_of_the_rooms_names_are_there(page: str) -> None:
    here = (ROOT / page).parent
    named = set(re.findall(r"(?<![\w/.])(?:[a-z_]+/)+[a-z_]+\.py", (ROOT / page).read_text(encoding="utf-8")))
    assert len(named) > 10
    assert {one for one in named if not (ROOT / one).is_file() and not (here / one).is_file()} == set()
