"""What a reader has picked, kept in the one strictly necessary cookie: finding ids in their order, and the editing key
of the collection that was saved last in this browser, without which it could not be found again.

The cookie is set only when something is picked, so a reader who only reads is given none.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from kb.core.expressions import expression

COOKIE = "basket"
MOST_PICKED = 100  # ids of 16 digits with a point between them: 1,700 bytes, where a cookie may hold 4,096
_ID = expression(r"[0-9a-f]{16}")
_KEY = expression(r"~([A-Za-z0-9_-]{8,100})")  # a mark that no id has, then a collection's key
_THIRTY_DAYS = 30 * 24 * 3600


def read(value: str) -> tuple[str, ...]:
    """Return the ids in a cookie's value; what is not an id is passed over."""
    ids = [part for part in value.split(".") if _ID.fullmatch(part)]
    return tuple(dict.fromkeys(ids))[:MOST_PICKED]


def saved_key(value: str) -> str:
    """Return the editing key of the collection saved last, or ""."""
    return next((found[1] for part in value.split(".") if (found := _KEY.fullmatch(part))), "")


def add(held: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return the basket with `more` at its end, each id once."""
    return read(".".join([*held, *more]))


def take(held: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    """Return the basket without `gone`."""
    away = set(gone)
    return tuple(one for one in held if one not in away)


def keep(response: Response, ids: tuple[str, ...], key: str = "", *, secure: bool) -> None:
    """Set the cookie on `response` to what is picked and what was saved last, or remove it where nothing is left."""
    parts = [*ids, *([f"~{key}"] if _KEY.fullmatch(f"~{key}") else [])]
    if not parts:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=secure)
        return
    response.set_cookie(
        COOKIE, ".".join(parts), max_age=_THIRTY_DAYS, path="/", httponly=True, samesite="lax", secure=secure
    )
