"""How often the area is read right from a line: `python -m benchmarks.areas [--misses]`.

The lines and answers of benchmarks/labels/areas.tsv were written before the rules; an empty answer is "not stated".
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.metadata.areas import places_in

LABELS = Path(__file__).parent / "labels" / "areas.tsv"


def lines() -> list[tuple[str, str]]:
    """Return the lines with the areas that they name."""
    rows = (row.split("\t") for row in LABELS.read_text("utf-8").splitlines())
    return [(row[0], row[1] if len(row) > 1 else "") for row in rows]


def first_area(line: str) -> str:
    """Return the area that a line names first, or ""."""
    found = places_in(line)
    return found[0].name if found else ""


def main() -> None:
    """Print how many are right, and how many areas are given that are others."""
    judged = lines()
    wrong = [(line, area, first_area(line)) for line, area in judged if first_area(line) != area]
    if "--misses" in sys.argv:
        for line, area, read in wrong:
            print(f"{line!r}: {read or 'not stated'}, not {area or 'not stated'}")
    print(f"{len(judged) - len(wrong)} of {len(judged)} right; {sum(bool(read) for _, _, read in wrong)} wrong areas")


if __name__ == "__main__":
    main()
