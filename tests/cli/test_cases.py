"""`kb cases`: the cases of a review or of a theme, as the pages and the API give them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import command

WREN = """# Serious case review: Wren

## What happened

Wren was four months old and lived with her mother in one room above a shop in Fenmere.

Wren died from a skull fracture in June 2018. A neighbour had rung for help on two nights before.

## Lessons

- Practitioners need professional curiosity about the rooms that they are not shown.
"""


def fill_folder(folder: Path) -> Path:
    (folder / "wren.md").write_text(WREN)
    assert command(folder / "data", "add", str(folder / "wren.md")).returncode == 0
    return folder / "data"


def test_the_cases_of_a_review_and_of_a_theme_are_told_with_their_notice(tmp_path: Path) -> None:
    data = fill_folder(tmp_path)
    (document,) = json.loads(command(data, "list", "--json").stdout)
    of_review = command(data, "cases", document["review"])
    assert of_review.returncode == 0
    assert "    Before you read: this includes the death of a child" in of_review.stdout
    assert "Wren died from a skull fracture" in of_review.stdout
    on_theme = command(data, "cases", "--theme", "professional-curiosity", "--age", "under-1")
    assert "Before you read: this includes the death of a child" in on_theme.stdout
    assert "need professional curiosity" in on_theme.stdout
    grown = command(data, "cases", "--theme", "professional-curiosity", "--age", "adult", "--json")
    assert json.loads(grown.stdout) == []


def test_what_is_asked_wrongly_is_said(tmp_path: Path) -> None:
    data = fill_folder(tmp_path)
    for arguments, said in (
        ((), "Name either a review or a theme"),
        (("wren", "--theme", "neglect"), "Name either a review or a theme"),
        (("--theme", "no-such-theme"), "There is no theme 'no-such-theme'"),
        (("--theme", "neglect", "--age", "old"), "An age is one of unborn"),
        (("--theme", "neglect", "--without", "recording"), "Cases can be left out for"),
    ):
        done = command(data, "cases", *arguments)
        assert done.returncode == 2
        assert said in done.stderr
