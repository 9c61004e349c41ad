"""How an index grows while others read it: how soon a document is found, in how much memory, and whether anyone fails.

    python -m benchmarks.search_growing [--size 300000] [--adds 20] [--keep]

Builds an index of invented findings in a process of its own and says how much memory that took at most. Then two
processes search without a pause, pages with all facets and reviews counted, while a third adds documents of 50
findings.
Tells how long each took until it was found by the one that added it and by those that read, how much memory each
reader has for itself, and how many of their searches failed. Writes benchmarks/results/search-growing.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.race.corpus import make, vocabulary
from benchmarks.race.measure import build, private_mb
from search import IndexEntry, Query
from search.engines.whoosh_columnar.engine import Columnar
from tests.search.makers import vocabulary as themes

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "search-growing.md"
FINDINGS = 50  # of one document
READERS = 2
TEXTS = ("child neglect", "what did reviews say about information sharing", "supervision", "domestic abuse moves", "")


@dataclass(frozen=True, slots=True)
class GrowthFigures:
    """What was measured."""

    size: int
    built: dict[str, Any]
    put: list[float]  # seconds until the process that added a document found it
    worked: list[float]  # seconds of processor that this took
    seen: list[float]  # seconds until the last of the readers did
    readers: list[dict[str, Any]]

    def table(self) -> str:
        """Return it for reading."""
        memory = max(one["private_mb"] for one in self.readers)
        searches = sum(one["searches"] for one in self.readers)
        failed = sum(len(one["failed"]) for one in self.readers)
        named = (("building: seconds", "seconds"), ("building: peak memory, MB", "peak_mb"), ("index, MB", "size_mb"))
        built = [(name, f"{self.built[key]:.0f}") for name, key in named if self.built]
        grown = [
            (f"documents of {FINDINGS} findings added", f"{len(self.put)}"),
            ("found by the process that added it: median and longest, seconds", _spread(self.put)),
            ("seconds of processor for it: median and longest", _spread(self.worked)),
            (f"found by both of {READERS} busy readers: median and longest, seconds", _spread(self.seen)),
            ("searches by the readers meanwhile", f"{searches:,}"),
            ("of which failed", f"{failed}"),
            ("private memory of a reader, MB", f"{memory:.0f}"),
        ]
        lines = [f"| {name} | {value} |" for name, value in (*built, *grown)]
        head = (
            f"# An index of {self.size:,} findings that grows\n\n`python -m benchmarks.search_growing`, 2 processors.\n"
        )
        return "\n".join([head, "| figure | value |", "|---|---|", *lines, ""])


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f}, {max(seconds):.2f}"


def marker(number: int) -> str:
    """Return a word that only one added document has."""
    return f"marker{number}x"


def document(number: int, words: list[str]) -> Iterator[IndexEntry]:
    """Yield the findings of one new document."""
    for place in range(FINDINGS):
        some = " ".join(words[(number * 977 + place * 131 + at * 17) % 5000] for at in range(60))
        yield IndexEntry(
            number=10_000_000 + number * FINDINGS + place,
            id=f"added{number:04}-{place:02}",
            document=f"added{number}",
            review=f"added-review-{number}",
            body=f"{some} {marker(number)}",
            kind="lesson",
            themes=("neglect",),
            area="Wexcombe",
            year=2024,
        )


def read(folder: Path) -> None:
    """Search until all that is to come has been found; tell when each was, and what failed."""
    engine = Columnar(folder, themes(), seconds=60.0)
    seen: list[float] = []
    failed: list[str] = []
    searches = 0
    for text in TEXTS:
        dict(engine.search(Query(text)).facets)
    print("ready", flush=True)
    adds = int(sys.stdin.readline())
    while len(seen) < adds:
        try:
            found = engine.search(Query(marker(len(seen) + 1)))
            dict(engine.search(Query(TEXTS[searches % len(TEXTS)])).facets)
        except Exception as error:  # whatever it is, it is what we are looking for
            failed.append(f"{type(error).__name__}: {error}")
            continue
        searches += 2
        if found.total == FINDINGS:
            seen.append(time.monotonic())
    print(json.dumps({"seen": seen, "failed": failed, "searches": searches, "private_mb": private_mb()}))


def grow(folder: Path, adds: int) -> tuple[list[float], list[float], list[float], list[dict[str, Any]]]:
    """Add documents while readers search; return what each took, when both readers had found it, and what they tell."""
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.search_growing", "--read", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    try:
        put, worked, begun = _add_documents(folder, adds, readers)
        told = [json.loads(one.communicate(timeout=300)[0].splitlines()[-1]) for one in readers]
    finally:
        for one in readers:
            one.kill()
    last = [max(times) for times in zip(*(one["seen"] for one in told), strict=True)]
    return put, worked, [end - start for start, end in zip(begun, last, strict=True)], told


def _add_documents(folder: Path, adds: int, readers: list[subprocess.Popen[str]]) -> tuple[list[float], ...]:
    """Let the readers begin, add documents; return the seconds by the clock, those of processor, and starts."""
    for one in readers:
        assert one.stdout is not None
        assert one.stdin is not None
        one.stdout.readline()
        one.stdin.write(f"{adds}\n")
        one.stdin.flush()
    engine = Columnar(folder, themes(), seconds=60.0)
    words = vocabulary()
    begun, put, worked = [], [], []
    for number in range(1, adds + 1):
        begun.append(time.monotonic())
        processor = time.process_time()
        engine.put(document(number, words), 1 + number)
        assert engine.search(Query(marker(number))).total == FINDINGS
        put.append(time.monotonic() - begun[-1])
        worked.append(time.process_time() - processor)
    return put, worked, begun


def main() -> int:
    """Measure and write it down; return 1 where a search failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=300_000)
    parser.add_argument("--adds", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "search-race")
    parser.add_argument("--keep", action="store_true", help="use an index that is there already")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    corpus, index = told.folder / f"corpus-{told.size}.tsv", told.folder / f"ours-{told.size}"
    if told.read:
        read(told.read)
        return 0
    if told.build:
        print(json.dumps(build("ours", corpus, told.build)))
        return 0
    told.folder.mkdir(parents=True, exist_ok=True)
    if not corpus.exists():
        make(told.size, corpus)
    built: dict[str, Any] = {}
    if not (told.keep and index.exists()):
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir()
        command = [sys.executable, "-m", "benchmarks.search_growing", "--size", str(told.size), "--build", str(index)]
        command += ["--folder", str(told.folder)]
        built = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "index"
        shutil.copytree(index, copy)
        grown = GrowthFigures(told.size, built, *grow(copy, told.adds))
    print(grown.table())
    for one in grown.readers:
        print(*one["failed"][:5], sep="\n")
    if built:
        RESULT.write_text(grown.table(), encoding="utf-8")
    return int(any(one["failed"] for one in grown.readers))


if __name__ == "__main__":
    sys.exit(main())
