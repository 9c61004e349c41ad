"""What pages will need is computed beforehand, and what is at fault then is left for the page to report."""

from __future__ import annotations

import pytest

from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from web import lifespan


@pytest.mark.parametrize("method", ["ask", "reviews", "cases", "make_checks_ready"])
def test_a_fault_while_warming_ends_it_and_is_not_raised(
    sample: Library, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    asked = []

    def fail(*_: object) -> None:
        asked.append(method)
        raise LibraryUnavailable("The rows do not answer.")

    monkeypatch.setattr(lifespan, "REST", 0.0)
    monkeypatch.setattr(sample, method, fail)
    lifespan.warm_up(sample)
    assert asked == [method]
