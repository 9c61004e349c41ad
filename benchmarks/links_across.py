"""Which action answers which recommendation across documents: `python -m benchmarks.links_across`.

Each file of benchmarks/labels/links is a library of invented documents, each headed by the case that it is of ("-" for
none), and below "----- links" the wanted links: words of a recommendation, "=>", words of the action, "|" between
actions of which any will do. Below "----- actions" may stand what is an action of a paper (`actions_in_papers`).
Documents are added in their order. A link that joins findings of two documents
and is not among the wanted is wrong unless it answers the right recommendation with more of the same passage, which the
list of wrong links leaves to the reader ("--each"). Files named "held-…" were not looked at while rules were written.
"--meaning" links by the sentence encoder as well.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.groups import with_papers
from ingest.findings.possible_actions import possible_actions
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.themes.tagger import tag
from kb.app.review_light import asks_in_report, without_tags
from kb.core.model import Answer, DocumentSummary, Finding, FindingInContext, Kind, Metadata, Reading, Review
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.in_light import actions_that_answer
from kb.recurrence.reprints import Reprints
from kb.recurrence.terms import Wording
from kb.store.belonging import find_review
from kb.store.case_signs import CaseSigns, signs_of
from kb.vocabulary import Vocabulary, load

LABELS = Path(__file__).parent / "labels" / "links"


@dataclass(frozen=True, slots=True)
class LinkedPapers:
    """Invented documents with the case that each is of, and the wanted links as words of either end.

    `actions` are the statuses that are right and words of each action; without statuses it may be found or not.
    """

    name: str
    cases: tuple[str, ...]
    texts: tuple[str, ...]
    links: tuple[tuple[str, tuple[str, ...]], ...]
    actions: tuple[tuple[frozenset[str], str], ...] = ()


def libraries(half: str) -> Iterator[LinkedPapers]:
    """Yield the libraries of "open" or "held"."""
    for path in sorted(LABELS.glob(f"{half}-*.txt")):
        papers, _, labels = path.read_text("utf-8").partition("\n----- links\n")
        wanted, _, acted = f"\n{labels}".partition("\n----- actions\n")
        parts = re.split(r"^===== (.+)\n", papers, flags=re.MULTILINE)[1:]
        pairs = (line.split(" => ") for line in wanted.splitlines() if line.strip())
        links = tuple((asked.strip(), tuple(one.strip() for one in given.split("|"))) for asked, given in pairs)
        told = (line.split(": ", 1) for line in acted.splitlines() if line.strip())
        actions = tuple((frozenset(status.split()) - {"-"}, words.strip()) for status, words in told)
        yield LinkedPapers(path.stem, tuple(parts[::2]), tuple(parts[1::2]), links, actions)


def judge(papers: LinkedPapers, meanings: Meanings | None = None) -> Iterator[tuple[str, str]]:
    """Yield what came of each wanted link, of each link that nobody wanted, and of each pair of documents."""
    found, answers = gather(papers, meanings)
    made = [
        (found[one.recommendation], found[one.action])
        for one in answers
        if found[one.recommendation].document.id != found[one.action].document.id
    ]
    yield from _of_links(papers, made, list(found.values()))
    yield from _of_pairs(papers, list(found.values()))


def gather(
    papers: LinkedPapers, meanings: Meanings | None = None
) -> tuple[dict[str, FindingInContext], tuple[Answer, ...]]:
    """Return the findings of the documents by id, added one after the other, and all answers among them."""
    vocabulary = load()
    held: list[tuple[str, CaseSigns]] = []
    readings: list[Reading] = []
    for place, text in enumerate(papers.texts):
        document = read(text.encode(), f"{place:02}.md")
        reading = reading_of(document, Metadata(), vocabulary)
        asked = [one.text for one in reading.findings if one.kind is Kind.RECOMMENDATION]
        signs = signs_of(reading.about, document.text, asked, [one.text for one in reading.findings])
        joined = find_review(signs, held, vocabulary.review_types)
        slug = joined.slug if joined and joined.certain else f"review-{place}"
        held = [*with_papers(held, joined), (slug, signs)]
        readings.append(reading)
    made = [
        ReadPaper(f"{place:02}.md", slug, reading, signs.is_report)
        for place, (reading, (slug, signs)) in enumerate(zip(readings, held, strict=True))
    ]
    return link_papers(made, vocabulary, meanings)


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A document of a library as it was read by itself, with the review that it was put with."""

    name: str
    review: str
    reading: Reading
    is_report: bool

    @property
    def summary(self) -> DocumentSummary:
        """The document as a library lists it."""
        return DocumentSummary(
            id=self.name.partition(".")[0],
            review=self.review,
            name=self.name,
            format="md",
            sha256="",
            size=len(self.reading.document.text),
            added="2026",
            pages=1,
            about=self.reading.about,
            notes=(),
            findings=len(self.reading.findings),
        )

    def in_context(self, findings: Iterable[Finding]) -> list[FindingInContext]:
        """Return findings as those of this document and its review."""
        return [FindingInContext(one, self.summary, Review(self.review, self.review)) for one in findings]


