"""What all tests share: where the real documents are, and no silent gaps where a machine should have everything."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.opensearch.nodes import search_nodes
from tests.reading import shared_reading

__all__ = ["search_nodes"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
_COMPLETE = bool(os.environ.get("CI")) and SHARED.is_dir()

# the files that take longest as a whole, the longest first; `python -m pytest --durations=0` tells when this is old
LONG_FILES = (
    "web/test_browser.py",
    "web/test_pages_in_use.py",
    "web/test_slow_clients.py",
    "web/pages/test_desk.py",
    "store/test_machines.py",
    "contracts/test_engine_alike.py",
    "web/test_journeys.py",
    "ingest/hostile/test_hostile_files.py",
    "web/test_recurrences.py",
    "store/test_amendment_sequences.py",
    "cli/test_collecting.py",
    "ingest/sandbox/test_reader.py",
    "faults/test_faults.py",
    "cli/test_cli.py",
    "search/test_serving.py",
    "web/test_answers.py",
    "test_kill.py",
    "web/pages/test_recurrence.py",
    "app/test_linking.py",
    "search/test_threads.py",
    "web/test_access.py",
    "app/test_theme_desk.py",
    "web/pages/test_change_themes.py",
    "upgrade/test_upgrade.py",
    "web/test_same_count.py",
    "exports/test_libreoffice.py",
)

# what somebody set for a library of this machine must not reach those of tests
for name in [one for one in os.environ if one.startswith("KB_") and not one.startswith("KB_TEST_")]:
    del os.environ[name]
# what recurs must not hang on whether an extra is installed; the tests of the encoder ask for it by name
os.environ["KB_MEANING"] = "off"
# a search may take as long as a busy machine needs; that it is given up in time is tested with a clock of its own
os.environ["KB_QUERY_SECONDS"] = "60"
# servers of tests are asked directly, whatever proxy leads to the network
for name in ("no_proxy", "NO_PROXY"):
    os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1", "localhost")))

# no test is timed: a property that holds must not fail because the machine is busy
settings.register_profile("unhurried", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


# looking for circles among the many objects that live as long as a test process took a twelfth of the processor's time
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    """Have all libraries of this test process share what reads for them."""
    with shared_reading():
        yield


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of real documents and labels beside the project; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared with the real documents and labels is not here")
    return SHARED


def pytest_configure(config: pytest.Config) -> None:
    """Where CI promises a complete machine, leave the skips to the list by reason, so that failures stand alone."""
    if _COMPLETE:
        config.option.reportchars = "xXEfR"


def pytest_collection_finish() -> None:
    """Leave what the modules of all tests made out of every later look for circles."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that take long before the others: where several processes share the tests, none ends long after all."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


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
