"""Where the rows and the index of a library are, and how its settings bind whoever opens them."""

from __future__ import annotations

from pathlib import Path

from kb.core.settings import Settings
from kb.store import Clock, ServerLimits, Store
from kb.vocabulary import Vocabulary


def open_store(settings: Settings, clock: Clock, vocabulary: Vocabulary, *, anew: bool) -> Store:
    """Open the store of these settings; see `Store.open`."""
    limits = ServerLimits(
        connect=settings.database_connect_seconds,
        read=settings.database_read_seconds,
        write=settings.database_write_seconds,
        rewrite=settings.database_rewrite,
    )
    wait = settings.database_lock_seconds
    return Store.open(
        settings.database_url,
        settings.data,
        clock,
        anew=anew,
        wait=wait,
        limits=limits,
        types=vocabulary.review_types,
        originals=settings.originals_folder,
    )


def engine_location(settings: Settings) -> str | Path:
    """Return the location of the engine, as `open_engine` takes it."""
    return settings.data / "index" if settings.search == "whoosh" else settings.search
