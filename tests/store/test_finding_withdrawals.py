"""A single withdrawn finding stays away whatever older rows say: the list beside them tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.backup import restore
from kb.app.library import Library
from kb.core.errors import DocumentWithdrawn
from kb.core.settings import Settings

PAPER = """# Learning review: Child Lantern

Invented for tests; Sandhaven is no real place.

## Recommendations

1. The harbour school should tell the health visitor when a child is absent.
2. The partnership should ask every lighthouse keeper what they have seen.
3. Managers should read each plan after six weeks.
"""
GONE = "lighthouse keeper"


def open_library(folder: Path) -> Library:
    return Library.open(Settings(data=folder, search="memory:"))


def add_paper(library: Library, folder: Path) -> str:
    paper = folder / "lantern.md"
    paper.write_text(PAPER, encoding="utf-8")
    library.add([paper])
    return next(one.finding.id for one in library.findings() if GONE in one.finding.text)


def shows(library: Library) -> bool:
    return any(GONE in one.finding.text for one in library.findings())


def test_an_older_backup_does_not_bring_a_withdrawn_finding_back(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        key = add_paper(library, tmp_path)
        old = library.back_up(tmp_path / "backups").folder
        library.make_correction(lambda desk: desk.withdraw(key, "Rowan", "Asked for by the family"))
        (tmp_path / "later").mkdir()
        library.back_up(tmp_path / "later")
    listed = (tmp_path / "later/withdrawn.jsonl").read_text(encoding="utf-8")
    assert GONE not in listed
    (tmp_path / "backups/withdrawn.jsonl").write_text(listed, encoding="utf-8")
    restore(old, tmp_path / "restored")
    with open_library(tmp_path / "restored") as back:
        assert not shows(back)
        assert len(back.findings()) == 2
        with pytest.raises(DocumentWithdrawn):
            back.finding(key)
        withdrawal = back.correcting.withdrawal(key)
        assert withdrawal
        assert withdrawal.reason == "Asked for by the family"
        back.undo(withdrawal.batch, "Rowan")
        assert shows(back)
    with open_library(tmp_path / "restored") as again:
        assert shows(again)


def test_a_withdrawal_that_was_taken_back_is_not_brought_back_by_an_older_backup(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        key = add_paper(library, tmp_path)
        batch = library.make_correction(lambda desk: desk.withdraw(key, "Rowan"))
        old = library.back_up(tmp_path / "backups").folder
        library.undo(batch, "Rowan")
        listed = (tmp_path / "library/withdrawn.jsonl").read_text(encoding="utf-8")
    (tmp_path / "backups/withdrawn.jsonl").write_text(listed, encoding="utf-8")
    restore(old, tmp_path / "restored")
    with open_library(tmp_path / "restored") as back:
        assert shows(back)


def test_a_withdrawal_of_before_the_list_told_of_findings_is_listed_at_the_next_opening(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        key = add_paper(library, tmp_path)
        library.make_correction(lambda desk: desk.withdraw(key, "Rowan"))
    (tmp_path / "library/withdrawn.jsonl").unlink()
    with open_library(tmp_path / "library") as again:
        assert not shows(again)
    assert key in (tmp_path / "library/withdrawn.jsonl").read_text(encoding="utf-8")


def test_a_library_read_again_from_its_originals_keeps_the_finding_away(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        key = add_paper(library, tmp_path)
        library.make_correction(lambda desk: desk.withdraw(key, "Rowan"))
    for name in ("library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm"):
        (tmp_path / "library" / name).unlink(missing_ok=True)
    with Library.open(Settings(data=tmp_path / "library", search="memory:"), anew=True) as back:
        back.rebuild()
        assert len(back.findings()) == 2
        assert not shows(back)
