"""Tables of threats, faults and demands name tests that are there, and a reason for each row without one."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.conftest import ROOT

PAGES = ("docs/pages/administrator/threats.md", "kb/decisions/0105-asvs-for-sessions-and-access.md")
REASONS = ("not needed", "not done", "not tested", "not met")
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split(" | ")]
    for page in PAGES
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [A-Z]\d[\d.]+ ", line)
]


def test_each_row_stands_once_with_all_its_cells() -> None:
    assert all(len(row) == 4 for row in ROWS)
    assert max(Counter(row[0] for row in ROWS).values()) == 1


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_tests_that_are_there_or_says_why_not(row: list[str]) -> None:
    named = re.findall(r"`([^`]+)::([^`]+)`", row[3])
    assert named or row[3].startswith(REASONS)
    for module, name in named:
        source = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
        assert f"def test_{name}(" in source, name
