"""Reviews joined and split on the command line, and what is asked for in a way that cannot be meant."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.command import command
from tests.papers import child_z, mr_v


def reviews(data: Path) -> dict[str, list[str]]:
    """The documents of each review."""
    held: dict[str, list[str]] = {}
    for one in json.loads(command(data, "list", "--json").stdout):
        held.setdefault(one["review"], []).append(one["id"])
    return held


def test_reviews_are_joined_split_and_put_back(tmp_path: Path) -> None:
    data = tmp_path / "library"
    command(data, "add", str(child_z(tmp_path)), str(mr_v(tmp_path)))
    before = reviews(data)
    gone, kept = sorted(before)
    joined = command(data, "amend", "review", gone, "--join", kept, "--reason", "One case")
    assert set(reviews(data)) == {kept}
    split = command(data, "amend", "review", kept, "--split", before[gone][0], "title=Mr V and his sister")
    assert set(reviews(data)) == {kept, "mr-v-and-his-sister"}
    for told in (split, joined):
        number = re.search(r"kb undo (\d+)", told.stdout)
        assert number
        assert command(data, "undo", number[1]).returncode == 0
    assert reviews(data) == before


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ([], "Give values to change, or --join"),
        (["--join", "one", "--split", "other", "title=T"], "Give values to change, or --join"),
        (["--join", "one", "title=T"], "Give values to change, or --join"),
        (["--split", "other"], "Give the title of the new review"),
        (["--split", "other", "area=Northby"], "Give the title of the new review"),
        (["--join", "nothing-of-this-name"], "No review “nothing-of-this-name” is in this library"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, asked: list[str], sentence: str) -> None:
    done = command(tmp_path / "library", "amend", "review", "child-z", *asked)
    assert done.returncode
    assert sentence in done.stderr
