"""Finding: from the sections of a document to its findings, each once and whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.findings.candidate import Candidate
from ingest.findings.candidates import Candidates
from ingest.findings.classification import Classification
from ingest.findings.classify import Classifier
from ingest.findings.compiled_vocabulary import CompiledVocabulary
from ingest.findings.deduplicate import without_repeats
from ingest.findings.evidence import evidence_span
from ingest.findings.express_wordings import says_undone
from ingest.findings.found import ExtractedFinding
from ingest.findings.prose import recommendation_named
from ingest.findings.statement_verdict import kind_by_words, reckoned_among
from ingest.findings.table_rows import RowUnit, rows_of
from ingest.structure.account import genre_as_read
from ingest.structure.action_fields import Field, field_of, names_state, role_of
from ingest.structure.chapters import Chapter, chapters_of
from ingest.structure.heading_cues import FOUND
from ingest.structure.labels import label_of
from ingest.structure.letter_runs import letter_alone
from ingest.structure.paragraphs import DocumentText
from ingest.structure.sections import SectionPart
from ingest.structure.short_lines import is_of_short_lines
from kb.core.document import Document, Role
from kb.core.expressions import expression
from kb.core.finding_ids import finding_ids
from kb.core.model import Finding, Kind, Status
from kb.core.processor_limit import within_limit

_LACKING = expression(r"\b(?:not|no|nor|never|without|nobody|none|nothing)\b|n['’]t\b", re.IGNORECASE)
_PLANNED = (Kind.RECOMMENDATION, Kind.ACTION)  # what lines such as "Lead: ..." are printed under
_BARE = expression(r"\W*(?:(?P<count>\d{1,3})|\d+(?:\.\d+)+|[A-Za-z]|[ivxIVX]{2,4})\W*")  # "3.", "4.12", "(c)", "iv"
_BETWEEN = 3  # how far a list may count on from the item before, of which one or two gave no finding
_NOBODY_SPEAKS = frozenset({"contents", "glossary", "contacts", "how_to_use", "terms_of_reference"})
_RESERVED = expression(  # words beside which "Complete." at the end of an entry is not taken at its word
    r"\b(?:not|no|nor|never|half|part(?:ly|ial\w*)|some|most|await\w*|still|remain\w*|until|once|subject|will|to\s+be|outstanding|yet|"
    r"except|apart|only|but|although|however|plan\w*|due|pending|next|nearly|almost|should|must)\b|n['’]t\b|%|\d\s+(?:out\s+)?of\s+\d",
    re.IGNORECASE,
)
_BARE_STATUS = 6  # words of a line that states how far something came and tells nothing more


def find(
    parts: Sequence[SectionPart], reader: DocumentText, compiled: CompiledVocabulary, genre: str
) -> tuple[ExtractedFinding, ...]:
    """Return the findings of a document in reading order, each printed one once, with their ids."""
    genre = genre_as_read(genre, parts)
    finder = _Finder(reader, compiled, genre, short_lines=is_of_short_lines(parts, genre))
    found = without_repeats(tuple(finder.all(parts)))
    said = without_repeats(tuple(finder.all_said(parts, found)))
    return _with_ids(sorted((*found, *said), key=lambda one: (one.part, one.finding.span.start)), reader.document)


class _Finder:
    def __init__(self, reader: DocumentText, compiled: CompiledVocabulary, genre: str, *, short_lines: bool) -> None:
        self._reader = reader
        self._units = Candidates(reader, compiled.heading_cues, compiled.grammar, genre, short_lines=short_lines)
        self._judge = Classifier(compiled.grammar, compiled.kinds, compiled.statuses, genre)
        self._compiled = compiled
        self._genre = genre
        self._lettered = 0  # the place of the last letter printed before an item of a list of recommendations
        self._counted = 0  # the last number printed before an item of a list whose heading says what it holds

    def all(self, parts: Sequence[SectionPart]) -> Iterator[ExtractedFinding]:
        told: ExtractedFinding | None = None  # the last one, until what stands under headings below it is known
        since = 0  # parts that only state something of it
        for place, (part, chapter) in enumerate(zip(parts, chapters_of(parts, self._genre), strict=True)):
            stated = _field_below_heading(part)
            if stated and told and told.part == place - since - 1 and told.finding.kind in _PLANNED:
                told, since = replace(told, finding=self._with_field(told.finding, stated)), since + 1
                continue
            found = [*self._in_rows(part, place), *self._in_text(part, place, chapter)]
            for one in sorted(found, key=lambda one: one.finding.span.start):
                if told is not None:
                    yield told
                told, since = one, 0
        if told is not None:
            yield told

    def all_said(self, parts: Sequence[SectionPart], found: Sequence[ExtractedFinding]) -> Iterator[ExtractedFinding]:
        """Yield what children and families say outside of `found`."""
        known = self._compiled.own_words
        taken = [stretch for one in found for stretch in one.finding.span.stretches]
        names = known.names_in(self._reader.document.text)
        for place, part in enumerate(parts):
            if part.sort in _NOBODY_SPEAKS or part.answers:
                continue
            headed = any(known.is_heading(heading) for heading in part.path[-1:])
            for piece in within_limit(part.pieces):
                if piece.cell is not None or piece.role is Role.NOTE:
                    continue
                for said in known.find(piece.text, names, headed=headed):
                    kept = self._reader.between(piece, said.start, said.end)
                    if kept is not None and not _meet(kept.stretches, taken):
                        verdict = Classification(Kind.OWN_WORDS, said.why)
                        yield ExtractedFinding(self._finding(Candidate(kept), part, verdict), "", part=place)

    def _in_text(self, part: SectionPart, place: int, chapter: Chapter) -> Sequence[ExtractedFinding]:
        found: list[ExtractedFinding] = []
        for printed in within_limit(self._units.of(part, chapter)):
            unit = _with_list_label(printed)
            stated = self._field(unit.text) if found and found[-1].finding.kind in _PLANNED else None
            if stated is not None:
                found[-1] = replace(found[-1], finding=self._with_field(found[-1].finding, stated))
                if (
                    stated.role != "status"
                    or unit.piece.length <= _BARE_STATUS
                    or self._compiled.statuses.is_choice(stated.value)
                ):
                    continue
            verdict = self._judge.of(unit, part)
            if verdict is not None:
                heads = bool(part.answers) and unit.number == part.answers
                answers = "" if heads else part.answers
                if verdict.kind is Kind.ACTION and (named := recommendation_named(unit.text) or unit.about):
                    answers = named
                if verdict.kind is Kind.ACTION and unit.number.startswith("recommendation") and not answers:
                    answers, unit = unit.number, replace(unit, number="")
                finding = self._finding(replace(unit, label=self._label(unit, part)), part, verdict)
                found.append(ExtractedFinding(finding, unit.number, answers, part=place, heads_answers=heads))
        return found

    def _label(self, unit: Candidate, part: SectionPart) -> str:
        """Return a unit's printed label: a word with its number, or a number by which its list counts what it holds.

        The letter of a list within a sentence and the number of a paragraph are none: "Concern 40" was never printed.
        """
        bare = _BARE.fullmatch(unit.label)
        if bare is None or unit.number:
            return unit.label
        announced = unit.announced or part.announced
        if announced is not None and announced.kinds == (Kind.RECOMMENDATION,) and unit.is_item:
            letter = letter_alone(unit.label)
            place = ord(letter) - ord("a") + 1 if letter else 0
            if letter and (place == 1 or 0 < place - self._lettered <= _BETWEEN):
                self._lettered = place
                return unit.label
        if announced is None or not announced.kinds or not any(char.isdigit() for char in unit.label):
            return ""
        if not bare["count"]:
            return unit.label
        count = int(bare["count"])
        if count > 2 and not 0 < count - self._counted <= _BETWEEN:
            return ""
        self._counted = count
        return unit.label

    def _field(self, text: str) -> Field | None:
        """Return what a line states of the finding above it: by its name, or by boxes with statuses beside them."""
        if (stated := field_of(text)) is not None:
            return stated
        if self._compiled.statuses.is_named(text):
            return Field("status", text)
        words = text.split()
        for named in range(min(3, len(words))):  # "Progress  Complete ☒  Not started ☐"
            rest = " ".join(words[named:])
            if (not named or names_state(" ".join(words[:named]))) and self._compiled.statuses.is_choice(rest):
                return Field("status", rest)
        return None

    def _with_field(self, finding: Finding, stated: Field) -> Finding:
        """Return a recommendation or action with what a line after it states of it."""
        if stated.role == "owner":
            return replace(finding, owner=finding.owner or stated.value)
        if stated.role == "due":
            return replace(finding, due=finding.due or stated.value)
        return replace(finding, status=self._compiled.statuses.of_cell(stated.value) or finding.status)

    def _in_rows(self, part: SectionPart, place: int) -> Iterator[ExtractedFinding]:
        for row in within_limit(rows_of(part, self._reader, self._compiled.heading_cues)):
            finding = self._finding(row.unit, part, self._verdict_on_row(row), owner=row.owner)
            stated = self._compiled.statuses.of_cell(row.status)
            own = finding.status
            if row.silent and own is not None and own.is_reached:
                own = Status.UNCLEAR  # "Ten files were picked." beside an empty state may be the plan
            finding = replace(finding, owner=row.owner, due=row.due, status=stated or own)
            yield ExtractedFinding(finding, row.unit.number, row=row.row, part=place)

    def _verdict_on_row(self, row: RowUnit) -> Classification:
        """Return the kind of a row's finding: its own words decide below "What we found", where they judge.

        What a column of findings counts is a finding all the same, and what was not done, without praise for the rest,
        is no good practice.
        """
        if row.kinds != FOUND:
            return Classification(row.kind, row.why)
        moods = self._compiled.grammar.read(row.unit.text)
        told = kind_by_words(moods, self._compiled.grammar, row.kinds)
        lacks = moods.sentiment.praise <= moods.sentiment.blame and _LACKING.search(moods.text)
        if told.kind is Kind.EVIDENCE or (told.kind is Kind.GOOD_PRACTICE and lacks):
            return Classification(row.kind, row.why)
        if told.kind in (Kind.ACTION, Kind.RECOMMENDATION) and not moods.asks_at_all:
            told = reckoned_among(moods, self._compiled.grammar, FOUND)
        return Classification(told.kind, f"reads as {self._compiled.kinds.called[told.kind]}, {row.why}")

    def _finding(self, unit: Candidate, part: SectionPart, verdict: Classification, owner: str = "") -> Finding:
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
            evidence=evidence_span(text, verdict.shown_by),
            agencies=self._compiled.agencies.of(
                unit.text, unit.piece.words, part.path, verdict.kind, (unit.lead_in, owner)
            ),
            status=self._status(unit.state or text, part, unit.closing) if verdict.kind is Kind.ACTION else None,
        )

    def _status(self, text: str, part: SectionPart, closing: str = "") -> Status:
        """Return how far an action's own words say that it has come; "complete" below "Not done" is unclear.

        The status with which an entry ends counts before its words, unless it says more than they do.
        """
        told, undone = self._compiled.statuses.of_account(text), says_undone(part.path)
        ended = self._compiled.statuses.of_cell(closing)
        if ended is not None and ended is not Status.UNCLEAR:
            if not ended.is_reached:
                return ended
            if not told.is_reached and not undone and not _RESERVED.search(text):
                return ended  # what the meeting wrote down, where its words hold nothing back
        return Status.UNCLEAR if told.is_reached and undone else told


def _field_below_heading(part: SectionPart) -> Field | None:
    """Return what a heading that names a plan's column states by the few words under it: "Status", "Complete"."""
    if part.heading is None or len(part.pieces) != 1 or part.pieces[0].cell is not None:
        return None
    role = role_of(part.heading.piece.text)
    return Field(role, part.pieces[0].text) if role and part.pieces[0].length <= _BARE_STATUS else None


def _meet(some: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> bool:
    """Return whether any two stretches share a letter."""
    return any(
        start < end_of_other and start_of_other < end for start, end in some for start_of_other, end_of_other in others
    )


def _with_list_label(unit: Candidate) -> Candidate:
    """Return a unit with the label that its list prints before it: "Recommendation 3:"."""
    printed = label_of(unit.piece.marker) if any(char.isalpha() for char in unit.piece.marker) else None
    if printed is None or unit.number:
        return unit
    return replace(unit, label=printed.printed, number=f"{printed.kind} {printed.number}")


def _with_ids(found: Iterable[ExtractedFinding], document: Document) -> tuple[ExtractedFinding, ...]:
    """Give every finding its id, from the document and its words."""
    every = tuple(found)
    ids = finding_ids(document.sha256, (one.finding.text for one in every))
    return tuple(replace(one, finding=replace(one.finding, id=given)) for one, given in zip(every, ids, strict=True))
