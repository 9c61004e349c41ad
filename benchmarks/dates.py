"""How often a date of publication is read right from a line: `python -m benchmarks.dates [--misses]`.

The lines and answers of benchmarks/labels/dates.tsv were written before the rules, the last 14 before the rules that
read them wrongly were narrowed. An empty answer is "not stated".
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.metadata.publication import published_in

LABELS = Path(__file__).parent / "labels" / "dates.tsv"


def lines() -> list[tuple[str, str]]:
    """Return the lines with the dates that they state."""
    rows = (row.split("\t") for row in LABELS.read_text("utf-8").splitlines())
    return [(row[0], row[1] if len(row) > 1 else "") for row in rows]


def publication_date(line: str) -> str:
    """Return the date of publication that is read from a line, or ""."""
    found = published_in(line)
    return found.iso if found else ""


def main() -> None:
    """Print how many are right, and how many dates are given that are none."""
    judged = lines()
    wrong = [(line, date, publication_date(line)) for line, date in judged if publication_date(line) != date]
    if "--misses" in sys.argv:
        for line, date, read in wrong:
            print(f"{line!r}: {read or 'not stated'}, not {date or 'not stated'}")
    false = sum(bool(read) for _, _, read in wrong)
    print(f"{len(judged) - len(wrong)} of {len(judged)} right; {false} wrong dates")


if __name__ == "__main__":
    main()
