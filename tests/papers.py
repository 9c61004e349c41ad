"""Short documents in our own words, from which the finder takes findings, for tests that need whole libraries fast."""

from __future__ import annotations

from pathlib import Path

CHILD_Z = """# Learning review: Child Z

Exby Safeguarding Children Partnership

Published: March 2021

## Lessons learned

- Practitioners did not share information about the family's moves between temporary flats with the new health visitor.
- The key worker changed five times in a year, and each time the family's history was lost.

## Recommendations

1. Exby Council should make sure that housing officers tell the health visitor when a family moves.
2. The partnership should audit how often key workers change.
"""

MR_V = """# Safeguarding adult review: Mr V

Wyeford Safeguarding Adults Board

Published: June 2023

## Lessons learned

- Information about moves between temporary flats was not shared by practitioners with the district nurse.
- Nobody asked Mr V about domestic abuse, although his injuries were recorded.

## Good practice

- The fire service visited twice and recorded what they saw.
"""

QUIET = """# Annual note

Nothing was learned this year.
"""


def child_z(folder: Path) -> Path:
    return paper(folder, "child-z.md", CHILD_Z)


def mr_v(folder: Path) -> Path:
    return paper(folder, "mr-v.md", MR_V)


def paper(folder: Path, name: str, words: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(words, encoding="utf-8", newline="")
    return folder / name
