"""The units of a section: what could be one finding each, whole, with the sentence that introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ingest.findings.asked_labels import asked_label
from ingest.findings.candidate import Candidate
from ingest.findings.clauses import tells_past
from ingest.findings.colour_legend import explains_colours
from ingest.findings.coroners import without_other_sections
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.labelled_units import LabelledUnits, is_labelled
from ingest.findings.list_company import in_company, with_company_signs
from ingest.findings.list_depth import Lead, children_of, counted_before, label_below, names_items, with_label
from ingest.findings.prose import (
    Prose,
    hands_over,
    recommendation_named,
    restates,
    strip_paragraph_numbers,
)
from ingest.findings.run_in_lists import cuts_of, labels_of_run
from ingest.findings.several_in_one import parted_by_kind
from ingest.findings.statement_signs import StatementPlace
from ingest.findings.statements import (
    WHO_WILL,
    Statement,
    of_one_kind,
    paragraph_label,
    parted_at_questions,
    statements_of,
)
from ingest.findings.tracker_entries import decided_status, may_answer, parted_entry
from ingest.structure.boilerplate import boilerplate_begins, is_boilerplate
from ingest.structure.chapters import Chapter, chapter_in_minutes
from ingest.structure.genre import is_of_inspectors
from ingest.structure.heading_cues import Announcement, HeadingCues
from ingest.structure.labels import label_of
from ingest.structure.letter_runs import letter_alone, lettered_paragraphs
from ingest.structure.paragraphs import DocumentText, TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Role
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.sentences import split_sentences

_FRAGMENT = 14  # words up to which an item under an item only completes its sentence
_LONG_LEAD = 12
_LETTER = expression(r"^\W*[A-Za-z][.):]+\s+")
_POINTS_BACK = expression(r"\b(?:this|that|it|these|those|them|so)\b", re.IGNORECASE)
_SPEAKING_LABEL = expression(r"^(?P<label>[A-Z][\w’' /&-]{2,40}?)\s*[:–]\s+(?=\S)")
_TO_A_MEETING = expression(
    r"\b(?:committee|cabinet|members|panel|board)\s+(?:is|are)\s+(?:\w+\s+)?(?:asked|recommended|requested|"
    r"invited)\b",
    re.IGNORECASE,
)
_FEW, _BRIEF = 3, 42  # sentences and words of a paragraph that may be one judgement throughout
_DECISION = 12  # words of a sentence that is nothing but the status a meeting gave
_KEPT = 12  # words that must be left of a paragraph for its end to be cut off


class Candidates:
    """Parts sections into units."""

    def __init__(
        self,
        reader: DocumentText,
        heading_cues: HeadingCues,
        grammar: SentenceGrammar,
        genre: str = "",
        *,
        short_lines: bool = False,
    ) -> None:
        self._reader = reader
        self._heading_cues = heading_cues
        self._grammar = grammar
        self._genre = genre
        self._short_lines = short_lines
        self._chapter = Chapter.OPENING
        self._announced = ""
        self._open = ""  # the recommendation given again that nothing below has answered yet
        self._labelled = LabelledUnits(reader, grammar, genre)
        self._prose_genre = "inspection" if genre == "" and is_of_inspectors(reader.document.text) else genre

    def of(self, part: SectionPart, chapter: Chapter = Chapter.OPENING) -> Iterator[Candidate]:
        """Yield the units of a section in reading order; table cells are left to ingest.findings.table_rows."""
        yield from _mark_company(self._units_of(part, chapter))

    def _units_of(self, part: SectionPart, chapter: Chapter) -> Iterator[Candidate]:
        self._chapter = chapter
        kinds = part.announced.kinds if part.announced and not part.announced.learned else ()
        self._announced = kinds[0].value if len(kinds) == 1 and part.inherited in ("", "below") else ""
        if self._genre == "minutes":
            self._chapter = chapter_in_minutes(chapter, part.path[-1] if part.path else "")
        pieces: Sequence[TextPiece] = [piece for piece in part.pieces if _may_tell(piece)]
        if self._genre == "pfd":
            pieces = without_other_sections(pieces)
        if part.answers and part.heading is not None:
            yield from self._head_of_answers(part.restated or part.heading.piece, part.answers)
        if is_labelled(part, self._prose_genre):
            units, rest = self._labelled.of(part, pieces, chapter)
            yield from units
            if rest:
                yield from self._list_units(part, rest)
            return
        if self._is_titled(part) and part.heading and pieces and not pieces[0].is_item:
            yield self._unit(self._reader.join([part.heading.piece, pieces[0]]), "", None)
            pieces = pieces[1:]
        if self._genre == "inspection" and self._is_next_steps(part) and pieces:
            steps = [piece for piece in pieces if not is_boilerplate(piece.text, piece.words)]
            if steps:
                yield Candidate(self._reader.join(steps), number="next steps")
            return
        yield from self._list_units(part, pieces)

    def _head_of_answers(self, head: TextPiece, answers: str) -> Iterator[Candidate]:
        """Yield what a heading of answers gives again of what was asked, or the whole entry that it is."""
        label = label_of(head.text)
        if entry := parted_entry(head, self._reader, self._grammar, self._genre):
            yield from entry
        elif label and len(head.text[label.ends :].split()) > 2:
            yield Candidate(head, label=label.printed, number=answers)

    def _list_units(self, part: SectionPart, pieces: Sequence[TextPiece]) -> Iterator[Candidate]:
        pieces = strip_paragraph_numbers(pieces, self._genre)
        asked = self._asked_by_letter(pieces)
        ends = [*asked, len(pieces)]
        yield from self._units_below(part, pieces[: ends[0]])
        for place, end in pairwise(ends):
            number = f"recommendation {letter_alone(asked[place])}"
            yield Candidate(pieces[place], label=asked[place], number=number, told_as=Kind.RECOMMENDATION)
            yield from self._units_below(part, pieces[place + 1 : end], number)

    def _units_below(self, part: SectionPart, pieces: Sequence[TextPiece], under: str = "") -> Iterator[Candidate]:
        """Yield the units of pieces; `under` names the recommendation below which they stand."""
        self._open = under
        leads: list[Lead] = []  # what introduces items, the outermost first
        place = 0
        while place < len(pieces):
            piece = pieces[place]
            while leads and not leads[-1].covers(piece):
                leads.pop()
            children = children_of(pieces, place)
            lead, told = (leads[-1].text, leads[-1].announced) if leads else ("", None)
            if children and self._completes(piece, children):
                yield self._unit(self._reader.join([piece, *children]), lead, told)
                place += 1 + len(children)
                continue
            leads += self._lead_of(piece, children)
            if entry := parted_entry(piece, self._reader, self._grammar, self._genre):
                yield from entry
            elif self._is_told(piece, part, told, opens=bool(children)):
                yield from self._statements(piece, lead, told, under)
            elif not piece.is_item and self._announced == Kind.QUESTION.value and not children:
                yield from (self._unit(one, lead, told) for one in parted_at_questions(piece, self._reader))
            elif not children and (run := labels_of_run(piece, self._reader.document.text)):
                yield from (self._unit(one, lead, told) for one in self._cut_at(piece, run))
            elif label_of(piece.text) is None and not children:
                above = leads[-1].piece if leads else counted_before(pieces, place)
                label = label_below(piece, above if part.announced else None)
                yield from with_label(self._split_run_in_list(piece, lead, told, part), piece.number, label)
            elif not names_items(piece, children, self._grammar):
                yield self._unit(piece, lead, told, opens=piece.text.endswith(":"))
            place += 1

    def _lead_of(self, piece: TextPiece, children: Sequence[TextPiece]) -> list[Lead]:
        """Return a piece as what introduces the items below it, if it does."""
        opens = piece.text.endswith((":", "–", "-")) or not piece.is_item or (children and children[0].number != "")
        if not children or not (opens or names_items(piece, children, self._grammar)):
            return []
        opening = self._heading_cues.lead_in(_leading(piece.text)) if hands_over(piece.text) else None
        return [Lead(piece, children[0], opening if opens else None)]

    def _is_told(self, piece: TextPiece, part: SectionPart, told: Announcement | None, *, opens: bool) -> bool:
        chained = ";" in piece.text and bool(self._chain(piece, part.heading is not None and part.heading.rank == 400))
        prose = Prose(piece, opens=opens, chained=chained)
        return prose.speaks_for_itself(part, told, self._prose_genre, self._chapter, self._grammar)

    def _asked_by_letter(self, pieces: Sequence[TextPiece]) -> Mapping[int, str]:
        """Return the paragraphs of an account that give recommendations again by letter, above what is told of each."""
        accounts = self._genre == "minutes" or self._chapter is Chapter.PROGRESS
        asked = lettered_paragraphs([f"{one.marker} {one.text}".strip() for one in pieces]) if accounts else {}
        told = sum(tells_past(_LETTER.sub("", pieces[place].text, count=1)) for place in asked)
        return {} if told * 2 > len(asked) else asked  # an agenda: "A. The chair welcomed members."

    def _statements(
        self, piece: TextPiece, lead: str, told: Announcement | None, under: str = ""
    ) -> Iterator[Candidate]:
        """Part a paragraph into its statements; `under` names the recommendation below which it stands."""
        place = StatementPlace(
            self._chapter, self._genre, 0, 1, piece.is_item, short_lines=self._short_lines, announced=self._announced
        )
        asked_under = asked_label(piece, self._reader)
        piece = asked_under.told or piece
        told_here = statements_of([piece], place, self._reader, self._grammar)
        if self._genre == "response" and label_of(piece.text):
            told_here = told_here[1:]  # the concern, given again
        brief = piece.length <= _BRIEF and self._chapter is not Chapter.PROGRESS and self._genre != "pfd"
        if 1 < len(told_here) <= _FEW and brief and (one_kind := of_one_kind(told_here)):
            told_here = [Statement(piece, one_kind)]
        before, about = "", under
        label = paragraph_label([one.piece for one in told_here]) if self._chapter is Chapter.PROGRESS else ""
        decided = decided_status(piece.text) if self._genre == "minutes" else ""
        for one in told_here:
            if decided and decided_status(one.piece.text) == decided and one.piece.length <= _DECISION:
                continue  # the status of what stands before it
            about = recommendation_named(one.piece.text) or about
            opens = one.piece.text.endswith(":")
            answers = bool(self._open) and (bool(decided) or may_answer(one.piece.text))
            answers = answers or bool(decided and recommendation_named(one.piece.text))
            self._open = "" if answers else self._open
            asked, before = before if restates(before) and _POINTS_BACK.search(one.piece.text) else "", one.piece.text
            yield Candidate(
                one.piece,
                label=(asked_under.printed or piece.number) if one is told_here[0] else "",
                lead_in=lead or asked_under.matter or asked or (label if one is not told_here[0] else ""),
                announced=told,
                is_item=piece.is_item,
                opens_list=opens,
                about=about,
                signs=one.signs,
                told_as=Kind.ACTION if answers else None,
                closing="" if WHO_WILL.match(one.piece.text) else decided,
            )

    def _unit(self, piece: TextPiece, lead: str, told: Announcement | None, *, opens: bool = False) -> Candidate:
        piece = self._without_boilerplate(piece)
        label = label_of(piece.text)
        printed = label.printed if label else piece.number
        own = told
        if piece.is_item and not label:
            speaking = _SPEAKING_LABEL.match(piece.text)
            heard = (
                self._heading_cues.heading(speaking["label"])
                if speaking and len(speaking["label"].split()) <= 4
                else None
            )
            own = heard if heard and heard.kinds else told
        return Candidate(
            piece,
            label=printed,
            lead_in=lead,
            announced=own,
            is_item=piece.is_item,
            opens_list=opens,
            number=f"{label.kind} {label.number}" if label else "",
        )

    def _without_boilerplate(self, piece: TextPiece) -> TextPiece:
        """Leave off what a paragraph of findings goes over into: when the next inspection will be, and the like."""
        at = boilerplate_begins(piece.text)
        kept = self._reader.until(piece, at) if at < len(piece.text) else None
        return kept if kept is not None and kept.length >= _KEPT else piece

    def _split_run_in_list(
        self, piece: TextPiece, lead: str, told: Announcement | None, part: SectionPart
    ) -> Iterator[Candidate]:
        """Part a paragraph that holds a list in its one sentence: "a; b; c" or "(1) a (2) b"."""
        run_in = part.heading is not None and part.heading.rank == 400
        chain = self._chain(piece, run_in) if run_in or (part.announced and part.announced.kinds) else []
        if not chain:
            several = self._parts_by_kind(piece, told, part)
            for one in several:
                unit = self._unit(one, lead, told, opens=one.text.endswith(":"))
                yield unit if one is several[0] else replace(unit, label="")
            return
        head, items = chain[0], chain[1:]
        for item in filter(None, items):
            yield Candidate(item, lead_in=head.text if head else lead, announced=told, is_item=True)

    def _parts_by_kind(self, piece: TextPiece, told: Announcement | None, part: SectionPart) -> list[TextPiece]:
        """Part a paragraph under a heading of one kind where several sentences are of that kind by themselves."""
        kinds = part.announced.kinds if part.announced is not None and not part.announced.learned else ()
        if piece.is_item or told is not None or len(kinds) != 1 or part.inherited == "after":
            return [piece]
        return parted_by_kind(piece, kinds[0], self._reader, self._grammar) if self._genre != "inspection" else [piece]

    def _cut_at(self, piece: TextPiece, begins: Sequence[int]) -> list[TextPiece]:
        """Return a paragraph's parts from each of some places in the document's text to the next."""
        ends = [*begins[1:], piece.stretches[-1][1]]
        parts = (self._reader.cut(piece, begin, end) for begin, end in zip(begins, ends, strict=True))
        return [part for part in parts if part is not None]

    def _chain(self, piece: TextPiece, run_in: bool) -> list[TextPiece | None]:
        """Return the words before a list in a sentence (None without any) and its items, or [] where it holds none."""
        cuts = cuts_of(piece, self._reader.document.text, run_in=run_in)
        if not cuts:
            return []
        begin, stop = piece.stretches[0][0], piece.stretches[-1][1]
        head = self._reader.cut(piece, begin, cuts[0][0]) if cuts[0][0] > begin else None
        ends = [cut[0] for cut in cuts[1:]] + [stop]
        items = [self._reader.cut(piece, cut[1], end) for cut, end in zip(cuts, ends, strict=True)]
        return [head, *(item for item in items if item is not None)]

    def _completes(self, piece: TextPiece, children: Sequence[TextPiece]) -> bool:
        """Return whether items only complete the sentence of what stands before them, so that all is one unit."""
        if not piece.text.endswith((":", "–", "-", "of", "to", "by", "and")) or _TO_A_MEETING.search(piece.text):
            return False
        if self._genre == "inspection" and not piece.is_item and self._all_order(children):
            return False  # "In doing so they should: improve ..." lists several orders
        mean = sum(child.length for child in children) / len(children)
        lower = all(next(filter(str.isalpha, child.text), "").islower() for child in children)
        if piece.is_item and piece.marker and not piece.number:
            return mean <= _FRAGMENT
        if piece.is_item:
            return mean <= _FRAGMENT and lower and bool(self._grammar.read(piece.text).asks)
        inspection = self._genre == "inspection"
        most = _FRAGMENT * 2 if inspection else _FRAGMENT - 6
        firm = self._grammar.read(piece.text)
        led = (
            piece.length if inspection else len(split_sentences(piece.text)[-1].split())
        )  # there "This includes:" may lead
        return lower and mean <= most and led > _LONG_LEAD and bool(firm.should or firm.asks)

    def _all_order(self, children: Sequence[TextPiece]) -> bool:
        """Return whether several items are each an order that stands by itself."""
        return len(children) > 1 and all(
            self._grammar.read(child.text[:1].upper() + child.text[1:]).is_order for child in children
        )

    def _is_titled(self, part: SectionPart) -> bool:
        """Return whether a numbered title with a colon heads one finding: "1. See the child alone:"."""
        heading = part.heading
        return bool(
            heading
            and part.inherited
            and part.announced
            and part.announced.kinds
            and heading.piece.number
            and heading.piece.text.endswith(":")
        )

    def _is_next_steps(self, part: SectionPart) -> bool:
        return bool(part.heading and part.announced and part.announced.words == "next steps")


def _mark_company(units: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the units, those of a list with signs of the other items and a mark where they just miss the bar."""
    for weighed, run in groupby(units, key=lambda unit: unit.is_item and bool(unit.signs)):
        items = list(run)
        if not weighed:
            yield from items
            continue
        signs = with_company_signs([item.signs for item in items])
        for item, own, marked in zip(items, signs, in_company(signs), strict=True):
            yield replace(item, signs=own, in_company=marked)


def _may_tell(piece: TextPiece) -> bool:
    """Return whether a piece is text of the page's own, and neither in a table nor a note nor a legend of colours."""
    return piece.cell is None and piece.role is not Role.NOTE and not explains_colours(piece.text)


def _leading(text: str) -> str:
    """Return the sentence that introduces a list, with the one before it where it only says "These are:"."""
    sentences = split_sentences(text)
    return " ".join(sentences[-2:] if len(sentences[-1].split()) < 5 else sentences[-1:]) if sentences else ""
