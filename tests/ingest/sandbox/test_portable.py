"""On a system that enforces no limits a file is still read in a process of its own, limited by time and output."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from ingest.sandbox import pool
from ingest.sandbox.pool import ForkServer, run_in_new_process
from ingest.sandbox.reader import read_file
from kb.core.errors import FileRefused
from kb.core.settings import Settings

BAD = Path(__file__).with_name("badly_behaved.py")
ROOT = Path(__file__).parents[3]
PACKAGES = ("kb", "ingest", "search", "web")
UNIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "syslog", "posix"}

Behaving = Callable[..., str]


@pytest.fixture
def behaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Behaving:
    """A way to get the text that a badly behaved reading process answers with, limited by time alone."""
    monkeypatch.setattr(pool, "ENFORCES_LIMITS", False)
    (tmp_path / "file").write_bytes(b"words")
    settings = Settings(read_cpu=60, read_wall=120, read_text=10_000)
    do = partial(run_in_new_process, inside=BAD)
    return lambda name, **others: read_file(tmp_path / "file", settings.model_copy(update=others), name, do).text


def test_a_file_becomes_a_document_without_limits_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ENFORCES_LIMITS", False)
    (tmp_path / "note.txt").write_bytes("Learning\r\n\r\nAsk “early”.".encode())
    with closing(ForkServer()) as server:
        for run in (run_in_new_process, server.run):
            assert "Ask “early”." in read_file(tmp_path / "note.txt", Settings(), run=run).text


def test_what_sleeps_is_ended_when_its_time_is_over(behaving: Behaving) -> None:
    with pytest.raises(FileRefused, match="longer than the limit of 1 second") as caught:
        behaving("sleep", read_wall=1)
    assert caught.value.code == "time"


@pytest.mark.parametrize(("name", "code"), [("exits", "crashed"), ("raises", "crashed"), ("killed", "memory")])
def test_what_dies_costs_one_sentence(behaving: Behaving, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        behaving(name)
    assert caught.value.code == code


def test_what_says_too_much_is_ended(behaving: Behaving) -> None:
    with pytest.raises(FileRefused) as caught:
        behaving("talks")
    assert caught.value.code == "too_large"


def test_the_program_loads_where_the_unix_modules_are_absent() -> None:
    program = (
        "import sys, importlib, pkgutil\n"
        "for name in ('resource', 'pwd', 'grp', 'termios', 'syslog'): sys.modules[name] = None\n"
        "import kb.cli, web.app, ingest.sandbox.child, ingest.sandbox.reader, search.port\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)


def test_no_module_needs_a_unix_module_at_its_import() -> None:
    faults = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _sources()
        for name in _imported_at_once(ast.parse(path.read_text(encoding="utf-8")))
        if name in UNIX_ONLY
    ]
    assert faults == []


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


def _imported_at_once(tree: ast.Module) -> Iterator[str]:
    """Give the modules that are imported when the file itself is, outside functions and `try`."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
