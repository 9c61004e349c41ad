"""How often it is read right what a heading of ordinary words announces: `python -m benchmarks.headings [--misses]`.

The headings and answers of benchmarks/labels/headings.tsv were written before the rules, the last 36 (false friends)
before the rules that took them were narrowed. An empty answer is a heading that announces no findings.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.structure.heading_cues import HeadingCues
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "headings.tsv"
_NEAR = {"missed_opportunity": "concern", "action": "recommendation"}


def lines() -> list[tuple[str, str]]:
    """Return the headings with the kind that each announces."""
    rows = (row.split("\t") for row in LABELS.read_text("utf-8").splitlines())
    return [(row[0], row[1] if len(row) > 1 else "") for row in rows]


def announced_kind(announcer: HeadingCues, heading: str) -> str:
    """Return the first kind that a heading announces, or ""; missed opportunities count as concerns."""
    told = announcer.heading(heading)
    kind = told.kinds[0].value if told and told.kinds else ""
    return _NEAR.get(kind, kind)


def main() -> None:
    """Print how many are right, and how many of those that announce nothing are taken to."""
    announcer = HeadingCues(load(), "review")
    judged = [(heading, _NEAR.get(kind, kind), announced_kind(announcer, heading)) for heading, kind in lines()]
    if "--misses" in sys.argv:
        for heading, kind, told in judged:
            if kind != told:
                print(f"{heading!r}: {told or 'nothing'}, not {kind or 'nothing'}")
    known = [one for one in judged if one[1]]
    print(f"{sum(kind == told for _, kind, told in known)} of {len(known)} announce what they should")
    print(f"{sum(bool(told) for _, kind, told in judged if not kind)} of {len(judged) - len(known)} others taken to")


if __name__ == "__main__":
    main()
