"""Which part of a web page is its content: an own rule, since general extractors drop short list items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_DROPPED = frozenset(
    (
        "script style noscript template nav aside footer button input select textarea svg math iframe object embed "
        "canvas audio video map head dialog"
    ).split(" ")
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|skip|skiplinks?|sidebar|share|sharing|"
    r"social|related|pagination|pager|newsletter|subscribe|feedback|advert|ads|banner|masthead|toolbar|login|"
    r"site-header|site-footer|page-footer|footer|back-to-top|print-link|comments?)(?:$|[\s_-])",
    re.I,
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "alert", "dialog"))
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_CONTENT_IDS = frozenset(("content", "main", "main-content", "maincontent", "primary", "page-content"))
_FEWEST_WORDS = 25
_PANEL = 400  # words; what is longer is content under an unlucky name
_FORM = 80  # words; a form of fewer is only a form


def main_content(root: etree._Element) -> etree._Element:
    """Return the element that holds the content: `main` or its like where there is one with words, else the body."""
    for candidates in (
        _where(root, lambda e: e.tag == "main" or e.get("role") == "main"),
        _lone(_where(root, lambda e: e.tag == "article")),
        _where(root, lambda e: (e.get("id") or "").casefold() in _CONTENT_IDS),
    ):
        best = max(candidates, key=_words, default=None)
        if best is not None and _words(best) >= _FEWEST_WORDS:
            return best
    body = root.find(".//body")
    return root if body is None else body


def is_around(element: etree._Element) -> bool:
    """Whether an element stands around the content: menus, banners, forms, scripts."""
    if element.tag == "form":  # some sites wrap their whole page in one
        return _words(element) < _FORM
    if element.tag in _DROPPED or element.get("role") in _ROLES:
        return True
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    if element.tag in ("body", "main", "article", "html") or not _AROUND.search(named):
        return False
    return _words(element) < _PANEL or _mostly_links(element)


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser would not show an element at all."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_UNSEEN.search(element.get("style") or ""))


def _where(root: etree._Element, wanted: object) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str) and wanted(element))  # type: ignore[operator]


def _lone(elements: Iterator[etree._Element]) -> Iterator[etree._Element]:
    """An article is the content where it is the only one; several are teasers of others."""
    found = list(elements)
    return iter(found if len(found) == 1 else [])


def _words(element: etree._Element) -> int:
    return sum(len(text.split()) for text in element.itertext() if isinstance(text, str))


def _mostly_links(element: etree._Element) -> bool:
    linked = sum(_words(a) for a in element.iter("a"))
    return linked > 0.6 * max(_words(element), 1)
