"""Read the papers of a review in its light: what a paper tells is an action where it answers what the review asked for.

A paper may come before its report or after it, be moved, or lose its report: each time the papers of the review are
looked through again, and what they gave only because of the report stands or falls with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kb.core.errors import KbError, NotHeld
from kb.core.inferred_actions import MARK, is_inferred
from kb.core.model import (
    Answer,
    DocumentSummary,
    Finding,
    FindingInContext,
    Kind,
    Polarity,
    Reading,
    Review,
)
from kb.recurrence.in_light import actions_that_answer, by_themselves
from kb.recurrence.terms import wording_of
from kb.store import Store
from kb.store.amend import MachineReading
from kb.store.case_signs import signs_of
from kb.vocabulary import Vocabulary

_PAPERS = frozenset({"committee-report", "service-report", "action-plan", "addendum", "audit-report", "statement"})
MOST_DOCUMENTS = 40  # of a review; what has more is a collection and no case
_JUST_OUTGROWN = 10  # documents beyond these in which an addition still looks for inferred actions to take back


@dataclass(frozen=True, slots=True)
class _HeldReview:
    """The documents of a review, what each says by itself, and the links within them."""

    findings: tuple[FindingInContext, ...]
    readings: dict[str, MachineReading]

    def others(self, document: str) -> tuple[tuple[FindingInContext, ...], tuple[Answer, ...]]:
        """Return what the other documents say, and the links within them."""
        findings = tuple(one for one in self.findings if one.document.id != document)
        answers = tuple(link for id_, read in self.readings.items() if id_ != document for link in read.answers)
        return findings, answers

    @property
    def may_answer(self) -> bool:
        """Whether a document of it may answer another, or has done so."""
        asks = any(map(asks_in_report, self.findings))
        lit = any(is_inferred(one) for read in self.readings.values() for one in read.findings)
        return lit or (asks and len(self.readings) > 1)


class ReviewLight:
    """Reads the papers of one library in the light of their reviews."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._wording = wording_of(vocabulary)

    def of(self, held: DocumentSummary, reading: Reading) -> Reading:
        """Return a new reading of a held document with what its review shows in it."""
        documents = self._documents(held.review)
        if not 1 < len(documents) <= MOST_DOCUMENTS:
            return reading
        return self._in_light(held, reading, self._review(held.review, documents))

    def shed_on_new(self, held: DocumentSummary) -> DocumentSummary:
        """Look through a document that was added, and where it asks for something its whole review; return it."""
        documents = len(self._documents(held.review))
        if MOST_DOCUMENTS < documents <= MOST_DOCUMENTS + _JUST_OUTGROWN:
            self.shed([held.review])
        if not 1 < documents <= MOST_DOCUMENTS:
            return held
        asks = any(one.kind is Kind.RECOMMENDATION for one in self._store.machine_reading(held.id).findings)
        if not self.shed([held.review], only="" if asks else held.id):
            return held
        return replace(held, findings=len(self._store.machine_reading(held.id).findings))

    def shed(self, slugs: Iterable[str], only: str = "") -> int:
        """Look through the papers of reviews again, or one alone, and store what changed; return in how many.

        Where a review has become a collection, what was inferred in its papers is taken back.
        """
        changed = 0
        for slug in sorted(set(slugs)):
            with suppress(NotHeld):  # a document was withdrawn meanwhile, and then its review is looked through anew
                for is_changed in self._shed_on_review(slug, only):
                    changed += is_changed
        return changed

    def shed_after_interruption(self) -> None:
        """Look again where something was inferred, if a withdrawal was begun and nobody knows that it ended.

        What was withdrawn may be that by which it was inferred. Where this fails, the next opening tries again.
        """
        if self._store.erasure.exists():
            with suppress(KbError, OSError):
                self.shed(self._store.reviews_with_reason(MARK))

    def _shed_on_review(self, slug: str, only: str) -> Iterator[bool]:
        """Look through the papers of a review, or one alone; yield for each whether it changed. Raises NotHeld."""
        documents = self._documents(slug)
        if len(documents) > MOST_DOCUMENTS:
            inferred = self._store.documents_with_reason(slug, MARK)
            documents = tuple(one for one in documents if one.id in inferred)
            review = _HeldReview((), self._readings(documents))  # of which nothing answers another
        elif not (review := self._review(slug, documents)).may_answer:
            return
        for held in (one for one in documents if only in ("", one.id)):
            read = review.readings[held.id]
            reading = Reading(self._store.text(held.id), read.about, (), read.findings, read.answers)
            lit = self._in_light(held, reading, review)
            is_changed = lit.findings != read.findings
            if is_changed:
                self._store.reread(held, lit)
            yield is_changed

    def _documents(self, slug: str) -> tuple[DocumentSummary, ...]:
        """Return the documents of a review, without those that a newer version replaces."""
        return tuple(one for one in self._store.documents(review=slug) if not one.replaced_by)

    def _review(self, slug: str, documents: Sequence[DocumentSummary]) -> _HeldReview:
        held = {one.id for one in documents}
        shown = (one for one in self._store.findings(review=slug) if one.document.id in held)
        plain = tuple(replace(one, finding=own) for one in shown for own in by_themselves([one.finding]))
        return _HeldReview(plain, self._readings(documents))

    def _readings(self, documents: Sequence[DocumentSummary]) -> dict[str, MachineReading]:
        return {one.id: self._store.machine_reading(one.id) for one in documents}

    def _in_light(self, held: DocumentSummary, reading: Reading, review: _HeldReview) -> Reading:
        """Return a reading in the light of its review, tagged anew where any finding stands or falls by it."""
        plain = by_themselves(reading.findings)
        others, answers = review.others(held.id)
        asked = any(map(asks_in_report, others))
        shown: tuple[Finding, ...] = ()
        if asked and not _is_report(reading, plain):
            shown = self._find_actions(held, replace(reading, findings=plain), others, answers)
        if not shown and plain == reading.findings:
            return reading
        every = {one.id: one for one in (*plain, *shown)}
        stored = review.readings[held.id].findings if held.id in review.readings else ()
        known = _known_actions(every.values(), (*stored, *reading.findings))
        ordered = sorted(known, key=lambda one: one.span.start)
        return replace(reading, findings=self._tag(ordered, reading.answers, reading))

    def _find_actions(
        self,
        held: DocumentSummary,
        reading: Reading,
        others: Sequence[FindingInContext],
        answers: Sequence[Answer],
    ) -> tuple[Finding, ...]:
        from ingest.findings.possible_actions import possible_actions  # only here: showing pages needs no readers

        review, stated = Review(held.review, held.review), replace(held, about=reading.about)
        possible = possible_actions(reading.document, reading.findings, self._vocabulary)
        return actions_that_answer(
            [FindingInContext(one, stated, review) for one in self._tag(possible, (), reading)],
            [*others, *(FindingInContext(one, stated, review) for one in reading.findings)],
            [*answers, *reading.answers],
            self._wording,
        )

    def _tag(self, findings: Sequence[Finding], answers: Sequence[Answer], read: Reading) -> tuple[Finding, ...]:
        from ingest.themes.surroundings import tag_document

        plain = tuple(map(without_tags, findings))
        return tag_document(plain, answers, read.about, self._vocabulary, read.document.text)


def asks_in_report(held: FindingInContext) -> bool:
    """Return whether a finding is a recommendation of a review, and not one that a service or a committee makes."""
    stated = held.document.about.document_type
    return held.finding.kind is Kind.RECOMMENDATION and (stated is None or stated.value not in _PAPERS)


def _known_actions(found: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give inferred actions the ids by which the same words are known: on a corrected page those of words before."""
    ids = {(one.span, one.quotation): one.id for one in known if is_inferred(one)}
    return tuple(
        replace(one, id=ids.get((one.span, one.quotation), one.id)) if is_inferred(one) else one for one in found
    )


def without_tags(finding: Finding) -> Finding:
    """Return a finding without what tagging gives it."""
    return replace(finding, tags=(), polarity=Polarity.NEUTRAL, subjects=())


def _is_report(reading: Reading, plain: Sequence[Finding]) -> bool:
    return signs_of(reading.about, "", (one.text for one in plain if one.kind is Kind.RECOMMENDATION)).is_report
