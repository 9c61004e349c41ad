"""What a web page says about itself: its title, its dates and addresses, whether it asks for a password."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kb.core.expressions import expression

_STATED = expression(
    r"(?:dc|dcterms|article|og|citation)[.:]|(?:author|description|keywords|date|publisher|last-modified)$", re.I
)


def names_of(root: etree._Element) -> str:
    """Return the page's title and its first heading."""
    heading = next(("".join(map(str, h.itertext())) for level in ("h1", "h2") for h in root.iter(level)), "")
    return " ".join(f"{_title(root)} {heading}".split())


def asks_password(root: etree._Element) -> bool:
    """Return whether the page has a field for a password."""
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))


def properties_of(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what the page says about itself."""
    if title := _title(root):
        yield "title", title[:500]
    for meta in root.iter("meta"):
        key, value = meta.get("name") or meta.get("property") or "", (meta.get("content") or "").strip()
        if value and _STATED.match(key):
            yield key.lower(), value[:500]
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            yield "canonical", str(link.get("href"))[:500]
    stamped = next((t for t in root.iter("time") if t.get("datetime")), None)
    if stamped is not None:
        yield "time", str(stamped.get("datetime"))[:40]


def _title(root: etree._Element) -> str:
    found = root.find(".//title")
    return " ".join((found.text or "").split()) if found is not None else ""
