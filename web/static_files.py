"""Static files under addresses that hold a hash of all of them, so that browsers may cache them for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def mark() -> str:
    """Return a short hash of every file's name and bytes."""
    digest = hashlib.sha256()
    for path in sorted(p for p in FOLDER.rglob("*") if p.is_file()):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Return the address of a static file."""
    return f"/static/{mark()}/{name}"


class LongCachedFiles(StaticFiles):
    """Static files that may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file at `path`, or raise 404."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
