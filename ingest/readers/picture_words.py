"""The words that a picture shows, where its description gives them: a heading that was set as a picture."""

from __future__ import annotations

import re

from kb.core.expressions import expression

_DEPICTS = expression(  # a description that says what is to be seen, and gives no words
    r"\b(?:pictures?|images?|logos?|photo\w*|icons?|charts?|graphs?|diagrams?|maps?|crests?|banners?|decorati\w+|lines?|"
    r"shapes?|drawings?|backgrounds?|covers?|signatures?|screenshots?|generated|arrows?|people|person|wom[ae]n|m[ae]n|"
    r"child(?:ren)?|board|council|trust|police|partnership)\b|\.\w{3,4}$",
    re.IGNORECASE,
)
_MOST = 5  # words of a heading set as a picture


def heading_in_picture(description: str | None) -> str:
    """Return a picture's description where it may be the words of a heading, else ""."""
    told = " ".join((description or "").split())
    return "" if len(told.split()) > _MOST or _DEPICTS.search(told) else told
