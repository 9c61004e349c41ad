"""The log of a server: lines for people or for a collector, without a word of any document or question."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

_OURS = ("web", "kb", "search", "ingest")


def start_log(form: Literal["off", "text", "json"]) -> None:
    """Write what our packages report to standard error in this form; faults alone where it is 'off'."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    for name in _OURS:
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.setLevel(logging.ERROR if form == "off" else logging.INFO)
        log.propagate = False


class PlainLines(logging.Formatter):
    """One line for each record, with its fields; an exception by its type and places."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        told = " ".join(f"{name}={value}" for name, value in _record(record).items() if name not in _HEAD)
        return f"{_time(record)} {record.levelname} {record.name}: {record.getMessage()} {told}".rstrip()


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        return json.dumps(_record(record), ensure_ascii=False)


_HEAD = ("time", "level", "logger", "message")


def _record(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        "time": _time(record),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
    }
    told |= getattr(record, "fields", {})
    if record.exc_info and record.exc_info[0] is not None:
        # not its message, which may hold words of a document, a question or an address of a database
        told["error"] = record.exc_info[0].__qualname__
        told["at"] = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(record.exc_info[2])]
    return told


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
