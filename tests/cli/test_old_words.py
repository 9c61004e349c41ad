"""The words that commands had before give the same as the new ones, are hidden, and name the new word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import command
from tests.cli.test_deciding import prepare_library


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, _ = prepare_library(tmp_path_factory.mktemp("old_words"))
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("find", "flats", "--json"), ("search", "flats", "--json")),
        (("recur", "--by", "area", "--json"), ("recurrence", "--by", "area", "--json")),
        (("recur", "--came-back"), ("recurrence", "--came-back")),
        (("retheme", "--dry-run", "--json"), ("retag", "--dry-run", "--json")),
        (("reread", "--dry-run", "--json"), ("reprocess", "--dry-run", "--json")),
    ],
)
def test_an_old_word_gives_what_the_new_one_gives(data: Path, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    before, after = command(data, *old), command(data, *new)
    assert after.stdout
    assert after.returncode == 0
    assert (before.returncode, before.stdout) == (after.returncode, after.stdout)
    assert before.stderr == f"`kb {old[0]}` is now `kb {new[0]}`; the old command stops working in the next version.\n"
    assert after.stderr == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("judge", "--same"), ("echo", "accept")),
        (("judge", "--not-same"), ("echo", "refuse")),
    ],
)
def test_an_echo_is_judged_by_both_words(tmp_path: Path, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    data, findings = prepare_library(tmp_path)
    one, other = (str(finding["id"]) for finding in (findings[0], findings[-1]))
    before, after = command(data, *old, one, other), command(data, *new, one, other)
    assert (before.returncode, before.stdout) == (after.returncode, after.stdout)
    assert after.stdout.startswith("Kept: ")
    assert "`kb echo accept` or `kb echo refuse`" in before.stderr


@pytest.mark.parametrize(("old", "new"), [("--give", "give"), ("--refuse", "refuse")])
def test_a_theme_is_decided_by_both_words(tmp_path: Path, old: str, new: str) -> None:
    data, findings = prepare_library(tmp_path)
    given = (str(findings[0]["id"]), "self-neglect")
    before, after = command(data, "decide", *given, old), command(data, "theme", new, *given)
    assert (before.returncode, before.stdout) == (after.returncode, after.stdout)
    assert after.stdout.endswith(f"{'has' if new == 'give' else 'does not have'} the theme self-neglect.\n")


def test_old_words_are_not_in_the_help(data: Path) -> None:
    top = command(data, "--help").stdout
    for word in ("find", "recur", "retheme", "reread", "judge", "decide"):
        assert f" {word} " not in top
