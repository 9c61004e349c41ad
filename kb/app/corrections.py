"""Correct what was read: findings, documents and reviews, each change with its person, its reason and its undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.themes.tagger import tag
from kb.app.corrected_values import CorrectedValues
from kb.app.misread_words import WordsNotRead, is_misreading, words_not_read
from kb.app.page_words import PageWords
from kb.app.proposed_reviews import proposed_review
from kb.app.reading_gaps import ReadingGaps
from kb.app.review_light import ReviewLight
from kb.core import corrections as c
from kb.core.corrections import Amendment, Conflict, Correction
from kb.core.document import Document
from kb.core.errors import BadQuestion
from kb.core.finding_ids import finding_id
from kb.core.model import Finding, FindingInContext, Kind, squeeze
from kb.store import Store
from kb.store.amend import Finish, ThemeNow
from kb.store.places import locate_as_printed
from kb.store.reviews import slugify
from kb.text import phrases
from kb.text.plain_line import plain_line
from kb.text.reading_text import reading_text, words_of
from kb.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ingest.findings.unnamed_lists import UnnamedList

_OF_A_REVIEW = frozenset({c.REVIEW, c.REPLACES, *c.ABOUT})  # what says which papers answer which report


def finisher(vocabulary: Vocabulary) -> Finish:
    """Return what gives findings that people cut their text for reading, agencies, themes and direction."""

    def finish(document: Document, made: Sequence[Finding]) -> Sequence[Finding]:
        if not made:
            return made
        # imported here: showing pages needs no readers of files
        from ingest.findings.compiled_vocabulary import compile_vocabulary

        known = words_of(document.text)
        agencies = compile_vocabulary(vocabulary, "").agencies
        texts = [replace(one, text=reading_text(one.quotation, known)) for one in made]
        return tag(
            tuple(
                replace(
                    one,
                    agencies=agencies.of(
                        one.text, phrases.words_of(one.text), one.heading, one.kind, (one.lead_in, one.owner)
                    ),
                )
                for one in texts
            ),
            vocabulary,
        )

    return finish


def namer(vocabulary: Vocabulary) -> ThemeNow:
    """Return what gives the present name of a theme that a person decided on, "" where it is no longer given."""

    def name(slug: str) -> str:
        theme = vocabulary.theme(slug)
        return theme.slug if theme else ""

    return name


class Correcting:
    """Corrections of one library. Every method returns the number under which the change is undone."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._values = CorrectedValues(vocabulary)
        self._light = ReviewLight(store, vocabulary)
        self.pages = PageWords(store, vocabulary)
        self.gaps = ReadingGaps(vocabulary)

    # findings

    def set_values(self, finding_id: str, values: Iterable[tuple[str, str]], by: str, reason: str = "") -> int:
        """Set several values of a finding at once; those that it has already are passed over."""
        held = self._store.finding(finding_id)
        return self._keep(held, _something(self._changed_values(held, values)), by, reason)

    def revise(self, finding_id: str, words: str, values: Iterable[tuple[str, str]], by: str, reason: str = "") -> int:
        """Say which words a finding is and set its values, undone as one change; what stays is passed over.

        Raises BadQuestion where nothing was changed or the words are not in the document, NotHeld.
        """
        held = self._store.finding(finding_id)
        asked = self._changed_values(held, values)
        if squeeze(words) not in (squeeze(held.finding.quotation), squeeze(held.finding.text)):
            asked.append(self._new_words(held, words))
        return self._keep(held, _something(asked), by, reason)

    def decide_theme(self, finding_id: str, theme: str, accepted: bool, by: str = "", reason: str = "") -> int:
        """Give a finding a theme or refuse it. Raises BadQuestion, NotHeld."""
        if theme not in self._vocabulary.themes:
            raise BadQuestion(f"There is no theme {theme!r}. `kb themes list` shows them all.")
        held = self._store.finding(finding_id)
        return self._keep(held, [Amendment(held.finding.id, f"{c.THEME}{theme}", accepted)], by, reason)

    def drop(self, finding_id: str, by: str, reason: str = "") -> int:
        """Say that something is not a finding. Raises NotHeld."""
        held = self._store.finding(finding_id)
        return self._keep(held, [Amendment(held.finding.id, c.DROP, True)], by, reason)

    def withdraw(self, finding_id: str, by: str, reason: str = "") -> int:
        """Withdraw a finding: it is shown nowhere, and its address says so. Its document stays. Raises NotHeld."""
        held = self._store.finding(finding_id)
        return self._keep(held, [Amendment(held.finding.id, c.WITHDRAW, True)], by, reason)

    def withdrawal(self, finding_id: str) -> Correction | None:
        """Return the withdrawal of a finding, where one holds."""
        made = self._store.corrections_of(finding_id)
        return next((one for one in made if one.field == c.WITHDRAW and not one.undone), None)

    def withdrawn_words(self, document_id: str) -> tuple[str, ...]:
        """Return the words of a document's findings that are withdrawn, each squeezed."""
        made = self._withdrawals(document_id)
        return tuple(squeeze(one.before["finding"]["quotation"]) for one in made if one.before)

    def cut(self, finding_id: str, words: str, by: str, reason: str = "") -> int:
        """Say which words a finding is, or stand on the picture it was read from. Raises BadQuestion, NotHeld."""
        held = self._store.finding(finding_id)
        return self._keep(held, [self._new_words(held, words)], by, reason)

    def join(self, finding_id: str, others: Sequence[str], by: str, reason: str = "") -> int:
        """Say that findings of one document are one; it keeps the first one's address. Raises BadQuestion, NotHeld."""
        held = self._store.finding(finding_id)
        found = [self._store.finding(other) for other in others]
        if not found or any(other.finding.id == held.finding.id for other in found):
            raise BadQuestion("Choose the other finding to join. A finding cannot be joined with itself.")
        if any(other.document.id != held.document.id for other in found):
            raise BadQuestion("Only findings of one document can be joined.")
        ids = [other.finding.id for other in found]
        return self._keep(held, [Amendment(held.finding.id, c.JOIN, ids)], by, reason)

    def split(self, finding_id: str, parts: Sequence[str], by: str, reason: str = "") -> int:
        """Part a finding into these, each words of the document. Raises BadQuestion, NotHeld."""
        held = self._store.finding(finding_id)
        wanted = [part for part in parts if part.strip()]
        if len(wanted) < 2:
            raise BadQuestion("Give at least two parts, with an empty line between them.")
        at = held.finding.span.start
        taken = set(self._store.ids())
        made = []
        for part in wanted:
            printed, at = self._place(held.document.id, part, at)
            key = new_id_of(self._store.text(held.document.id), printed, taken)
            taken.add(key)
            made.append({"id": key, "words": printed, "start": at})
        return self._keep(held, [Amendment(held.finding.id, c.SPLIT, made)], by, reason)

    def add(
        self,
        document_id: str,
        words: str,
        kind: str,
        by: str,
        *,
        reason: str = "",
        heading: Sequence[str] = (),
        near: int = 0,
    ) -> int:
        """Add a finding that was missed. Raises BadQuestion where the words are not in the document, NotHeld."""
        self._values.of_finding(c.KIND, kind)
        words, start = self._place(document_id, words, near)
        document = self._store.text(document_id)
        beside = [one.finding for one in self._store.findings(document=document_id)]
        if any(squeeze(one.quotation) == squeeze(words) for one in beside):
            raise BadQuestion("These words are a finding already.")
        above = next((one.heading for one in reversed(beside) if one.span.start <= start), ())
        value = {"words": words, "start": start, "kind": kind, "heading": list(heading or above)}
        key = new_id_of(document, words, self._store.ids())
        return self._amend(document_id, [Amendment(key, c.ADD, value)], by, reason)

    def unnamed_lists(self, document_id: str) -> tuple[UnnamedList, ...]:
        """Return the lists under headings that were not understood, without items that are findings by now."""
        shown = {squeeze(one.finding.quotation) for one in self._store.findings(document=document_id)}
        shown |= set(self.withdrawn_words(document_id))
        lists = self.gaps.lists(document_id, self._store.text(document_id))
        left = (replace(one, items=tuple(item for item in one.items if squeeze(item[0]) not in shown)) for one in lists)
        return tuple(one for one in left if one.items)

    def name_heading(self, document_id: str, heading: str, kind: str, by: str, reason: str = "") -> int:
        """Say what kind the items are that stand under a heading which was not understood; they become findings.

        Raises BadQuestion where no list stands under such a heading, NotHeld.
        """
        self._values.of_finding(c.KIND, kind)
        lists = self.unnamed_lists(document_id)
        wanted = squeeze(heading).casefold()
        named = [one for one in lists if squeeze(one.heading[-1]).casefold() == wanted]
        if not named:
            known = "; ".join(f"“{one.heading[-1]}”" for one in lists)
            told = f"There are lists under {known}." if known else "Every list of this document is understood."
            raise BadQuestion(f"No list that was not understood stands under “{squeeze(heading)}”. {told}")
        document, taken = self._store.text(document_id), set(self._store.ids())
        asked = []
        for one in named:
            for words, start in one.items:
                key = new_id_of(document, words, taken)
                taken.add(key)
                value = {"words": words, "start": start, "kind": kind, "heading": list(one.heading)}
                asked.append(Amendment(key, c.ADD, value))
        return self._amend(document_id, asked, by, reason)

    # documents and reviews

    def describe(self, document_id: str, values: Iterable[tuple[str, str]], by: str, reason: str = "") -> int:
        """State a document's title, date, area, type, ...; "" takes one away. Raises BadQuestion, NotHeld."""
        about = self._store.document(document_id).about
        asked = [(field, self._values.of_document(field, value)) for field, value in values]
        known = {field: (stated.value if (stated := getattr(about, field)) else "") for field, _ in asked}
        changed = [Amendment(document_id, field, value) for field, value in asked if value != known[field]]
        if not changed:
            raise BadQuestion("Nothing was changed: the document says that already.")
        batch = self._store.amend(document_id, changed, person=by, reason=reason)
        self._light.shed([self._store.document(document_id).review])  # its type may say whether it asks or answers
        return batch

    def describe_review(self, slug: str, values: Iterable[tuple[str, str]], by: str, reason: str = "") -> int:
        """State a review's title, area, type, ... Raises BadQuestion, NotHeld."""
        review = self._store.review(slug)
        asked = [(field, self._values.of_document(field, value)) for field, value in values]
        changed = [Amendment(review.slug, f, v) for f, v in asked if v != getattr(review, f)]
        if not changed:
            raise BadQuestion("Nothing was changed: the review says that already.")
        return self._store.amend_review(review.slug, changed, person=by, reason=reason)

    def move(self, document_id: str, review: str, by: str, reason: str = "") -> int:
        """Move a document to a held review, by its slug, or to a new one of this title. Raises BadQuestion, NotHeld.

        Where it may belong to another review, its own one may be named: then it stays, and is counted by itself.
        """
        held = self._store.document(document_id)
        target = self._review_of(review)
        if target["slug"] == held.review and proposed_review(self._store, held) is None:
            raise BadQuestion("The document belongs to this review already.")
        batch = self._store.amend(document_id, [Amendment(document_id, c.REVIEW, target)], person=by, reason=reason)
        self._light.shed([held.review, target["slug"]])
        return batch

    def join_reviews(self, slug: str, into: str, by: str, reason: str = "") -> int:
        """Move all documents of a review to another one; its address leads there. Raises BadQuestion, NotHeld."""
        kept = self._store.review(into)
        gone = self._store.review(slug)
        if kept.slug == gone.slug:
            raise BadQuestion("Choose two different reviews.")
        target = {"slug": kept.slug, "title": kept.title}
        return self._move_together([one.id for one in self._store.documents(gone.slug)], target, by, reason)

    def split_review(self, slug: str, documents: Sequence[str], title: str, by: str, reason: str = "") -> int:
        """Make a review of its own, with this title, of some documents of a review. Raises BadQuestion, NotHeld."""
        inside = [one.id for one in self._store.documents(self._store.review(slug).slug)]
        chosen = [one for one in inside if one in documents]
        if not chosen or set(documents) - set(inside):
            raise BadQuestion("Choose documents of this review.")
        if len(chosen) == len(inside):
            raise BadQuestion("Leave at least one document in the review. To rename it, change its title.")
        if not plain_line(title):
            raise BadQuestion("Enter the title of the new review.")
        target = self._review_of(title)
        if any(one.slug == target["slug"] for one in self._store.reviews()):
            raise BadQuestion("There is such a review already. Enter another title, or move the documents there.")
        return self._move_together(chosen, target, by, reason)

    def _move_together(self, documents: Sequence[str], target: Mapping[str, str], by: str, reason: str) -> int:
        moves = {one: [Amendment(one, c.REVIEW, dict(target))] for one in documents}
        left = {self._store.document(one).review for one in documents}
        batch = self._store.amend_together(moves, person=by, reason=reason)
        self._light.shed([*left, target["slug"]])
        return batch

    def replace(self, document_id: str, older: str, by: str, reason: str = "") -> int:
        """Say that a document is the newer version of another one. Raises BadQuestion, NotHeld."""
        newer, old = self._store.document(document_id), self._store.document(older)
        if newer.id == old.id or newer.replaced_by == old.id:
            raise BadQuestion("A document cannot replace itself, or the one that replaces it.")
        asked = [Amendment(document_id, c.REPLACES, old.id)]
        batch = self._store.amend(document_id, asked, person=by, reason=reason)
        self._light.shed([newer.review, old.review])
        return batch

    def check(self, document_id: str, by: str) -> int:
        """Say that a person has checked what was read of a document. Raises NotHeld."""
        return self._store.amend(document_id, [Amendment(document_id, c.CHECKED, True)], person=by)

    # what was decided

    def undo(self, batch: int, by: str) -> tuple[Correction, ...]:
        """Take back what was changed under this number. Raises NotHeld.

        Raises BadQuestion where a finding was withdrawn after the words of findings were chosen: its words might show.
        """
        for one in self._store.correction_batch(batch):
            later = (gone for gone in self._withdrawals(one.document) if gone.batch > batch)
            if (one.field in c.STRUCTURE or one.field.startswith(c.PAGE_WORDS)) and any(later):
                raise BadQuestion("A finding of this document was withdrawn since. Undo that withdrawal first.")
        changed = sorted({one.document for one in self._store.correction_batch(batch)} - {""})
        moves = any(one.field in _OF_A_REVIEW for one in self._store.correction_batch(batch))
        before, left = self._recommendations(changed), self._reviews_of(changed)
        readings = self.pages.readings_without(batch)
        undone = self._store.undo(batch, person=by, readings=readings)
        if moves or readings or self._recommendations(changed) != before:
            self._light.shed([*left, *self._reviews_of(changed)])
        return undone

    def conflicts(self, document_id: str = "") -> tuple[Conflict, ...]:
        """Return the corrections that later readings disagree with, of a document or of all."""
        wanted = [document_id] if document_id else self._store.corrected_documents()
        return tuple(one for document in wanted for one in self._store.amended_reading(document).conflicts)

    def settle(self, document_id: str, subject: str, key: str, by: str) -> int:
        """Keep a correction that a later reading disagrees with, so that it is no longer asked. Raises BadQuestion."""
        if all((one.correction.subject, one.key) != (subject, key) for one in self.conflicts(document_id)):
            raise BadQuestion("This has been settled already.")
        return self._store.amend(document_id, [Amendment(subject, c.SETTLE, key)], person=by)

    def _keep(self, held: FindingInContext, asked: Sequence[Amendment], by: str, reason: str) -> int:
        return self._amend(held.document.id, asked, by, reason)

    def _amend(self, document_id: str, asked: Sequence[Amendment], by: str, reason: str) -> int:
        """Change findings of a document; where it then recommends other things, its review's papers are read again."""
        before = self._recommendations([document_id])
        batch = self._store.amend(document_id, asked, person=by, reason=reason)
        if self._recommendations([document_id]) != before:
            self._light.shed(self._reviews_of([document_id]))
        return batch

    def _recommendations(self, document_ids: Iterable[str]) -> tuple[Finding, ...]:
        """Return the recommendations that documents make, as they are shown."""
        shown = (held.finding for one in document_ids for held in self._store.findings(document=one))
        return tuple(one for one in shown if one.kind is Kind.RECOMMENDATION)

    def _reviews_of(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(one.review for one in self._store.documents_by_id(document_ids).values())

    def _withdrawals(self, document_id: str) -> list[Correction]:
        made = self._store.corrections_in(document_id) if document_id else ()
        return [one for one in made if one.field == c.WITHDRAW and not one.undone]

    def _new_words(self, held: FindingInContext, words: str) -> Amendment:
        try:
            words, start = self._place(held.document.id, words, held.finding.span.start)
        except WordsNotRead:
            if not is_misreading(held, words):
                raise
            return Amendment(held.finding.id, c.READ_AS, squeeze(words))
        return Amendment(held.finding.id, c.CUT, {"words": words, "start": start})

    def _place(self, document_id: str, words: str, near: int) -> tuple[str, int]:
        if not words.strip():
            raise BadQuestion("Choose the words of the finding.")
        printed = locate_as_printed(self._store.text(document_id), words, near)
        plain = squeeze(printed[0] if printed else words)
        if any(plain in one or one in plain for one in self.withdrawn_words(document_id)):
            raise BadQuestion("These words are of a finding that was withdrawn, so nothing was changed.")
        if printed is None:
            raise words_not_read(self._store.document(document_id))
        return printed

    def _changed_values(self, held: FindingInContext, values: Iterable[tuple[str, str]]) -> list[Amendment]:
        asked = [(field, self._values.of_finding(field, value)) for field, value in values]
        known = {field: getattr(held.finding, field) for field, _ in asked}
        return [Amendment(held.finding.id, f, v) for f, v in asked if (v or "") != (known[f] or "")]

    def _review_of(self, name: str) -> dict[str, str]:
        """Return the review of this slug, or a new one of this title under a free slug."""
        held = {one.slug: one for one in self._store.reviews()}
        if name in held:
            return {"slug": name, "title": held[name].title}
        title = plain_line(name)
        if not title:
            raise BadQuestion("Choose a review, or enter the title of a new one.")
        slug, turn = slugify(title), 2
        while slug in held:
            slug, turn = f"{slugify(title)}-{turn}", turn + 1
        return {"slug": slug, "title": title}


def _something(changed: list[Amendment]) -> list[Amendment]:
    if not changed:
        raise BadQuestion("Nothing was changed: the finding says that already.")
    return changed


def new_id_of(document: Document, words: str, taken: Iterable[str]) -> str:
    """Return an id for words that a person makes a finding."""
    return finding_id(document.sha256, squeeze(words), taken)
