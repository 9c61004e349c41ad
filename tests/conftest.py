"""What all tests share: where the real documents are, and no silent gaps where a machine should have everything."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, settings

from ingest.sandbox.pool import ForkServer, Job, ProcessResult
from kb.app import add
from tests.opensearch.nodes import search_nodes

__all__ = ["search_nodes"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
_COMPLETE = bool(os.environ.get("CI")) and SHARED.is_dir()

# what recurs must not hang on whether an extra is installed; the tests of the encoder ask for it by name
os.environ["KB_MEANING"] = "off"

# no test is timed: a property that holds must not fail because the machine is busy
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


class _SharedReader:
    """One waiting process that reads for every library of this test process, in a child for each file as always.

    A library of a few files starts a process with all readers for each file, and one of many starts some that wait: a
    third of a second of the processor each time, which tests of reading in `tests/ingest/sandbox` pay alone.
    """

    def __init__(self) -> None:
        self._server, self._turn = ForkServer(), threading.Lock()

    def do(self, job: Job, file: IO[bytes], seconds: float, most: int) -> ProcessResult:
        with self._turn:
            return self._server.do(job, file, seconds, most)

    def close(self) -> None:
        """Let the process wait for the next library."""

    def end(self) -> None:
        self._server.close()


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    """Have all libraries of this test process share what reads for them."""
    reader = _SharedReader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(add, "run_in_new_process", reader.do)
        patch.setattr(add, "ForkServer", lambda: reader)
        yield
    reader.end()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of real documents and labels beside the project; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared with the real documents and labels is not here")
    return SHARED


def pytest_configure(config: pytest.Config) -> None:
    """Where CI promises a complete machine, leave the skips to the list by reason, so that failures stand alone."""
    if _COMPLETE:
        config.option.reportchars = "xXEf"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where CI promises a complete machine, tell what was skipped, before the summary that ends with the failures."""
    skipped = terminalreporter.stats.get("skipped", [])
    if _COMPLETE and skipped:
        terminalreporter.section("skipped on a complete machine")
        for line in skips_told((report.nodeid, _reason(report)) for report in skipped):
            terminalreporter.line(line)


def skips_told(skips: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line for each reason to opt in with its number of tests, then one for each test that is a fault."""
    told = list(skips)
    counted = Counter(reason for _, reason in told if _is_opt_in(reason))
    return [
        *(f"{number} skipped: {reason}" for reason, number in counted.most_common()),
        *(f"FAULT {test}: {reason}" for test, reason in told if not _is_opt_in(reason)),
    ]


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def _is_opt_in(reason: str) -> bool:
    return "opt-in" in reason


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where CI promises a complete machine and a test was skipped all the same."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not _COMPLETE:
        return
    faults = [report for report in reporter.stats.get("skipped", []) if not _is_opt_in(_reason(report))]
    if faults and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
