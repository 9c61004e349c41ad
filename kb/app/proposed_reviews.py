"""The review to which a document may belong, for as long as no person has decided where it does."""

from __future__ import annotations

from kb.core.corrections import REVIEW
from kb.core.document import Note
from kb.core.errors import NotHeld
from kb.core.model import DocumentSummary, Review
from kb.store import Store
from kb.store.joining import PROPOSED


def proposed_review(store: Store, held: DocumentSummary) -> Review | None:
    """Return the review to which a document may belong, None where nothing is proposed or a person has decided."""
    decided = (one.field == REVIEW and not one.undone for one in store.corrections_in(held.id))
    if not held.may_join or any(decided):
        return None
    try:
        mine, other = store.review(held.review), store.review(held.may_join)
    except NotHeld:  # the other was withdrawn
        return None
    return other if mine.slug != other.slug and mine.case_slug == other.case_slug else None


def notes_of(store: Store, held: DocumentSummary) -> tuple[Note, ...]:
    """Return what was noticed when a document was read, without a proposal that holds no longer."""
    return tuple(one for one in held.notes if one.code != PROPOSED or proposed_review(store, held))
