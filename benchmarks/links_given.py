"""Which action answers which recommendation where both are given: `python -m benchmarks.links_given`.

The libraries are those of benchmarks.links_across. Their documents are put together as the labels say, and either end
of each wanted link is made a recommendation or an action where it was not read as one, so that the linking alone is
judged: by the rules, and by the rules and the sentence encoder where it is installed. Actions of papers of other
libraries ("strangers", a paper at a time) tell how often what answers nothing of a review is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.links_across import LinkedPapers, ReadPaper, libraries
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.themes.tagger import tag
from kb.app.review_light import without_tags
from kb.core.model import Answer, Finding, FindingInContext, Kind, Metadata, Review
from kb.recurrence import Meanings, Reprints, find_encoder
from kb.recurrence.terms import Wording
from kb.vocabulary import Vocabulary, load

STRANGE_PAPERS = 8  # papers of other libraries that are held against each review


@dataclass(frozen=True, slots=True)
class GivenReview:
    """The findings of a review's documents, links within them, and ids of the ends of each wanted link."""

    library: str
    findings: dict[str, FindingInContext]
    inside: tuple[Answer, ...]
    wanted: tuple[tuple[frozenset[str], frozenset[str]], ...]

    def papers(self) -> Iterator[list[FindingInContext]]:
        """Yield the actions of each document that gives an action of a wanted link."""
        given = {one for _, actions in self.wanted for one in actions}
        for document in sorted({self.findings[one].document.id for one in given}):
            found = (held for held in self.findings.values() if held.finding.kind is Kind.ACTION)
            yield [held for held in found if held.document.id == document]


def reviews(papers: LinkedPapers, vocabulary: Vocabulary) -> Iterator[GivenReview]:
    """Yield the reviews of a library that have several documents."""
    for case in sorted(set(papers.cases) - {"-"}):
        findings: dict[str, FindingInContext] = {}
        read_papers: list[ReadPaper] = []
        for place, text in enumerate(papers.texts):
            if papers.cases[place] == case:
                name = f"{place:02}.md"
                reading = reading_of(read(text.encode(), name), Metadata(), vocabulary)
                read_papers.append(ReadPaper(name, case, reading, is_report=False))
                findings |= {one.finding.id: one for one in read_papers[-1].in_context(reading.findings)}
        if len(read_papers) < 2:
            continue
        wanted = []
        for asked, given in papers.links:
            recommendations = _ends(findings, read_papers, (asked,), Kind.RECOMMENDATION, vocabulary)
            there = {findings[one].document.id for one in recommendations}
            others = [one for one in read_papers if one.summary.id not in there]
            actions = _ends(findings, others, given, Kind.ACTION, vocabulary) if recommendations else frozenset()
            if actions:
                wanted.append((recommendations, actions))
        links = (link for one in read_papers for link in one.reading.answers)
        inside = tuple(link for link in links if _is_link(findings, link))
        yield GivenReview(papers.name, findings, inside, tuple(wanted))


def _is_link(findings: dict[str, FindingInContext], link: Answer) -> bool:
    """Return whether the ends of a link within a document are still what they were read as."""
    kinds = [findings[one].finding.kind for one in (link.recommendation, link.action)]
    return kinds == [Kind.RECOMMENDATION, Kind.ACTION]


def _ends(
    findings: dict[str, FindingInContext],
    papers: Sequence[ReadPaper],
    words: tuple[str, ...],
    kind: Kind,
    vocabulary: Vocabulary,
) -> frozenset[str]:
    """Return the ids of findings of a kind that hold one of the words; where there is none, make one."""
    within = {one.summary.id for one in papers}
    held = [one for one in findings.values() if one.finding.kind is kind and one.document.id in within]
    hits = frozenset(one.finding.id for one in held if any(_holds(one.finding, said) for said in words))
    for said in () if hits else words:
        for paper in papers:
            if made := _make(findings, paper, said, kind):
                (tagged,) = tag((without_tags(made),), vocabulary)
                findings |= {one.finding.id: one for one in paper.in_context([tagged])}
                return frozenset({made.id})
    return hits


