"""How fast documents come into a new library, and with how much memory.

    python -m benchmarks.add [PATH …]     default: seeds and letters of ../shared/corpus, else corpus/library

Prints files, pages and findings, seconds by the clock and of processor, pages per second, and the largest memory of the
process that keeps and of any process that reads. The library is made in a temporary folder and thrown away.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from kb.app.library import Library
from kb.core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpus"


def main() -> None:
    """Read the arguments, add, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    standing = [SHARED / "seeds", SHARED / "letters"] if SHARED.is_dir() else [ROOT / "corpus" / "library"]
    figures = measure(options.paths or standing)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value:,}")


def measure(paths: list[Path]) -> dict[str, float]:
    """Add `paths` to a new library and return what that took."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Settings(data=Path(folder))) as library:
        begun, clock = _processor(), time.perf_counter()
        report = library.add(paths)
        seconds = time.perf_counter() - clock
        own, readers = (after - before for before, after in zip(begun, _processor(), strict=True))
        pages = sum(outcome.pages for outcome in report.outcomes)
        return {
            "files": report.looked_at,
            "kept": report.count("kept") + report.count("kept_with_notes"),
            "pages": pages,
            "findings": sum(outcome.findings for outcome in report.outcomes),
            "seconds by the clock": round(seconds, 1),
            "seconds of processor, keeping": round(own, 1),
            "seconds of processor, reading": round(readers, 1),
            "pages a second": round(pages / seconds, 1),
            "peak MB of the keeping process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "peak MB of a reading process": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }


def _processor() -> tuple[float, float]:
    """Return the processor's seconds of this process and of those it has ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main()
