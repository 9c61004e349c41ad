"""JSON Lines: one object a line, with every word as it is in the library."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kb.exports.columns import TABULAR, Value, records
from kb.exports.payloads import ExportHead, Payload

ENDING = "jsonl"
MEDIA = "application/x-ndjson; charset=utf-8"
LABEL = "JSON Lines (for programs)"
PLACE = 7

_LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x7f\x85\u2028\u2029"}


def lines(payload: Payload, head: ExportHead) -> Iterator[bytes]:
    """Yield a line for each row."""
    for record in records(payload, head):
        yield _line(record)


def _line(record: dict[str, Value]) -> bytes:
    """Return a record as one line, also for a program that breaks lines at every character that may end one."""
    written = json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS)
    return written.encode("utf-8", "replace") + b"\n"


WRITERS = dict.fromkeys(TABULAR, lines)