def _holds(finding: Finding, said: str) -> bool:
    return " ".join(said.split()).lower() in finding.text.lower()


def _make(findings: dict[str, FindingInContext], paper: ReadPaper, said: str, kind: Kind) -> Finding | None:
    """Return the words of a paper as a finding of a kind: the finding that was read there, or the line itself."""
    document = paper.reading.document
    found = re.search(r"\s+".join(map(re.escape, said.split())), document.text, re.IGNORECASE)
    if found is None:
        return None
    for held in findings.values():
        span = held.finding.span
        if held.document.id == paper.summary.id and span.start <= found.start() < span.end:
            return replace(held.finding, kind=kind)
    start = document.text.rfind("\n", 0, found.start()) + 1
    end = document.text.find("\n", start)
    line = document.span((start, end if end > 0 else len(document.text)))
    quotation = document.words(line)
    text = " ".join(re.sub(r"[*#|]+|^\s*-\s", " ", quotation).split())
    return Finding(f"given-{paper.summary.id}-{start}", kind, quotation, text, line)


def judge(review: GivenReview, wording: Wording, meanings: Meanings | None) -> tuple[int, int, int]:
    """Return how many wanted links are made, how many links between documents, and how many of these are right."""
    joined = Reprints(review.findings.values(), review.inside, wording, meanings)
    first = {id_: min([id_, *(one.finding.id for one in joined.group(id_))]) for id_ in review.findings}
    made = {
        (first[one.recommendation], one.action)
        for one in joined.all_answers
        if review.findings[one.recommendation].document.id != review.findings[one.action].document.id
    }
    wanted = [{(first[asked], action) for asked in ends for action in actions} for ends, actions in review.wanted]
    return sum(bool(made & ends) for ends in wanted), len(made), len(made & set[tuple[str, str]]().union(*wanted))


def strangers_linked(
    review: GivenReview, paper: Sequence[FindingInContext], wording: Wording, meanings: Meanings | None
) -> int:
    """Return how many actions of another library's paper are linked to the recommendations of a review."""
    asked = [held for held in review.findings.values() if held.finding.kind is Kind.RECOMMENDATION]
    if not asked:
        return 0
    own = asked[0].review.slug
    document = replace(paper[0].document, id=f"strange-{paper[0].document.id}")
    strange = [replace(held, document=document, review=Review(own, own)) for held in paper]
    ids = {held.finding.id for held in strange}
    return len(ids & {one.action for one in Reprints([*asked, *strange], (), wording, meanings).all_answers})


def main() -> None:
    """Print what the rules link, and what they link with the sentence encoder."""
    vocabulary = load()
    wording, encoder = Wording(vocabulary), find_encoder()
    every = [one for half in ("open", "held") for papers in libraries(half) for one in reviews(papers, vocabulary)]
    papers = [(one.library, paper) for one in every for paper in one.papers()]
    ways: dict[str, Meanings | None] = {"rules": None}
    if encoder is not None:
        ways["with the encoder"] = Meanings(encoder, vocabulary.acronyms)
    for name, meanings in ways.items():
        hits, made, right = map(sum, zip(*(judge(one, wording, meanings) for one in every), strict=True))
        linked = strangers = 0
        for place, review in enumerate(every):
            some = [papers[(place * 7 + at * 5 + 3) % len(papers)] for at in range(STRANGE_PAPERS)]
            for paper in (paper for library, paper in some if library != review.library):
                strangers += len(paper)
                linked += strangers_linked(review, paper, wording, meanings)
        wanted = sum(len(one.wanted) for one in every)
        print(f"{name}: {hits} of {wanted} links; {made} made, {right} right; of {strangers} strangers {linked} linked")


if __name__ == "__main__":
    main()
