"""How long a reader waits: the median of each page over a real library, on one worker, through a real port.

    python -m benchmarks.pages                  # the documents in ../shared/corpus, or else the sample documents
    python -m benchmarks.pages data             # the library in the folder `data`

Documents are read once into build/pages and kept there for the next run. Each page is asked for once to warm it, then
TIMES times; the table gives the median and the slowest, and the first line says how long the slowest first visit was.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import httpx

from benchmarks.screenshots import pages
from kb.app.library import Library
from kb.core.settings import Settings
from tests.web import site

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/corpus"
TIMES = 15
LIMIT = 150.0  # milliseconds at the median that a page may take


def also(library: Library) -> dict[str, str]:
    """Return the other pages that readers use."""
    reviews = library.reviews()
    return {
        "search all": "/search",
        "search long": "/search?q=what+goes+wrong+when+families+move+borough",
        "history": "/recurrence/history?q=core+group+attendance",
        "search group": "/search?q=core+groups&group=reviews&sort=newest",
        "threads": "/threads",
        "reviews": "/reviews",
        "compare": f"/compare/reviews?review={reviews[0].slug}&review={reviews[-1].slug}",
        "by area": "/recurrence?by=area&show=share",
        "came back": "/recurrence/came-back",
        "side by side": _pair(library),
        "contrast": f"/compare/theme?theme={_theme(library)}",
        "cases": f"/cases?theme={_theme(library)}&age=under-5",
        "quiz": f"/reviews/{reviews[0].slug}/quiz",
        "coverage": "/coverage",
        "what’s new": "/whats-new",
        "help themes": "/help/themes",
        "sources": "/sources",
        "feed": "/search.atom?q=core+groups",
        "api search": "/api/v1/search?q=core+groups",
    }


def _theme(library: Library) -> str:
    """Return the slug of the theme in most reviews."""
    return next(row.theme for row in library.recurrence().rows)


def _pair(library: Library) -> str:
    """Return the address of a finding beside its likest echo."""
    echo = next(iter(library.all_echoes(1)))
    return f"/compare/findings?finding={echo.finding}&finding={echo.echo}"


def measure(library: Library) -> list[tuple[str, float, float, float]]:
    """Return for each page its first time, its median and its slowest, in milliseconds."""
    rows = []
    with site.client(library) as http:
        for name, address in {**pages(library), **also(library)}.items():
            first = _time(http, address)
            times = sorted(_time(http, address) for _ in range(TIMES))
            rows.append((name, first, statistics.median(times), times[-1]))
    return rows


def _time(http: httpx.Client, address: str) -> float:
    start = time.perf_counter()
    answer = http.get(address, follow_redirects=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("data", nargs="?", type=Path, default=ROOT / "build/pages", help="a library's folder")
    folder: Path = asked.parse_args().data
    folder.mkdir(parents=True, exist_ok=True)
    with Library.open(Settings(data=folder)) as library:
        if not library.documents():
            library.add([SHARED / "seeds", SHARED / "letters"] if SHARED.is_dir() else [ROOT / "corpus/library"])
        health = library.health()
        print(f"{health.documents} documents, {health.reviews} reviews, {health.findings} findings")
        rows = measure(library)
    print(f"slowest first visit: {max(row[1] for row in rows):.0f} ms")
    print(f"{'page':14} {'median ms':>9} {'slowest':>9}")
    for name, _, median, slowest in rows:
        print(f"{name:14} {median:9.0f} {slowest:9.0f}{'  over the limit' if median > LIMIT else ''}")


if __name__ == "__main__":
    main()
