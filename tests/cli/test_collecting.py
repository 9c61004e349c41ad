"""`kb watch` and `kb harvest` as they are typed: what they add, what they say, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import docx
import pytest

from kb.app.fetch import Fetcher
from tests.app.test_fetch import Answers, on_this_machine, serve
from tests.cli.command import command
from tests.conftest import ROOT
from tests.makers import LESSON
from tests.papers import child_z, mr_v
from tests.waiting import PATIENCE

pytestmark = pytest.mark.system
PAGE = {"Content-Type": "text/html"}


def write_sources(data: Path, *addresses: str) -> None:
    data.mkdir(exist_ok=True)
    entries = [f'[[source]]\nname = "Source {at}"\naddress = "{one}"\n' for at, one in enumerate(addresses)]
    (data / "sources.toml").write_text("\n".join(entries), encoding="utf-8-sig")


def test_watch_once_adds_what_is_there_and_puts_it_away(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    child_z(folder)
    (folder / "empty.pdf").touch()
    done = command(tmp_path / "library", "watch", "--once", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 findings" in done.stdout or "4 findings" in done.stdout
    assert "empty.pdf is empty" in done.stdout
    put_away = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert put_away == {
        *("done/child-z.md", "done/child-z.md.note.txt"),
        *("refused/empty.pdf", "refused/empty.pdf.note.txt"),
    }
    assert "child-z.md" in command(tmp_path / "library", "list").stdout


def test_watch_goes_on_until_it_is_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    watching = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "watch", str(folder)],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(tmp_path / "library"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert watching.stdout is not None
        assert "stop with Ctrl-C" in watching.stdout.readline()
        mr_v(folder)
        assert "finding" in watching.stdout.readline()
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 0
    assert (folder / "done" / "mr-v.md").is_file()


def test_watching_what_is_no_folder_is_wrong_use(tmp_path: Path) -> None:
    done = command(tmp_path / "library", "watch", "--once", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a folder" in done.stderr


def test_harvest_adds_what_is_new_and_tells_what_could_not_be_visited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.fetch.Fetcher", partial(Fetcher, on_this_machine, any_port=True))
    monkeypatch.setattr("kb.app.harvest.time.sleep", lambda _: None)
    data = tmp_path / "library"
    paper = tmp_path / "q.docx"
    made = docx.Document()
    made.add_heading("Review of Child Q", 0)
    made.add_heading("Learning", 1)
    made.add_paragraph(LESSON, style="List Bullet")
    made.save(str(paper))
    answers: Answers = {
        "/reviews": (200, PAGE, b'<p><a href="/files/child-q.docx">A review</a></p>'),
        "/files/child-q.docx": (200, {"Content-Type": "application/octet-stream"}, paper.read_bytes()),
    }
    with serve(answers) as root:
        write_sources(data, f"{root}/reviews", f"{root}/gone")
        first = command(data, "harvest")
        again = command(data, "harvest", "--json")
    assert first.returncode == 1
    assert "Source 0: 1 new, 0 known." in first.stdout
    assert "2 pages visited." in first.stdout
    assert "404" in first.stderr
    assert "child-q.docx" in command(data, "list").stdout
    assert '"new": []' in again.stdout


def test_harvest_asks_nothing_of_this_machine(tmp_path: Path) -> None:
    data = tmp_path / "library"
    asked: list[tuple[str, dict[str, str]]] = []
    with serve({"/reviews": (200, PAGE, b"")}, asked) as root:
        write_sources(data, f"{root}/reviews")
        done = command(data, "harvest")
    assert done.returncode == 1
    assert asked == []
    assert "Traceback" not in done.stderr


def test_harvest_without_sources_visits_nothing(tmp_path: Path) -> None:
    done = command(tmp_path / "library", "harvest")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 pages visited.")


def test_a_faulty_list_of_sources_is_wrong_use(tmp_path: Path) -> None:
    data = tmp_path / "library"
    data.mkdir()
    (data / "sources.toml").write_text('[[source]]\nname = "A"\naddress = "http://[::1"\n')
    done = command(data, "harvest")
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not begin with http" in done.stderr
