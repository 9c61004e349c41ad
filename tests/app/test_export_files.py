"""Files that are made whole: few at once, the same one once, and nothing of a draft kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Semaphore

import pytest

from kb.app import export_files
from kb.app.export_files import AT_ONCE, ExportFiles
from kb.app.library import Library
from kb.app.work_places import WorkPlaces
from kb.core.errors import LibraryBusy
from kb.exports import CheckedDraft, ExportHead, Findings, Payload
from tests.waiting import PATIENCE
from tests.web import shelf, site


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelf.small_library(tmp_path_factory.mktemp("exporting")) as held:
        yield held


@pytest.fixture
def head(library: Library) -> ExportHead:
    return ExportHead("Exby's library", "Core groups", "2026-11-29", library.vocabulary)


@pytest.fixture
def writings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Payload, str]]:
    """What was written anew."""
    told: list[tuple[Payload, str]] = []

    def write(payload: Payload, ending: str, head: ExportHead) -> list[bytes]:
        told.append((payload, ending))
        return [head.title.encode(), ending.encode()]

    monkeypatch.setattr(export_files, "write", write)
    return told


def test_the_same_file_is_made_once_for_all_who_ask_together(
    tmp_path: Path, library: Library, head: ExportHead, writings: list[tuple[Payload, str]]
) -> None:
    findings = library.findings()
    files, payload = ExportFiles(tmp_path), Findings(findings)
    first, second = (b"".join(files.write(payload, "docx", head)) for _ in range(2))
    assert first == second == b"Core groupsdocx"
    assert len(writings) == 1
    others = [
        (replace(payload, holdings=findings[1:]), "docx", head),
        (payload, "xlsx", head),
        (payload, "docx", replace(head, title="Housing")),
        (payload, "docx", replace(head, date="2026-11-30")),
        (payload, "docx", replace(head, base="https://library.example")),
        (payload, "docx", replace(head, asked=(("Search", "core groups"),))),
        (payload, "docx", replace(head, vocabulary=replace(head.vocabulary, fingerprint="another"))),
    ]
    for number, (what, ending, under) in enumerate(others, 2):
        files.write(what, ending, under)
        assert len(writings) == number


def test_who_waits_for_a_place_gets_what_was_made_meanwhile(
    tmp_path: Path, head: ExportHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, made = Semaphore(0), list[str]()

    class Places(WorkPlaces):
        @contextmanager
        def take(self, wait: float = 0) -> Iterator[None]:
            asking.release()
            with super().take(wait):
                yield

    def write(payload: Payload, ending: str, head: ExportHead) -> list[bytes]:
        made.append(ending)
        if len(made) == 1:  # until the other one asks too
            assert all(asking.acquire(timeout=PATIENCE) for _ in range(2))
        return [head.title.encode()]

    monkeypatch.setattr(export_files, "AT_ONCE", 1)
    monkeypatch.setattr(export_files, "WorkPlaces", Places)
    monkeypatch.setattr(export_files, "write", write)
    files = ExportFiles(tmp_path)
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(files.write, Findings(()), "docx", head) for _ in range(2)]
        assert [b"".join(one.result(PATIENCE)) for one in asked] == [b"Core groups"] * 2
    assert made == ["docx"]


def test_a_file_is_made_anew_after_a_minute(
    tmp_path: Path, head: ExportHead, writings: list[tuple[Payload, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ExportFiles(tmp_path)
    files.write(Findings(()), "docx", head)
    monkeypatch.setattr(export_files, "KEPT_SECONDS", -1.0)
    files.write(Findings(()), "docx", head)
    assert len(writings) == 2


def test_nothing_of_a_draft_is_kept(tmp_path: Path, head: ExportHead, writings: list[tuple[Payload, str]]) -> None:
    files, draft = ExportFiles(tmp_path), CheckedDraft(())
    for _ in range(2):
        files.write(draft, "docx", head)
    assert len(writings) == 2
    assert not files._kept


def test_what_can_be_gone_through_once_is_not_kept(
    tmp_path: Path, library: Library, head: ExportHead, writings: list[tuple[Payload, str]]
) -> None:
    files = ExportFiles(tmp_path)
    for _ in range(2):
        files.write(Findings(iter(library.findings())), "docx", head)
    assert len(writings) == 2


def test_what_flows_waits_for_no_place_and_is_not_kept(tmp_path: Path, library: Library, head: ExportHead) -> None:
    files, places = ExportFiles(tmp_path), WorkPlaces(tmp_path, "making-file", AT_ONCE, "making other files")
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(places.take())
        assert b"".join(files.write(Findings(library.findings()), "csv", head))
    assert not files._kept


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx"])
def test_who_asks_for_one_more_is_asked_to_come_back(library: Library, ending: str) -> None:
    address = f"/search.{ending}?q=core+groups"
    places = WorkPlaces(library.settings.data, "making-file", AT_ONCE, "making other files")
    library.export_files.wait = 0.1
    with site.client(library) as http:
        with ExitStack() as held:
            for _ in range(AT_ONCE):
                held.enter_context(places.take())
            busy, flowing = http.get(address), http.get("/search.csv?q=core+groups")
        assert http.get(address).status_code == 200
    assert (busy.status_code, busy.headers["retry-after"], flowing.status_code) == (503, "30", 200)
    assert "busy making other files" in busy.text


def test_a_file_too_large_to_keep_is_sent_all_the_same(
    tmp_path: Path, head: ExportHead, writings: list[tuple[Payload, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "LARGEST_KEPT", 3)
    files = ExportFiles(tmp_path)
    assert [b"".join(files.write(Findings(()), "docx", head)) for _ in range(2)] == [b"Core groupsdocx"] * 2
    assert len(writings) == 2


def test_an_error_frees_the_place(tmp_path: Path, head: ExportHead, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[bytes]:
        raise LibraryBusy("Something else is at it.")

    monkeypatch.setattr(export_files, "write", fail)
    files = ExportFiles(tmp_path, wait=0)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(LibraryBusy, match="Something else"):
            files.write(Findings(()), "docx", head)
