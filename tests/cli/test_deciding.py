"""What a person decides on the command line stays decided."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import CommandResult, command
from tests.papers import child_z, mr_v


def prepare_library(tmp_path: Path) -> tuple[Path, list[dict[str, object]]]:
    data = tmp_path / "library"
    command(data, "add", str(child_z(tmp_path)), str(mr_v(tmp_path)))
    lines = command(data, "export", "findings", "--format", "jsonl").stdout.splitlines()
    return data, [json.loads(line) for line in lines]


def echoes(data: Path) -> set[tuple[str, str]]:
    lines = command(data, "export", "echoes", "--depth", "20", "--format", "jsonl").stdout.splitlines()
    return {(row["finding"], row["echo"]) for row in map(json.loads, lines)}


def test_a_refused_echo_is_proposed_no_more(tmp_path: Path) -> None:
    data, _ = prepare_library(tmp_path)
    one, other = sorted(echoes(data))[0]
    done = command(data, "echo", "refuse", one, other)
    assert done == CommandResult(0, f"Kept: {one} and {other} do not say the same.\n", "")
    assert (one, other) not in echoes(data)
    assert (other, one) not in echoes(data)


def test_a_theme_that_a_person_gave_stays_through_retag(tmp_path: Path) -> None:
    data, findings = prepare_library(tmp_path)
    finding = next(f for f in findings if "self-neglect" not in (f["themes"] or ()))  # type: ignore[operator]  # a list
    assert command(data, "theme", "give", str(finding["id"]), "self-neglect").returncode == 0
    command(data, "retag")
    lines = command(data, "export", "findings", "--format", "jsonl").stdout.splitlines()
    after = {row["id"]: row["themes"] for row in map(json.loads, lines)}
    assert "self-neglect" in after[finding["id"]]


def test_an_unknown_theme_is_wrong_use_and_says_where_to_look(tmp_path: Path) -> None:
    data, findings = prepare_library(tmp_path)
    done = command(data, "theme", "give", str(findings[0]["id"]), "no-such-theme")
    assert done.returncode == 2
    assert "kb themes list" in done.stderr


def test_judged_pairs_leave_as_lines_to_measure_by(tmp_path: Path) -> None:
    data, findings = prepare_library(tmp_path)
    one, other = sorted(echoes(data))[0]
    third = next(str(f["id"]) for f in findings if f["id"] not in (one, other))
    command(data, "echo", "accept", one, other)
    command(data, "echo", "refuse", one, third)
    rows = [json.loads(line) for line in command(data, "echo", "export").stdout.splitlines()]
    words = {str(f["id"]): f["text"] for f in findings}
    told = {(frozenset((row["a"]["text"], row["b"]["text"])), row["same"]) for row in rows}
    assert told == {(frozenset((words[one], words[other])), True), (frozenset((words[one], words[third])), False)}
    kept = tmp_path / "mine.jsonl"
    done = command(data, "echo", "export", "--output", str(kept))
    assert done.stdout == f"2 judged pairs written to {kept}.\n"
    assert [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] == rows


def test_suggested_themes_are_listed_for_a_document_or_said_to_be_none(tmp_path: Path) -> None:
    data, findings = prepare_library(tmp_path)
    done = command(data, "theme", "suggested", str(findings[0]["document"]))
    assert done.returncode == 0
    given = {row["id"]: row["themes"] or () for row in findings}
    for line in done.stdout.splitlines():
        if line != "No theme is suggested for a finding of this document.":
            finding, theme, _ = line.split(" ", 2)
            assert theme not in given[finding]  # type: ignore[operator]  # a list
    assert command(data, "theme", "suggested", "no-such-document").returncode != 0
