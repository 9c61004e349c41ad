"""Queries of the store: each sees one state of the library from beginning to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection

from kb.core.corrections import THEME
from kb.core.document import Document
from kb.core.errors import DocumentWithdrawn, NotHeld
from kb.core.finding_ids import fingerprint
from kb.core.model import Answer, Collection, DocumentSummary, FindingInContext, Kind, Metadata, Review, Use, Verdict
from kb.core.text_matches import TextMatches
from kb.store import collections, corrections, documents, findings, full_text, ledger, reviews, unreadable, verdicts
from kb.store import tables as t
from kb.store.database import Database
from kb.store.findings import FindingOutline, IndexableFinding
from kb.store.ledger import Act, ActFilter, IndexChange, Withdrawal
from kb.store.unreadable import UnreadableValue

REMEMBERED_SOURCES = 2_000  # documents of findings shown lately: a megabyte or two


class Queries:
    """The questions that a store answers."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._known_sources = (-1, findings.FindingSources())

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews, newest first."""
        return self.database.ask(reviews.select_reviews)

    def shown_to_readers(self) -> tuple[tuple[Review, ...], tuple[DocumentSummary, ...]]:
        """Return the reviews and the documents that readers may see."""
        with self.database.reading() as connection:
            every = documents.listing(connection)
            shown = tuple(one for one in every if not one.is_kept_back)
            held = reviews.select_reviews(connection)
        if len(shown) == len(every):
            return held, every
        slugs = {one.review for one in shown}
        return tuple(one for one in held if one.slug in slugs), shown

    def has_kept_back(self) -> bool:
        """Return whether any document is kept back from readers."""
        return self.database.ask(documents.has_kept_back)

    def review(self, slug: str) -> Review:
        """Return one review. Raises NotHeld or DocumentWithdrawn."""
        with self.database.reading() as connection:
            found = reviews.select_review(connection, slug)
            for place in () if found else corrections.led_to(connection, "review", slug):
                found = found or reviews.select_review(connection, place)
            if found is None:
                key = fingerprint(slug)
                raise self._absent(connection, f"No review “{slug[:80]}” is in this library.", review_key=key)
            return found

    def documents(self, review: str | None = None) -> tuple[DocumentSummary, ...]:
        """Return all documents, or those of one review, in the order of their coming."""
        return self.database.ask(documents.listing, review)

    def documents_by_id(self, ids: Sequence[str]) -> dict[str, DocumentSummary]:
        """Return those of these documents that are held, by id."""
        return self.database.ask(documents.of_ids, ids)

    def document(self, document_id: str) -> DocumentSummary:
        """Return one document's listing. Raises NotHeld or DocumentWithdrawn."""
        return self.database.ask(self._document, document_id)

    def text(self, document_id: str) -> Document:
        """Return one document with its text. Raises NotHeld or DocumentWithdrawn."""
        with self.database.reading() as connection:
            self._document(connection, document_id)
            return documents.text(connection, document_id)

    def stated_metadata(self, document_id: str) -> Metadata:
        """Return what a manifest said of a document when it came."""
        return self.database.ask(documents.stated_metadata, document_id)

    def _document(self, connection: Connection, document_id: str) -> DocumentSummary:
        held = documents.of_id(connection, document_id)
        if held is None:
            raise self._absent(connection, f"No document {document_id:.80} is in this library.", document=document_id)
        return held

    def _absent(self, connection: Connection, sentence: str, **what: str) -> NotHeld:
        if ledger.is_withdrawn(connection, **what):
            return DocumentWithdrawn("This was withdrawn from the library.")
        return NotHeld(sentence)

    def finding(self, finding_id: str) -> FindingInContext:
        """Return one finding with its document and review. Raises NotHeld or DocumentWithdrawn."""
        with self.database.reading() as connection:
            found = self._finding_or_moved(connection, finding_id)
            if found is None:
                raise self._absent(connection, f"No finding {finding_id:.80} is in this library.", finding=finding_id)
            return found

    def _finding_or_moved(self, connection: Connection, finding_id: str) -> FindingInContext | None:
        """Return a finding, or the one that has taken its place."""
        found = findings.in_context(connection, [finding_id])
        gone = not found and ledger.is_withdrawn(connection, finding=finding_id)
        for place in () if found or gone else corrections.led_to(connection, "finding", finding_id):
            found = found or findings.in_context(connection, [place])
        return next(iter(found.values()), None)

    def _sources_of(self, connection: Connection) -> findings.FindingSources:
        """Return the documents and reviews that are known of this state of the library, to which more may be added.

        Each change of a review or a document leaves a row in the outbox.
        """
        now = ledger.top(connection)
        top, known = self._known_sources
        if top != now or len(known.documents) > REMEMBERED_SOURCES:
            known = findings.FindingSources()
            self._known_sources = (now, known)
        return known

    def holdings(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order, each once; those that are not held are left out."""
        with self.database.reading() as connection:
            found = findings.in_context(connection, ids, self._sources_of(connection))
            for one in ids:
                moved = self._finding_or_moved(connection, one) if one not in found else None
                if moved is not None and not moved.document.is_kept_back:
                    found[one] = moved
        return tuple({found[one].finding.id: found[one] for one in ids if one in found}.values())

    def indexable_findings(self, ids: Sequence[str]) -> tuple[IndexableFinding, ...]:
        """Return those of these findings that are held, as the index needs them."""
        with self.database.reading() as connection:
            return tuple(findings.by_ids(connection, ids).values())

    @contextmanager
    def everything(self) -> Iterator[tuple[Iterator[IndexableFinding], int]]:
        """Give every finding as the index needs it, with the mark of the last index change that they include."""
        with self.database.reading() as connection:
            mark = ledger.top(connection)
            yield findings.indexable_findings(connection), mark

    def outlines(self) -> tuple[tuple[FindingOutline, ...], dict[str, tuple[DocumentSummary, Review]]]:
        """Return what places each finding, in the order of documents and places, and all documents of findings."""
        with self.database.reading() as connection:
            told = findings.outlines(connection)
            return told, findings.sources(connection, {one.document for one in told})

    def findings(
        self,
        review: str | None = None,
        document: str | None = None,
        theme: str | None = None,
        kind: str | None = None,
    ) -> tuple[FindingInContext, ...]:
        """Return the findings that fit all that is given, in the order of documents and places."""
        where: list[ColumnElement[bool]] = []
        if review is not None:
            where.append(t.documents.c.review == review)
        if document is not None:
            where.append(t.findings.c.document == document)
        if theme is not None:
            where.append(findings.of_theme(theme))
        if kind is not None:
            where.append(t.findings.c.kind == kind)
        with self.database.reading() as connection:
            known = self._sources_of(connection)
            return tuple(findings.findings_in_context(connection, *where, known=known))

    def words_with_themes(self, themes: Iterable[str], least: int, area: str = "") -> Mapping[str, str]:
        """Return by id what the findings with at least so many of these themes say, in one area or all.

        That is the last heading, what leads into the finding, and its text.
        """
        return self.database.ask(findings.words_of_themes, themes, least, area)

    def kinds_with_themes(self, themes: Sequence[str]) -> frozenset[Kind]:
        """Return the kinds of the findings that have all of these themes."""
        return self.database.ask(findings.kinds_of_themes, themes)

    def documents_with_reason(self, review: str, beginning: str) -> frozenset[str]:
        """Return the ids of those documents of a review that have a finding whose reason begins with these words."""
        return self.database.ask(findings.documents_with_reason, review, beginning)

    def reviews_with_reason(self, beginning: str) -> frozenset[str]:
        """Return the slugs of the reviews that have a finding whose reason begins with these words."""
        return self.database.ask(findings.reviews_with_reason, beginning)

    def present(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these findings' ids that are held."""
        return self.database.ask(findings.present, ids)

    def answers(self, finding_id: str = "") -> tuple[Answer, ...]:
        """Return all answers, or those in which a finding takes part."""
        return self.database.ask(findings.answers, finding_id)

    def theme_counts(self) -> Mapping[str, tuple[int, int]]:
        """Return for each theme that is given in how many findings and reviews it is."""
        return self.database.ask(findings.theme_counts)

    def count(self) -> int:
        """Return how many findings are held."""
        return self.database.ask(findings.count)

    def ids(self) -> frozenset[str]:
        """Return the ids of all findings."""
        return self.database.ask(findings.ids)

    def top(self) -> int:
        """Return the number of the last index change."""
        return self.database.ask(ledger.top)

    def top_of_changes(self) -> int:
        """Return the number of the last index change that changed the library itself."""
        return self.database.ask(ledger.top_of_changes)

    def index_changes(self, after: int) -> tuple[IndexChange, ...]:
        """Return the changes for the index after this mark."""
        return self.database.ask(ledger.index_changes, after)

    def changed_since(self, after: int) -> tuple[str, ...]:
        """Return the findings that came, went or changed after this mark."""
        return self.database.ask(ledger.changed_since, after)

    def acts(self, limit: int = 100, wanted: ActFilter = ledger.EVERY_ACT) -> tuple[Act, ...]:
        """Return the newest rows of the audit trail that are wanted."""
        return self.database.ask(ledger.acts, limit, wanted)

    def actors(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return everybody whom the audit trail names, and every sort of act in it."""
        with self.database.reading() as connection:
            return ledger.people(connection), ledger.act_names(connection)

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Return what was taken down."""
        return self.database.ask(ledger.withdrawals)

    def incomplete(self) -> tuple[str, ...]:
        """Return the documents that lack their text, or have other findings in number than were read."""
        return self.database.ask(documents.incomplete)

    def damage(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the documents and the findings whose stored words no longer fit their hash."""
        with self.database.reading() as connection:
            texts, changed = documents.changed_rows(connection)
            return tuple(texts), tuple(changed)

    def changed_documents(self) -> tuple[str, ...]:
        """Return the documents of whose words, or of a finding's, anything no longer fits its hash."""
        with self.database.reading() as connection:
            texts, changed = documents.changed_rows(connection)
            return tuple(sorted({*texts, *findings.documents_of(connection, changed)}))

    def unreadable_values(self) -> tuple[UnreadableValue, ...]:
        """Return the values of rows that cannot be read, of those that reading an original gives."""
        return self.database.ask(unreadable.find)

    def count_texts(self, question: str) -> int:
        """Return how many documents have a page with all the words of a question."""
        return self.database.ask(full_text.count, question)

    def find_texts(self, question: str, first: int, size: int, each: int) -> TextMatches:
        """Return documents with up to `each` pages that have all the words of a question, the best first."""
        return self.database.ask(full_text.find, question, first, size, each)

    def broken_audit(self) -> tuple[int, ...]:
        """Return the numbers of audit rows that were changed or taken out of the chain."""
        return self.database.ask(ledger.broken_links)

    def theme_refusals(self, theme: str) -> frozenset[str]:
        """Return the findings to which people refused a theme."""
        with self.database.reading() as connection:
            made = corrections.of_field(connection, f"{THEME}{theme}")
        return frozenset(one.subject for one in made if not one.value)

    def verdicts_of(self, finding_id: str) -> Mapping[str, Verdict]:
        """Return the verdicts on a finding and others, by the other's id, the newest first."""
        return self.database.ask(verdicts.of, finding_id)

    def verdicts(self) -> Mapping[tuple[str, str], bool]:
        """Return the verdicts on echoes: pair of ids, the smaller first, to accepted."""
        return self.database.ask(verdicts.echoes)

    def uses(self) -> tuple[tuple[Collection, Use], ...]:
        """Return every use of every collection, newest first."""
        return self.database.ask(collections.uses)

    def collection(self, key: str) -> Collection:
        """Return the collection of this key; with the editing key it can be saved. Raises NotHeld."""
        return self.database.ask(collections.find, key)
