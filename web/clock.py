"""The date on which a page is read, for citations and print, and dates before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def today() -> str:
    """Return today's date as ISO, UTC."""
    return datetime.now(UTC).date().isoformat()


def days_ago(days: int) -> str:
    """Return the date so many days before today as ISO, UTC."""
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
