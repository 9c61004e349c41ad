"""The rules of the house: arrows point down, and the tree speaks of itself alone."""

from __future__ import annotations

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

from tests.conftest import ROOT, skips_told

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


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ("kb/core/model.py", "import web"),
        ("search/port.py", "import ingest"),
        ("kb/app/library.py", "import sqlalchemy"),
        ("web/__init__.py", "import whoosh"),
        ("kb/core/model.py", "import pypdf"),
        ("search/port.py", "import fastapi"),
    ],
)
def test_a_planted_violation_fails_the_build(tmp_path: Path, place: str, planted: str) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "shots", "*.json"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / place
    target.write_text(target.read_text(encoding="utf-8") + f"\n{planted}\n", encoding="utf-8")
    outcome = contracts_hold(tmp_path)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "BROKEN" in outcome.stdout


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


def test_skips_are_told_by_reason_and_each_fault_by_name() -> None:
    opted = [(f"tests/test_it.py::test_{at}", "opt-in: set KB_TEST_SERVER") for at in range(3)]
    fault = ("tests/test_page.py::test_page", "needs a browser")
    assert skips_told([*opted, fault]) == [
        "3 skipped: opt-in: set KB_TEST_SERVER",
        "FAULT tests/test_page.py::test_page: needs a browser",
    ]


def test_every_package_explains_itself() -> None:
    for package in ("kb", "ingest", "search", "web", "corpus"):
        assert (ROOT / package / "README.md").is_file(), package


def test_decision_records_are_numbered_in_order_dated_and_indexed() -> None:
    folder = ROOT / "kb/decisions"
    index = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    rows = []
    dates = []
    for place, path in enumerate(sorted(folder.glob("0*.md")), 1):
        number = path.name[:4]
        assert number == f"{place:04d}", f"{path.name}: the next number is {place:04d}"
        heading, _, state = path.read_text(encoding="utf-8").splitlines()[:3]
        title = re.fullmatch(rf"# {number}\. (\S.*)", heading)
        stated = re.fullmatch(r"Date: (\d{4}-\d\d-\d\d) · Status: ((?:accepted|superseded by \d{4})\b.*)", state)
        assert title, f"{path.name}: begin it with its number and title"
        assert stated, f"{path.name}: state date and status on the third line"
        for other in re.findall(r"\b0\d{3}\b", stated[2]):
            assert list(folder.glob(f"{other}-*.md")), f"{path.name}: there is no record {other}"
        rows.append(f"| [{number}]({path.name}) | {title[1]} | {stated[1]} | {stated[2]} |")
        dates.append(stated[1])
    assert dates == sorted(dates)
    assert [line for line in index if line.startswith("| [")] == rows


def test_references_to_decision_records_lead_to_one() -> None:
    numbers = {path.name[:4] for path in (ROOT / "kb/decisions").glob("0*.md")}
    written = re.compile(r"kb/decisions/(\d{4})|(?:[Rr]ecord|[Dd]ecision)s? \[?`?(\d{4})\b")
    for path in tracked_files("*.py", "*.md", "*.toml"):
        for found in written.finditer(path.read_text(encoding="utf-8")):
            assert (found[1] or found[2]) in numbers, f"{path.relative_to(ROOT)}: {found[0]}"
