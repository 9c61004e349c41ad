"""Every setting, with its default and the reason for it. Read from the environment once, at a door, and handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_MB = 1024 * 1024


class Settings(BaseSettings):
    """All settings. Each is the variable KB_<NAME>; a field's description is its reason, shown by `kb settings`."""

    model_config = SettingsConfigDict(env_prefix="KB_", frozen=True, extra="ignore")

    data: Annotated[Path, Field(description="Folder that holds all a library keeps; one folder is one backup.")] = Path("data")
    database: Annotated[
        str, Field(description="SQLAlchemy URL. Empty means an SQLite file in KB_DATA, which needs no server.")
    ] = ""
    search: Annotated[
        str,
        Field(description="Search engine: 'whoosh' (files in KB_DATA), 'memory:' (tests) or 'postgres' (the database's own)."),
    ] = "whoosh"
    host: Annotated[str, Field(description="Address to serve on; loopback, so that nothing is open to others unasked.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=0, le=65535, description="Port to serve on.")] = 8000
    workers: Annotated[int, Field(ge=1, le=64, description="Web processes; one is enough for a laptop.")] = 1
    name: Annotated[str, Field(description="The library's own name, at the head of each page.")] = "Learning library"
    vocabulary: Annotated[
        Path | None, Field(description="Folder of theme and acronym files that add to or replace the ones supplied.")
    ] = None
    read_memory: Annotated[
        int, Field(description="Address space of the reading process in bytes; a decompression bomb ends here.")
    ] = 1024 * _MB
    read_cpu: Annotated[int, Field(description="Seconds of processor time to read one file; long honest reports take 20.")] = 60
    read_wall: Annotated[int, Field(description="Seconds by the clock to read one file, for files that sleep or wait.")] = 90
    read_file: Annotated[int, Field(description="Largest file in bytes; the longest published reviews are under 30 MB.")] = (
        100 * _MB
    )
    read_pages: Annotated[int, Field(description="Most pages or slides; the longest published inquiries have about 1,500.")] = (
        2500
    )
    read_text: Annotated[int, Field(description="Most characters of text from one file.")] = 8_000_000
    read_unpacked: Annotated[int, Field(description="Most bytes a zipped document may unpack to.")] = 300 * _MB
    query_seconds: Annotated[float, Field(description="Longest a search may take before it is given up.")] = 2.0
    index_robots: Annotated[
        bool, Field(description="Whether web search engines may list the pages; off, since cases concern real families.")
    ] = False

    @property
    def database_url(self) -> str:
        """The database's URL, made from KB_DATA where none is set."""
        return self.database or f"sqlite:///{self.data / 'library.sqlite3'}"
