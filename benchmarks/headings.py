"""How often it is read right what a heading of ordinary words announces: `python -m benchmarks.headings [--misses]`.

The headings and answers of benchmarks/labels/headings.tsv were written before the rules, 36 (false friends) before the
rules that took them were narrowed. An empty answer is a heading that announces no findings. Those marked "held" were
not looked at while rules were written and are not learned from. A heading that only its learned weights tell counts as
it would over a list.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.structure.heading_cues import HeadingCues
from ingest.structure.heading_weights import likely_kind
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "headings.tsv"
NEAR = {"missed_opportunity": "concern", "action": "recommendation"}


def lines(part: str) -> list[tuple[str, str]]:
    """Return the headings with the kind that each announces: of the part "open", or of "held"."""
    rows = [(*row.split("\t"), "", "")[:3] for row in LABELS.read_text("utf-8").splitlines()]
    return [(text, kind) for text, kind, held in rows if (held or "open") == part]


def announced_kind(heading_cues: HeadingCues, heading: str) -> str:
    """Return the first kind that a heading announces over a list, or ""; missed opportunities count as concerns."""
    told = heading_cues.heading(heading)
    guess = likely_kind(heading) if told is None else None
    kind = guess.value if guess else told.kinds[0].value if told and told.kinds else ""
    return NEAR.get(kind, kind)


def main() -> None:
    """Print how many are right, and how many of those that announce nothing are taken to."""
    heading_cues = HeadingCues(load(), "review")
    for part in ("open", "held"):
        judged = [(text, NEAR.get(kind, kind), announced_kind(heading_cues, text)) for text, kind in lines(part)]
        if "--misses" in sys.argv and part == "open":
            for heading, kind, told in judged:
                if kind != told:
                    print(f"{heading!r}: {told or 'nothing'}, not {kind or 'nothing'}")
        known = [one for one in judged if one[1]]
        right = sum(kind == told for _, kind, told in known)
        taken = sum(bool(told) for _, kind, told in judged if not kind)
        others = len(judged) - len(known)
        print(f"{part}: {right} of {len(known)} announce what they should, {taken} of {others} others taken to")


if __name__ == "__main__":
    main()
