"""Visit publishers' pages and feeds politely, and put what is new there into the queue of files handed in.

Each site is asked for its robots.txt first (by Protego, which knows RFC 9309's wildcards), no site more than once in
some seconds, and a page that says when it changed is asked only whether it has. A document is fetched once.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html
from protego import Protego

from kb.app.fetch import AGENT, FetchedFile, Fetcher
from kb.app.publishers import HarvestSource
from kb.app.uploads import Uploads
from kb.core.disk import write_whole
from kb.core.errors import FetchRefused, LibraryUnavailable
from kb.core.settings import Settings

STATE = "harvest.json"
PAUSE = 5.0  # seconds between two questions to one site
LONGEST_PAUSE = 120.0  # that a site may ask for; one that asks for more is not visited
MOST_NEW = 50  # documents of one source in one visit; the others wait for the next
_LARGEST_PAGE = 5_000_000
_LARGEST_ROBOTS = 500_000
ENDINGS = frozenset({".pdf", ".docx", ".doc", ".odt", ".pptx", ".rtf"})
_WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class SourceVisit:
    """What a visit to a source gave. `trouble` are sentences on what could not be fetched."""

    name: str
    new: tuple[str, ...] = ()  # addresses put into the queue
    known: int = 0
    unchanged: bool = False
    trouble: tuple[str, ...] = ()


class Harvest:
    """Visits the sources of one library. `wait` and `clock` are for tests."""

    def __init__(
        self,
        settings: Settings,
        uploads: Uploads,
        fetcher: Fetcher,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._uploads = uploads
        self._fetcher = fetcher
        self._wait, self._clock = wait, clock
        self._robots: dict[str, Protego | None] = {}
        self._asked: dict[str, float] = {}
        self._state_file = settings.data / STATE
        self._state = _read_state(self._state_file)

    def visit(self, source: HarvestSource, by: str) -> SourceVisit:
        """Visit one source, and put the documents that are new there into the queue."""
        known = self._state["pages"].get(source.address, {})
        try:
            page = self._fetch(source.address, _LARGEST_PAGE, _conditions(known))
        except FetchRefused as error:
            return SourceVisit(source.name, trouble=(str(error),))
        if page.status == 304:
            return SourceVisit(source.name, unchanged=True)
        if page.status != 200:
            return SourceVisit(source.name, trouble=(f"{source.address} answers with {page.status}.",))
        links = [one for one in documents_in(page) if source.contains.casefold() in unquote(one).casefold()]
        fresh = [one for one in dict.fromkeys(links) if one not in self._state["documents"]]
        new, trouble = [], []
        for address in fresh[:MOST_NEW]:
            try:
                self._take(address, by)
                new.append(address)
            except FetchRefused as error:
                trouble.append(str(error))
        if len(fresh) <= MOST_NEW and not trouble:  # else the page is looked at again, changed or not
            self._state["pages"][source.address] = _marks(page)
        self._save()
        return SourceVisit(source.name, tuple(new), len(links) - len(fresh), trouble=tuple(trouble))

    def _take(self, address: str, by: str) -> None:
        """Fetch a document into the queue. Raises FetchRefused."""
        found = self._fetch(address, self._settings.read_file, {})
        if found.status != 200:
            raise FetchRefused(f"{address} answers with {found.status}.")
        if found.media_type in _WEB_PAGES:
            raise FetchRefused(f"{address} gives a web page instead of a document.")
        name = PurePosixPath(unquote(urlsplit(address).path)).name
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(found.data)
            copy.flush()
            number = self._uploads.put(name, Path(copy.name), by, source=address)
        self._state["documents"][address] = number
        self._save()

    def _fetch(self, address: str, most: int, headers: Mapping[str, str]) -> FetchedFile:
        return self._fetcher.fetch(address, most, headers, self._may_ask)

    def _may_ask(self, address: str) -> None:
        """Raise FetchRefused where a site does not want an address to be asked; else wait until it may be."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        rules = self._rules(site)
        if rules is None or not rules.can_fetch(address, AGENT):
            raise FetchRefused(f"{site} does not want {urlsplit(address).path} to be visited (robots.txt).")
        pause = max(PAUSE, float(rules.crawl_delay(AGENT) or 0))
        if pause > LONGEST_PAUSE:
            raise FetchRefused(f"{site} wants {pause:.0f} seconds between two visits.")
        self._pace(site, pause)

    def _pace(self, site: str, pause: float) -> None:
        if site in self._asked:
            self._wait(max(0.0, self._asked[site] + pause - self._clock()))
        self._asked[site] = self._clock()

    def _rules(self, site: str) -> Protego | None:
        """Return what a site's robots.txt says; None where it cannot be had, and nothing may be asked (RFC 9309)."""
        if site not in self._robots:
            self._pace(site, PAUSE)
            self._robots[site] = None  # also where it cannot be fetched at all
            answer = self._fetcher.fetch(f"{site}/robots.txt", _LARGEST_ROBOTS)
            if answer.status < 500 and answer.status != 429:
                words = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
                self._robots[site] = Protego.parse(words)
        return self._robots[site]

    def _save(self) -> None:
        try:
            write_whole(self._state_file, json.dumps(self._state, indent=1))
        except OSError as error:
            raise LibraryUnavailable(f"{self._state_file} cannot be written: {error.strerror}.") from error


def documents_in(page: FetchedFile) -> Iterator[str]:
    """Yield the addresses of documents that a page or a feed links, in their order."""
    for link in _links(page):
        try:
            address = urljoin(page.address, link.strip()).partition("#")[0]
            ending = PurePosixPath(urlsplit(address).path).suffix.lower()
        except ValueError:
            continue
        if ending in ENDINGS and address.startswith(("http://", "https://")):
            yield address


def _links(page: FetchedFile) -> Iterator[str]:
    try:
        if page.media_type in _WEB_PAGES or not page.data.lstrip().startswith(b"<?xml"):
            tree = html.document_fromstring(page.data, parser=html.HTMLParser(no_network=True))
            yield from (one.get("href") or "" for one in tree.iter("a"))
            return
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(page.data, parser)
    except (etree.LxmlError, ValueError):
        return
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        if name == "link":
            yield node.get("href") or node.text or ""
        elif name == "enclosure":
            yield node.get("url") or ""


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that ask only whether something has changed."""
    named = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
    return {name: value for name, value in named.items() if value}


def _marks(page: FetchedFile) -> dict[str, str]:
    return {"etag": page.headers.get("etag", ""), "modified": page.headers.get("last-modified", "")}


def _read_state(path: Path) -> dict[str, dict[str, Any]]:
    """Return what earlier visits found; nothing where there was none, or the file is damaged: all is asked again."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {"pages": dict(held["pages"]), "documents": dict(held["documents"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {"pages": {}, "documents": {}}
