"""What an office file says about itself: title, library, language and date."""

from __future__ import annotations

import datetime
from typing import Any

from kb.exports.cells import strip_unprintable
from kb.exports.payloads import ExportHead

_LONGEST = 255  # characters that an office file may have in a property


def enter_properties(properties: Any, head: ExportHead) -> None:
    """Fill the core properties of python-docx or python-pptx, neither of which has type hints for them."""
    properties.title = strip_unprintable(head.title)[:_LONGEST]
    properties.author = strip_unprintable(head.library)[:_LONGEST]
    properties.language = "en-GB"
    properties.comments = properties.last_modified_by = ""
    made = datetime.datetime.fromisoformat(head.date)
    properties.created = properties.modified = made.replace(tzinfo=None)
