"""Whole numbers that files state in attributes and cells, where anything may stand."""

from __future__ import annotations

from typing import TypeVar

_Otherwise = TypeVar("_Otherwise")


def whole_number(stated: str | None, otherwise: _Otherwise, digits: int = 9) -> int | _Otherwise:
    """Return the number that 1 to `digits` plain digits state; `otherwise` for all else, "²" and "-1" among it."""
    text = (stated or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise
