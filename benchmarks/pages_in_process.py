"""What each page takes of processor, asked in this process: without a server, a warming thread, or anybody's clock.

    python -m benchmarks.pages_in_process FOLDER...    # libraries made by benchmarks.national or benchmarks.multiply

For a machine that is busy with other work, where `benchmarks.pages` tells more of the others than of the pages. Each
page function is called and its page rendered, first once and then TIMES times; the median counts, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from benchmarks.pages import addresses
from kb.app.library import Library
from kb.core.settings import Settings
from web.app import create, routes

TIMES = 7


class PagesInProcess:
    """The pages of one library, to be called by their addresses."""

    def __init__(self, library: Library) -> None:
        self._app: FastAPI = create(library)
        self._routes = [route for route in routes().routes if isinstance(route, Route)]

    def visit(self, address: str) -> Response:
        """Make the page of an address."""
        path, _, query = address.partition("?")
        scope: dict[str, Any] = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "app": self._app,
            "headers": [(b"host", b"localhost")], "scheme": "http", "server": ("localhost", 80), "root_path": "",
        }  # fmt: skip
        for route in self._routes:
            match, more = route.matches(scope)
            if match is Match.FULL:
                answer: Response = route.endpoint(Request({**scope, **more}))
                return answer
        raise LookupError(address)

    def time_page(self, address: str) -> tuple[float, float, int]:
        """Return the milliseconds of processor of the first visit, the median of further ones, and the page's size."""
        first, size = self._time(address)
        return first, statistics.median(self._time(address)[0] for _ in range(TIMES)), size

    def _time(self, address: str) -> tuple[float, int]:
        begun = time.process_time()
        size = len(self.visit(address).body)
        return (time.process_time() - begun) * 1000, size


def main() -> None:
    """Print a table for each library."""
    for folder in map(Path, sys.argv[1:]):
        with Library.open(Settings(data=folder, meaning="off"), elsewhere=True) as library:
            pages = PagesInProcess(library)
            print(f"{library.health().findings} findings\n\n| page | first | median | kB |\n|---|---|---|---|")
            for name, address in addresses(library).items():
                if not address.startswith("/api/"):  # whose functions take what is asked as arguments
                    first, median, size = pages.time_page(address)
                    print(f"| {name} | {first:.0f} | {median:.0f} | {size / 1000:.0f} |", flush=True)
            print()


if __name__ == "__main__":
    main()
