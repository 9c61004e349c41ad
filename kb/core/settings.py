"""Every setting, with its default and its reason. A door reads them from the environment once and hands them down."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.core.access import AccountRole
from kb.core.addresses import check_server, host_names, loopback
from kb.core.colours import CONTRAST, contrast_with_white
from kb.core.expressions import expression

_MB = 1024 * 1024
_LARGEST = 1 << 50  # of any setting: a million gigabytes, or more seconds than anybody waits
MOST_DAYS = 36_500  # of any setting: a hundred years
COLOUR = "#12404b"
_NAME = expression(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")


class Settings(BaseSettings):
    """All settings. Each is the variable KB_<NAME>; a field's description is its reason, shown by `kb settings`."""

    model_config = SettingsConfigDict(env_prefix="KB_", frozen=True, extra="ignore", env_ignore_empty=True)

    data: Path = Field(
        default=Path("data"), description="Folder that holds all a library keeps; one folder is one backup."
    )
    database: str = Field(
        default="", description="SQLAlchemy URL. Empty means an SQLite file in KB_DATA, which needs no server."
    )
    database_connect_seconds: float = Field(
        default=5.0,
        ge=0,
        description="Longest to wait for PostgreSQL to take a connection, so that a page says soon that it does not "
        "answer; 0 for no limit.",
    )
    database_read_seconds: float = Field(
        default=60.0,
        ge=0,
        description="Longest that one statement that reads may take on PostgreSQL. Pages need far less; what recurs is "
        "worked out from all findings, which are read at once. 0 for no limit.",
    )
    database_write_seconds: float = Field(
        default=300.0,
        ge=0,
        description="Longest that one statement that writes may take on PostgreSQL: an upgrade may change a whole "
        "table. 0 for no limit.",
    )
    database_lock_seconds: float = Field(
        default=5.0,
        gt=0,
        description="Longest to wait for another who writes, or on PostgreSQL holds a table, before the library says "
        "that it is busy.",
    )
    database_rewrite: bool = Field(
        default=False,
        description="Whether a withdrawal has PostgreSQL rewrite whole tables, so that no byte of the words stays in "
        "them; off, since nobody can read or write meanwhile. Without it the bytes stay, found by no question, until "
        "the server writes others there.",
    )
    search: Literal["whoosh", "opensearch", "memory:"] = Field(
        default="whoosh",
        description="Search engine: 'whoosh' (files in KB_DATA), 'opensearch' (servers of KB_SEARCH_HOSTS, one index "
        "for several machines; needs the extra [opensearch]) or 'memory:' (tests).",
    )
    search_hosts: str = Field(
        default="",
        description="Addresses of the OpenSearch servers, with commas between them, such as "
        "'https://search1.example:9200, https://search2.example:9200'. Where one does not answer, the next is asked.",
    )
    search_index: str = Field(
        default="learning-library",
        description="Name of this library's index on the OpenSearch servers; small letters, digits and hyphens. Each "
        "library that shares the servers needs its own; machines of one library need the same.",
    )
    search_user: str = Field(default="", description="Name at the OpenSearch servers; empty: none is given.")
    search_password: str = Field(default="", description="Password at the OpenSearch servers.", repr=False)
    search_api_key: str = Field(
        default="", description="Key at the OpenSearch servers, in place of a name and password.", repr=False
    )
    search_authorities: Path | None = Field(
        default=None,
        description="File of certificates by which the OpenSearch servers' own are checked. Unset: the authorities "
        "that certifi lists.",
    )
    search_shards: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Parts that a new index on the OpenSearch servers is made of; each has up to three copies. One is "
        "best up to a million findings.",
    )
    meaning: Literal["auto", "off"] = Field(
        default="auto",
        description="Whether the sentence encoder of the extra [meaning] takes part in likeness: 'auto' where it is "
        "installed, 'off' never. Without it likeness goes by words, themes and word vectors; what was linked with it "
        "stays until the library changes or `kb reindex` is run.",
    )
    host: str = Field(
        default="127.0.0.1", description="Address to serve on; loopback, so that nothing is open to others unasked."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on.")
    workers: int = Field(default=1, ge=1, le=64, description="Web processes; one is enough for a laptop.")
    hosts: str = Field(
        default="",
        description="Host names that the library answers to, with commas between them; a request for any other is "
        "refused. Empty: names of this machine where KB_HOST is a loopback address, else any name. Name them where "
        "others can reach the library, also through a server in front.",
    )
    proxies: str = Field(
        default="127.0.0.1, ::1",
        description="Addresses of servers in front, with commas between them: their X-Forwarded-For and "
        "X-Forwarded-Proto are believed, and no limit for one client holds for them.",
    )
    prefix: str = Field(
        default="",
        description="Path below which the library lies on a site that has other things too, such as '/learning'. "
        "Empty: the library is the whole site.",
    )
    client_connections: int = Field(
        default=100,
        ge=0,
        description="Most connections open at once from one address, in each web process; 0 for no limit. Not held to "
        "the addresses of KB_PROXIES.",
    )
    reading: Literal["open", "signed-in"] = Field(
        default="open",
        description="Who may read: 'open' everybody who can reach the library, 'signed-in' people with an account. "
        "Changing anything always needs an account with the role for it, except at the machine itself while KB_HOST "
        "is a loopback address and there are no accounts: whoever sits there keeps the library.",
    )
    oidc_issuer: str = Field(
        default="",
        description="Address of an OpenID Connect provider, so that people sign in with their organisation's account; "
        "it begins with https://. Needs the extra [oidc]. Empty: local accounts alone.",
    )
    oidc_client: str = Field(default="", description="The library's client id at the OpenID Connect provider.")
    oidc_secret: str = Field(
        default="", description="The library's client secret there; empty for a public client.", repr=False
    )
    oidc_name: str = Field(
        default="your organisation’s account", description="What the sign-in page calls the account of the provider."
    )
    oidc_claim: str = Field(
        default="",
        description="Claim of the identity token that states roles, such as 'roles' or 'groups'. Empty: whoever signs "
        "in is a reader until the keeper gives the account another role.",
    )
    oidc_roles: str = Field(
        default="",
        description="Which value of KB_OIDC_CLAIM means which role, with commas between them, such as "
        "'keeper=KB-Keepers, editor=KB-Editors'. Whoever has none of them is not signed in. Empty: the values are the "
        "names of the roles.",
    )
    unchecked: Literal["shown", "kept-back"] = Field(
        default="shown",
        description="What readers see of a document that is added and that nobody has checked: 'shown' all of it, "
        "marked as not yet checked, 'kept-back' nothing, until the keeper or an editor has checked it. It holds for "
        "what is added from then on.",
    )
    name: str = Field(default="Learning library", description="The library's own name, at the head of each page.")
    colour: str = Field(
        default=COLOUR,
        description="Colour of the head of each page, as '#' and six hexadecimal digits; dark enough for white words.",
    )
    vocabulary: Path | None = Field(
        default=None,
        description="Folder of theme and acronym files that add to or replace the ones supplied; what a keeper changes "
        "of the themes is kept there. Unset: the folder vocabulary in KB_DATA, once there is one.",
    )
    readers: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Files that are read at once when many are added, each in a process that may take KB_READ_MEMORY; "
        "0 for as many as there are processors.",
    )
    read_memory: int = Field(
        default=1024 * _MB,
        ge=1,
        description="Address space of the reading process in bytes; a decompression bomb ends here.",
    )
    read_cpu: int = Field(
        default=60,
        ge=1,
        description="Seconds of processor time to read one file; long honest reports take 20.",
    )
    understand_cpu: int = Field(default=150, ge=1, description="Seconds of processor time to find what one file says.")
    read_wall: int = Field(default=90, ge=1, description="Seconds by the clock to read one file, for files that wait.")
    read_file: int = Field(
        default=100 * _MB,
        ge=1,
        description="Largest file in bytes; the longest published reviews are under 30 MB.",
    )
    read_pages: int = Field(
        default=2500,
        ge=1,
        description="Most pages or slides; the longest published inquiries have about 1,500.",
    )
    read_text: int = Field(default=8_000_000, ge=1, description="Most characters of text from one file.")
    read_unpacked: int = Field(default=300 * _MB, ge=1, description="Most bytes a zipped document may unpack to.")
    ocr: int = Field(
        default=0,
        ge=0,
        le=2000,
        description="Most pages of one file that are pictures and are read by tesseract, where it is installed; a page "
        "takes about 3 seconds, which are added to the limits of time. 0: such pages are noted as needing OCR.",
    )
    ocr_on_request: int = Field(
        default=200,
        ge=0,
        le=2000,
        description="Most pages of one file that are pictures and are read by tesseract when an editor asks for it "
        "where the document is checked. 0: it is not offered there.",
    )
    originals: Literal["clean", "all", "none"] = Field(
        default="clean",
        description="Which original files readers may download: 'clean' those in which nothing is hidden, 'all', or "
        "'none'. A file can carry comments, deleted words or words under a black box, which its pages do not show.",
    )
    originals_folder: Path | None = Field(
        default=None,
        description="Folder of the original files where it is not KB_DATA's own: one on shared storage, where several "
        "machines serve one library. Each machine needs the same one.",
    )
    clamd: str = Field(
        default="",
        description="Address of a virus scanner that speaks clamd's protocol, as 'host:port' or the path of its "
        "socket; each file is shown to it before it is read. Empty: none is asked.",
    )
    smtp: str = Field(
        default="",
        description="Mail server for `kb digest`, as 'host:port'. Empty: no e-mail is ever sent.",
    )
    smtp_from: str = Field(default="", description="Address from which `kb digest` writes.")
    smtp_user: str = Field(default="", description="Name at the mail server; empty: none is given.")
    smtp_password: str = Field(default="", description="Password at the mail server.", repr=False)
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is kept secret; 'none' only on this machine."
    )
    query_seconds: float = Field(default=2.0, gt=0, description="Longest a search may take before it is given up.")
    collections: int = Field(
        default=10_000, ge=0, description="Most collections that readers may keep, each up to 0.3 MB; 0 for no limit."
    )
    collection_days: int = Field(
        default=730,
        ge=1,
        le=MOST_DAYS,
        description="Days without a change after which `kb tidy` removes a collection; never one whose use was noted.",
    )
    log: Literal["off", "text", "json"] = Field(
        default="off",
        description="What `kb serve` writes to standard error for each answer: 'off' faults alone, 'text' lines for "
        "people, 'json' one object a line. Never words of documents or questions, nor clients' addresses.",
    )
    metrics: bool = Field(
        default=False,
        description="Whether /metrics gives counts in Prometheus' form to whoever can reach it; off, since that is for "
        "operators. Let a server in front keep the address to them.",
    )
    index_robots: bool = Field(
        default=False,
        description="Whether web search engines may list the pages; off, since cases concern real families.",
    )

    @field_validator("*")
    @classmethod
    def _is_within_reach(cls, value: object) -> object:
        if isinstance(value, int | float) and not value <= _LARGEST:  # nan is not, and no clock or system knows it
            raise ValueError(f"{value} is no number to count to. Take a smaller one")
        return value

    @field_validator("hosts")
    @classmethod
    def _are_names(cls, hosts: str) -> str:
        wrong = [one for one in host_names(hosts) if not _NAME.fullmatch(one)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no host name. Write names alone, such as 'library.example, localhost'")
        return hosts

    @field_validator("search_hosts")
    @classmethod
    def _are_servers(cls, hosts: str) -> str:
        for one in host_names(hosts):
            check_server(one)
        return hosts

    @field_validator("search_index")
    @classmethod
    def _is_index_name(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", name):
            raise ValueError(f"{name!r} is no name of an index. Take small letters, digits and hyphens")
        return name

    @field_validator("proxies")
    @classmethod
    def _are_addresses(cls, proxies: str) -> str:
        for one in host_names(proxies):
            try:
                ip_address(one)
            except ValueError:
                raise ValueError(f"{one!r} is no address. Write addresses alone, such as '127.0.0.1, ::1'") from None
        return proxies

    @field_validator("oidc_issuer")
    @classmethod
    def _is_secure(cls, issuer: str) -> str:
        if issuer and not (issuer.startswith("https://") and urlsplit(issuer).hostname):
            raise ValueError(f"{issuer!r} does not begin with https://, so a provider there cannot be trusted")
        return issuer

    @field_validator("oidc_roles")
    @classmethod
    def _are_roles(cls, roles: str) -> str:
        for one in filter(None, map(str.strip, roles.split(","))):
            role, _, value = one.partition("=")
            if role.strip() not in list(AccountRole) or not value.strip():
                known = ", ".join(AccountRole)
                raise ValueError(f"{one!r} gives no role. Write such as 'keeper=KB-Keepers'; roles are {known}")
        return roles

    @field_validator("prefix")
    @classmethod
    def _is_path(cls, prefix: str) -> str:
        if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", prefix):
            raise ValueError(f"{prefix!r} is no path. Write '/learning', without a slash at its end")
        return prefix

    @field_validator("colour")
    @classmethod
    def _carries_white_words(cls, colour: str) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"{colour!r} is no colour. Write '#' and six hexadecimal digits, such as {COLOUR!r}")
        found = contrast_with_white(colour)
        if found < CONTRAST:
            raise ValueError(
                f"white words on {colour} cannot be read well: their contrast is {found:.1f} to 1, and at least "
                f"{CONTRAST} to 1 is needed. Take a darker colour"
            )
        return colour.lower()

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The host names that are answered; empty for any."""
        return frozenset(host_names(self.hosts))

    @property
    def search_addresses(self) -> tuple[str, ...]:
        """The addresses of the OpenSearch servers."""
        return host_names(self.search_hosts)

    @property
    def known_proxies(self) -> frozenset[str]:
        """The addresses of trusted servers in front."""
        return frozenset(str(ip_address(one)) for one in host_names(self.proxies))

    @property
    def oidc_role_values(self) -> dict[AccountRole, frozenset[str]]:
        """Which values of the provider's claim mean which role."""
        if not self.oidc_roles.strip():
            return {role: frozenset({role.value}) for role in AccountRole}
        pairs = [one.partition("=") for one in self.oidc_roles.split(",") if one.strip()]
        return {
            role: frozenset(value.strip() for name, _, value in pairs if name.strip() == role) for role in AccountRole
        }

    @property
    def stays_local(self) -> bool:
        """Return whether the library is served to this machine only."""
        return loopback(self.host)

    @property
    def own_vocabulary(self) -> Path:
        """The folder in which this library keeps vocabulary of its own; it need not be there yet."""
        return self.vocabulary or self.data / "vocabulary"

    @property
    def vocabulary_folder(self) -> Path | None:
        """The folder to read beside the vocabulary supplied; None where there is none."""
        return self.own_vocabulary if self.vocabulary or self.own_vocabulary.is_dir() else None

    @property
    def database_url(self) -> str:
        """The database's URL; an SQLite file in KB_DATA where none is set."""
        return self.database or sqlite_url(self.data / "library.sqlite3")


def sqlite_url(path: Path) -> str:
    """Return the URL of an SQLite file; signs of a path that mean something in a URL are escaped."""
    return f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F')}"
