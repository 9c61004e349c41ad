"""Checking a draft from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import Kb
from tests.papers import child_z


def test_check_takes_a_draft_from_standard_input(held_library: Kb) -> None:
    done = held_library("check", "-", said="Agencies must share information about moves between temporary flats.")
    assert "nearly the same: " in done.stdout
    assert "It does not say by when." in done.stdout


def test_check_answers_where_nothing_is_held_yet(kb: Kb) -> None:
    done = kb("check", "-", said="We recommend that agencies share information about moves within six months.")
    assert done.returncode == 0
    assert "We found no close match" in done.stdout


def test_check_takes_a_draft_as_a_file(held_library: Kb, tmp_path: Path) -> None:
    told = json.loads(held_library("check", "--json", str(child_z(tmp_path))).stdout)
    assert len(told) == 4


def test_a_draft_that_never_ends_or_is_no_utf_8_is_reported(own: Kb) -> None:
    done = own("check", "/dev/zero", KB_READ_FILE="1048576")
    assert (done.returncode, done.stderr) == (
        2,
        "/dev/zero is larger than the 1 MB that a file may have (KB_READ_FILE).\n",
    )
    odd = own("check", "-", said="We recommend that agencies share information \udcff within six months.")
    assert (odd.returncode, "DRAFT" in odd.stdout) == (0, True)
