"""The rules of the house: arrows point down, and the tree speaks of itself alone."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kb.vocabulary import load
from tests.conftest import LONG_FILES, ROOT, skips_told

PACKAGES = ("kb", "ingest", "search", "web")


def contracts_hold(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def tracked_files(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_arrows_point_down() -> None:
    outcome = contracts_hold(ROOT)
    assert outcome.returncode == 0, outcome.stdout


PLANTED = {  # by the contract that each must break: a file, and what is planted in it
    "Arrows point down: doors, application, crafts, words": ("search/port.py", "import ingest"),
    "Every package of kb has its floor": ("kb/core/errors.py", "import kb.text.dates"),
    "No circles between siblings": ("kb/app/reports.py", "import kb.app.library"),
    "Doors use the application layer alone": ("web/pages/quiz.py", "import kb.recurrence"),
    "Every room of reading has its floor": ("ingest/words/__init__.py", "import ingest.layout.boxes"),
    "Every room of searching has its floor": ("search/facets.py", "import search.ranking"),
    "Every room of the pages has its floor": ("web/urls.py", "import web.cookie, web.app"),
    "PDF libraries are known to the readers alone": ("kb/core/model.py", "import pypdf"),
    "SQL is known to the store alone": ("kb/app/library.py", "import sqlalchemy"),
    "Whoosh is known to its engine alone": ("web/__init__.py", "import whoosh"),
    "OpenSearch is known to its engine alone": ("web/__init__.py", "import opensearchpy"),
    "The web framework is known to web alone": ("search/limits.py", "import fastapi"),
}
ROOMS = {  # a new file without a floor of its own, by the contract that says which there are
    "Every package of kb has its floor": "kb/attic.py",
    "Every room of reading has its floor": "ingest/attic.py",
    "Every room of searching has its floor": "search/attic.py",
    "Every room of the pages has its floor": "web/attic.py",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages in which something can be planted."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "shots", "*.json", "*.npz"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(tree: Path) -> set[str]:
    """Return the names of the contracts that a tree breaks."""
    outcome = contracts_hold(tree)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    return set(re.findall(r"^(.+?)(?: \(.*\))? BROKEN", outcome.stdout, re.MULTILINE))


def test_a_planted_violation_of_each_contract_fails_the_build(tree: Path) -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert set(PLANTED) == {contract["name"] for contract in stated}
    for place, planted in PLANTED.values():
        target = tree / place
        target.write_text(f"{target.read_text(encoding='utf-8')}\n{planted}\n", encoding="utf-8")
    assert broken_contracts(tree) == set(PLANTED)


def test_a_room_without_a_floor_fails_the_build(tree: Path) -> None:
    for place in ROOMS.values():
        (tree / place).write_text("", encoding="utf-8")
    outcome = contracts_hold(tree)
    assert outcome.returncode == 1
    for package in ("kb", "ingest", "search", "web"):
        assert f"{package}.attic" in outcome.stdout, outcome.stdout


def test_pins_carry_no_addresses() -> None:
    for path in tracked_files("*constraints*", "*lock*", "*requirements*"):
        assert "://" not in path.read_text(encoding="utf-8"), path


def test_every_pin_is_exact() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines if line)


def test_every_dependency_has_bounds_that_its_pin_meets() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    stated = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    for requirement in map(Requirement, stated):
        signs = {bound.operator for bound in requirement.specifier}
        assert signs == {"=="} or signs == {">=", "<"}, f"{requirement} needs a lower and an upper bound"
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    telltale = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/\w+")
    for path in tracked_files("*.py", "*.toml", "*.md", "*.html", "*.txt", "Makefile", ".ci/run"):
        found = telltale.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{path.relative_to(ROOT)}: {found.group() if found else ''}"


def test_skips_are_named_by_reason_and_each_fault_by_name() -> None:
    opted = [(f"tests/test_it.py::test_{at}", "opt-in: set KB_TEST_SERVER") for at in range(3)]
    fault = ("tests/test_page.py::test_page", "needs a browser")
    assert skips_told([*opted, fault]) == [
        "3 skipped: opt-in: set KB_TEST_SERVER",
        "FAULT tests/test_page.py::test_page: needs a browser",
    ]


def test_the_files_to_start_first_are_there() -> None:
    assert [name for name in LONG_FILES if not (ROOT / "tests" / name).is_file()] == []


def test_every_package_explains_itself() -> None:
    for package in ("kb", "ingest", "search", "web", "corpus"):
        assert (ROOT / package / "README.md").is_file(), package


def test_no_theme_is_named_in_python() -> None:
    themes = set(load().themes)
    for path in tracked_files(*(f"{package}/*.py" for package in PACKAGES)):
        strings = {node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                   if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
        assert not strings & themes, f"{path.relative_to(ROOT)}: what holds of {strings & themes} belongs in its file"


EVERYDAY = {"inspection", "none", "unknown"}  # slugs of review types that are words of other things as well


def test_no_review_type_is_named_in_python() -> None:
    types = set(load().review_types)
    for path in tracked_files(*(f"{package}/*.py" for package in PACKAGES)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in types - EVERYDAY:
                pytest.fail(f"{path.relative_to(ROOT)}: what holds of {node.value} belongs in review-types.toml")
            if isinstance(node, ast.Compare) and "review_type" in ast.unparse(node):
                named = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)} & types
                assert not named, f"{path.relative_to(ROOT)}: {ast.unparse(node)} belongs in review-types.toml"


MOST_UNCHECKED = 8  # files of tests and benchmarks; lower it with the list


def test_the_list_of_files_that_mypy_leaves_out_only_shrinks() -> None:
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["overrides"]
    unchecked = [name for one in overrides if one.get("ignore_errors") for name in one["module"]]
    assert all((ROOT / f"{name.replace('.', '/')}.py").is_file() for name in unchecked)
    assert all(name.startswith(("tests.", "benchmarks.")) for name in unchecked)
    assert len(unchecked) <= MOST_UNCHECKED
