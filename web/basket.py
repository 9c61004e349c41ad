"""What a reader has picked, kept in the one strictly necessary cookie: finding ids in their order, and nothing else.

The cookie is set only when something is picked, so a reader who only reads is given none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.responses import Response

COOKIE = "basket"
MOST = 100  # ids of 16 digits with a point between them: 1,700 bytes, where a cookie may hold 4,096
_ID = re.compile(r"[0-9a-f]{16}")
_THIRTY_DAYS = 30 * 24 * 3600


def read(value: str) -> tuple[str, ...]:
    """Return the ids in a cookie's value; whatever is not an id is passed over."""
    ids = [part for part in value.split(".") if _ID.fullmatch(part)]
    return tuple(dict.fromkeys(ids))[:MOST]


def add(held: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return the basket with `more` at its end, each id once."""
    return read(".".join([*held, *more]))


def take(held: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    """Return the basket without `gone`."""
    away = set(gone)
    return tuple(one for one in held if one not in away)


def keep(response: Response, ids: tuple[str, ...], *, secure: bool) -> None:
    """Set the cookie on `response`, or remove it where nothing is left."""
    if not ids:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=secure)
        return
    response.set_cookie(
        COOKIE, ".".join(ids), max_age=_THIRTY_DAYS, path="/", httponly=True, samesite="lax", secure=secure
    )
