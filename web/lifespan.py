"""Warm up at start: similarity of findings, tables and templates, before the first reader would wait for them."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kb.app.library import Library
from search.port import Query
from web.templates_env import environment

CASES = 100  # reviews, the newest, of which it is worked out beforehand which cases they tell

_log = logging.getLogger("web")


def warm_up(library: Library) -> None:
    """Compute what pages will need, and load every template. A fault is left for the page to report."""
    steps: tuple[Callable[[], object], ...] = (
        lambda: [environment().get_template(name) for name in environment().list_templates() if "/" not in name],
        library.recurrence,
        lambda: library.search(Query()),
        lambda: [library.cases(review.slug) for review in library.reviews()[:CASES]],
    )
    for step in steps:
        try:
            step()
        except Exception:
            _log.info("warming was cut short", exc_info=True)
            return


@asynccontextmanager
async def warming(app: FastAPI) -> AsyncIterator[None]:
    """Warm the library in the background while the application already answers."""
    thread = threading.Thread(target=warm_up, args=(app.state.library,), name="warming", daemon=True)
    thread.start()
    app.state.reading.start()
    yield
    app.state.reading.stop()
