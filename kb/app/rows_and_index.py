"""Where the rows and the index of a library are, and how its settings apply to each process that opens them."""

from __future__ import annotations

from pathlib import Path

from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.store import Clock, ServerLimits, Store
from kb.vocabulary import Vocabulary
from search import SearchServers


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


def engine_location(settings: Settings) -> str | Path | SearchServers:
    """Return the location of the engine, as `open_engine` takes it. Raises LibraryUnavailable where none is named."""
    if settings.search == "whoosh":
        return settings.data / "index"
    if settings.search == "memory:":
        return settings.search
    if not settings.search_addresses:
        raise LibraryUnavailable("KB_SEARCH=opensearch needs the addresses of the servers in KB_SEARCH_HOSTS.")
    return SearchServers(
        hosts=settings.search_addresses,
        index=settings.search_index,
        user=settings.search_user,
        password=settings.search_password,
        api_key=settings.search_api_key,
        authorities=settings.search_authorities,
        shards=settings.search_shards,
    )
