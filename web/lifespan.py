"""Warm up at start: similarity of findings, tables and templates, before the first reader would wait for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from kb.app.library import Library
from search.port import Query
from web.templates_env import environment

CASES = 60  # reviews, the newest, of which cases are worked out beforehand: as many as a page looks at
REST = 4.0  # times as long as a step took, before the next one: readers who are there come first
QUESTION = "What goes wrong when families move?"  # any in plain words, for the lists by which questions are understood

_log = logging.getLogger("web")


def warm_up(library: Library) -> None:
    """Compute what pages will need, and load every template. A fault is left for the page to report."""
    try:
        for step in _steps(library):
            begun = time.thread_time()
            step()
            time.sleep(REST * (time.thread_time() - begun))
    except Exception:
        _log.info("warming was cut short", exc_info=True)


def _steps(library: Library) -> Iterator[Callable[[], object]]:
    """Yield what is computed beforehand, first what most pages need."""
    yield partial(library.ask, Query(QUESTION))
    yield library.recurrence
    yield library.theme_neighbours  # over 300,000 findings this takes a second, and the first visitor would wait for it
    yield partial(library.recurrence, "area")
    for name in environment().list_templates():
        if name.startswith("macros/") or "/" not in name:
            yield partial(environment().get_template, name)
    for review in library.reviews()[:CASES]:
        yield partial(library.cases, review.slug)
    yield library.make_checks_ready  # last, since few readers check a draft


@asynccontextmanager
async def warming(app: FastAPI) -> AsyncIterator[None]:
    """Warm the library in the background while the application already answers."""
    thread = threading.Thread(target=warm_up, args=(app.state.library,), name="warming", daemon=True)
    thread.start()
    app.state.reading.start()
    yield
    app.state.reading.stop()