def link_papers(
    papers: Sequence[ReadPaper], vocabulary: Vocabulary, meanings: Meanings | None = None
) -> tuple[dict[str, FindingInContext], tuple[Answer, ...]]:
    """Return the findings of documents by id, papers read in the light of their review, and all answers among them."""
    wording = Wording(vocabulary)
    inside = [link for one in papers for link in one.reading.answers]
    plain = [held for one in papers for held in one.in_context(one.reading.findings)]
    found = {held.finding.id: held for held in plain}
    for paper in (one for one in papers if not one.is_report):
        review = [held for held in plain if held.review.slug == paper.review]
        if any(asks_in_report(held) and held.document.id != paper.summary.id for held in review):
            possible = possible_actions(paper.reading.document, paper.reading.findings, vocabulary)
            possible = tag(tuple(map(without_tags, possible)), vocabulary)
            shown = paper.in_context(actions_that_answer(paper.in_context(possible), review, inside, wording))
            found |= {held.finding.id: held for held in shown}
    return found, Reprints(found.values(), inside, wording, meanings).all_answers


def _of_links(
    papers: LinkedPapers, made: list[tuple[FindingInContext, FindingInContext]], found: list[FindingInContext]
) -> Iterator[tuple[str, str]]:
    right = set()
    for asked, given in papers.links:
        hits = [
            place
            for place, (one, other) in enumerate(made)
            if _says(one, (asked,), Kind.RECOMMENDATION) and _says(other, given, Kind.ACTION)
        ]
        right |= set(hits)
        readable = any(_says(one, (asked,), Kind.RECOMMENDATION) for one in found) and any(
            _says(one, given, Kind.ACTION) for one in found
        )
        yield "linked" if hits else "not linked" if readable else "not read", f"{asked} => {given[0]}"
    for place, (one, other) in enumerate(made):
        if place not in right:
            yield "not wanted", f"{one.finding.text[:90]} => {other.finding.text[:90]}"


def _of_pairs(papers: LinkedPapers, found: list[FindingInContext]) -> Iterator[tuple[str, str]]:
    reviews = {one.document.name: one.review.slug for one in found}
    places = [place for place in range(len(papers.cases)) if f"{place:02}.md" in reviews]
    for first, second in combinations(places, 2):
        one = papers.cases[first] == papers.cases[second] != "-"
        joined = reviews[f"{first:02}.md"] == reviews[f"{second:02}.md"]
        outcome = ("joined" if joined else "not joined") if one else ("wrongly joined" if joined else "apart")
        yield outcome, f"documents {first} and {second}"


def _says(held: FindingInContext, words: tuple[str, ...], kind: Kind) -> bool:
    said = " ".join(held.finding.text.split()).lower()
    return held.finding.kind is kind and any(one.lower() in said for one in words)


def main() -> None:
    """Print how many links are made and how many documents joined, in either half or in the one that is named."""
    encoder = find_encoder() if "--meaning" in sys.argv else None
    meanings = Meanings(encoder, load().acronyms) if encoder else None
    for half in [one for one in ("open", "held") if one in sys.argv] or ["open", "held"]:
        counts: Counter[str] = Counter()
        for papers in libraries(half):
            for outcome, which in judge(papers, meanings):
                counts[outcome] += 1
                if "--each" in sys.argv:
                    print(f"{papers.name}: {outcome}: {which}")
        print(f"{half}: {', '.join(f'{outcome} {count}' for outcome, count in sorted(counts.items()))}")


if __name__ == "__main__":
    main()
