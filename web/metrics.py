"""Counts of the web processes in Prometheus' form, through its own library."""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from kb.app.reports import Health

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where several processes of one server put their counts, for each to read
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counts of one process, which answer for all processes of the server where these share a folder."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kb_requests", "Answers, by route and status.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "kb_request_seconds", "Seconds an answer took.", ("route",), buckets=_SECONDS, registry=self.registry
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answer: its HTTP status and the seconds that it took."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self, health: Health) -> bytes:
        """Return all counts and the state of the library."""
        return generate_latest(self._counts()) + generate_latest(_state(health))

    def _counts(self) -> CollectorRegistry:
        folder = os.environ.get(SHARED)
        if not folder or not Path(folder).is_dir():
            return self.registry
        all_processes = CollectorRegistry()
        MultiProcessCollector(all_processes)  # type: ignore[no-untyped-call]
        return all_processes


def _state(health: Health) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, meaning, value in (
        ("kb_ready", "1 where the search index has all that is held.", int(health.ready)),
        ("kb_reviews", "Reviews held.", health.reviews),
        ("kb_documents", "Documents held.", health.documents),
        ("kb_findings", "Findings held.", health.findings),
        (
            "kb_changes_unsearchable",
            "Changes that the search index has yet to take in.",
            health.store_mark - health.index_mark,
        ),
    ):
        Gauge(name, meaning, registry=registry).set(value)
    return registry
