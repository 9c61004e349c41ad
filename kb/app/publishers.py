"""The list of publishers' pages and feeds that `kb harvest` visits: a text in TOML that a keeper writes."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.core.disk import read_if_there, write_whole
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.settings import Settings
from kb.core.toml_text import BadToml, first_fault, parse_toml
from kb.store import Store
from kb.text.plain_line import plain_line

SOURCES = "sources.toml"
LONGEST = 200_000  # characters


class HarvestSource(BaseModel):
    """One publisher's page, feed or sitemap.

    Of the documents that it links, those are taken whose address has the words of `contains`; pages of the same site
    whose address has the words of `follow` are looked at for documents too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    address: str = Field(min_length=1, max_length=1000)
    contains: str = Field(default="", max_length=200)
    follow: str = Field(default="", max_length=200)


class _SourcesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: tuple[HarvestSource, ...] = ()


def read_sources(text: str) -> tuple[HarvestSource, ...]:
    """Return the sources that a text in TOML lists. Raises BadQuestion with what is wrong."""
    try:
        found = _SourcesFile.model_validate(parse_toml(text)).source
    except BadToml as error:
        raise BadQuestion(f"{SOURCES} {error}.") from error
    except ValidationError as error:
        raise BadQuestion(f"{SOURCES}: {first_fault(error)}.") from error
    for one in found:
        if not plain_line(one.name):
            raise BadQuestion(f"{SOURCES}: a source needs a name that can be seen.")
        if not one.address.startswith(("http://", "https://")) or not _is_address(one.address):
            raise BadQuestion(
                f"{SOURCES}: {one.name}: “{one.address}” does not begin with http:// or https://, or is no address "
                "that may be visited: it has a space, a name and password, or a wrong port."
            )
    return found


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # a bracket that nothing closes, or a port that is no number
        return False
    plain = address.isprintable() and " " not in address
    return plain and bool(parts.hostname) and port != 0 and parts.username is None and parts.password is None


class Publishers:
    """The list of one library, kept in its folder."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.file = settings.data / SOURCES
        self._store = store

    def text(self) -> str:
        """Return the list as it was written, "" where there is none. Raises LibraryUnavailable."""
        try:
            return read_if_there(self.file)
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryUnavailable(f"{self.file} cannot be read: {error}.") from error

    def sources(self) -> tuple[HarvestSource, ...]:
        """Return the sources. Raises BadQuestion."""
        return read_sources(self.text())

    def save(self, text: str, by: str) -> tuple[HarvestSource, ...]:
        """Keep a list in the place of the one before. Raises BadQuestion, LibraryUnavailable."""
        if len(text) > LONGEST:
            raise BadQuestion(f"The list is longer than {LONGEST} characters.")
        found = read_sources(text)
        try:
            write_whole(self.file, text)
        except OSError as error:
            raise LibraryUnavailable(f"{self.file} cannot be written: {error.strerror}.") from error
        with self._store.database.writing() as connection:
            self._store.note(connection, "sources", SOURCES, by, addresses=[one.address for one in found])
        return found
