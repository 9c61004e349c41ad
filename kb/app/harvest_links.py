"""What a publisher's page, feed or sitemap leads to: documents, what may be one, other pages of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from kb.app.fetch import FetchedFile
from kb.core.expressions import expression

ENDINGS = frozenset({".pdf", ".docx", ".doc", ".odt", ".pptx", ".rtf"})
WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
DOCUMENT_TYPES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
}
_LISTS = frozenset({"rss", "feed", "RDF", "sitemapindex"})  # roots of RSS 2 and 1, of Atom, and of several sitemaps
_ENTRIES = frozenset({"item", "entry"})
_XML_HEAD = expression(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|urlset|sitemapindex|rdf:RDF)\b")
# what a site that hides endings says in a link: "Overview report [PDF, 2MB]", "/downloads/file/1234/overview-report"
_SAYS_FILE = expression(r"\b(?:pdf|docx?|word document|powerpoint)\b", re.IGNORECASE)
_FILE_PATH = expression(r"/(?:downloads?|getmedia|documents?/\d+|files?/\d+|attachments?)(?:/|\.|\?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses that one page leads to, each once, in their order."""

    documents: tuple[str, ...] = ()  # whose address ends as a document's does
    possible: tuple[str, ...] = ()  # whose link says that it is a file, though its address does not
    pages: tuple[str, ...] = ()  # others of the same site
    onward: str = ""  # the next page of a list that is shared over pages
    is_list: bool = False  # a feed, or a list of sitemaps: each of its pages is to be opened


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    words: str = ""
    relation: str = ""


def page_links(page: FetchedFile) -> PageLinks:
    """Return what a page, a feed or a sitemap leads to; nothing where it cannot be read."""
    links, is_list = _read_links(page)
    whole = [one for link in links if (one := _join(page.address, link))]
    documents = dict.fromkeys(one.address for one in whole if ending_of(one.address) in ENDINGS)
    possible = _addresses(one for one in whole if one.address not in documents and _may_be_document(one))
    taken = {*documents, *possible, page.address}
    site = urlsplit(page.address).netloc
    near = [one for one in whole if urlsplit(one.address).netloc == site and one.address not in taken]
    onward = next((one.address for one in near if one.relation == "next"), "")
    return PageLinks(tuple(documents), possible, _addresses(one for one in near if not one.relation), onward, is_list)


def ending_of(address: str) -> str:
    """Return the ending of an address's path in small letters: ".pdf", "" where it has none."""
    return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()


def file_name(found: FetchedFile, address: str) -> str:
    """Return the name of a fetched document, with an ending that says what it is where its address has none."""
    named = re.search(r'filename="?([^";]+)', found.headers.get("content-disposition", ""))
    name = PurePosixPath(named.group(1) if named else unquote(urlsplit(address).path)).name
    if PurePosixPath(name).suffix.lower() in ENDINGS:
        return name
    return f"{name or 'document'}{DOCUMENT_TYPES.get(found.media_type, '')}"


def _may_be_document(link: _Link) -> bool:
    parts = urlsplit(link.address)
    return bool(_SAYS_FILE.search(link.words) or _FILE_PATH.search(f"{parts.path}?{parts.query}"))


def _join(base: str, link: _Link) -> _Link | None:
    """Return a link with its whole address, without its anchor; None where that is no address on the web."""
    try:
        address = urljoin(base, link.address.strip()).partition("#")[0]
        urlsplit(address)
    except ValueError:
        return None
    return _Link(address, link.words, link.relation) if address.startswith(("http://", "https://")) else None


def _addresses(links: Iterable[_Link]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.address for one in links))


def _read_links(page: FetchedFile) -> tuple[list[_Link], bool]:
    try:
        if page.media_type in WEB_PAGES or not _XML_HEAD.match(page.data):
            tree = html.document_fromstring(page.data, parser=html.HTMLParser(no_network=True))
            return list(_links_of_page(tree)), False
        # many a feed has a lone "&": what can be read of it is
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        root = etree.fromstring(page.data, parser)
    except (etree.LxmlError, ValueError):
        return [], False
    if root is None:
        return [], False
    return list(_links_of_feed(root)), etree.QName(root).localname in _LISTS


def _links_of_page(tree: html.HtmlElement) -> Iterator[_Link]:
    for one in tree.iter("a", "link"):
        relation = "next" if "next" in (one.get("rel") or "").split() else ""
        if one.tag == "a" or relation:
            words = f"{one.text_content()} {one.get('type') or ''}" if one.tag == "a" else ""
            yield _Link(one.get("href") or "", words, relation)


def _links_of_feed(root: etree._Element) -> Iterator[_Link]:
    """Yield links of entries, of what they enclose and of web pages written into them, and addresses of a sitemap."""
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        parent = node.getparent()
        if name == "link" and (
            parent is None or etree.QName(parent).localname in _ENTRIES or node.get("rel") == "next"
        ):
            yield _Link(node.get("href") or node.text or "", relation="next" if node.get("rel") == "next" else "")
        elif name == "enclosure":
            yield _Link(node.get("url") or "")
        elif name == "loc":
            yield _Link(node.text or "")
        elif name in ("encoded", "description", "content", "summary") and "<a" in (node.text or ""):
            yield from _links_of_words(node.text or "")


def _links_of_words(words: str) -> Iterator[_Link]:
    """Yield the links of a web page written into an entry of a feed; none where it cannot be read."""
    try:
        tree = html.fromstring(words.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):
        return
    yield from _links_of_page(tree)
