"""The library's own engine on disk."""

from __future__ import annotations

from pathlib import Path

from benchmarks.race import questions
from benchmarks.race.corpus import FACETS, rows
from benchmarks.race.entrant import PAGE, EntrantAnswer, size_of_folder
from search.engines.whoosh_columnar.engine import Columnar
from search.plan.nodes import AtLeast, EveryEntry, Node, Phrase, Plan, Prefix, Without, WordMatch
from tests.search.makers import vocabulary


class Ours:
    """Whoosh's index, our arrays. What a question or a part of it found is not remembered, only single words are."""

    name = "ours"
    builds = True
    faceted = True
    reviews = False

    def engine(self, folder: Path) -> Columnar:
        """Return the engine."""
        return Columnar(folder, vocabulary(), seconds=60.0, remember=False)

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        self.engine(folder).rebuild((row.entry for row in rows(corpus)), 1)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self.opened = self.engine(folder)
        assert self.opened.mark() == 1

    def prepare(self, asked: questions.RaceQuestion) -> Plan:
        """Return a plan."""
        years = asked.years or (None, None)
        facets = FACETS if self.faceted else ()
        return Plan(
            node_of(asked.part), filters=asked.filters, years=years, facets=facets, reviews=self.reviews, size=PAGE
        )

    def answer(self, prepared: Plan) -> EntrantAnswer:
        """Answer it."""
        answer = self.opened.answer(prepared)
        total = sum(map(len, answer.choice[1]))
        first = [hit.id for hit in answer.hits()]
        if self.reviews:
            counts = {
                name: {c.value: c.findings for c in answer.counts(name) if c.findings} for name in prepared.facets
            }
        else:
            counts = {name: answer.shown_matches.findings(name) for name in prepared.facets}
        return EntrantAnswer(total, first, counts)

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of_folder(folder)


class OursWithReviews(Ours):
    """The same with reviews counted for each value too, and results made as the pages get them."""

    name = "ours, reviews counted too"
    builds = False
    reviews = True


class OursTop(Ours):
    """The first page alone."""

    name = "ours, top 20 alone"
    builds = False
    faceted = False


def node_of(part: questions.Part) -> Node:
    """Return a question as a node."""
    match part:
        case questions.OneWord(text):
            return WordMatch(text)
        case questions.AdjacentWords(words):
            return Phrase(words)
        case questions.Begins(text):
            return Prefix(text)
        case questions.AllOf(parts):
            return AtLeast(len(parts), tuple(map(node_of, parts)))
        case questions.Either(parts):
            return AtLeast(1, tuple(map(node_of, parts)))
        case questions.But(kept, refused):
            return AtLeast(2, (node_of(kept), Without(node_of(refused))))
        case questions.EveryFinding():
            return EveryEntry()
