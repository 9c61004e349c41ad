"""The date on which a page is read, for citations and print."""

from __future__ import annotations

from datetime import UTC, datetime


def today() -> str:
    """Return today's date as ISO, UTC."""
    return datetime.now(UTC).date().isoformat()
