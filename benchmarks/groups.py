"""Which documents are joined as one review: `python -m benchmarks.groups [--misses]`.

Each file of benchmarks/labels/groups is a library of invented documents, each headed by the case that it is of ("-" for
none). They are added in their order and in the other; every pair that is one review, or is not, counts once each way.
Files named "held-…" were never looked at while rules were written; their misses are counted and not shown.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata
from kb.store.belonging import find_review
from kb.store.case_signs import CaseSigns, signs_of
from kb.store.document_pairs import Belonging
from kb.vocabulary import load

LABELS = Path(__file__).parent / "labels" / "groups"


@dataclass(frozen=True, slots=True)
class Paper:
    """An invented document and the case that it is of."""

    case: str
    text: str


def groups() -> Iterator[tuple[str, list[Paper]]]:
    """Yield each file's name with its documents."""
    for path in sorted(LABELS.glob("*.txt")):
        parts = re.split(r"^===== (.+)\n", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        yield path.stem, [Paper(case, text.strip()) for case, text in zip(parts[::2], parts[1::2], strict=True)]


def signs(text: str) -> CaseSigns:
    """Return what a document shows of its case."""
    document = read(text.encode(), "paper.md")
    digested = reading_of(document, Metadata(), load())
    asked = [one.text for one in digested.findings if one.kind is Kind.RECOMMENDATION]
    return signs_of(digested.about, document.text, asked)


def with_papers(held: Sequence[tuple[str, CaseSigns]], found: Belonging | None) -> list[tuple[str, CaseSigns]]:
    """Return the documents of reviews by slug, those of papers that are one with a report under its slug."""
    also = found.also if found else ()
    return [(found.slug if found and slug in also else slug, signs) for slug, signs in held]


def reviews_of(shown: Sequence[CaseSigns]) -> list[str]:
    """Return the review that each document is of when they are added one after the other."""
    held: list[tuple[str, CaseSigns]] = []
    for place, one in enumerate(shown):
        found = find_review(one, held, load().review_types)
        held = with_papers(held, found)
        held.append((found.slug if found and found.certain else f"review {place}", one))
    return [slug for slug, _ in held]


def judge(papers: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """Yield "right", "missed", "wrong" or "apart" for each pair of documents, with which they are."""
    shown = [signs(paper.text) for paper in papers]
    for order in (range(len(papers)), range(len(papers) - 1, -1, -1)):
        of = dict(zip(order, reviews_of([shown[place] for place in order]), strict=True))
        for later in range(len(papers)):
            for earlier in range(later):
                one = papers[earlier].case == papers[later].case != "-"
                joined = of[earlier] == of[later]
                yield (
                    ("right" if joined else "missed") if one else ("wrong" if joined else "apart"),
                    f"{earlier}, {later}",
                )


def main() -> None:
    """Print how many pairs are joined rightly, missed and joined wrongly, for either half."""
    counts: dict[str, Counter[str]] = {"open": Counter(), "held": Counter()}
    for name, papers in groups():
        half = name.partition("-")[0]
        for outcome, which in judge(papers):
            counts[half][outcome] += 1
            if "--misses" in sys.argv and half == "open" and outcome in ("missed", "wrong"):
                print(f"    {name}: documents {which} are {outcome}")
    for half, count in counts.items():
        one = count["right"] + count["missed"]
        two = count["wrong"] + count["apart"]
        print(f"{half}: {count['right']} of {one} pairs joined, {count['wrong']} of {two} wrongly")


if __name__ == "__main__":
    main()
