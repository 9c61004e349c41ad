"""What all tests share: where the real documents are, and no silent gaps where a machine should have everything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and labels beside the project; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared with the real documents and labels is not here")
    return SHARED


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> object:
    """Where CI promises a complete machine, list every skipped test as a fault."""
    result = yield
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") and SHARED.is_dir() and skipped:
        terminalreporter.section("skipped on a complete machine", red=True)
        for report in skipped:
            terminalreporter.line(
                f"{report.nodeid}: {report.longrepr[2] if isinstance(report.longrepr, tuple) else ''}"
            )
    return result


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where CI promises a complete machine and a test was skipped all the same."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI") or not SHARED.is_dir():
        return
    opted_out = [r for r in reporter.stats.get("skipped", []) if "opt-in" not in str(r.longrepr)]
    if opted_out and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
