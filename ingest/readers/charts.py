"""The words of a chart in an Office file, which lie in a part of their own."""

from __future__ import annotations

from lxml import etree

from ingest.readers.office_zip import children, local_name

_MOST = 500  # words and names of a chart


def words_of_chart(root: etree._Element | None) -> str:
    """Return what a chart says: its titles, and the names of what it counts, each once."""
    said: list[str] = []
    for part in root.iter() if root is not None else ():
        if local_name(part) == "p":
            said.append("".join(text.text or "" for text in part.iter() if local_name(text) == "t"))
        elif local_name(part) in ("tx", "cat"):
            points = (value for point in part.iter() if local_name(point) == "pt" for value in children(point, "v"))
            said.extend(value.text or "" for value in points)
    return "; ".join(dict.fromkeys(words for one in said[:_MOST] if (words := " ".join(one.split()))))
