"""Every setting, with its default and the reason for it. Read from the environment once, at a door, and handed down."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_MB = 1024 * 1024


class Settings(BaseSettings):
    """All settings. Each is the variable KB_<NAME>; a field's description is its reason, shown by `kb settings`."""

    model_config = SettingsConfigDict(env_prefix="KB_", frozen=True, extra="ignore")

    data: Path = Field(
        default=Path("data"), description="Folder that holds all a library keeps; one folder is one backup."
    )
    database: str = Field(
        default="", description="SQLAlchemy URL. Empty means an SQLite file in KB_DATA, which needs no server."
    )
    search: str = Field(
        default="whoosh",
        description="Search engine: 'whoosh' (files in KB_DATA), 'memory:' (tests) or 'postgres' (the database's own).",
    )
    host: str = Field(
        default="127.0.0.1", description="Address to serve on; loopback, so that nothing is open to others unasked."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on.")
    workers: int = Field(default=1, ge=1, le=64, description="Web processes; one is enough for a laptop.")
    name: str = Field(default="Learning library", description="The library's own name, at the head of each page.")
    vocabulary: Path | None = Field(
        default=None, description="Folder of theme and acronym files that add to or replace the ones supplied."
    )
    read_memory: int = Field(
        default=1024 * _MB, description="Address space of the reading process in bytes; a decompression bomb ends here."
    )
    read_cpu: int = Field(
        default=60, description="Seconds of processor time to read one file; long honest reports take 20."
    )
    read_wall: int = Field(
        default=90, description="Seconds by the clock to read one file, for files that sleep or wait."
    )
    read_file: int = Field(
        default=100 * _MB, description="Largest file in bytes; the longest published reviews are under 30 MB."
    )
    read_pages: int = Field(
        default=2500, description="Most pages or slides; the longest published inquiries have about 1,500."
    )
    read_text: int = Field(default=8_000_000, description="Most characters of text from one file.")
    read_unpacked: int = Field(default=300 * _MB, description="Most bytes a zipped document may unpack to.")
    query_seconds: float = Field(default=2.0, description="Longest a search may take before it is given up.")
    index_robots: bool = Field(
        default=False,
        description="Whether web search engines may list the pages; off, since cases concern real families.",
    )

    @property
    def database_url(self) -> str:
        """The database's URL, made from KB_DATA where none is set."""
        return self.database or f"sqlite:///{self.data / 'library.sqlite3'}"
