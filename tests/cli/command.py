"""Run `kb` as people and programs do: here, or in a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.cli import main
from tests.conftest import ROOT
from tests.hostile import without_override


@dataclass(frozen=True)
class CommandResult:
    returncode: int
    stdout: str
    stderr: str


Kb = Callable[..., CommandResult]


def command(data: Path, *arguments: str, said: str = "", **variables: str) -> CommandResult:
    """Run the command here, as `kb` does in a process of its own."""
    out, err = io.BytesIO(), io.BytesIO()
    stdout, stderr = (io.TextIOWrapper(one, "utf-8", write_through=True) for one in (out, err))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stdout), redirect_stderr(stderr):
        for name, value in {"KB_DATA": str(data), "COLUMNS": "120", **variables}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode("utf-8", "surrogateescape")), "utf-8"))
        status = main(arguments)
    return CommandResult(status, out.getvalue().decode(), err.getvalue().decode())


def apart(data: Path, *arguments: str) -> CommandResult:
    """Run the command in a process of its own, without root's right to read what one may not."""
    done = subprocess.run(
        [sys.executable, "-m", "kb.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(data)},
        preexec_fn=without_override,
        capture_output=True,
        text=True,
        check=False,
    )
    return CommandResult(done.returncode, done.stdout, done.stderr)
