"""Visit publishers' pages and feeds politely, and put what is new there into the queue of files handed in.

Each site is asked for its robots.txt first (by Protego, which knows RFC 9309's wildcards), no site more than once in
some seconds, and a page that says when it changed is asked only whether it has. A document is fetched once.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from protego import Protego

from kb.app.fetch import AGENT, FetchedFile, Fetcher
from kb.app.harvest_links import DOCUMENT_TYPES, ENDINGS, WEB_PAGES, ending_of, file_name, page_links
from kb.app.publishers import HarvestSource
from kb.app.uploads import Uploads
from kb.core.disk import write_whole
from kb.core.errors import FetchRefused, LibraryUnavailable
from kb.core.settings import Settings
from kb.text.formatting import count_phrase

STATE = "harvest.json"
PAUSE = 5.0  # seconds between two questions to one site
LONGEST_PAUSE = 120.0  # that a site may ask for; one that asks for more is not visited
MOST_NEW = 50  # documents of one source in one visit; the others wait for the next
MOST_PAGES = 30  # that one visit looks at: those that a source leads to, and itself
NO_DOCUMENT = 0  # in the place of a number in the queue: a link that sounded like a file and led to none
_LARGEST_PAGE = 5_000_000
_LARGEST_ROBOTS = 500_000


@dataclass(frozen=True, slots=True)
class SourceVisit:
    """What a visit to a source gave. `trouble` are sentences on what could not be fetched."""

    name: str
    new: tuple[str, ...] = ()  # addresses put into the queue
    known: int = 0
    unchanged: bool = False
    trouble: tuple[str, ...] = ()
    note: str = ""  # what the keeper may want to change, as a sentence


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
        try:
            page = self._fetch(source.address, _LARGEST_PAGE, self._conditions(source, source.address))
        except FetchRefused as error:
            return SourceVisit(source.name, trouble=(str(error),))
        if page.status == 304 and source.address in self._state["pages"]:
            return SourceVisit(source.name, unchanged=True)
        if page.status != 200:
            return SourceVisit(source.name, trouble=(_refusal(page, source.address),))
        walk = _Walk(source)
        walk.read(source.address, page)
        while address := walk.next_page():
            self._follow(walk, address)
        links = walk.matching_documents()
        fresh = [one for one in links if one not in self._state["documents"]]
        new = self._take_all(fresh[:MOST_NEW], walk, by)
        if len(fresh) <= MOST_NEW and not walk.trouble and not walk.waiting:  # else all is looked at again
            self._state["pages"].update(walk.marks)
        self._save()
        known = sum(bool(self._state["documents"].get(one)) for one in links) - len(new)
        return SourceVisit(source.name, tuple(new), known, trouble=tuple(walk.trouble), note=walk.note(links))

    def _follow(self, walk: _Walk, address: str) -> None:
        """Look at a page that another leads to."""
        try:
            page = self._fetch(address, _LARGEST_PAGE, self._conditions(walk.source, address))
        except FetchRefused as error:
            walk.trouble.append(str(error))
            return
        if page.status == 200:
            walk.read(address, page)
        elif page.status == 304 and address in self._state["pages"]:
            walk.marks[address] = self._state["pages"][address]
            walk.unchanged += 1
        else:
            walk.trouble.append(_refusal(page, address))

    def _take_all(self, addresses: Sequence[str], walk: _Walk, by: str) -> list[str]:
        new = []
        for address in addresses:
            try:
                if self._take(address, by, sure=address in walk.documents):
                    new.append(address)
            except FetchRefused as error:
                walk.trouble.append(str(error))
        return new

    def _take(self, address: str, by: str, *, sure: bool) -> bool:
        """Fetch a document into the queue; return whether it was one, `sure` by its address. Raises FetchRefused."""
        found = self._fetch(address, self._settings.read_file, {})
        if found.status != 200:
            raise FetchRefused(_refusal(found, address))
        if not sure and found.media_type not in DOCUMENT_TYPES and ending_of(found.address) not in ENDINGS:
            self._state["documents"][address] = NO_DOCUMENT  # looked at once: it only sounded like a file
            return False
        if found.media_type in WEB_PAGES:
            raise FetchRefused(f"{address} gives a web page instead of a document.")
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(found.data)
            copy.flush()
            number = self._uploads.put(file_name(found, address), Path(copy.name), by, source=address)
        self._state["documents"][address] = number
        self._save()
        return True

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

    def _conditions(self, source: HarvestSource, address: str) -> dict[str, str]:
        """Return the headers that ask only whether a page has changed since the same was asked of it."""
        known = self._state["pages"].get(address, {})
        if known.get("asked", "") != _question(source):
            return {}
        named = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
        return {name: value for name, value in named.items() if value}

    def _save(self) -> None:
        try:
            write_whole(self._state_file, json.dumps(self._state, indent=1))
        except OSError as error:
            raise LibraryUnavailable(f"{self._state_file} cannot be written: {error.strerror}.") from error


class _Walk:
    """What the pages of one source lead to, as far as they have been looked at."""

    def __init__(self, source: HarvestSource) -> None:
        self.source = source
        self.documents: dict[str, None] = {}
        self.possible: dict[str, None] = {}
        self.waiting: dict[str, None] = {}  # pages to look at, in their order
        self.seen = {source.address}  # pages that were asked for, whatever came
        self.unchanged = 0  # of these: what they lead to was not looked at again
        self.marks: dict[str, dict[str, str]] = {}  # of the pages that were looked at
        self.trouble: list[str] = []

    def read(self, address: str, page: FetchedFile) -> None:
        """Note what a page leads to."""
        headers = page.headers
        marks = {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", "")}
        self.marks[address] = {**marks, "asked": _question(self.source)}
        links = page_links(page)
        self.documents.update(dict.fromkeys(links.documents))
        self.possible.update(dict.fromkeys(links.possible))
        follow = self.source.follow
        to_follow = [one for one in links.pages if (_has(one, follow) if follow else links.is_list)]
        for one in (links.onward, *to_follow):
            if one and one not in self.seen:
                self.waiting[one] = None

    def next_page(self) -> str:
        """Return a page to look at, which waits no more; "" where none waits or MOST_PAGES were looked at."""
        if not self.waiting or len(self.seen) >= MOST_PAGES:
            return ""
        address = next(iter(self.waiting))
        del self.waiting[address]
        self.seen.add(address)
        return address

    def matching_documents(self) -> list[str]:
        """Return the documents whose address has the words of the source."""
        return [one for one in dict.fromkeys((*self.documents, *self.possible)) if _has(one, self.source.contains)]

    def note(self, wanted: Sequence[str]) -> str:
        """Return what the keeper may change where nothing was found, or ""."""
        if wanted:
            return f"Only the first {MOST_PAGES} pages were looked at." if self.waiting else ""
        if self.unchanged or self.trouble:
            return ""  # what is linked on those pages was not looked at, so nothing can be said of it
        if self.documents or self.possible:
            found = count_phrase(len({*self.documents, *self.possible}), "document is", "documents are")
            return f"{found} linked, but none has “{self.source.contains}” in its address."
        nowhere = f"No document is linked on {self.source.address}"
        if self.source.follow:
            return f"{nowhere} or on its pages whose address has “{self.source.follow}”."
        return (
            f"{nowhere}. If each review has a page of its own, set `follow` to words that the addresses of those pages "
            "have."
        )


def _refusal(answer: FetchedFile, address: str) -> str:
    """Return in a sentence what an answer without a page says."""
    if answer.status in (404, 410):
        return f"{address} was not found ({answer.status})."
    if answer.status in (401, 403):
        return f"{address} is not open to everybody ({answer.status})."
    if answer.status == 429:
        return f"{address} was asked too often (429). Try again later."
    if answer.status >= 500:
        return f"{address} does not work at the moment ({answer.status}). Try again later."
    return f"{address} gives no page ({answer.status})."


def _has(address: str, words: str) -> bool:
    return words.casefold() in unquote(address).casefold()


def _question(source: HarvestSource) -> str:
    """Return what was asked of a page: once that changes, an unchanged page is looked at anew."""
    return f"{source.contains}\n{source.follow}" if source.contains or source.follow else ""


def _read_state(path: Path) -> dict[str, dict[str, Any]]:
    """Return what earlier visits found; nothing where there was none, or the file is damaged: all is asked again."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {"pages": dict(held["pages"]), "documents": dict(held["documents"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {"pages": {}, "documents": {}}
