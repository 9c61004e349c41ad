"""Finding: from the sections of a document to its findings, each once and whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.agencies import Agencies
from ingest.announcements import Announcer
from ingest.kinds import Judge, Verdict
from ingest.moods import Grammar
from ingest.pieces import Reader
from ingest.repeats import without_repeats
from ingest.sections import Part
from ingest.statuses import Statuses
from ingest.tables import rows_of
from ingest.units import Unit, Units
from kb.model import Document, Finding, Kind, finding_id
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what its answers are told from: the label it bears, the label it answers, its table row."""

    finding: Finding
    number: str = ""  # "recommendation 3"
    answers: str = ""
    row: tuple[int, int] | None = None
    part: int = 0


def find(parts: Sequence[Part], reader: Reader, announcer: Announcer, vocabulary: Vocabulary, genre: str) -> tuple[Found, ...]:
    """Return the findings of a document in reading order."""
    return without_repeats(tuple(_Finder(reader, announcer, vocabulary, genre).all(parts)))


class _Finder:
    def __init__(self, reader: Reader, announcer: Announcer, vocabulary: Vocabulary, genre: str) -> None:
        grammar = Grammar(vocabulary)
        self._reader = reader
        self._units = Units(reader, announcer, grammar, genre)
        self._judge = Judge(grammar, genre)
        self._agencies = Agencies(vocabulary)
        self._statuses = Statuses(vocabulary)
        self._announcer = announcer
        self._taken: set[str] = set()

    def all(self, parts: Sequence[Part]) -> Iterator[Found]:
        for place, part in enumerate(parts):
            found = [*self._in_rows(part, place), *self._in_text(part, place)]
            yield from sorted(found, key=lambda one: one.finding.span.start)

    def _in_text(self, part: Part, place: int) -> Iterator[Found]:
        for unit in self._units.of(part):
            verdict = self._judge.of(unit, part)
            if verdict is not None:
                yield Found(self._finding(unit, part, verdict), unit.number, part.answers, part=place)

    def _in_rows(self, part: Part, place: int) -> Iterator[Found]:
        for row in rows_of(part, self._reader, self._announcer):
            for unit, verdict, details in row.units:
                finding = self._finding(unit, part, verdict)
                finding = replace(finding, owner=details.owner, due=details.due, status=self._statuses.of_cell(details.status) or finding.status)
                yield Found(finding, unit.number, row=row.place, part=place)

    def _finding(self, unit: Unit, part: Part, verdict: Verdict) -> Finding:
        document = self._reader.document
        span = document.span(*unit.piece.stretches)
        text = unit.text
        return Finding(
            id="",
            kind=verdict.kind,
            quotation=document.words(span),
            text=text,
            span=span,
            heading=part.path,
            label=unit.label,
            lead_in=unit.lead_in,
            why=verdict.why,
            agencies=self._agencies.of(unit.text, unit.piece.words, part.path, verdict.kind, unit.lead_in),
            status=self._statuses.of(text) if verdict.kind is Kind.ACTION else None,
        )


def with_ids(found: Iterable[Found], document: Document) -> tuple[Found, ...]:
    """Give every finding its id, from the document and its words."""
    taken: set[str] = set()
    done = []
    for one in found:
        given = finding_id(document.sha256, one.finding.text)
        if given in taken:
            given = finding_id(document.sha256, one.finding.text, taken)
        taken.add(given)
        done.append(replace(one, finding=replace(one.finding, id=given)))
    return tuple(done)
